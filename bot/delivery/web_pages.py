"""Asking other servers: no redirects, no cookies, an end to time and size, and nothing inside our own net."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Mapping
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector, ThreadedResolver
from aiohttp.abc import ResolveResult

from bot.services.feeds.fetching import Fetched, Unfetched

_SECONDS = 30.0
_LINK_SECONDS = 10.0
_AGENT = {"User-Agent": "WayIn/1"}
_CHUNK = 64 * 1024


class PublicResolver(ThreadedResolver):
    """Names that lead into a private net lead nowhere: an address in a feed must not reach our own machines."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Only addresses of the open internet."""
        found = await super().resolve(host, port, family)
        kept = [one for one in found if ipaddress.ip_address(one["host"].partition("%")[0]).is_global]
        if not kept:
            raise OSError("this name leads nowhere outside")
        return kept


class WebPages:
    """`inside` is for tests alone: it lets loopback be asked."""

    def __init__(self, *, inside: bool = False) -> None:
        self._inside = inside

    async def fetch(self, url: str, headers: Mapping[str, str], largest: int) -> Fetched:
        """One answer with its body. Raises Unfetched."""
        self._check(url)
        try:
            async with (
                self._session(_SECONDS) as http,
                http.get(url, headers=dict(headers), allow_redirects=False) as answer,
            ):
                body = bytearray()
                async for chunk in answer.content.iter_chunked(_CHUNK):
                    body += chunk
                    if len(body) > largest:
                        raise Unfetched("too_large")
                named = answer.headers
                return Fetched(answer.status, bytes(body), named.get("ETag"), named.get("Last-Modified"))
        except (ClientError, TimeoutError, OSError, ValueError) as error:
            raise Unfetched("too_slow" if isinstance(error, TimeoutError) else "not_there") from error

    async def status(self, url: str) -> int | None:
        """What an address answers, a way elsewhere included; None where nothing does. The body is not read."""
        try:
            self._check(url)
            async with self._session(_LINK_SECONDS) as http, http.get(url, allow_redirects=False) as answer:
                return answer.status
        except (Unfetched, ClientError, TimeoutError, OSError, ValueError):
            return None

    def _session(self, seconds: float) -> ClientSession:
        connector = TCPConnector() if self._inside else TCPConnector(resolver=PublicResolver())
        return ClientSession(
            connector=connector, timeout=ClientTimeout(total=seconds), cookie_jar=DummyCookieJar(), headers=_AGENT
        )

    def _check(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or parts.username is not None:
            raise Unfetched("not_allowed")
        if not self._inside and _is_number(parts.hostname or ""):
            raise Unfetched("not_allowed")


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
