"""Who we talk to: beginning, language, country, STOP, and whether Telegram still reaches them."""

from __future__ import annotations

import secrets

from bot.messages import people as messages
from bot.services.languages import Languages
from bot.services.turns import Turn
from db import outbox
from db.models import Conversation, Person

# Without vowels and look-alikes a reference spells no word and survives being read out.
_ALPHABET = "23456789BCDFGHJKMNPQRTVWXZ"
_BULK_LANES = (1, 2)
# The steps at which only these choices can be made.
LANGUAGE, COUNTRY = "language", "country"


class People:
    """A person exists from `/start` or a first message until they erase themselves."""

    def __init__(self, languages: Languages, countries: tuple[str, ...]) -> None:
        self._languages = languages
        self._countries = countries

    def begin(self, turn: Turn, source: str | None = None) -> Person:
        """The person of this turn, made if we did not know them; where they first came from is kept."""
        if turn.person is not None:
            return turn.person
        chat_id = turn.incoming.chat_id
        if chat_id is None:
            raise ValueError("a person needs a chat")
        person = Person(
            reference="WI-" + "".join(secrets.choice(_ALPHABET) for _ in range(6)),
            chat_id=chat_id,
            answers={},
            places=[],
            reach="active",
            source=source,
            country=self._countries[0] if len(self._countries) == 1 else None,
            created_at=turn.now,
            last_seen_at=turn.now,
        )
        turn.person, turn.conversation = person, Conversation(draft={}, step="", revision=0, misses=0)
        return person

    def passing(self, turn: Turn, country: str) -> tuple[Person, Conversation]:
        """Somebody to answer one question as, never stored: nothing is known of them but a likely country."""
        code = self._languages.likeliest(turn.incoming.language_code)
        person = Person(locale=code, country=country, answers={}, places=[], chat_id=turn.incoming.chat_id or 0)
        return person, Conversation(draft={}, step="", revision=0, misses=0)

    async def keep_new(self, turn: Turn) -> None:
        """Write a person who was made in this turn, so that what refers to them can be written too."""
        person, conversation = turn.known()
        if person.id is None:
            turn.session.add(person)
            await turn.session.flush()
            conversation.person_id = person.id
            turn.session.add(conversation)
            await turn.session.flush()

    def serves(self, country: str) -> bool:
        """Whether this deployment serves a country."""
        return country in self._countries

    def ask_language(self, turn: Turn) -> None:
        """Offer every language by its own name, the phone's first."""
        _, conversation = turn.known()
        conversation.step = LANGUAGE
        turn.say(messages.choose_language(self._languages.offered(turn.incoming.language_code)))

    def choose_language(self, turn: Turn, code: str) -> bool:
        """Keep the language; False when we do not speak it."""
        person, _ = turn.known()
        if not self._languages.is_offered(code):
            return False
        person.locale = code
        return True

    def ask_country(self, turn: Turn) -> None:
        """Only where this deployment serves more than one."""
        _, conversation = turn.known()
        conversation.step = COUNTRY
        turn.say(messages.choose_country(self._languages.of(turn), self._countries))

    def countries_also_called(self) -> dict[str, list[str]]:
        """Each country served, with everything people may write for it."""
        return {country: self._languages.wordings(f"people.country.also.{country}") for country in self._countries}

    def choose_country(self, turn: Turn, country: str) -> bool:
        """Keep the country; changing it forgets area and answers, which belong to the other one."""
        person, conversation = turn.known()
        if country not in self._countries:
            return False
        if person.country not in (None, country):
            person.places, person.council, person.outcode, person.answers = [], None, None, {}
            conversation.draft = {}
        person.country = country
        return True

    async def stop(self, turn: Turn) -> None:
        """STOP: nothing goes out by itself any more, what waits is taken back; answers still come."""
        t = self._languages.of(turn)
        if turn.person is None:
            turn.say(messages.stopped(t, already=True))
            return
        already = turn.person.stopped_at is not None
        turn.person.stopped_at = turn.person.stopped_at or turn.now
        await outbox.cancel_for_person(turn.session, turn.person.id, "stopped", lanes=_BULK_LANES)
        turn.say(messages.stopped(t, already=already))

    def resume(self, turn: Turn) -> None:
        """Messages are wanted again."""
        person, _ = turn.known()
        person.stopped_at = None
        turn.say(messages.resumed(self._languages.of(turn)))

    async def blocked(self, turn: Turn) -> None:
        """The person blocked the bot: nothing can reach them, so nothing waits for them."""
        if turn.person is not None:
            turn.person.reach = "blocked"
            await outbox.cancel_for_person(turn.session, turn.person.id, "blocked")

    def unblocked(self, turn: Turn) -> None:
        """The person let the bot back in; what was cancelled stays cancelled."""
        if turn.person is not None:
            turn.person.reach = "active"
