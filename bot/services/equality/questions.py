"""Asking the equality questions in the chat: after an explicit yes, one a message, each of them optional."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.domain.choices import typed_choice
from bot.domain.equality import (
    LONGEST_WORDS,
    OWN_WORDS,
    Choice,
    Screen,
    choice_at,
    chosen_at,
    screen_after,
    screen_before,
    screens,
)
from bot.domain.places import fold
from bot.messages import equality as messages
from bot.messages.equality import CONSENT_VERSION, Asking
from bot.services.equality.equality import Equality
from bot.services.forms import leave, stand_at, standing_at
from bot.services.languages import Languages
from bot.services.organisations import Organisations
from bot.services.turns import Turn
from db.queries import equality as queries

FORM, _WRITING = "equality", ":words"
# Longer than this it is a sentence to us, not the name of a background.
_FEW_WORDS = 4


class EqualityQuestions:
    """An answer is kept as it is tapped, so that stopping half-way keeps what was given; nothing is insisted on."""

    def __init__(self, equality: Equality, languages: Languages, organisations: Organisations) -> None:
        self._equality = equality
        self._languages = languages
        self._organisations = organisations

    async def show_card(self, turn: Turn) -> bool:
        """The consent card, or what can be done once it was agreed to; False before a country is known."""
        person, _ = turn.known()
        if not person.country:
            return False
        leave(turn)
        t = self._languages.of(turn)
        standing = await self._equality.standing(turn.session, person)
        if standing.has_agreed and standing.last is not None:
            turn.say(messages.given_card(t, standing.last.happened_at.date()))
        else:
            controller = self._organisations.controller(person.country).controller
            turn.say(messages.consent_card(t, person.country, controller))
        return True

    async def agree(self, turn: Turn, version: str) -> bool:
        """Yes, here in the chat; False when the card that was agreed to says something else by now."""
        person, _ = turn.known()
        way = self._way(turn, {})
        if version != CONSENT_VERSION or not way:
            return False
        await self._equality.agree(turn.session, person, "chat", turn.now)
        self._ask(turn, way[0], can_go_back=False)
        return True

    async def send_link(self, turn: Turn) -> bool:
        """The private page; agreed to there, not here. False before a country is known."""
        person, _ = turn.known()
        if not person.country:
            return False
        leave(turn)
        url = await self._equality.link(turn.session, person, turn.now)
        turn.say(messages.link(self._languages.of(turn), url))
        return True

    async def decline(self, turn: Turn) -> None:
        """Not now: remembered, and nothing else."""
        person, _ = turn.known()
        if not (await self._equality.standing(turn.session, person)).has_agreed:
            await self._equality.note(turn.session, person, "declined", "chat", turn.now)
        self._end(turn, "declined")

    async def withdraw(self, turn: Turn) -> None:
        """Take it all back: as easy as it was to give."""
        person, _ = turn.known()
        was_given = await self._equality.withdraw(turn.session, person, turn.now)
        self._end(turn, "withdrawn" if was_given else "nothing_kept")

    def stop(self, turn: Turn) -> None:
        """Enough; what was answered stays until it is taken back."""
        self._end(turn, "stopped")

    async def answer_tap(self, turn: Turn, name: str, option: str, revision: int) -> bool:
        """An answer by button, on an earlier question too: then it is changed. False without a standing yes."""
        person, conversation = turn.known()
        screen = await self._on_the_way(turn, name)
        if screen is None or option not in dict(self._equality.options(self._languages.of(turn), screen)):
            return False
        kept = (await self._equality.given(turn.session, person)).get(screen.question)
        if option == OWN_WORDS:
            self._ask_words(turn, screen)
        elif revision == conversation.revision or chosen_at(screen, kept) != option:
            await self._keep(turn, screen, option)
        return True

    async def skip_tap(self, turn: Turn, name: str, revision: int) -> bool:
        """Past this question; a button from earlier asks the open one again. False when none is open."""
        return await self._move(turn, name, revision, self._go_on)

    async def back_tap(self, turn: Turn, name: str, revision: int) -> bool:
        """To the question before; a button from earlier asks the open one again. False when none is open."""
        return await self._move(turn, name, revision, self._go_back)

    async def _move(self, turn: Turn, name: str, revision: int, go: Callable[[Turn, Screen], Awaitable[None]]) -> bool:
        _, conversation = turn.known()
        screen = await self._on_the_way(turn, name)
        if screen is not None and revision == conversation.revision:
            await go(turn, screen)
            return True
        screen, _ = await self._open(turn)
        if screen is not None:
            self._ask(turn, screen, can_go_back=self._can_go_back(turn, screen))
        return screen is not None

    async def take_text(self, turn: Turn, text: str, word: str | None, *, is_clear: bool) -> bool:
        """What is typed while a question is open; False when it is not for this question, which is then closed.

        Whatever is taken goes out of the transcript at once. `word` is a word that always works, `is_clear` whether
        the message is understood as something else.
        """
        person, _ = turn.known()
        screen, is_writing = await self._open(turn)
        if screen is None:
            return False
        option = None if is_writing else self._typed(turn, screen, text, exactly=True)
        # "Black" is no misspelt "back", nor the other way round.
        word = word if is_clear and option is None else None
        if option is None and word is None and not is_writing:
            option = self._typed(turn, screen, text)
        if word in ("back", "skip", "dont_know"):
            await (self._go_back if word == "back" else self._go_on)(turn, screen)
            return True
        is_answer = is_writing or self._could_be_own_words(screen, text, is_clear=is_clear)
        if option is None and (word is not None or (is_clear and not is_answer)):
            leave(turn)
            return False
        await queries.forget_what_was_written(turn.session, person.id, turn.incoming.update_id)
        await self._take(turn, screen, option or (OWN_WORDS if is_answer else None), text)
        return True

    async def _take(self, turn: Turn, screen: Screen, option: str | None, text: str) -> None:
        if option is None:
            self._ask(turn, screen, missed=True, can_go_back=self._can_go_back(turn, screen))
        elif option != OWN_WORDS:
            await self._keep(turn, screen, option)
        elif len(text) > LONGEST_WORDS or self._typed(turn, screen, text) == OWN_WORDS:
            self._ask_words(turn, screen, too_long=len(text) > LONGEST_WORDS)
        else:
            await self._keep(turn, screen, OWN_WORDS, text.strip())

    def _typed(self, turn: Turn, screen: Screen, text: str, *, exactly: bool = False) -> str | None:
        wordings = self._equality.wordings(self._languages.of(turn), screen)
        if exactly:
            return next((option for option, every in wordings.items() if fold(text) in map(fold, every)), None)
        return typed_choice(text, wordings)

    def _could_be_own_words(self, screen: Screen, text: str, *, is_clear: bool) -> bool:
        """A word or few; one alone is taken even if it could mean something else, as names of languages do."""
        count = len(text.split())
        is_short = count == 1 or (count <= _FEW_WORDS and not is_clear)
        return self._equality.takes_own_words(screen) and is_short and "?" not in text

    async def _keep(self, turn: Turn, screen: Screen, option: str, words: str | None = None) -> None:
        person, _ = turn.known()
        choice = choice_at(screen, option, words)
        await self._equality.keep(turn.session, person, screen.question, choice, turn.now)
        await self._go_on(turn, screen)

    async def _go_on(self, turn: Turn, screen: Screen) -> None:
        person, _ = turn.known()
        given = await self._equality.given(turn.session, person)
        after = screen_after(self._equality.shapes(person.country), given, screen)
        if after is None:
            self._end(turn, "finished")
        else:
            self._ask(turn, after)

    async def _go_back(self, turn: Turn, screen: Screen) -> None:
        person, conversation = turn.known()
        given = await self._equality.given(turn.session, person)
        before = None
        if not conversation.step.endswith(_WRITING):
            before = screen_before(self._equality.shapes(person.country), given, screen)
        before = before or screen
        self._ask(turn, before, can_go_back=self._can_go_back(turn, before))

    def _ask(self, turn: Turn, screen: Screen, *, missed: bool = False, can_go_back: bool = True) -> None:
        t = self._languages.of(turn)
        revision = stand_at(turn, FORM, screen.name)
        asking = Asking(
            screen, self._equality.words(t, screen), self._equality.options(t, screen), revision, can_go_back
        )
        turn.say(messages.ask(t, asking, missed=missed))

    def _ask_words(self, turn: Turn, screen: Screen, *, too_long: bool = False) -> None:
        revision = stand_at(turn, FORM, screen.name + _WRITING)
        turn.say(messages.ask_words(self._languages.of(turn), screen, revision, too_long=too_long))

    def _end(self, turn: Turn, what: str) -> None:
        leave(turn)
        turn.say(messages.told(self._languages.of(turn), what))

    def _can_go_back(self, turn: Turn, screen: Screen) -> bool:
        person, _ = turn.known()
        return screen != Screen(self._equality.shapes(person.country)[0].question)

    def _way(self, turn: Turn, given: dict[str, Choice]) -> list[Screen]:
        person, _ = turn.known()
        return screens(self._equality.shapes(person.country), given)

    async def _on_the_way(self, turn: Turn, name: str) -> Screen | None:
        """The screen by this name, if the yes still stands and the answers so far lead to it."""
        person, _ = turn.known()
        if not (await self._equality.standing(turn.session, person)).has_agreed:
            return None
        way = self._way(turn, await self._equality.given(turn.session, person))
        return next((screen for screen in way if screen.name == name), None)

    async def _open(self, turn: Turn) -> tuple[Screen | None, bool]:
        """The screen that waits for an answer, and whether it waits for words."""
        name = standing_at(turn, FORM)
        if name is None:
            return None, False
        screen = await self._on_the_way(turn, name.removesuffix(_WRITING))
        return screen, name.endswith(_WRITING)
