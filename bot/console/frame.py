"""What every console page shares: templates that escape everything, the navigation, our own styles and scripts."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.console.access import ROOMS, Room
from bot.console.visit import Visit
from bot.messages.texts import Html

_HERE = Path(__file__).parent
_TYPES = MappingProxyType({".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"})
# Before a name of an icon or another thing goes into an address it must be one of these files.
_STATIC = MappingProxyType({path.name: path for path in sorted((_HERE / "static").iterdir()) if path.suffix in _TYPES})


class Frame:
    """Renders a template for a visit; a value nobody gave is an error, not an empty place."""

    def __init__(self, templates: Path = _HERE / "templates") -> None:
        self._templates = _environment(templates)

    def page(self, visit: Visit, template: str, *, status: int = 200, **values: Any) -> web.Response:
        """One page, in the visitor's language, with what is to be told once."""
        rooms = [room for room in ROOMS if visit.may(room.needs)]
        here = _nearest(visit.request.path, rooms)
        body = self._templates.get_template(template).render(
            t=visit.t, visit=visit, local=visit.local, rooms=rooms, here=here, **values
        )
        if visit.flash is not None:
            visit.cookies.setdefault("flash", None)
        return web.Response(text=body, status=status, content_type="text/html")

    def part(self, visit: Visit, template: str, **values: Any) -> str:
        """A piece of a page, for a page that is open already."""
        return self._templates.get_template(template).render(t=visit.t, visit=visit, local=visit.local, **values)

    async def static(self, visit: Visit) -> web.StreamResponse:
        """A style sheet, script or picture of ours."""
        path = _STATIC.get(visit.request.match_info["name"])
        if path is None:
            raise web.HTTPNotFound
        return web.FileResponse(path, headers={"Content-Type": _TYPES[path.suffix], "Cache-Control": "max-age=300"})


@cache
def _environment(templates: Path) -> Environment:
    """Compiling the templates takes longer than rendering them: every frame of a process shares them."""
    return Environment(
        loader=FileSystemLoader([templates, _HERE / "templates"]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finished,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _nearest(path: str, rooms: list[Room]) -> str | None:
    """The room somebody is in: the one with the address that is the longest beginning of theirs."""
    places = [(place, room.path) for room in rooms for place in (room.path, *room.also)]
    inside = [one for one in places if path == one[0] or (one[0] != "/console" and path.startswith(f"{one[0]}/"))]
    return max(inside, key=lambda one: len(one[0]), default=(None, None))[1]


def _finished(value: Any) -> Any:
    """Texts of ours are checked markup, and what was inserted into them is escaped already; all else is escaped."""
    return Markup(value) if isinstance(value, Html) else value  # noqa: S704 - Html is only made of checked texts
