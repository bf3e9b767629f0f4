"""Cases: what was said in them, and the lists that staff work from.

Whatever changes a case runs under the lock of its person, so the counter has no gaps and no repeats.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, and_, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer

from db.models import CaseEntry, Conversation, Handoff, OutboxMessage, Person
from db.queries.handoffs import OPEN

_WAITS = or_(Handoff.staff_wrote_at.is_(None), Handoff.staff_wrote_at < Handoff.person_wrote_at)


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose cases: an organisation's, perhaps only of some councils or programmes."""

    organisation: str
    councils: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()

    def where(self) -> ColumnElement[bool]:
        """The rows in scope; what names no council or programme belongs to everybody."""
        conditions = [Handoff.organisation == self.organisation]
        if self.councils:
            conditions.append(or_(Handoff.council.is_(None), Handoff.council.in_(self.councils)))
        if self.programmes:
            conditions.append(or_(Handoff.programme.is_(None), Handoff.programme.in_(self.programmes)))
        return and_(*conditions)


async def get(session: AsyncSession, handoff_id: int) -> Handoff | None:
    """One case as it is in the database now."""
    query = select(Handoff).where(Handoff.id == handoff_id).execution_options(populate_existing=True)
    return (await session.execute(query)).scalar_one_or_none()


async def person_of(session: AsyncSession, handoff_id: int) -> int | None:
    """Whose case it is: to lock them before anything of the case is read."""
    return (await session.execute(select(Handoff.person_id).where(Handoff.id == handoff_id))).scalar_one_or_none()


async def counter_of(session: AsyncSession, handoff_id: int) -> int | None:
    """How far a case has come; None when it is gone."""
    return (await session.execute(select(Handoff.counter).where(Handoff.id == handoff_id))).scalar_one_or_none()


def add_entry(session: AsyncSession, case: Handoff, kind: str, now: datetime, **values: Any) -> CaseEntry:
    """Write the next entry of a case."""
    case.counter += 1
    entry = CaseEntry(
        handoff_id=case.id, number=case.counter, version=case.counter, kind=kind, written_at=now, **values
    )
    session.add(entry)
    return entry


def touch(case: Handoff, entry: CaseEntry) -> None:
    """Note that an entry changed, so that whoever watches sees it again."""
    case.counter += 1
    entry.version = case.counter


async def entry(session: AsyncSession, handoff_id: int, number: int) -> CaseEntry | None:
    """One entry of a case."""
    query = select(CaseEntry).where(CaseEntry.handoff_id == handoff_id, CaseEntry.number == number)
    return (await session.execute(query)).scalar_one_or_none()


async def entries(
    session: AsyncSession, handoff_id: int, *, after_version: int = 0, before_number: int | None = None, most: int = 200
) -> Sequence[CaseEntry]:
    """What changed in a case since a version, in order; of more than `most`, the newest."""
    query = select(CaseEntry).where(CaseEntry.handoff_id == handoff_id, CaseEntry.version > after_version)
    if before_number is not None:
        query = query.where(CaseEntry.number < before_number)
    rows = (await session.execute(query.order_by(CaseEntry.number.desc()).limit(most))).scalars().all()
    return rows[::-1]


async def of_person(session: AsyncSession, person_id: int) -> Sequence[CaseEntry]:
    """Everything in a person's cases, in order."""
    query = select(CaseEntry).join(Handoff, Handoff.id == CaseEntry.handoff_id).where(Handoff.person_id == person_id)
    return (await session.execute(query.order_by(CaseEntry.handoff_id, CaseEntry.number))).scalars().all()


async def entries_numbered(session: AsyncSession, handoff_id: int, numbers: Collection[int]) -> Sequence[CaseEntry]:
    """Those entries of a case that are asked for, as far as there are any."""
    if not numbers:
        return ()
    query = select(CaseEntry).where(CaseEntry.handoff_id == handoff_id, CaseEntry.number.in_(numbers))
    return (await session.execute(query)).scalars().all()


async def entry_by_message(session: AsyncSession, person_id: int, message_id: int) -> tuple[Handoff, CaseEntry] | None:
    """What the person wrote, by Telegram's id of it; ids in one chat never repeat."""
    query = (
        select(Handoff, CaseEntry)
        .join(CaseEntry, CaseEntry.handoff_id == Handoff.id)
        .where(Handoff.person_id == person_id, CaseEntry.message_id == message_id)
    )
    row = (await session.execute(query)).first()
    return (row[0], row[1]) if row else None


async def case_of_our_message(session: AsyncSession, person_id: int, message_id: int) -> Handoff | None:
    """The case in which staff sent this message, by Telegram's id of it."""
    query = (
        select(Handoff)
        .join(CaseEntry, CaseEntry.handoff_id == Handoff.id)
        .join(OutboxMessage, OutboxMessage.id == CaseEntry.outbox_id)
        .where(Handoff.person_id == person_id, OutboxMessage.message_id == message_id)
    )
    return (await session.execute(query.limit(1))).scalar_one_or_none()


async def sending(session: AsyncSession, outbox_ids: Collection[int]) -> dict[int, OutboxMessage]:
    """The ledger's rows behind what staff sent, without the words: nobody opens sealed words twice."""
    if not outbox_ids:
        return {}
    query = select(OutboxMessage).where(OutboxMessage.id.in_(outbox_ids)).options(defer(OutboxMessage.content))
    rows = (await session.execute(query)).scalars()
    return {row.id: row for row in rows}


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a list: a case, its person's reference, and until when an adviser speaks there."""

    case: Handoff
    reference: str
    live_until: datetime | None
    reach: str


