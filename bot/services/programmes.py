"""Showing which programmes fit, and one programme with every reason."""

from __future__ import annotations

from bot.messages import results
from bot.services.eligibility import Eligibility
from bot.services.languages import Languages
from bot.services.turns import Turn


class Programmes:
    """A person sees the programmes of their own country, with advice and never a decision."""

    def __init__(self, languages: Languages, eligibility: Eligibility) -> None:
        self._languages = languages
        self._eligibility = eligibility

    def show_all(self, turn: Turn) -> None:
        """Every programme with its verdict."""
        person, _ = turn.known()
        judged = self._eligibility.assess(person, self._eligibility.today(person, turn.now))
        turn.say(results.programmes(self._languages.of(turn), judged))

    def show(self, turn: Turn, programme_id: str) -> bool:
        """One programme's card; False when the person's country has none by that name."""
        person, _ = turn.known()
        today = self._eligibility.today(person, turn.now)
        for item, told, intake in self._eligibility.assess(person, today):
            if item.id == programme_id:
                turn.say(results.programme(self._languages.of(turn), item, told, intake, today))
                return True
        return False
