"""One booking in its person's words."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.content.model import Content
from bot.feeds.calendar_out import calendar
from bot.feeds.rows import EventRow, Location, When
from bot.messages.bookings import Coming
from bot.messages.texts import Html, LocaleTexts
from bot.services.opportunities.wording import is_whole_day, last_day, local_start, shown_start, where_words
from db.models import Booking, Person
from db.queries.events import Dated

_TAG = re.compile(r"<[^>]+>")
# Only there to make our ids unlike anybody else's: it is no address.
_HOST = "way-in.invalid"


class Comings:
    """Turns rows into what messages about a booking are made of."""

    def __init__(self, content: Content) -> None:
        self._content = content

    def of(self, t: LocaleTexts, person: Person, booking: Booking, dated: Dated) -> Coming:
        """Everything that messages may say."""
        event = dated.event

        def words(name: str) -> Html | None:
            found = event.details.get(name)
            return t.written(found) if found else None

        return Coming(
            booking_id=booking.id,
            reference=person.reference,
            title=t.written(event.title),
            where=where_words(t, dated, self._content),
            starts_at=local_start(dated),
            ends_at=dated.occurrence.ends_at.astimezone(ZoneInfo(event.zone)),
            link=event.link,
            bus=words("getting_there"),
            access=words("access"),
            bring=words("bring"),
            contact=event.contact,
            guests=booking.guests,
            most_guests=event.most_guests,
            until=last_day(dated) if is_whole_day(dated) else None,
        )

    def day_of(self, t: LocaleTexts, dated: Dated) -> dict[str, object]:
        """What a text about a date, and about nobody's booking, may use."""
        return {
            "title": t.written(dated.event.title),
            "moment": shown_start(dated),
            "where": where_words(t, dated, self._content),
        }

    def calendar(self, t: LocaleTexts, dated: Dated, now: datetime) -> bytes:
        """One date as a calendar file; its number is its id there, its sequence says which version is newer."""
        start, end = local_start(dated), dated.occurrence.ends_at
        zone, is_days = ZoneInfo(dated.event.zone), is_whole_day(dated)
        row = EventRow(
            source_id=f"date-{dated.occurrence.id}",
            title=_plain(t.written(dated.event.title)),
            starts=When(start.date(), None if is_days else start.astimezone(UTC)),
            ends=When(last_day(dated)) if is_days else When(end.astimezone(zone).date(), end),
            zone=dated.event.zone,
            sequence=dated.occurrence.sequence,
            summary=_plain(t.written(dated.event.summary)),
            locations=(Location(venue=where_words(t, dated, self._content)),),
            online=dated.event.online,
            link=dated.event.link,
        )
        return calendar([row], _HOST, now)


def _plain(text: str) -> str:
    return html.unescape(_TAG.sub("", text))
