"""Keeping every person's verdicts true: judged again when an answer, the content or an age changes."""

from __future__ import annotations

from bot.clock import Clock
from bot.content.model import Content
from bot.services.eligibility.eligibility import Eligibility
from db.queries import broadcasts, people, verdicts
from db.session import Database

_CHUNK = 200


class Verdicts:
    """A tick, not a turn: whoever asks is judged afresh anyway; the kept verdicts are for audiences and statistics."""

    def __init__(self, database: Database, clock: Clock, content: Content, eligibility: Eligibility) -> None:
        self._database = database
        self._clock = clock
        self._revision = content.revision
        self._eligibility = eligibility

    async def run(self) -> None:
        """Judge everybody whose verdicts are out of date, each in a transaction of their own."""
        async with self._database.read() as session:
            # Somewhere it is a day later than in UTC; judging a few hours early changes nothing, late would.
            ids = await verdicts.out_of_date(session, self._revision, self._clock().date(), _CHUNK)
        for person_id in ids:
            await self._judge(person_id)

    async def _judge(self, person_id: int) -> None:
        now = self._clock()
        async with self._database.write() as session:
            found = await people.locked(session, person_id)
            if found is None:
                return
            person, _ = found
            judged = self._eligibility.assess(person, self._eligibility.today(person, now))
            changes = [told.valid_until for _, told, _ in judged if told.valid_until is not None]
            person.verdicts_revision = self._revision
            person.verdicts_valid_until = min(changes, default=None)
            await broadcasts.replace_sectors(session, person_id, self._eligibility.facts(person).interests or ())
            await verdicts.replace(session, person_id, {item.id: told.verdict.value for item, told, _ in judged}, now)
