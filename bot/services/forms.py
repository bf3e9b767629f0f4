"""Short forms filled in free words: which one is open, and which messages are answers to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from bot.domain.intents.calibration import Decision
from bot.domain.intents.understanding import Reading
from bot.services.turns import Turn

# "Is there a lift?" is an answer to what would make it easier.
_TAKES_QUESTIONS = frozenset({"easier"})
_GO_BACK, _SKIP = frozenset({"back"}), frozenset({"skip", "dont_know"})
# These are never an answer to "what work have you done" or "what is your organisation called".
_RIGHTS = frozenset({"delete_data", "export_data", "stop_messages"})


class OnTheDay(Protocol):
    """Takes what people write about what they come to."""

    async def take(self, turn: Turn, text: str) -> bool:
        """Whether it was that, and is dealt with."""

    async def door_link(self, turn: Turn) -> str | None:
        """Where somebody we do not know begins who typed the code at a door; None for any other words."""


class Guide(Protocol):
    """Knows the questions that are no forms."""

    def open_question(self, turn: Turn) -> str | None:
        """The question that waits for an answer."""

    async def resume(self, turn: Turn) -> None:
        """Ask it again."""


class Form(Protocol):
    """What a noun with questions in free words offers."""

    async def take_text(self, turn: Turn, text: str) -> None:
        """Take an answer to the open question and go on."""

    async def go_back(self, turn: Turn) -> None:
        """Ask the question before."""

    async def skip(self, turn: Turn) -> None:
        """Leave the open question, or say why it is needed."""

    async def ask_again(self, turn: Turn) -> None:
        """Ask the open question once more."""


class Forms:
    """An open form takes every message but words that always work, rights, and plain questions."""

    def __init__(
        self,
        forms: Mapping[str, Form],
        on_the_day: OnTheDay,
        guide: Guide,
        last_words: Mapping[str, Callable[[Turn], None]],
    ) -> None:
        self._forms = forms
        self._on_the_day = on_the_day
        self._guide = guide
        self._last_words = last_words

    async def take(self, turn: Turn, text: str, reading: Reading) -> bool:
        """Whether the message was an answer to an open form, and is dealt with.

        What somebody writes about an event they come to is no answer to anything; the open question waits and is asked
        again.
        """
        if reading.word is None and await self._on_the_day.take(turn, text):
            if self._guide.open_question(turn) is not None:
                await self._guide.resume(turn)
            else:
                await self.resume(turn)
            return True
        form = self._open(turn)
        if form is None or (reading.word is None and _is_for_somebody_else(_step(turn), text, reading)):
            return False
        if reading.word in _GO_BACK:
            await form.go_back(turn)
        elif reading.word in _SKIP:
            await form.skip(turn)
        elif reading.word is not None:
            self.close(turn)
            return False
        else:
            await form.take_text(turn, text)
        return True

    async def door_link(self, turn: Turn) -> str | None:
        """Where somebody we do not know begins who typed the code at a door; None for any other words."""
        return await self._on_the_day.door_link(turn)

    def close(self, turn: Turn) -> None:
        """Close whatever form is open; where somebody may think that it was sent, it is said that nothing was."""
        if self.is_open(turn) and (say := self._last_words.get(_step(turn))) is not None:
            say(turn)
        leave(turn)

    def is_open(self, turn: Turn) -> bool:
        """Whether a form waits for words; its answers may be in any language."""
        return turn.conversation is not None and self._open(turn) is not None

    async def resume(self, turn: Turn) -> None:
        """Ask the open question again after something else was answered."""
        form = self._open(turn)
        if form is not None:
            await form.ask_again(turn)

    def _open(self, turn: Turn) -> Form | None:
        return next((form for name, form in self._forms.items() if standing_at(turn, name) is not None), None)


def stand_at(turn: Turn, form: str, question: str) -> int:
    """Open a question of a form; the revision its buttons carry."""
    _, conversation = turn.known()
    conversation.revision += 1
    conversation.misses = 0
    conversation.step = f"{form}:{question}"
    conversation.draft = {**conversation.draft, "form": conversation.revision}
    return conversation.revision


def standing_at(turn: Turn, form: str, revision: int | None = None) -> str | None:
    """The open question of a form; it is open only while nothing else has been asked since."""
    _, conversation = turn.known()
    step, _, question = conversation.step.partition(":")
    asked_at = conversation.draft.get("form")
    is_open = step == form and asked_at == conversation.revision and revision in (None, asked_at)
    return question if is_open else None


def leave(turn: Turn) -> None:
    """Close whatever form is open; what was kept stays kept."""
    if turn.conversation is not None and "form" in turn.conversation.draft:
        draft = turn.conversation.draft
        if draft["form"] == turn.conversation.revision:
            turn.conversation.step = ""
        turn.conversation.draft = {name: value for name, value in draft.items() if name != "form"}


def _step(turn: Turn) -> str:
    return turn.conversation.step.partition(":")[0] if turn.conversation is not None else ""


def _is_for_somebody_else(form: str, text: str, reading: Reading) -> bool:
    is_question = text.rstrip().endswith("?") and form not in _TAKES_QUESTIONS
    return reading.decision is Decision.ACT and (is_question or reading.intent in _RIGHTS)
