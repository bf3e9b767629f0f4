"""Showing one event, and keeping who wants to come."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.content.model import Content
from bot.domain.events import Standing
from bot.domain.news import NewsTopic
from bot.messages import bookings as booking_messages
from bot.messages import events as messages
from bot.messages.events import EventCard
from bot.messages.texts import LocaleTexts
from bot.services.broadcasts.news import News
from bot.services.events.bookings import Bookings
from bot.services.events.coming import Comings
from bot.services.languages import Languages
from bot.services.opportunities.wording import is_whole_day, local_start, where_words
from bot.services.turns import Turn
from db.queries import events as queries
from db.queries.events import Dated


class Events:
    """Only a date that has not begun and is not called off can be said yes to."""

    def __init__(
        self, content: Content, languages: Languages, bookings: Bookings, comings: Comings, news: News
    ) -> None:
        self._content = content
        self._languages = languages
        self._bookings = bookings
        self._comings = comings
        self._news = news

    async def show(self, turn: Turn, slug: str) -> bool:
        """Say the card of an event's next date; False when it is over, called off or unknown.

        Whoever opens the address that hangs at the door is checked in instead.
        """
        if await self._bookings.arrive_by_link(turn, slug):
            return True
        dated = await self._next(turn, slug)
        if dated is None:
            return False
        t = self._languages.of(turn)
        turn.say(messages.card(t, self._card(t, dated)))
        return True

    async def say_yes(self, turn: Turn, slug: str) -> bool:
        """Put the person on the list of the next date; a second yes says so and changes nothing."""
        dated = await self._next(turn, slug)
        if dated is None:
            return False
        booking, is_new = await self._bookings.come(turn, dated)
        t, person = self._languages.of(turn), turn.known()[0]
        if booking.state == Standing.GOING:
            turn.say(messages.saved(t, self._card(t, dated), booking.id, again=not is_new))
        elif booking.state == Standing.OFFERED and booking.offered_until is not None:
            until = booking.offered_until.astimezone(ZoneInfo(dated.event.zone))
            turn.say(booking_messages.offered(t, self._comings.of(t, person, booking, dated), until))
        else:
            key = "events.waiting.joined" if is_new else "events.waiting.again"
            turn.say(booking_messages.waiting(t, key, self._comings.of(t, person, booking, dated)))
        await self._news.ask_once(turn, NewsTopic.EVENTS)
        return True

    async def say_no(self, turn: Turn, slug: str) -> bool:
        """Take the person off the list; False when they were not on it."""
        event = await queries.event(turn.session, slug)
        if event is None or not await self._bookings.decline_next(turn, event.id):
            return False
        t = self._languages.of(turn)
        turn.say(messages.left(t, t.written(event.title)))
        return True

    def say_past(self, turn: Turn) -> None:
        """The event is over."""
        turn.say(messages.past(self._languages.of(turn)))

    async def _next(self, turn: Turn, slug: str) -> Dated | None:
        person, _ = turn.known()
        dated = next(iter(await queries.coming_of(turn.session, slug, turn.now, most=1)), None)
        return dated if dated is not None and dated.event.country == person.country else None

    def _card(self, t: LocaleTexts, dated: Dated) -> EventCard:
        event = dated.event
        bring = event.details.get("bring")
        return EventCard(
            slug=event.slug,
            title=t.written(event.title),
            summary=t.written(event.summary),
            organisation=event.organisation,
            where=where_words(t, dated, self._content),
            starts_at=local_start(dated),
            bring=t.written(bring) if bring else None,
            sample=event.sample,
            all_day=is_whole_day(dated),
        )
