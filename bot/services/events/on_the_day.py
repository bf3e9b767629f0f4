"""What people write about what they come to, before an open question takes it for an answer; the code at the door."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.events import COMING, Standing, is_door_open
from bot.domain.on_the_day import Said, door_code, said_about
from bot.domain.suggestions import About
from bot.messages import bookings as messages
from bot.services.events.bookings import Bookings
from bot.services.events.coming import Comings
from bot.services.events.posters import door_source
from bot.services.events.reminder_plans import as_date
from bot.services.languages import Languages
from bot.services.links import write_link
from bot.services.turns import Turn
from db.models import Booking
from db.queries import bookings as queries
from db.queries import events
from db.queries.events import Dated

# Somebody who says they are late speaks of today; a day is longer than any event and shorter than until the next.
_TODAY = timedelta(hours=14)


class OnTheDay:
    """Only for people who come to something; for everybody else the words mean what they always mean."""

    def __init__(self, languages: Languages, bookings: Bookings, comings: Comings) -> None:
        self._languages = languages
        self._bookings = bookings
        self._comings = comings

    async def take(self, turn: Turn, text: str) -> bool:
        """Whether the message was about something they come to, and is dealt with."""
        if turn.person is None or turn.person.id is None:
            return False
        code = door_code(text)
        if code is not None and await self._at_the_door(turn, code):
            return True
        said = said_about(text)
        if said is None:
            return False
        ahead = await queries.ahead_of(turn.session, turn.person.id, COMING, turn.now)
        return bool(ahead) and await self._about(turn, said, ahead)

    async def door_link(self, turn: Turn) -> str | None:
        """The link that checks in whoever typed a door's code before they ever said hello."""
        code = door_code(turn.incoming.text or "")
        dated = await events.at_door(turn.session, code) if code else None
        if dated is None or dated.occurrence.state != "open":
            return None
        return write_link(About.EVENT, dated.event.slug, door_source(dated.occurrence.door_code))

    async def _at_the_door(self, turn: Turn, code: str) -> bool:
        dated = await events.at_door(turn.session, code)
        person, _ = turn.known()
        if dated is None or dated.event.country != person.country or dated.occurrence.state != "open":
            return False
        if is_door_open(as_date(dated), turn.now):
            await self._bookings.arrive(turn, dated)
        else:
            turn.say(self._bookings.not_now(turn, dated))
        return True

    async def _about(self, turn: Turn, said: Said, ahead: list[tuple[Booking, Dated]]) -> bool:
        if said is Said.CANNOT:
            person, _ = turn.known()
            t = self._languages.of(turn)
            turn.say(messages.which_to_cancel(t, [self._comings.of(t, person, *one) for one in ahead]))
            return True
        booked = next((one for one in ahead if one[0].state == Standing.GOING), None)
        if booked is None:
            return False
        if said in (Said.WHERE, Said.MAY_BRING):
            return await self._bookings.show(turn, booked[0].id)
        if said is Said.BRINGS:
            return await self._guest(turn, *booked)
        return self._late(turn, *booked)

    async def _guest(self, turn: Turn, booking: Booking, dated: Dated) -> bool:
        if booking.guests < dated.event.most_guests:
            return await self._bookings.bring(turn, booking.id, booking.guests + 1)
        t = self._languages.of(turn)
        key = "events.guests.enough" if dated.event.most_guests else "events.guests.not_here"
        turn.say(messages.said(t, key, self._comings.of(t, turn.known()[0], booking, dated)))
        return True

    def _late(self, turn: Turn, booking: Booking, dated: Dated) -> bool:
        if dated.starts_at - turn.now > _TODAY:
            return False
        booking.late_at = turn.now
        t = self._languages.of(turn)
        turn.say(messages.late(t, self._comings.of(t, turn.known()[0], booking, dated)))
        return True
