"""Showing which programmes fit, and one programme with every reason."""

from __future__ import annotations

from dataclasses import replace

from bot.content.schema.programmes import Intake
from bot.messages import programmes as messages
from bot.messages.programmes import Judged
from bot.services.eligibility.eligibility import Eligibility
from bot.services.languages import Languages
from bot.services.turns import Turn

_SETTLES = "settles"


class Programmes:
    """A person sees the programmes of their own country, with advice and never a decision."""

    def __init__(self, languages: Languages, eligibility: Eligibility) -> None:
        self._languages = languages
        self._eligibility = eligibility

    def show_all(self, turn: Turn) -> None:
        """Every programme with its verdict."""
        person, _ = turn.known()
        judged = self._eligibility.assess(person, self._eligibility.today(person, turn.now))
        turn.say(messages.programmes(self._languages.of(turn), [Judged(*one) for one in judged]))

    def show(self, turn: Turn, programme_id: str) -> bool:
        """One programme's card; False when the person's country has none by that name."""
        person, _ = turn.known()
        today = self._eligibility.today(person, turn.now)
        one = self._judged(turn, programme_id)
        if one is None:
            return False
        instead = self._eligibility.instead_of(person, one.programme, today)
        turn.say(messages.programme(self._languages.of(turn), replace(one, instead=instead), today))
        return True

    def question_to_settle(self, turn: Turn, programme_id: str) -> str | None:
        """The question that would settle a programme, remembered as asked for it; None when none is left to answer."""
        _, conversation = turn.known()
        one = self._judged(turn, programme_id)
        if one is None or one.question is None:
            return None
        conversation.draft = {**conversation.draft, _SETTLES: [one.question.id, programme_id]}
        return one.question.id

    def come_back(self, turn: Turn, question: str | None) -> bool:
        """Show the programme this question was asked for; False when it was asked for none."""
        _, conversation = turn.known()
        asked, programme_id = conversation.draft.get(_SETTLES, (None, ""))
        conversation.draft = {name: value for name, value in conversation.draft.items() if name != _SETTLES}
        if asked is None or asked != question or not self.show(turn, programme_id):
            return False
        conversation.step = ""
        return True

    def _judged(self, turn: Turn, programme_id: str) -> Judged | None:
        person, _ = turn.known()
        for item, told, intake in self._eligibility.assess(person, self._eligibility.today(person, turn.now)):
            if item.id == programme_id:
                question = self._eligibility.question_that_decides(person, told) if intake is Intake.OPEN else None
                return Judged(item, told, intake, question)
        return None
