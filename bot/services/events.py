"""Showing one event, and keeping who wants to come."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.content.model import Content
from bot.domain.suggestions import About
from bot.messages import events as messages
from bot.messages.events import EventCard
from bot.messages.texts import LocaleTexts
from bot.services.languages import Languages
from bot.services.turns import Turn
from bot.services.wording import where_words
from db.models import Event
from db.queries import opportunities as queries


class Events:
    """Only an event that has not begun and is not called off can be said yes to."""

    def __init__(self, content: Content, languages: Languages) -> None:
        self._content = content
        self._languages = languages

    async def show(self, turn: Turn, slug: str) -> bool:
        """Say one event's card; False when it is over, called off or unknown."""
        event = await self._open(turn, slug)
        if event is None:
            return False
        t = self._languages.of(turn)
        turn.say(messages.card(t, self._card(t, event)))
        return True

    async def say_yes(self, turn: Turn, slug: str) -> bool:
        """Put the person on the list; a second yes says so and changes nothing."""
        person, conversation = turn.known()
        event = await self._open(turn, slug)
        if event is None:
            return False
        is_new = await queries.save_interest(
            turn.session,
            person_id=person.id,
            about=About.EVENT.value,
            slug=slug,
            source=conversation.draft.get("source"),
            state="going",
            guests=0,
            created_at=turn.now,
        )
        t = self._languages.of(turn)
        turn.say(messages.saved(t, self._card(t, event), again=not is_new))
        return True

    async def say_no(self, turn: Turn, slug: str) -> bool:
        """Take the person off the list; False when they were not on it."""
        person, _ = turn.known()
        event = await queries.event(turn.session, slug)
        if event is None or not await queries.drop_interest(turn.session, person.id, About.EVENT.value, slug):
            return False
        t = self._languages.of(turn)
        turn.say(messages.left(t, t.pick(event.title)))
        return True

    def say_past(self, turn: Turn) -> None:
        """The event is over."""
        turn.say(messages.past(self._languages.of(turn)))

    async def _open(self, turn: Turn, slug: str) -> Event | None:
        person, _ = turn.known()
        event = await queries.event(turn.session, slug)
        is_open = event is not None and event.state == "open" and event.starts_at > turn.now
        return event if is_open and event is not None and event.country == person.country else None

    def _card(self, t: LocaleTexts, event: Event) -> EventCard:
        bring = event.details.get("bring")
        return EventCard(
            slug=event.slug,
            title=t.pick(event.title),
            summary=t.pick(event.summary),
            organisation=event.organisation,
            where=where_words(t, event, self._content),
            starts_at=event.starts_at.astimezone(ZoneInfo(event.zone)),
            bring=t.pick(bring) if bring else None,
            sample=event.sample,
        )
