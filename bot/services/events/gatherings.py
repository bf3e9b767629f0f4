"""Everything about coming to events: what is on, who comes, and what they want to hear about."""

from __future__ import annotations

from dataclasses import dataclass

from bot.content.model import Content
from bot.services.broadcasts.news import News
from bot.services.events.bookings import Bookings
from bot.services.events.coming import Comings
from bot.services.events.dates import Dates
from bot.services.events.desk import EventDesk
from bot.services.events.doors import Doors
from bot.services.events.drafts import EventDrafts
from bot.services.events.easier import Easier
from bot.services.events.events import Events
from bot.services.events.fair_cards import FairCards
from bot.services.events.gate import BookingGate
from bot.services.events.on_the_day import OnTheDay
from bot.services.events.posters import Posters
from bot.services.events.schedules import Schedules
from bot.services.languages import Languages
from bot.services.links import DeepLinks


@dataclass(frozen=True, slots=True)
class Gatherings:
    """What handlers, console and worker may call."""

    events: Events
    bookings: Bookings
    comings: Comings
    dates: Dates
    schedules: Schedules
    gate: BookingGate
    news: News
    desk: EventDesk
    doors: Doors
    fair_cards: FairCards
    posters: Posters
    on_the_day: OnTheDay
    easier: Easier

    @classmethod
    def build(cls, content: Content, languages: Languages, links: DeepLinks) -> Gatherings:
        """Put together from what the composition root has."""
        comings, news = Comings(content), News(languages)
        fair_cards, dates = FairCards(languages, comings), Dates()
        bookings = Bookings(languages, comings, fair_cards)
        events = Events(content, languages, bookings, comings, news)
        return cls(
            events,
            bookings,
            comings,
            dates,
            Schedules(dates),
            BookingGate(languages, comings),
            news,
            EventDesk(content, EventDrafts(content, languages), dates),
            Doors(languages, comings, fair_cards),
            fair_cards,
            Posters(links),
            OnTheDay(languages, bookings, comings),
            Easier(languages, bookings, comings),
        )
