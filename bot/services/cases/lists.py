"""What staff work from: the queue, their own cases by what is to be done, and whether promises are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.access import Subject, Viewer
from bot.domain.handoffs import has_gone_quiet, waits_for_us
from db.models import Handoff, StaffMember
from db.queries import cases as queries
from db.queries import staff as staff_queries
from db.queries.cases import Listed, Scope

PAGE = 25
_RECENTLY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of who waits, and how many wait for each filter."""

    lines: Sequence[Listed]
    total: int
    topics: Mapping[str, int]
    locales: Mapping[str, int]
    councils: Mapping[str, int]


@dataclass(slots=True)
class Mine:
    """One's own open cases by whose turn it is; a case stands in the first list that fits."""

    for_me: list[Listed] = field(default_factory=list)
    planned: list[Listed] = field(default_factory=list)
    quiet: list[Listed] = field(default_factory=list)
    for_them: list[Listed] = field(default_factory=list)
    covered: list[Listed] = field(default_factory=list)
    closed: list[Listed] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether there is no open case at all."""
        return not (self.for_me or self.planned or self.quiet or self.for_them or self.covered)


@dataclass(frozen=True, slots=True)
class Kept:
    """Requests of the last thirty days: answered in time, answered late or not, and still in time."""

    in_time: int
    late: int
    open: int


class CaseLists:
    """Reads only; nobody is locked for a list."""

    async def queue(
        self,
        session: AsyncSession,
        viewer: Viewer,
        *,
        page: int,
        topic: str | None = None,
        locale: str | None = None,
        council: str | None = None,
    ) -> Queue:
        """Who waits in the viewer's scope, whose promise ends first stands first."""
        scope = scope_of(viewer)
        lines, total = await queries.waiting(
            session, scope, topic=topic, locale=locale, council=council, offset=(page - 1) * PAGE, most=PAGE
        )
        return Queue(
            lines,
            total,
            await queries.waiting_by(session, scope, Handoff.topic),
            await queries.waiting_by(session, scope, Handoff.locale),
            await queries.waiting_by(session, scope, Handoff.council),
        )

    async def mine(self, session: AsyncSession, viewer: Viewer, now: datetime) -> Mine:
        """The viewer's cases, and those of colleagues who are away."""
        mine = Mine()
        for line in await queries.of_advisers(session, {viewer.id, *viewer.stands_in_for}):
            self._place(mine, line, viewer, now)
        mine.planned.sort(key=lambda line: (line.case.next_action_on is None, line.case.next_action_on))
        mine.closed = list(await queries.of_advisers(session, {viewer.id}, closed_after=now - _RECENTLY))
        return mine

    async def found(self, session: AsyncSession, viewer: Viewer, reference: str) -> Sequence[Listed]:
        """The cases of one person in the viewer's scope, by their code as somebody typed it."""
        digits = reference.strip().upper()
        wanted = digits if digits.startswith("WI-") else f"WI-{digits}"
        return await queries.of_reference(session, scope_of(viewer), wanted) if digits else []

    async def kept(self, session: AsyncSession, viewer: Viewer, now: datetime) -> Kept:
        """How promises were kept in the viewer's organisation."""
        return Kept(*await queries.promises_since(session, viewer.organisation, now - _RECENTLY))

    async def advisers(self, session: AsyncSession, organisation: str) -> Sequence[StaffMember]:
        """Everybody there who can have a case."""
        return await staff_queries.advisers_of(session, organisation)

    async def subject(self, session: AsyncSession, number: int) -> Subject | None:
        """A case, as far as access cares."""
        case = await queries.get(session, number)
        if case is None:
            return None
        return Subject(case.organisation, case.council, case.programme, case.adviser_id)

    def _place(self, mine: Mine, line: Listed, viewer: Viewer, now: datetime) -> None:
        case = line.case
        if case.adviser_id != viewer.id:
            mine.covered.append(line)
        elif waits_for_us(case.person_wrote_at, case.staff_wrote_at):
            mine.for_me.append(line)
        elif case.next_action is not None:
            mine.planned.append(line)
        elif has_gone_quiet(case.person_wrote_at, case.staff_wrote_at, now):
            mine.quiet.append(line)
        else:
            mine.for_them.append(line)


def scope_of(viewer: Viewer) -> Scope:
    """The rows that lie within a viewer's councils and programmes."""
    return Scope(viewer.organisation, tuple(sorted(viewer.councils)), tuple(sorted(viewer.programmes)))
