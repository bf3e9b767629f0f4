"""Where a journey begins: the first yes to an opportunity, and who looks after the person from then on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.journeys import Said, Stage
from bot.messages.emails import is_address
from bot.services.organisations import Organisations
from bot.services.turns import Turn
from db.models import Journey, JourneyStep, Opportunity, Person
from db.queries import journeys as queries
from db.queries import opportunities, staff


class Beginnings:
    """A yes is kept as an interest and opens a journey; both are there once, however often somebody says it."""

    def __init__(self, organisations: Organisations) -> None:
        self._organisations = organisations

    async def begin(self, turn: Turn, row: Opportunity) -> Journey:
        """The person's journey to this; its interest is kept too."""
        person, conversation = turn.known()
        source = conversation.draft.get("source")
        await opportunities.save_interest(
            turn.session,
            person_id=person.id,
            about="o",
            slug=row.slug,
            source=source,
            state="interested",
            guests=0,
            created_at=turn.now,
        )
        return await self.journey(turn.session, person, row, turn.now)

    async def journey(self, session: AsyncSession, person: Person, row: Opportunity | None, now: datetime) -> Journey:
        """The journey to an opportunity, or a new one to work that somebody found themselves."""
        found = await queries.of_person(session, person.id, row.id) if row is not None else None
        if found is not None:
            return found
        journey = Journey(
            person_id=person.id,
            opportunity_id=row.id if row is not None else None,
            organisation=await self.looked_after_by(session, person),
            stage=Stage.INTERESTED,
            said_by=Said.PERSON,
            created_at=now,
            changed_at=now,
        )
        session.add(journey)
        await session.flush()
        session.add(JourneyStep(journey_id=journey.id, stage=Stage.INTERESTED, said_by=Said.PERSON, at=now))
        return journey

    async def looked_after_by(self, session: AsyncSession, person: Person) -> str:
        """The organisation whose advisers serve this person."""
        return self._organisations.serving(person, "work", await staff.staffed(session)).id

    def contact_of(self, row: Opportunity) -> str | None:
        """Where the organisation reads what people send about themselves; None where nobody told us."""
        known = self._organisations.find(row.organiser) if row.organiser else None
        given = [(row.holding or {}).get("contact"), (row.apply or {}).get("email"), known.email if known else None]
        return next((address for address in given if address and is_address(address)), None)
