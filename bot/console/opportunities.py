"""Opportunities, for coordinators: what there is, write one, change it, open and close it, and what it was before."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from aiohttp import web

from bot.console import opportunity_forms as forms
from bot.console.console import Console
from bot.console.forms import Form
from bot.console.frame import Frame
from bot.console.opportunity_forms import Options
from bot.console.routes import Route, get, post
from bot.console.visit import Visit
from bot.errors import DraftRefused
from bot.services.opportunities.catalogue import STATES
from bot.services.opportunities.desk import PAGE, Sought
from bot.services.opportunities.drafts import OpportunityDraft

_PATH = "/console/catalogue/opportunities"
_LONGEST_SEARCH = 60


class OpportunityViews:
    """Each change is one transaction, kept in the opportunity's history and in the audit log."""

    def __init__(self, frame: Frame, console: Console) -> None:
        self._frame = frame
        self._console = console
        self._desk = console.services.offers.desk

    def routes(self) -> list[Route]:
        """These routes."""
        one = f"{_PATH}/{{opportunity}}"
        return [
            get(_PATH, self.look),
            get(f"{_PATH}/new", self.ask_new),
            post(f"{_PATH}/new", self.save_new),
            get(one, self.look_at),
            get(f"{one}/edit", self.ask_edit),
            post(f"{one}/edit", self.save),
            post(f"{one}/state", self.put),
        ]

    async def look(self, visit: Visit) -> web.Response:
        """What their organisation looks after."""
        options, query = Options.of(self._console, visit), visit.query
        sought = Sought(
            words=" ".join((query.get("words") or "").split())[:_LONGEST_SEARCH],
            state=_one_of(query.get("state"), STATES),
            kind=_one_of(query.get("kind"), options.kinds),
            held=query.get("held") == "yes",
        )
        async with self._console.door.read() as session:
            rows, total = await self._desk.listed(session, visit.viewer.organisation, sought, visit.page_number)
        states = {state: visit.t.plain(f"console_opportunities.states.{state}") for state in STATES}
        return self._frame.page(
            visit,
            "opportunities.html",
            rows=rows,
            total=total,
            pages=max(1, -(-total // PAGE)),
            sought=sought,
            options=options,
            states=states,
        )

    async def look_at(self, visit: Visit) -> web.Response:
        """One of them: what people read, what is held, who changed what."""
        number = visit.number("opportunity")
        async with self._console.door.read() as session:
            row = await self._desk.get(session, number)
            used, standing = await self._desk.used(session, number)
            history = await self._desk.history(session, number)
        today = visit.local(visit.now).date()
        pay, pay_level, reasons = self._desk.words_of(visit.t, row, visit.now)
        return self._frame.page(
            visit,
            "opportunity.html",
            row=row,
            draft=self._desk.as_draft(row),
            used=used,
            waiting=standing - used,
            pay=pay,
            pay_level=pay_level,
            reasons=reasons,
            history=history,
            options=Options.of(self._console, visit),
            is_past=bool(row.closes_on and row.closes_on < today),
            is_stale=bool(row.check_by and row.check_by < today),
        )

    async def ask_new(self, visit: Visit) -> web.Response:
        """An empty form."""
        options = Options.of(self._console, visit)
        own = self._console.services.organisations.get(visit.viewer.organisation).name
        return self._form(visit, forms.blank(options, visit, own), options, None, None)

    async def save_new(self, visit: Visit) -> web.Response:
        """A draft, which nobody sees before it is opened."""
        return await self._save(visit, None, None)

    async def ask_edit(self, visit: Visit) -> web.Response:
        """The form of one that is there."""
        options, number = Options.of(self._console, visit), visit.number("opportunity")
        kept = await self._kept(visit, number)
        return self._form(visit, forms.shown(options, kept), options, number, kept)

    async def save(self, visit: Visit) -> web.Response:
        """Keep it as it is now."""
        number = visit.number("opportunity")
        return await self._save(visit, number, await self._kept(visit, number))

    async def put(self, visit: Visit) -> web.Response:
        """Open it, pause it, say that it is full or over."""
        form = await visit.form(forms.PREFIX)
        number, state = visit.number("opportunity"), form.choice("state", STATES)
        async with self._console.door.write() as session:
            member = await self._console.staff.get(session, visit.viewer.id)
            await self._desk.put(session, member, number, state, visit.now)
            await self._note(visit, session, "opportunity.put", number)
        self._console.wake()
        return visit.go(f"{_PATH}/{number}", done="console_opportunities.done.put")

    async def _kept(self, visit: Visit, number: int) -> OpportunityDraft:
        async with self._console.door.read() as session:
            return self._desk.as_draft(await self._desk.get(session, number))

    async def _save(self, visit: Visit, number: int | None, kept: OpportunityDraft | None) -> web.Response:
        options = Options.of(self._console, visit)
        form = forms.described(await visit.form(forms.PREFIX), options)
        draft = forms.read(visit, form, options, kept)
        saved = await self._keep(visit, form, draft, number)
        if saved is None:
            return self._form(visit, form, options, number, kept)
        return visit.go(f"{_PATH}/{saved}", done="console_opportunities.done.saved")

    async def _keep(self, visit: Visit, form: Form, draft: OpportunityDraft, number: int | None) -> int | None:
        """Save it; None, with every fault at its field, when it must not be kept."""
        try:
            async with self._console.door.write() as session:
                member = await self._console.staff.get(session, visit.viewer.id)
                if not form.is_good:
                    row = None if number is None else await self._desk.get(session, number)
                    country = str(self._console.services.organisations.get(member.organisation).country)
                    forms.complain(form, await self._desk.faults(session, draft, country, visit.now, row))
                    return None
                saved = await self._desk.save(session, member, draft, visit.now, number)
                await self._note(visit, session, "opportunity.saved", saved.id)
                return saved.id
        except DraftRefused as refused:
            forms.complain(form, refused.faults)
        return None

    async def _note(self, visit: Visit, session: Any, act: str, number: int) -> None:
        await self._console.audit.note(session, visit.viewer.id, act, subject=f"opportunity:{number}", now=visit.now)

    def _form(
        self, visit: Visit, form: Form, options: Options, number: int | None, kept: OpportunityDraft | None
    ) -> web.Response:
        return self._frame.page(
            visit,
            "opportunity_form.html",
            status=200 if form.is_good else 422,
            form=form,
            options=options,
            number=number,
            has_own_rules=kept is not None and kept.criteria is None,
        )


def _one_of(given: str | None, allowed: Collection[str]) -> str:
    return given if given and given in allowed else ""
