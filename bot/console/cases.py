"""Cases: mine, one of them, and moving it on."""

from __future__ import annotations

from aiohttp import web

from bot.console.case_acts import CaseActs
from bot.console.case_pages import CasePages
from bot.console.console import Console
from bot.console.forms import Form
from bot.console.frame import Frame
from bot.console.routes import Route, get, post
from bot.console.visit import Visit
from bot.domain.handoffs import OUTCOMES
from bot.services.cases.cases import LONGEST_NOTE, Case

_PREFIX = "console_cases"


class CaseViews:
    """Every move is one transaction; who comes too late is told who was first."""

    def __init__(self, frame: Frame, console: Console, pages: CasePages) -> None:
        self._frame = frame
        self._console = console
        self._pages = pages
        self._acts = CaseActs(console, pages)
        self._cases = console.services.desk.cases

    def routes(self) -> list[Route]:
        """These routes."""
        one = "/console/cases/{case}"
        return [
            get("/console/cases", self.look),
            get(one, self.look_at),
            post(f"{one}/claim", self.claim),
            post(f"{one}/release", self.release),
            post(f"{one}/park", self.park),
            post(f"{one}/plan", self.plan),
            post(f"{one}/reopen", self.reopen),
            get(f"{one}/transfer", self.ask_transfer),
            post(f"{one}/transfer", self.transfer),
            get(f"{one}/give", self.ask_give),
            post(f"{one}/give", self.give),
            get(f"{one}/close", self.ask_close),
            post(f"{one}/close", self.close),
        ]

    async def look(self, visit: Visit) -> web.Response:
        """My cases: whose turn it is, what is planned, who went quiet."""
        asked = visit.query.get("reference", "")
        async with self._console.door.read() as session:
            lists = self._console.services.desk.case_lists
            mine = await lists.mine(session, visit.viewer, visit.now)
            found = await lists.found(session, visit.viewer, asked) if asked else None
        replies = {reply.id: visit.t.pick(reply.title) for reply in self._console.content.ready_replies()}
        return self._frame.page(visit, "cases.html", mine=mine, found=found, asked=asked, replies=replies)

    async def look_at(self, visit: Visit) -> web.Response:
        """One case."""
        return await self._pages.case(visit, Form(_PREFIX), replied_with=visit.query.get("reply"))

    async def claim(self, visit: Visit) -> web.Response:
        """Take it."""
        return await self._acts.move(visit, Form(_PREFIX), "claimed", self._cases.claim)

    async def release(self, visit: Visit) -> web.Response:
        """Put it back."""
        return await self._acts.move(visit, Form(_PREFIX), "released", self._cases.release, to="/console/queue")

    async def park(self, visit: Visit) -> web.Response:
        """Let the bot work again."""
        return await self._acts.move(visit, Form(_PREFIX), "parked", self._cases.park)

    async def reopen(self, visit: Visit) -> web.Response:
        """Open a closed one again."""
        return await self._acts.move(visit, Form(_PREFIX), "reopened", self._cases.reopen)

    async def plan(self, visit: Visit) -> web.Response:
        """The next action."""
        form = await visit.form(_PREFIX)
        action = form.text("next_action", most=200, required=False)
        day = form.day("next_action_on", required=False)
        if not form.is_good:
            return await self._pages.case(visit, form)

        async def plan(case: Case) -> None:
            await self._cases.plan(case, action, day)

        return await self._acts.move(visit, form, "planned", plan)

    async def ask_transfer(self, visit: Visit) -> web.Response:
        """To whom, and what they should know."""
        return await self._pages.transfer(visit, Form(_PREFIX))

    async def transfer(self, visit: Visit) -> web.Response:
        """To a colleague at once; to another organisation only after the person's yes."""
        form = await visit.form(_PREFIX)
        target = form.choice("target", await self._pages.targets(visit))
        note = form.long_text("note", most=LONGEST_NOTE, required=False)
        if not form.is_good:
            return await self._pages.transfer(visit, form)
        kind, _, name = target.partition(":")

        async def transfer(case: Case) -> None:
            if kind == "organisation":
                await self._cases.offer_move(case, name, note)
            else:
                await self._cases.transfer(case, int(name), note)

        done = "move_asked" if kind == "organisation" else "transferred"
        return await self._acts.move(visit, form, done, transfer, to="/console/cases")

    async def ask_give(self, visit: Visit) -> web.Response:
        """Which adviser gets it."""
        return await self._pages.give(visit, Form(_PREFIX))

    async def give(self, visit: Visit) -> web.Response:
        """A coordinator gives it to an adviser."""
        form = await visit.form(_PREFIX)
        target = form.choice("target", await self._pages.colleagues(visit))
        if not form.is_good:
            return await self._pages.give(visit, form)

        async def give(case: Case) -> None:
            await self._cases.give(case, int(target.partition(":")[2]))

        return await self._acts.move(visit, form, "given", give, to="/console/queue")

    async def ask_close(self, visit: Visit) -> web.Response:
        """How it ended."""
        return await self._pages.closing(visit, Form(_PREFIX))

    async def close(self, visit: Visit) -> web.Response:
        """Close it; the person reads the next step and has the bot back."""
        form = await visit.form(_PREFIX)
        outcome = form.choice("outcome", OUTCOMES)
        step = form.long_text("next_step", most=1000, required=False)
        if not form.is_good:
            return await self._pages.closing(visit, form)

        async def close(case: Case) -> None:
            await self._cases.close(case, outcome, step)

        return await self._acts.move(visit, form, "closed", close, to="/console/cases")
