"""The console's cookies: never read by scripts, never sent along from elsewhere, only over TLS where there is TLS."""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web

_NAMES = ("session", "visitor", "flash", "language")
_SECONDS = {"session": 12 * 3600, "visitor": 24 * 3600, "flash": 60, "language": 365 * 24 * 3600}


class Cookies:
    """Named by what they are for; where there is TLS the prefix binds them to this very host."""

    def __init__(self, *, is_https: bool) -> None:
        self._is_https = is_https
        self._prefix = "__Host-wayin_" if is_https else "wayin_"

    def read(self, request: web.BaseRequest) -> dict[str, str]:
        """What the browser sent of ours."""
        sent = {name: request.cookies.get(self._prefix + name) for name in _NAMES}
        return {name: value for name, value in sent.items() if value}

    def write(self, response: web.StreamResponse, changes: Mapping[str, str | None]) -> None:
        """Set some, and delete those that are None."""
        for name, value in changes.items():
            response.set_cookie(
                self._prefix + name,
                value or "",
                max_age=_SECONDS[name] if value else 0,
                path="/",
                secure=self._is_https,
                httponly=True,
                samesite="Lax",
            )
