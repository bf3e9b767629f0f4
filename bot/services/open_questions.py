"""Whatever waits for an answer: the first choices taken in words, and asked again after something else was said."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.domain.choices import named_choice
from bot.messages import conversations
from bot.messages import people as messages
from bot.services.eligibility.first_steps import BASICS, TOO_YOUNG
from bot.services.eligibility.guide import Guide
from bot.services.forms import Forms
from bot.services.languages import Languages
from bot.services.people import COUNTRY, LANGUAGE, People
from bot.services.turns import Turn

_MISSES, _AGAIN = "language_misses", "asked_again"
_PATIENCE = 2
_LONGEST_TEXT = 1500


@dataclass(frozen=True, slots=True)
class Asked:
    """What waited before something else was done."""

    step: str
    revision: int


class OpenQuestions:
    """Language, country, an age that is too low, a question, a form: one of them waits at most."""

    def __init__(self, languages: Languages, people: People, guide: Guide, forms: Forms) -> None:
        self._languages = languages
        self._people = people
        self._guide = guide
        self._forms = forms
        self._takers: Mapping[str, Callable[[Turn, str], Awaitable[bool]]] = {
            LANGUAGE: self._take_language,
            COUNTRY: self._take_country,
            TOO_YOUNG: self._take_age,
        }

    async def take(self, turn: Turn, text: str) -> bool:
        """Whether words chose what a button would have: nobody has to find the button."""
        take = self._takers.get(turn.conversation.step) if turn.conversation is not None else None
        return take is not None and await take(turn, text)

    def waits_for_first_choice(self, turn: Turn) -> bool:
        """Whether nothing can be done before a language or a country is chosen."""
        return turn.conversation is not None and turn.conversation.step in (LANGUAGE, COUNTRY)

    def is_asked(self, turn: Turn) -> bool:
        """Whether a first choice or a question waits for an answer."""
        if turn.conversation is None:
            return False
        return self.waits_for_first_choice(turn) or self._guide.open_question(turn) is not None

    def waits(self, turn: Turn) -> bool:
        """Whether anything waits for an answer, a form too."""
        return self.is_asked(turn) or self._forms.is_open(turn)

    async def ask_in_other_words(self, turn: Turn, text: str) -> None:
        """What was written was no answer: ask for what waits, and say why where that is known."""
        if self.waits_for_first_choice(turn):
            await self.ask_again(turn)
        else:
            await self._guide.ask_again(turn, text)

    async def ask_again(self, turn: Turn) -> None:
        """Ask what waits once more; without anything nothing is said."""
        if turn.conversation is None:
            return
        if self.waits_for_first_choice(turn):
            await self._guide.proceed(turn)
        elif self._guide.open_question(turn) is not None:
            await self._guide.resume(turn)
        else:
            await self._forms.resume(turn)

    async def is_unreadable(self, turn: Turn, text: str) -> bool:
        """Whether there is too much to read or nothing; then that is said."""
        t = self._languages.of(turn)
        if len(text) > _LONGEST_TEXT:
            turn.say(conversations.too_long(t))
            return True
        if not any(mark.isalnum() for mark in text):
            turn.say(conversations.no_words(t, asks_again=self.waits(turn)))
            await self.ask_again(turn)
            return True
        return False

    def note(self, turn: Turn) -> Asked:
        """What waits now; a first choice is put aside, so that whoever asks for it meanwhile is noticed."""
        _, conversation = turn.known()
        asked = Asked(conversation.step, conversation.revision)
        if self.waits_for_first_choice(turn):
            conversation.step = ""
        return asked

    async def go_back_to(self, turn: Turn, asked: Asked, *, quietly: bool) -> None:
        """Ask again what waited, unless something else is asked by now; quietly it waits on without a word."""
        _, conversation = turn.known()
        is_aside = asked.step in (LANGUAGE, COUNTRY) and conversation.step == ""
        if is_aside:
            conversation.step = asked.step
        is_same = conversation.step == asked.step and conversation.revision == asked.revision
        is_quiet = quietly or self._was_asked_again(turn)
        if is_same and not is_quiet and (is_aside or asked.step not in (LANGUAGE, COUNTRY)):
            await self.ask_again(turn)

    def _was_asked_again(self, turn: Turn) -> bool:
        """Whether this question came back once already: who goes on with something else is not pressed for it.

        Its buttons stay good. Area and age are asked every time, because little can be shown without them.
        """
        _, conversation = turn.known()
        question = self._guide.open_question(turn)
        if question is None or question in BASICS:
            return False
        is_twice = bool(conversation.draft.get(_AGAIN) == question)
        conversation.draft = {**conversation.draft, _AGAIN: question}
        return is_twice

    async def _take_language(self, turn: Turn, text: str) -> bool:
        """A language by any of its names; whoever goes on writing instead of choosing is answered in the likeliest."""
        person, conversation = turn.known()
        code = named_choice(text, self._languages.also_called())
        missed = conversation.draft.get(_MISSES, 0) + 1
        conversation.draft = {name: value for name, value in conversation.draft.items() if name != _MISSES}
        if code is not None:
            await self._guide.choose_language(turn, code)
            return True
        if missed < _PATIENCE or person.locale is not None:
            conversation.draft = {**conversation.draft, _MISSES: missed}
            return False
        self._people.choose_language(turn, self._languages.likeliest(turn.incoming.language_code))
        turn.say(messages.goes_on(self._languages.of(turn)))
        conversation.step = COUNTRY if person.country is None else ""
        return False

    async def _take_country(self, turn: Turn, text: str) -> bool:
        code = named_choice(text, self._people.countries_also_called())
        if code is not None:
            await self._guide.choose_country(turn, code)
        return code is not None

    async def _take_age(self, turn: Turn, text: str) -> bool:
        """Somebody who mistyped their age writes the right one, and looks for no button."""
        _, conversation = turn.known()
        conversation.step = "question:age"
        is_age = await self._guide.answer_text(turn, text)
        if not is_age:
            conversation.step = TOO_YOUNG
        return is_age
