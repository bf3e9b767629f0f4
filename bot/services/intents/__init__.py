"""Leading every intent somewhere useful, in both countries: a table of acts, and content for all the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from bot.content.model import Content
from bot.domain.intents.understanding import Reading
from bot.domain.slots.filling import Slots
from bot.messages import answers as answer_messages
from bot.messages import conversations
from bot.messages import intents as messages
from bot.messages.outgoing import Button
from bot.messages.texts import LocaleTexts
from bot.services.eligibility.eligibility import Eligibility
from bot.services.eligibility.guide import Guide
from bot.services.intents.acts import Act, Group
from bot.services.intents.facts import Facts
from bot.services.languages import Languages
from bot.services.turns import Turn

_SAID_AT_ONCE = {"out_of_scope": messages.reply, "frustration": messages.with_person}
"""Likely enough to say, and nothing anybody would choose from a list."""

_MOST_GUESSES = 3
_LEAST_SHARE = 0.08
"""Of the belief; what is less likely is no guess but noise."""


class Intents:
    """Does what was meant; what stands in no group is answered from content."""

    def __init__(
        self,
        content: Content,
        languages: Languages,
        eligibility: Eligibility,
        guide: Guide,
        facts: Facts,
        groups: Sequence[Group],
    ) -> None:
        self._content = content
        self._languages = languages
        self._eligibility = eligibility
        self._guide = guide
        self._facts = facts
        self._acts: Mapping[str, Act] = _one_table(groups)

    def is_known(self, intent: str) -> bool:
        """Whether an intent leads anywhere of its own; `unclear` does not."""
        return intent in self._acts or any(intent in topic.intents for topic in self._content.topics.values())

    def acted(self) -> Set[str]:
        """Every intent that has an act; their files say `leads_to: act`."""
        return self._acts.keys()

    async def act(self, turn: Turn, intent: str, slots: Slots) -> None:
        """Do what was meant; facts stated on the way are kept first."""
        self._facts.keep(turn, slots)
        person, _ = turn.known()
        act = self._acts.get(intent)
        waits = person.country is None and (act is None or act.in_a_country)
        if act is not None and not waits:
            await act.do(turn, slots)
        elif act is None and not self._answer(turn, intent):
            turn.say(conversations.first_miss(self._languages.of(turn)))
        if waits:
            await self._guide.proceed(turn)

    def can_answer_stranger(self, intent: str, country: str) -> bool:
        """Whether a question can be answered from content alone, before anything is known or stored."""
        act = self._acts.get(intent)
        return act.for_strangers if act is not None else bool(self._content.answers_to(intent, country))

    def keep_facts(self, turn: Turn, slots: Slots) -> bool:
        """Keep what a message states and nobody answered yet; whether any was new."""
        return self._facts.keep(turn, slots)

    def states(self, turn: Turn, slots: Slots) -> bool:
        """Whether a message says where, how old or in what situation somebody is."""
        return self._facts.states(turn, slots)

    def contradicts(self, turn: Turn, slots: Slots) -> bool:
        """Whether what it says is not what was said before."""
        return self._facts.contradicts(turn, slots)

    def corrects(self, turn: Turn, slots: Slots) -> bool:
        """Whether the age that is kept is said to be wrong, and the right one with it."""
        return self._facts.corrects(turn, slots)

    def change(self, turn: Turn, slots: Slots) -> bool:
        """Keep one place, age or situation that is said instead of what was kept; whether there was any."""
        return self._facts.change(turn, slots)

    def did_you_mean(self, turn: Turn, reading: Reading) -> bool:
        """Offer up to three guesses; False when none of them has a name people would choose."""
        t = self._languages.of(turn)
        if reading.intent in _SAID_AT_ONCE:
            turn.say(_SAID_AT_ONCE[reading.intent](t, reading.intent))
            return True
        person, _ = turn.known()
        guesses = [reading.intent, *(intent for intent, share in reading.alternatives if share >= _LEAST_SHARE)]
        named = [self._choice(t, intent, person.country or "") for intent in guesses]
        buttons = [button for button in named if button is not None][:_MOST_GUESSES]
        if buttons:
            turn.say(conversations.did_you_mean(t, buttons))
        return bool(buttons)

    def _choice(self, t: LocaleTexts, intent: str, country: str) -> Button | None:
        found = self._content.answers_to(intent, country)
        return messages.titled_choice(t.pick(found[0].title), intent) if found else messages.choice(t, intent)

    def _answer(self, turn: Turn, intent: str) -> bool:
        person, _ = turn.known()
        today = self._eligibility.today(person, turn.now)
        country = person.country or self._guide.likely_country(turn)
        found = self._content.answers_to(intent, country, turn.incoming.text or "")[:1]
        for item in found:
            pay = self._content.pay.get(country) if item.about_pay else None
            turn.say(answer_messages.answer(self._languages.of(turn), item, pay, today))
        return bool(found)


def _one_table(groups: Sequence[Group]) -> Mapping[str, Act]:
    table: dict[str, Act] = {}
    for group in groups:
        taken = group.acts()
        twice = table.keys() & taken.keys()
        if twice:
            raise ValueError(f"intents in two groups: {sorted(twice)}")
        table |= taken
    return table
