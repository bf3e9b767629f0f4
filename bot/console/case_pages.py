"""The pages of a case, so that every view that finds something wrong can show them again with what was typed."""

from __future__ import annotations

import secrets

from aiohttp import web

from bot.console.console import Console
from bot.console.forms import Form
from bot.console.frame import Frame
from bot.console.visit import Visit
from bot.domain.handoffs import OUTCOMES
from bot.errors import NotFound, NotPossible
from bot.services.cases.book import Book
from bot.services.cases.cases import Case
from bot.services.cases.messages import LONGEST_REPLY
from bot.services.journeys.journey_desk import STAGES, VOICES


class CasePages:
    """Looking at a case is noted in the audit log, once a page."""

    def __init__(self, frame: Frame, console: Console) -> None:
        self._frame = frame
        self._console = console

    async def case(self, visit: Visit, form: Form, *, replied_with: str | None = None) -> web.Response:
        """One case: the packet, the conversation, and what can be done."""
        async with self._console.door.write() as session:
            book = await self._console.services.desk.case_book.open(
                session, visit.number("case"), self.mine(visit), visit.now
            )
            await self._console.services.desk.pings.seen(session, visit.viewer.id, book.case.id)
            journeys = await self._console.services.journeying.journey_desk.of_case(session, book.case)
            await self._console.audit.note(
                session,
                visit.viewer.id,
                "case.viewed",
                person_reference=book.reference,
                subject=f"case:{book.case.id}",
                now=visit.now,
            )
        if form.is_good and replied_with is not None:
            form = Form.filled(form.prefix, text=self._reply(visit, book, replied_with))
        services = self._console.services
        replies = {reply.id: visit.t.pick(reply.title) for reply in self._console.content.ready_replies()}
        return self._frame.page(
            visit,
            "case.html",
            status=200 if form.is_good else 422,
            form=form,
            book=book,
            replies=replies,
            journeys=journeys,
            stages=STAGES,
            voices=VOICES,
            longest=LONGEST_REPLY,
            once=form.value("once") or secrets.token_hex(8),
            organisation=services.organisations.get(book.case.organisation).name,
            council=services.organisations.place_names([book.case.council] if book.case.council else []),
            language=services.languages.own_name(book.case.locale) if book.case.locale else None,
        )

    async def transfer(self, visit: Visit, form: Form) -> web.Response:
        """Colleagues first, then other organisations."""
        return await self._choose(visit, "case_transfer.html", form, await self.targets(visit))

    async def give(self, visit: Visit, form: Form) -> web.Response:
        """Which adviser."""
        return await self._choose(visit, "case_give.html", form, await self.colleagues(visit))

    async def closing(self, visit: Visit, form: Form) -> web.Response:
        """How it ended."""
        outcomes = {outcome: visit.t.plain(f"console_cases.outcomes.{outcome}") for outcome in OUTCOMES}
        return await self._choose(visit, "case_close.html", form, outcomes)

    async def targets(self, visit: Visit) -> dict[str, str]:
        """Everybody and every organisation a case can go to."""
        book = await self._book(visit)
        organisations = self._console.services.organisations
        others = {
            f"organisation:{one.id}": one.name
            for one in organisations.answering(book.case.country)
            if one.id != visit.viewer.organisation
        }
        return {**await self.colleagues(visit), **others}

    async def colleagues(self, visit: Visit) -> dict[str, str]:
        """The other advisers of the organisation, and who of them is away."""
        book = await self._book(visit)
        async with self._console.door.read() as session:
            advisers = await self._console.services.desk.case_lists.advisers(session, visit.viewer.organisation)
        away = visit.t.plain("console_cases.away")
        return {
            f"staff:{one.id}": f"{one.name} ({away})" if one.away_until and one.away_until > visit.now else one.name
            for one in advisers
            if one.id != book.case.adviser_id
        }

    async def suggest(self, visit: Visit, form: Form) -> web.Response:
        """What is open in the person's country."""
        return await self._choose(visit, "case_suggest.html", form, await self.open_opportunities(visit))

    async def open_opportunities(self, visit: Visit) -> dict[str, str]:
        """Everything open, by its short name, as the viewer reads it."""
        book = await self._book(visit)
        suggestions = self._console.services.desk.case_suggestions
        async with self._console.door.read() as session:
            rows = await suggestions.open_in(session, book.case.country, visit.now)
        return {slug: f"{visit.t.written(row.title)} ({row.organisation})" for slug, row in rows.items()}

    async def entry(self, visit: Visit, form: Form) -> web.Response:
        """One's own message or note, to be changed."""
        book = await self._book(visit)
        entry = next((one for one in book.entries if one.number == visit.number("entry") and one.is_own), None)
        if entry is None or entry.is_deleted or entry.kind not in ("staff", "note"):
            raise NotFound("message", visit.number("entry"))
        if form.is_good:
            form = Form.filled(form.prefix, text=entry.text or "")
        status = 200 if form.is_good else 422
        return self._frame.page(visit, "case_edit.html", status=status, form=form, book=book, entry=entry)

    def too_late(self, visit: Visit, error: NotPossible, *, typed: str = "") -> web.Response:
        """Somebody was faster, or the case stands otherwise than the page said; what was typed can be copied."""
        key = f"console_cases.too_late.{error.state}"
        reason = key if visit.t.has(key) else "console_cases.too_late.changed"
        return self._frame.page(
            visit,
            "case_too_late.html",
            status=409,
            reason=reason,
            by=error.by,
            typed=typed,
            number=None if error.by is not None and error.by != _name(visit) else visit.number("case"),
        )

    def gone(self, visit: Visit, *, typed: str) -> web.Response:
        """The person erased everything meanwhile; what was typed is shown to be copied."""
        return self._frame.page(
            visit,
            "case_too_late.html",
            status=404,
            reason="console_cases.too_late.erased",
            by=None,
            typed=typed,
            number=None,
        )

    def reply_to(self, case: Case, wanted: str) -> str:
        """A ready answer in the person's language, filled in for them."""
        return self._filled(wanted, case.t.code, case.staff.name, case.handoff.organisation, case.person.reference)

    def mine(self, visit: Visit) -> frozenset[int]:
        """The viewer and whom they stand in for."""
        return frozenset({visit.viewer.id, *visit.viewer.stands_in_for})

    async def _book(self, visit: Visit) -> Book:
        async with self._console.door.read() as session:
            return await self._console.services.desk.case_book.open(
                session, visit.number("case"), self.mine(visit), visit.now
            )

    async def _choose(self, visit: Visit, template: str, form: Form, options: dict[str, str]) -> web.Response:
        book = await self._book(visit)
        status = 200 if form.is_good else 422
        return self._frame.page(visit, template, status=status, form=form, book=book, options=options)

    def _reply(self, visit: Visit, book: Book, wanted: str) -> str:
        return self._filled(wanted, book.case.locale, _name(visit), book.case.organisation, book.reference)

    def _filled(self, wanted: str, locale: str, name: str, organisation: str, reference: str) -> str:
        """Nothing for a reply that is not there."""
        reply = self._console.content.replies.get(wanted)
        if reply is None:
            return ""
        services = self._console.services
        text = str(services.languages.named(locale or services.languages.likeliest(None)).pick(reply.text))
        return text.format(name=name, organisation=services.organisations.get(organisation).name, reference=reference)


def _name(visit: Visit) -> str:
    return visit.signed_in.name if visit.signed_in is not None else ""
