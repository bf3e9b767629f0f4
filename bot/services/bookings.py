"""Who comes to which date."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.events import COMING, Standing
from bot.messages.texts import Html, LocaleTexts
from bot.services.languages import Languages
from bot.services.turns import Turn
from db.models import Booking
from db.queries import bookings as queries
from db.queries.events import Dated


class Bookings:
    """One answer per person and date, which may change."""

    name = "bookings"

    def __init__(self, languages: Languages) -> None:
        self._languages = languages

    async def come(self, turn: Turn, dated: Dated) -> bool:
        """The person comes to this date; False when they had said so before."""
        person, conversation = turn.known()
        booking = await queries.of_person(turn.session, person.id, dated.occurrence.id)
        if booking is not None and booking.state in COMING:
            return False
        if booking is None:
            booking = Booking(
                person_id=person.id,
                occurrence_id=dated.occurrence.id,
                source=conversation.draft.get("source"),
                guests=0,
                created_at=turn.now,
            )
            turn.session.add(booking)
        booking.state, booking.changed_at = Standing.GOING.value, turn.now
        return True

    async def decline_next(self, turn: Turn, event_id: int) -> bool:
        """The person does not come to the next date of this event they are on the list for; False without one."""
        person, _ = turn.known()
        found = await queries.ahead_of(turn.session, person.id, COMING, turn.now)
        booking = next((booking for booking, dated in found if dated.event.id == event_id), None)
        if booking is not None:
            booking.state, booking.changed_at = Standing.DECLINED.value, turn.now
        return booking is not None

    async def held_lines(self, turn: Turn, t: LocaleTexts) -> list[Html]:
        """Every date they said something to."""
        person, _ = turn.known()
        found = await queries.all_of(turn.session, person.id)
        return [
            t("privacy.held.interest", title=t.pick(dated.event.title), day=booking.created_at.date())
            for booking, dated in found
        ]

    async def everything(self, session: AsyncSession, person_id: int) -> Any:
        """Each booking with its date."""
        return [
            {
                "event": dated.event.slug,
                "starts_at": dated.starts_at.isoformat(),
                "state": booking.state,
                "guests": booking.guests,
                "source": booking.source,
                "on": booking.created_at.isoformat(),
            }
            for booking, dated in await queries.all_of(session, person_id)
        ]
