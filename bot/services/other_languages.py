"""One card for somebody who writes in a language we do not speak, before the conversation goes on as it can."""

from __future__ import annotations

from datetime import timedelta

from bot.content.model import Content
from bot.domain.other_languages import Found, Signs, detect
from bot.messages import other_languages as messages
from bot.services.people import People
from bot.services.turns import Turn

_AGAIN_AFTER = timedelta(minutes=10)


class OtherLanguages:
    """The card is shown at most once in ten minutes in a chat."""

    def __init__(self, content: Content, people: People) -> None:
        self._content = content
        self._people = people
        self._signs = tuple(
            Signs.of(item.id, item.script, item.order, item.letters, item.words)
            for item in content.other_languages.values()
        )

    def find(self, text: str) -> Found | None:
        """The language of a message; None when it may be one of ours."""
        return detect(text, self._signs)

    async def show(self, turn: Turn, found: Found) -> None:
        """Say the card; somebody new becomes a person, because the conversation goes on with them."""
        self._people.begin(turn)
        await self._people.keep_new(turn)
        person, conversation = turn.known()
        shown_at = conversation.other_language_at
        if shown_at is not None and turn.now - shown_at < _AGAIN_AFTER:
            return
        conversation.other_language_at = turn.now
        turn.say(messages.card(self._content.other_languages[found.language], self._numbers(person.country)))

    def _numbers(self, country: str | None) -> dict[str, str]:
        """The person's emergency number; while their country is unknown, that of each country served here."""
        return {
            card.name["en"]: card.emergency
            for code, card in sorted(self._content.countries.items(), reverse=True)
            if (country is None and self._people.serves(code)) or code == country
        }