def _listed() -> Any:
    # A list shows no packets: opening sixty of them would take longer than all the rest.
    return (
        select(Handoff, Person.reference, Conversation.live_until, Person.reach)
        .options(defer(Handoff.packet))
        .join(Person, Person.id == Handoff.person_id)
        .join(Conversation, Conversation.person_id == Person.id)
    )


async def waiting(
    session: AsyncSession,
    scope: Scope,
    *,
    locale: str | None = None,
    topic: str | None = None,
    council: str | None = None,
    offset: int = 0,
    most: int = 50,
) -> tuple[Sequence[Listed], int]:
    """The queue: whose promise ends first stands first; and how many there are altogether."""
    where = [Handoff.state == "waiting", scope.where()]
    where += [Handoff.locale == locale] if locale else []
    where += [Handoff.topic == topic] if topic else []
    where += [Handoff.council == council] if council else []
    count = (await session.execute(select(func.count()).select_from(Handoff).where(*where))).scalar_one()
    query = _listed().where(*where).order_by(Handoff.promised_by, Handoff.id).offset(offset).limit(most)
    return [Listed(*row) for row in await session.execute(query)], count


async def waiting_by(session: AsyncSession, scope: Scope, column: Any) -> dict[str, int]:
    """How many wait for each value of a column, for the filters beside the queue."""
    query = select(column, func.count()).where(Handoff.state == "waiting", scope.where()).group_by(column)
    return {value: count for value, count in await session.execute(query) if value is not None}


async def of_advisers(
    session: AsyncSession, adviser_ids: Collection[int], *, closed_after: datetime | None = None
) -> Sequence[Listed]:
    """The open cases of these advisers, those who wait for us longest first; or those closed since an instant."""
    query = _listed().where(Handoff.adviser_id.in_(adviser_ids))
    if closed_after is None:
        query = query.where(Handoff.state.in_(("claimed", "parked"))).order_by(Handoff.person_wrote_at, Handoff.id)
    else:
        query = query.where(Handoff.state == "closed", Handoff.closed_at > closed_after)
        query = query.order_by(Handoff.closed_at.desc()).limit(50)
    return [Listed(*row) for row in await session.execute(query)]


async def of_organisation(session: AsyncSession, scope: Scope, *, offset: int, most: int) -> Sequence[Listed]:
    """Every case in scope, newest first."""
    query = _listed().where(scope.where()).order_by(Handoff.id.desc()).offset(offset).limit(most)
    return [Listed(*row) for row in await session.execute(query)]


async def of_reference(session: AsyncSession, scope: Scope, reference: str) -> Sequence[Listed]:
    """Every case in scope of one person, newest first, by the code that staff know them by."""
    query = _listed().where(scope.where(), Person.reference == reference).order_by(Handoff.id.desc())
    return [Listed(*row) for row in await session.execute(query)]


async def broken_promises(session: AsyncSession, now: datetime, most: int) -> list[int]:
    """Open cases whose person had the last word and was promised an answer by now."""
    query = (
        select(Handoff.id)
        .where(Handoff.state.in_(OPEN), Handoff.promised_by < now, _WAITS)
        .order_by(Handoff.promised_by)
        .limit(most)
    )
    return list((await session.execute(query)).scalars())


async def ended_conversations(session: AsyncSession, now: datetime, most: int) -> list[int]:
    """Open cases whose conversation was live and is over by the clock."""
    query = (
        select(Handoff.id)
        .join(Conversation, Conversation.person_id == Handoff.person_id)
        .where(Handoff.state == "claimed", or_(Conversation.live_until.is_(None), Conversation.live_until <= now))
        .limit(most)
    )
    return list((await session.execute(query)).scalars())


async def promises_since(session: AsyncSession, organisation: str, since: datetime) -> tuple[int, int, int]:
    """Of the requests since an instant: how many were answered in time, answered late, and are not answered yet."""
    kept = and_(Handoff.answered_at.is_not(None), Handoff.returned_at.is_(None))
    late = Handoff.returned_at.is_not(None)
    query = select(
        func.count().filter(kept),
        func.count().filter(late),
        func.count().filter(~kept, ~late, Handoff.state.in_(OPEN)),
    ).where(Handoff.organisation == organisation, Handoff.created_at >= since)
    row = (await session.execute(query)).one()
    return row[0], row[1], row[2]


async def forget_closed(session: AsyncSession, before: datetime, most: int) -> int:
    """Forget what was said in cases closed before an instant; that there was one stays for the counts."""
    ended = select(Handoff.id).where(Handoff.closed_at < before, Handoff.counter > 0).limit(most)
    ids = list((await session.execute(ended)).scalars())
    if ids:
        await session.execute(delete(CaseEntry).where(CaseEntry.handoff_id.in_(ids)))
        blank: dict[str, Any] = {"packet": {}, "next_action": None, "counter": 0}
        done = await session.execute(update(Handoff).where(Handoff.id.in_(ids)).values(**blank))
        return cast(CursorResult[Any], done).rowcount
    return 0
