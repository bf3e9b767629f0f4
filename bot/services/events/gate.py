"""The last word before a reminder leaves: does the person still come, does the date still stand, and what is true?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.events import Reminder, Standing, reminder_at
from bot.messages import bookings as messages
from bot.messages.outgoing import OutgoingMessage
from bot.messages.texts import LocaleTexts
from bot.services.events.coming import Comings
from bot.services.events.reminder_plans import as_date, hours_of
from bot.services.gates import AT_THIS_MOMENT, Due, Verdict
from bot.services.languages import Languages
from db.models import Booking, Person
from db.queries import bookings as queries
from db.queries.events import Dated

# A date that has just been moved has its reminders moved by a job: until then the old ones only wait.
_EARLY = timedelta(minutes=2)
_AFTER_IS_LATE = timedelta(days=3)


class BookingGate:
    """What somebody booked is always sent, unless they or the date are gone; it says what is true at that moment.

    It reads under locks that a move, a cancellation or a no must wait for: nothing old is claimed after their commit.
    """

    def __init__(self, languages: Languages, comings: Comings) -> None:
        self._languages = languages
        self._comings = comings

    async def judge(self, session: AsyncSession, rows: Sequence[Due], now: datetime) -> Mapping[int, Verdict]:
        """For each reminder: the message, why not, or the later moment it belongs to now."""
        asked = {row.about_id or 0: row.person_id or 0 for row in rows}
        found, gone = await queries.held_still(session, asked)
        verdicts: dict[int, Verdict] = {}
        for row in rows:
            if (booked := found.get(row.about_id or 0)) is not None:
                verdicts[row.id] = self._judged(row, *booked, now)
            else:
                verdicts[row.id] = "the booking is gone" if row.about_id in gone else now + AT_THIS_MOMENT
        return verdicts

    def _judged(self, row: Due, person: Person, booking: Booking, dated: Dated, now: datetime) -> Verdict:
        kind = Reminder(row.content["kind"])
        if person.stopped_at is not None:
            return "stopped"
        if dated.occurrence.state != "open" or dated.event.state != "open":
            return "called off"
        if kind is Reminder.AFTER:
            return self._after(person, booking, dated, now)
        if booking.state != Standing.GOING:
            return "not coming"
        if dated.starts_at <= now:
            return "it has begun"
        at = row.due_at if kind is Reminder.OWN else reminder_at(kind, as_date(dated), hours_of(person))
        if at > now + _EARLY:
            return at
        return self._written(kind, person, booking, dated, self._texts(person))

    def _after(self, person: Person, booking: Booking, dated: Dated, now: datetime) -> Verdict:
        if dated.occurrence.ends_at > now:
            return reminder_at(Reminder.AFTER, as_date(dated), hours_of(person))
        if booking.state != Standing.GOING:
            return "answered already"
        if now - dated.occurrence.ends_at > _AFTER_IS_LATE:
            return "too long ago"
        t = self._texts(person)
        return messages.did_you_go(t, self._comings.of(t, person, booking, dated))

    def _written(
        self, kind: Reminder, person: Person, booking: Booking, dated: Dated, t: LocaleTexts
    ) -> OutgoingMessage:
        coming = self._comings.of(t, person, booking, dated)
        if kind is Reminder.DAY:
            return messages.everything(t, coming, pin=True)
        return messages.reminder(t, kind.value, coming)

    def _texts(self, person: Person) -> LocaleTexts:
        return self._languages.named(person.locale or self._languages.likeliest(None))
