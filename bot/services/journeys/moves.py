"""Moving a journey on: one place that writes the stage, who says so, the step, the held place and the next question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from types import MappingProxyType

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.holds import STANDING, HoldState
from bot.domain.journeys import CHECK_IN_WEEKS, ENDED, SUSTAINED, Kind, Said, Stage, kind_of, next_ask, weeks_reached
from bot.services.eligibility.eligibility import Eligibility
from bot.services.journeys.holds import end
from db.models import Journey, JourneyStep, Opportunity, Person
from db.queries import holds, referrals

_ASKS_AT = time(10)
_STRENGTH: Mapping[str, int] = MappingProxyType({said: number for number, said in enumerate(Said)})


@dataclass(frozen=True, slots=True)
class Move:
    """Where to, who says so, and what they said about it."""

    stage: Stage
    said_by: Said
    kind: Kind | None = None
    reason: str | None = None
    words: str | None = None
    started_on: date | None = None
    staff_id: int | None = None


class Moves:
    """Every door moves journeys through here; the person is locked by whoever calls."""

    def __init__(self, eligibility: Eligibility, windows: Sequence[int] = CHECK_IN_WEEKS) -> None:
        self._eligibility = eligibility
        self._windows = tuple(sorted(windows))

    async def make(
        self,
        session: AsyncSession,
        person: Person,
        journey: Journey,
        row: Opportunity | None,
        move: Move,
        now: datetime,
    ) -> None:
        """Write it down. The same stage said again by somebody who knows better only makes it surer."""
        was = Stage(journey.stage)
        if move.stage is was and move.stage is not Stage.CHECKS and move.stage is not Stage.INTERVIEW:
            journey.said_by = max(journey.said_by, move.said_by, key=_STRENGTH.__getitem__)
        else:
            journey.stage, journey.said_by = move.stage, move.said_by
        journey.reason, journey.words = move.reason, move.words
        if move.stage is Stage.STARTED:
            journey.kind = move.kind or journey.kind or kind_of(row.kind if row else None)
            journey.started_on = move.started_on or journey.started_on or self._eligibility.today(person, now)
        journey.changed_at, journey.asked = now, 0
        self.plan(person, journey, now)
        session.add(
            JourneyStep(
                journey_id=journey.id,
                stage=move.stage,
                said_by=move.said_by,
                reason=move.reason,
                staff_id=move.staff_id,
                at=now,
            )
        )
        if move.stage in ENDED:
            await referrals.close(session, journey.id, now)
        await self._use_hold(session, person, row, was, move.stage, now)
        await session.flush()

    def keep_still(
        self,
        session: AsyncSession,
        person: Person,
        journey: Journey,
        said_by: Said,
        now: datetime,
        staff_id: int | None = None,
    ) -> None:
        """Still there, as long as it is since they started; who says so is kept with the step."""
        journey.weeks = max(journey.weeks, self.weeks_reached(person, journey, now))
        journey.said_by = max(journey.said_by, said_by, key=_STRENGTH.__getitem__)
        journey.asked, journey.changed_at = 0, now
        stage = f"{SUSTAINED}{journey.weeks}" if journey.weeks else Stage.STARTED
        session.add(JourneyStep(journey_id=journey.id, stage=stage, said_by=said_by, staff_id=staff_id, at=now))

    def weeks_reached(self, person: Person, journey: Journey, now: datetime) -> int:
        """The last check-in that is behind them; 0 before the first."""
        if journey.started_on is None:
            return 0
        return weeks_reached(journey.started_on, self._eligibility.today(person, now), self._windows)

    def plan(self, person: Person, journey: Journey, now: datetime) -> None:
        """When to ask next, in the morning where they are; never for somebody who wants no questions."""
        today = self._eligibility.today(person, now)
        day = next_ask(Stage(journey.stage), journey.started_on, today, self._windows)
        zone = self._eligibility.zone(person)
        is_asked = day is not None and not journey.is_quiet
        journey.asks_at = datetime.combine(day, _ASKS_AT, zone).astimezone(UTC) if is_asked and day else None

    async def _use_hold(
        self, session: AsyncSession, person: Person, row: Opportunity | None, was: Stage, stage: Stage, now: datetime
    ) -> None:
        """A held place is used up once details are sent; one that ended before its interview goes to the next."""
        hold = await holds.of_person(session, person.id, row.id) if row is not None else None
        if hold is None or hold.state not in STANDING:
            return
        if stage in ENDED and was in (Stage.INTERESTED, Stage.REVIEWED, Stage.REFERRED):
            end(hold, HoldState.GIVEN_BACK, now)
        elif hold.state == HoldState.HELD and stage not in (Stage.INTERESTED, Stage.REVIEWED, *ENDED):
            hold.state, hold.next_at, hold.changed_at = HoldState.TAKEN, None, now
