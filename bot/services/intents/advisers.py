"""Intents that people answer better than we do, and questions about who those people are."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.costs import asks_what_it_costs
from bot.messages import intents as messages
from bot.messages.organisations import hours
from bot.services.eligibility.guide import Guide
from bot.services.intents.acts import Act, always, at_once
from bot.services.languages import Languages
from bot.services.organisations import Organisations
from bot.services.turns import Turn

_OFFERS: Mapping[str, str] = {
    "no_reply_frustration": "no_reply",
    "frustration": "frustration",
    "referrer_enquiry": "referrer",
}


class Advisers:
    """A person is one tap away, with who they are and when they read."""

    def __init__(self, languages: Languages, organisations: Organisations, guide: Guide) -> None:
        self._languages = languages
        self._organisations = organisations
        self._guide = guide

    def acts(self) -> Mapping[str, Act]:
        """Offers of a person, and the answers to "who are you"."""
        return {intent: self._offer(key) for intent, key in _OFFERS.items()} | {
            "talk_to_human": always(self._guide.ask_for_a_person),
            "employer_enquiry": always(self._guide.meet_employer),
            "adviser_info": at_once(self._people_here, for_strangers=True),
            "ask_if_bot": at_once(self._am_bot, for_strangers=True),
            "trust_question": at_once(self._is_real, for_strangers=True),
            "complaint": at_once(self._complain),
        }

    def _offer(self, key: str) -> Act:
        def offer(turn: Turn) -> None:
            turn.say(messages.with_person(self._languages.of(turn), key))

        return at_once(offer)

    def _people_here(self, turn: Turn) -> None:
        person, _ = turn.known()
        organisation = self._organisations.serving(person, "other")
        t = self._languages.of(turn)
        shown = hours(t, organisation.hours)
        turn.say(messages.with_person(t, "people", hours=shown, organisation=organisation.name))

    def _am_bot(self, turn: Turn) -> None:
        person, _ = turn.known()
        t = self._languages.of(turn)
        shown = hours(t, self._organisations.serving(person, "other").hours)
        turn.say(messages.with_person(t, "bot", hours=shown))

    def _is_real(self, turn: Turn) -> None:
        t = self._languages.of(turn)
        if asks_what_it_costs(turn.incoming.text or ""):
            turn.say(messages.with_person(t, "free"))
        else:
            turn.say(messages.trust(t, self._controller(turn)))

    def _complain(self, turn: Turn) -> None:
        turn.say(messages.with_person(self._languages.of(turn), "complaint", controller=self._controller(turn)))

    def _controller(self, turn: Turn) -> str:
        person, _ = turn.known()
        return self._organisations.controller(person.country or self._guide.default_country).controller
