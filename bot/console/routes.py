"""Routes as views name them; the table puts each behind its row."""

from __future__ import annotations

from dataclasses import dataclass

from bot.console.security import View


@dataclass(frozen=True, slots=True)
class Route:
    """A method and an address, and the view that answers."""

    method: str
    path: str
    view: View


def get(path: str, view: View) -> Route:
    """A page."""
    return Route("GET", path, view)


def post(path: str, view: View) -> Route:
    """A form that is sent."""
    return Route("POST", path, view)
