"""A tick for referrals: what nobody opened in time goes back to whoever looks after the person, and they are told."""

from __future__ import annotations

from bot.clock import Clock
from bot.messages import journeys as messages
from bot.services.eligibility.eligibility import Eligibility
from bot.services.events.reminder_plans import hours_of
from bot.services.journeys.voice import tell, turn_of_ours
from bot.services.languages import Languages
from bot.services.organisations import Organisations
from db.queries import people
from db.queries import referrals as queries
from db.session import Database

_AT_ONCE = 50


class ReferralUpkeep:
    """Each person in a transaction of their own, in their hours."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        languages: Languages,
        eligibility: Eligibility,
        organisations: Organisations,
    ) -> None:
        self._database = database
        self._clock = clock
        self._languages = languages
        self._eligibility = eligibility
        self._organisations = organisations

    async def run(self) -> None:
        """Everything that waited too long."""
        async with self._database.read() as session:
            due = await queries.unopened(session, self._clock(), _AT_ONCE)
        for referral_id, person_id in due:
            await self._return(referral_id, person_id)

    async def _return(self, referral_id: int, person_id: int) -> None:
        now = self._clock()
        async with self._database.write() as session:
            locked = await people.locked(session, person_id)
            found = await queries.get(session, referral_id) if locked else None
            if locked is None or found is None or found[0].state != "sent":
                return
            referral, journey, row, person, _ = found
            if not hours_of(person).allow(now, self._eligibility.zone(person)):
                return
            referral.state, referral.changed_at = "returned", now
            turn = turn_of_ours(session, *locked, now)
            t, ours = self._languages.of(turn), self._organisations.find(journey.organisation)
            name = ours.name if ours is not None else journey.organisation
            turn.say(messages.returned(t, t.written(row.title), row.organisation, name))
            await tell(turn)
