"""What every page without sign-in shares: one frame, no scripts, nothing from elsewhere, and headers that say so."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.messages.texts import Html, LocaleTexts

_HERE = Path(__file__).parent
_STYLE = _HERE / "static" / "public.css"
STYLE_PATH = "/public/public.css"
HEADERS = MappingProxyType(
    {
        "Content-Security-Policy": (
            "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        ),
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex, nofollow",
    }
)
_OPEN_HEADERS = MappingProxyType(
    {name: value for name, value in HEADERS.items() if name != "X-Robots-Tag"}
    | {"Cache-Control": "public, max-age=60", "Vary": "Accept-Language"}
)


class Frame:
    """Renders templates in one language; everything put into them is escaped."""

    def __init__(self) -> None:
        self._templates = _environment()

    def page(
        self, template: str, t: LocaleTexts, status: int = 200, *, indexed: bool = False, **values: Any
    ) -> web.Response:
        """One page in the language of `t`; `indexed` where anybody may find it and keep it for a while."""
        body = self._templates.get_template(template).render(t=t, style=STYLE_PATH, indexed=indexed, **values)
        headers = _OPEN_HEADERS if indexed else HEADERS
        return web.Response(text=body, status=status, content_type="text/html", headers=headers)

    def routes(self) -> list[web.RouteDef]:
        """The one style sheet."""
        return [web.get(STYLE_PATH, self._style)]

    async def _style(self, _request: web.Request) -> web.FileResponse:
        return web.FileResponse(_STYLE, headers={"Cache-Control": "max-age=3600", "X-Content-Type-Options": "nosniff"})


@cache
def _environment() -> Environment:
    """Compiling the templates takes longer than rendering them: every frame of a process shares them."""
    return Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finished,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _finished(value: Any) -> Any:
    """Texts of ours are checked markup, and what was inserted into them is escaped already; all else is escaped."""
    return Markup(value) if isinstance(value, Html) else value  # noqa: S704 - Html is only made of checked texts
