"""Everything about coming to events: what is on, who comes, and what they want to hear about."""

from __future__ import annotations

from dataclasses import dataclass

from bot.content.model import Content
from bot.services.bookings import Bookings
from bot.services.events import Events
from bot.services.languages import Languages
from bot.services.news import News


@dataclass(frozen=True, slots=True)
class Gatherings:
    """What handlers, console and worker may call."""

    events: Events
    bookings: Bookings
    news: News

    @classmethod
    def build(cls, content: Content, languages: Languages) -> Gatherings:
        """Put together from what the composition root has."""
        bookings, news = Bookings(languages), News(languages)
        return cls(Events(content, languages, bookings, news), bookings, news)
