"""Journeys: held places that wait for a look, details nobody opened, and moving one on from a case."""

from __future__ import annotations

from aiohttp import web

from bot.console.case_acts import CaseActs
from bot.console.case_pages import CasePages
from bot.console.console import Console
from bot.console.forms import Form
from bot.console.frame import Frame
from bot.console.routes import Route, get, post
from bot.console.visit import Visit
from bot.domain.access import Act, Subject
from bot.errors import NotFound, NotPossible
from bot.services.journeys.journey_desk import LONGEST_WORDS, Told

_ROOM = "/console/journeys"


class JourneyViews:
    """Each act is one transaction that locks the person first and is audited."""

    def __init__(self, frame: Frame, console: Console, pages: CasePages) -> None:
        self._frame = frame
        self._console = console
        self._acts = CaseActs(console, pages)
        self._holds = console.services.journeying.hold_desk
        self._desk = console.services.journeying.journey_desk

    def routes(self) -> list[Route]:
        """These routes."""
        return [
            get(_ROOM, self.look),
            post(f"{_ROOM}/holds/{{hold}}/confirm", self.confirm),
            post(f"{_ROOM}/holds/{{hold}}/refuse", self.refuse),
            post(f"{_ROOM}/referrals/{{referral}}/again", self.send_again),
            post("/console/cases/{case}/journeys/{journey}", self.move),
        ]

    async def look(self, visit: Visit) -> web.Response:
        """What waits for somebody here, within their councils."""
        organisation = visit.viewer.organisation
        async with self._console.door.write() as session:
            holds = await self._holds.waiting(session, organisation)
            silent = await self._holds.out_of_reach(session, organisation, visit.now)
            returned = await self._desk.returned(session, organisation)
            links = await self._desk.to_pass_on(session, visit.now)
            await self._console.audit.note(session, visit.viewer.id, "journey.listed", now=visit.now)

        def is_theirs(council: str | None) -> bool:
            return visit.may(Act.WORK_JOURNEYS, Subject(organisation, council))

        mine = [one for one in returned if is_theirs(one[3].council)]
        numbers = {one[0].id for one in mine}
        return self._frame.page(
            visit,
            "journeys.html",
            holds=[one for one in holds if is_theirs(one[2].council)],
            silent=[one for one in silent if is_theirs(one[2].council)],
            returned=mine,
            links=[email for row, email in links if row.about_id in numbers],
        )

    async def confirm(self, visit: Visit) -> web.Response:
        """The programme takes them."""
        return await self._hold(visit, "confirmed")

    async def refuse(self, visit: Visit) -> web.Response:
        """It does not fit now."""
        return await self._hold(visit, "refused")

    async def send_again(self, visit: Visit) -> web.Response:
        """A new link to the same contact."""
        number = visit.number("referral")
        try:
            async with self._console.door.write() as session:
                reference = await self._desk.send_again(session, number, visit.now)
                await self._console.audit.note(
                    session,
                    visit.viewer.id,
                    "journey.sent_again",
                    person_reference=reference,
                    subject=f"referral:{number}",
                    now=visit.now,
                )
        except (NotFound, NotPossible):
            return visit.go(_ROOM, done="console_journeys.done.changed")
        self._console.wake()
        return visit.go(_ROOM, done="console_journeys.done.sent_again")

    async def move(self, visit: Visit) -> web.Response:
        """How it went, from the page of a case."""
        form = await visit.form("console_cases")
        told = Told(form.value("stage"), form.value("said_by"), form.value("words")[:LONGEST_WORDS])
        number = visit.number("journey")
        return await self._acts.move(
            visit, Form("console_cases"), "journey_moved", lambda case: self._desk.move(case, number, told)
        )

    async def _hold(self, visit: Visit, done: str) -> web.Response:
        number, decide = visit.number("hold"), self._holds.confirm if done == "confirmed" else self._holds.refuse
        try:
            async with self._console.door.write() as session:
                reference = await decide(session, visit.viewer.id, number, visit.now)
                await self._console.audit.note(
                    session,
                    visit.viewer.id,
                    f"journey.{done}",
                    person_reference=reference,
                    subject=f"hold:{number}",
                    now=visit.now,
                )
        except (NotFound, NotPossible):
            return visit.go(_ROOM, done="console_journeys.done.changed")
        self._console.wake()
        return visit.go(_ROOM, done=f"console_journeys.done.{done}")
