"""Intents that one sentence answers, the menu below it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.messages import intents as messages
from bot.messages import menu
from bot.services.intents.acts import Act, at_once
from bot.services.languages import Languages
from bot.services.turns import Turn

_SENTENCES: Mapping[str, str] = {
    "greeting": "greeting",
    "smalltalk": "smalltalk",
    "affirm": "thanks",
    "negate": "thanks",
    "dont_know": "thanks",
}


class Sayings:
    """Greetings, thanks and what we cannot do."""

    def __init__(self, languages: Languages) -> None:
        self._languages = languages

    def acts(self) -> Mapping[str, Act]:
        """A sentence each; help is the longest of them."""
        return {intent: self._saying(key) for intent, key in _SENTENCES.items()} | {
            "out_of_scope": self._saying("out_of_scope", for_strangers=True),
            "menu_help": at_once(self._help),
        }

    def _saying(self, key: str, *, for_strangers: bool = False) -> Act:
        def say(turn: Turn) -> None:
            turn.say(messages.reply(self._languages.of(turn), key))

        return at_once(say, for_strangers=for_strangers)

    def _help(self, turn: Turn) -> None:
        turn.say(menu.help_card(self._languages.of(turn)))
