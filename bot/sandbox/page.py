"""Serves the page with the phones, and its own scripts and styles."""

from pathlib import Path

from aiohttp import web

STATIC = Path(__file__).parent / "static"
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self';"
        " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
TYPES = {".js": "text/javascript", ".css": "text/css", ".html": "text/html", ".svg": "image/svg+xml"}


def routes() -> list[web.RouteDef]:
    """The endpoints of this module."""
    return [web.get("/", index), web.get("/static/{name}", asset)]


async def index(_: web.Request) -> web.Response:
    """The page itself."""
    return _served(STATIC / "index.html")


async def asset(request: web.Request) -> web.Response:
    """A script or style; only names that lie in the folder are known."""
    known = {path.name: path for path in STATIC.iterdir()}
    path = known.get(request.match_info["name"])
    if path is None:
        raise web.HTTPNotFound
    return _served(path)


def _served(path: Path) -> web.Response:
    return web.Response(body=path.read_bytes(), content_type=TYPES[path.suffix], charset="utf-8", headers=HEADERS)
