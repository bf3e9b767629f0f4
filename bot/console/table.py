"""The one table of the console's routes, each behind its row of the access table; what does not match cannot start."""

from __future__ import annotations

import re
from collections.abc import Iterable

from aiohttp import web

from bot.console.access import ROWS, Row
from bot.console.audit import AuditViews
from bot.console.broadcast_pages import BroadcastPages
from bot.console.broadcasts import BroadcastViews
from bot.console.case_messages import CaseMessageViews
from bot.console.case_pages import CasePages
from bot.console.cases import CaseViews
from bot.console.catalogue import CatalogueViews
from bot.console.console import Console
from bot.console.dates import DateViews
from bot.console.duty import DutyViews
from bot.console.events import EventViews
from bot.console.frame import Frame
from bot.console.furnishing import Furnishing
from bot.console.home import HomeViews
from bot.console.journeys import JourneyViews
from bot.console.live import LiveViews
from bot.console.me import MeViews
from bot.console.opportunities import OpportunityViews
from bot.console.posters import PosterViews
from bot.console.queue import QueueViews
from bot.console.routes import Route
from bot.console.safeguarding import SafeguardingViews
from bot.console.schedules import ScheduleViews
from bot.console.second_factor import SecondFactorViews
from bot.console.security import add_headers, guarded
from bot.console.sign_in import SignInViews
from bot.console.staff import StaffViews
from bot.console.telegram import TelegramViews

PREFIX = "/console"


def console_routes(console: Console, frame: Frame, live: LiveViews | None = None) -> list[Route]:
    """Every route, room by room."""
    pages, broadcasts = CasePages(frame, console), BroadcastPages(frame, console)
    return [
        *HomeViews(frame, console).routes(),
        *SignInViews(frame, console).routes(),
        *MeViews(frame, console).routes(),
        *SecondFactorViews(frame, console).routes(),
        *TelegramViews(frame, console).routes(),
        *SafeguardingViews(frame, console).routes(),
        *DutyViews(frame, console).routes(),
        *QueueViews(frame, console).routes(),
        *CaseViews(frame, console, pages).routes(),
        *CaseMessageViews(frame, console, pages).routes(),
        *(live or LiveViews(frame, console)).routes(),
        *EventViews(frame, console).routes(),
        *ScheduleViews(frame, console).routes(),
        *PosterViews(frame, console).routes(),
        *DateViews(frame, console).routes(),
        *JourneyViews(frame, console, pages).routes(),
        *broadcasts.routes(),
        *BroadcastViews(frame, console, broadcasts).routes(),
        *CatalogueViews(frame, console).routes(),
        *OpportunityViews(frame, console).routes(),
        *StaffViews(frame, console).routes(),
        *AuditViews(frame, console).routes(),
    ]


def console_application(console: Console) -> web.Application:
    """The console, to be put under PREFIX."""
    frame = Frame()
    live = LiveViews(frame, console)
    application = web.Application(middlewares=[Furnishing(console, frame).around])
    application.on_response_prepare.append(add_headers)
    application.on_shutdown.append(live.end)
    for route, row in matched(console_routes(console, frame, live), ROWS, console):
        application.router.add_route(route.method, route.path.removeprefix(PREFIX), guarded(console, row, route.view))
    return application


def matched(routes: Iterable[Route], rows: Iterable[Row], console: Console) -> list[tuple[Route, Row]]:
    """Each route with its row; a route without one, or a row without a route, is a mistake of ours."""
    by_key = {(row.method, row.path): row for row in rows if console.demo is not None or not row.demo}
    given = {(route.method, route.path): route for route in routes}
    odd = by_key.keys() ^ given.keys()
    if odd:
        raise LookupError(f"these have no route or no row in the access table: {sorted(odd)}")
    for row in by_key.values():
        _check_names(row, console)
    return [(given[key], row) for key, row in by_key.items()]


def _check_names(row: Row, console: Console) -> None:
    """A row that names a thing must be able to look it up, and its path must have a place for it."""
    names = re.findall(r"{(\w+)", row.path)
    if row.of is not None and (row.of not in names or row.of not in console.subjects):
        raise LookupError(f"{row.path}: nothing looks up {row.of}")
