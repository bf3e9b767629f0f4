"""Asking how it goes: each week while papers are checked, at the check-ins at work, and where it stays quiet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.domain.journeys import ENDED, Stage, most_asked
from bot.messages import journeys as messages
from bot.services.eligibility.eligibility import Eligibility
from bot.services.events.reminder_plans import LANE, hours_of
from bot.services.gates import Due, Verdict
from bot.services.journeys.journeys import Journeys
from bot.services.journeys.moves import Moves
from bot.services.languages import Languages
from db import outbox
from db.models import Conversation, Journey, Opportunity, Person
from db.queries import journeys as queries
from db.queries import people
from db.session import Database

JOURNEY = "journey"
_AT_ONCE = 100


class CheckIns:
    """A tick: what is due stands in the database, so nothing is asked twice and nothing is forgotten."""

    def __init__(self, database: Database, clock: Clock, moves: Moves) -> None:
        self._database = database
        self._clock = clock
        self._moves = moves

    async def run(self) -> None:
        """Each person in a transaction of their own."""
        async with self._database.read() as session:
            due = await queries.asking(session, self._clock(), _AT_ONCE)
        for journey_id, person_id in due:
            await self._ask(journey_id, person_id)

    async def _ask(self, journey_id: int, person_id: int) -> None:
        now = self._clock()
        async with self._database.write() as session:
            locked = await people.locked(session, person_id)
            going = await queries.get(session, journey_id) if locked else None
            asks_at = going[0].asks_at if going is not None else None
            if locked is None or going is None or asks_at is None or asks_at > now:
                return
            person, journey = locked[0], going[0]
            key = f"{JOURNEY}:{journey.id}:{int(asks_at.timestamp())}"
            journey.asked += 1
            self._moves.plan(person, journey, now)
            if journey.asked >= most_asked(Stage(journey.stage)):
                journey.asks_at = None
            await outbox.queue(
                session,
                person_id=person.id,
                chat_id=person.chat_id,
                content={"action": "send", "text": "", "stage": journey.stage},
                now=now,
                lane=LANE,
                dedupe_key=key,
                about=JOURNEY,
                about_id=journey.id,
            )


class CheckInGate:
    """In the person's hours, not while an adviser speaks with them, and only if it is still so."""

    def __init__(self, languages: Languages, eligibility: Eligibility, journeys: Journeys, moves: Moves) -> None:
        self._languages = languages
        self._eligibility = eligibility
        self._journeys = journeys
        self._moves = moves

    async def judge(self, session: AsyncSession, rows: Sequence[Due], now: datetime) -> Mapping[int, Verdict]:
        """For each question: as it is true now, why not, or when."""
        verdicts: dict[int, Verdict] = {}
        for row in rows:
            going, person = await queries.get(session, row.about_id or 0), await people.get(session, row.person_id or 0)
            conversation = await session.get(Conversation, row.person_id or 0)
            if going is None or person is None or conversation is None:
                verdicts[row.id] = "the journey is gone"
            else:
                stage = row.content["stage"]
                verdicts[row.id] = self._judged(*going, person, conversation.live_until, stage, now)
        return verdicts

    def _judged(
        self,
        journey: Journey,
        row: Opportunity | None,
        person: Person,
        live_until: datetime | None,
        stage: str,
        now: datetime,
    ) -> Verdict:
        if person.stopped_at is not None:
            return "stopped"
        if journey.is_quiet:
            return "asked for no questions"
        if journey.stage != stage or journey.stage in ENDED:
            return "it has moved on"
        if live_until is not None and live_until > now:
            return live_until
        opens = hours_of(person).next_from(now, self._eligibility.zone(person))
        if opens > now:
            return opens
        t = self._languages.named(person.locale or self._languages.likeliest(None))
        weeks = self._moves.weeks_reached(person, journey, now) if stage == Stage.STARTED else 0
        return messages.check_in(t, self._journeys.view(t, journey, row), weeks)
