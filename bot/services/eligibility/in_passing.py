"""Answers that stand inside something else somebody says, and the open question said another way."""

from __future__ import annotations

from bot.domain.choices import is_only_a_choice, may_leave_out
from bot.domain.intents.understanding import Reading
from bot.services.eligibility.answers import Answers
from bot.services.eligibility.first_steps import BASICS
from bot.services.eligibility.guide import Guide
from bot.services.eligibility.questions import Questions
from bot.services.turns import Turn

_YES_OR_NO = {"affirm": "yes", "negate": "no"}


class InPassing:
    """Takes for the open question what a search names; the question's own reading goes first."""

    def __init__(self, guide: Guide, questions: Questions, answers: Answers) -> None:
        self._guide = guide
        self._questions = questions
        self._answers = answers

    def is_bare_choice(self, turn: Turn, text: str) -> bool:
        """Whether no more was written than one of the open question's options."""
        return is_only_a_choice(text, self._answers.wordings(turn, self._guide.open_question(turn)))

    async def take(self, turn: Turn, text: str, reading: Reading) -> bool:
        """Whether the situation or the kind of work that is asked for is named, or a yes or no in other words."""
        _, conversation = turn.known()
        question, slots = self._guide.open_question(turn), reading.slots
        if question is not None and reading.intent in _YES_OR_NO and self.is_yes_or_no(turn):
            await self._guide.answer_tap(turn, question, _YES_OR_NO[reading.intent], conversation.revision)
        elif question not in (None, *BASICS) and reading.intent == "dont_know":
            await self._guide.skip(turn)
        elif question == "situation" and slots.situation is not None and not reading.is_question:
            await self._guide.answer_tap(turn, question, slots.situation, conversation.revision)
        elif question == "interests" and slots.sectors and not may_leave_out(text):
            self._answers.set_choice(turn, question, list(slots.sectors))
            await self._guide.proceed(turn)
        else:
            return False
        return True

    def is_yes_or_no(self, turn: Turn) -> bool:
        """Whether the open question is answered with yes or no."""
        return set(self._answers.wordings(turn, self._guide.open_question(turn))) == set(_YES_OR_NO.values())

    def explain_question(self, turn: Turn) -> None:
        """The open question again, with what to do and why it is asked."""
        question = self._guide.open_question(turn)
        if question is not None:
            self._questions.explain(turn, question)
