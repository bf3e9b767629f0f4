"""A case as staff read it: the packet the person left, everything said since, and the true state of each message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.access import Subject
from bot.domain.handoffs import Act, State, is_live, is_possible, waits_for_us
from bot.errors import NotFound
from bot.services.cases.messages import DELETABLE, Sending, state_of
from db.models import CaseEntry, Conversation, Handoff, OutboxMessage, Person, StaffMember
from db.queries import cases as queries
from db.queries import staff as staff_queries

_MOST = 300
_BAD = frozenset({Sending.BLOCKED, Sending.REFUSED})
_UNSURE = frozenset({Sending.QUEUED, Sending.SENT, Sending.PERHAPS_TWICE})


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry. `sending` is one of `Sending`; `about` is the name an event speaks of; `detail` its code."""

    number: int
    version: int
    kind: str
    who: str | None
    text: str | None
    at: datetime
    edited_at: datetime | None = None
    earlier: tuple[str, ...] = ()
    is_deleted: bool = False
    is_own: bool = False
    can_delete: bool = False
    file_kind: str | None = None
    file_name: str | None = None
    sending: str | None = None
    about: str | None = None
    detail: str | None = None

    @property
    def is_bad(self) -> bool:
        """Whether it did not get through."""
        return self.sending in _BAD

    @property
    def is_unsure(self) -> bool:
        """Whether its sending may still change: it leaves, or it is answered."""
        return self.sending in _UNSURE


@dataclass(frozen=True, slots=True)
class Book:
    """A case on the page of one member of staff."""

    case: Handoff
    reference: str
    reach: str
    stopped: bool
    is_live: bool
    holder: StaffMember | None
    is_own: bool
    entries: Sequence[Shown]

    @property
    def state(self) -> State:
        """Where it stands."""
        return State(self.case.state)

    @property
    def waits_for_us(self) -> bool:
        """Whether the person had the last word."""
        return waits_for_us(self.case.person_wrote_at, self.case.staff_wrote_at)

    def may(self, act: str) -> bool:
        """Whether this can be done as the case stands."""
        return is_possible(Act(act), self.state, is_own=self.is_own)


@dataclass(frozen=True, slots=True)
class Watched:
    """A case as a stream follows it."""

    case: Handoff

    @property
    def subject(self) -> Subject:
        """The case, as far as access cares."""
        return Subject(self.case.organisation, self.case.council, self.case.programme, self.case.adviser_id)

    @property
    def standing(self) -> str:
        """Changes when who may do what changes."""
        return f"{self.case.state}:{self.case.adviser_id}"


class CaseBook:
    """Reads only."""

    async def open(self, session: AsyncSession, case_id: int, viewer_ids: frozenset[int], now: datetime) -> Book:
        """A case with everything in it; raises NotFound."""
        case = await queries.get(session, case_id)
        person = await session.get(Person, case.person_id) if case is not None else None
        if case is None or person is None:
            raise NotFound("case", case_id)
        conversation = await session.get(Conversation, person.id)
        holder = await staff_queries.get(session, case.adviser_id) if case.adviser_id is not None else None
        live = conversation is not None and conversation.case_id == case.id and is_live(conversation.live_until, now)
        return Book(
            case,
            person.reference,
            person.reach,
            person.stopped_at is not None,
            live,
            holder,
            case.adviser_id in viewer_ids,
            await self.entries(session, case, viewer_ids, now),
        )

    async def watched(self, session: AsyncSession, case_id: int) -> Watched | None:
        """The case alone; None when it is gone."""
        case = await queries.get(session, case_id)
        return Watched(case) if case is not None else None

    async def entries(
        self,
        session: AsyncSession,
        case: Handoff,
        viewer_ids: frozenset[int],
        now: datetime,
        *,
        after_version: int = 0,
        also: frozenset[int] = frozenset(),
    ) -> list[Shown]:
        """What changed since a version, and those entries (by number) whose sending was still open."""
        rows = list(await queries.entries(session, case.id, after_version=after_version, most=_MOST))
        rows += await queries.entries_numbered(session, case.id, also - {row.number for row in rows})
        names = await self._names(session, rows)
        sent = await queries.sending(session, {row.outbox_id for row in rows if row.outbox_id is not None})
        return [self._shown(row, case, names, sent, viewer_ids, now) for row in sorted(rows, key=lambda r: r.number)]

    async def _names(self, session: AsyncSession, rows: Sequence[CaseEntry]) -> Mapping[int, str]:
        wanted = {row.staff_id for row in rows if row.staff_id is not None}
        wanted |= {int(detail) for row in rows if (detail := _detail(row)) is not None and detail.isdigit()}
        return await staff_queries.names(session, wanted)

    def _shown(
        self,
        row: CaseEntry,
        case: Handoff,
        names: Mapping[int, str],
        sent: Mapping[int, OutboxMessage],
        viewer_ids: frozenset[int],
        now: datetime,
    ) -> Shown:
        is_own = row.staff_id in viewer_ids
        is_staff = row.kind == "staff"
        detail = _detail(row)
        file = row.file or {}
        outbox_row = sent.get(row.outbox_id or 0)
        left_at = outbox_row.sent_at if outbox_row is not None else None
        return Shown(
            row.number,
            row.version,
            row.kind,
            names.get(row.staff_id or 0),
            row.text if row.kind != "event" else (row.text or "").split(":")[0],
            row.written_at,
            row.edited_at,
            tuple(row.earlier or ()),
            row.deleted_at is not None,
            is_own,
            is_own and row.kind in ("staff", "note") and (left_at is None or now - left_at <= DELETABLE),
            file.get("kind") or ("attachment" if row.attachment_id is not None else None),
            file.get("name"),
            state_of(outbox_row, row, case.person_wrote_at) if is_staff and row.deleted_at is None else None,
            names.get(int(detail)) if detail is not None and detail.isdigit() else None,
            detail,
        )


def _detail(row: CaseEntry) -> str | None:
    """What stands behind the colon of an event: a member's id, an outcome, an organisation."""
    if row.kind != "event" or not row.text or ":" not in row.text:
        return None
    return row.text.split(":", 1)[1]
