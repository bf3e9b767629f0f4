"""Everything about coming to events: what is on, who comes, and what they want to hear about."""

from __future__ import annotations

from dataclasses import dataclass

from bot.content.model import Content
from bot.services.broadcasts.news import News
from bot.services.events.bookings import Bookings
from bot.services.events.coming import Comings
from bot.services.events.dates import Dates
from bot.services.events.events import Events
from bot.services.events.gate import BookingGate
from bot.services.languages import Languages


@dataclass(frozen=True, slots=True)
class Gatherings:
    """What handlers, console and worker may call."""

    events: Events
    bookings: Bookings
    comings: Comings
    dates: Dates
    gate: BookingGate
    news: News

    @classmethod
    def build(cls, content: Content, languages: Languages) -> Gatherings:
        """Put together from what the composition root has."""
        comings, news = Comings(content), News(languages)
        bookings = Bookings(languages, comings)
        events = Events(content, languages, bookings, comings, news)
        return cls(events, bookings, comings, Dates(), BookingGate(languages, comings), news)
