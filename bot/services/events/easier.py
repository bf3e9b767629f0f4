"""Anything that would make it easier: asked in somebody's own words, and a task for the coordinator."""

from __future__ import annotations

from bot.domain.events import Standing
from bot.messages import bookings as messages
from bot.services.events.bookings import Bookings
from bot.services.events.coming import Comings
from bot.services.forms import leave, stand_at, standing_at
from bot.services.languages import Languages
from bot.services.turns import Turn
from db.models import AccessRequest, Booking
from db.queries.events import Dated

FORM = "easier"
_LONGEST = 600


class Easier:
    """What is written here is encrypted, read by the coordinator of that event, and never searched."""

    def __init__(self, languages: Languages, bookings: Bookings, comings: Comings) -> None:
        self._languages = languages
        self._bookings = bookings
        self._comings = comings

    async def ask(self, turn: Turn, booking_id: int) -> bool:
        """Ask; False when they do not come to that any more."""
        found = await self._bookings.mine(turn, booking_id)
        if found is None or found[0].state != Standing.GOING:
            return False
        self._say(turn, "events.easier.ask", found)
        stand_at(turn, FORM, str(booking_id))
        return True

    async def take_text(self, turn: Turn, text: str) -> None:
        """Keep it as a task."""
        found = await self._open(turn)
        leave(turn)
        if found is None:
            turn.say(messages.nothing_booked(self._languages.of(turn), "cancel.nothing"))
            return
        turn.session.add(AccessRequest(booking_id=found[0].id, words=text[:_LONGEST], created_at=turn.now))
        await turn.session.flush()
        self._say(turn, "events.easier.kept", found)

    async def go_back(self, turn: Turn) -> None:
        """Never mind."""
        await self.skip(turn)

    async def skip(self, turn: Turn) -> None:
        """Nothing is needed."""
        found = await self._open(turn)
        leave(turn)
        if found is not None:
            self._say(turn, "events.easier.none", found)

    async def ask_again(self, turn: Turn) -> None:
        """The question once more, after something else was answered."""
        question = standing_at(turn, FORM)
        if question is None or not await self.ask(turn, int(question)):
            leave(turn)

    async def _open(self, turn: Turn) -> tuple[Booking, Dated] | None:
        question = standing_at(turn, FORM)
        return await self._bookings.mine(turn, int(question)) if question else None

    def _say(self, turn: Turn, key: str, found: tuple[Booking, Dated]) -> None:
        t = self._languages.of(turn)
        turn.say(messages.said(t, key, self._comings.of(t, turn.known()[0], *found)))
