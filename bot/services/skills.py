"""The skills card: asking for it line by line, showing it in the country's language, changing and deleting it."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.content.model import Content
from bot.content.schema.skills import SkillLine
from bot.domain.skills import Card, Line, after, before, own_words
from bot.messages import skills as messages
from bot.messages.skills import Asking
from bot.messages.texts import Html, LocaleTexts
from bot.services.forms import leave, stand_at, standing_at
from bot.services.languages import Languages
from bot.services.turns import Turn
from db.models import Person, SkillsCard
from db.queries import skills as queries

FORM = "skills"
_ONE = "one:"
"""Before the line's name in the open step when it is asked on its own, from the card."""


class Skills:
    """Each answer is kept at once, so a form that is left half way is a card all the same."""

    name = "skills"

    def __init__(self, content: Content, languages: Languages) -> None:
        self._content = content
        self._languages = languages
        self._lines = {line.id: line for line in content.skill_lines()}
        self._order = tuple(self._lines)

    async def open(self, turn: Turn) -> bool:
        """The card, or its first question; False where no programme of the person's country makes one."""
        person, _ = turn.known()
        if not self._is_made_in(person.country):
            return False
        if (await self._card(turn)).is_empty:
            await self._ask(turn, self._order[0])
        else:
            await self._show(turn)
        return True

    async def tick(self, turn: Turn, name: str, option: str, revision: int) -> bool:
        """Tick or untick an option in the message that was tapped; False when its question is not open any more."""
        item = self._open_line(turn, name, revision)
        if item is None or option not in {one.id for one in item.options}:
            return False
        card = await self._card(turn)
        line = card.line(name).ticked(option)
        await self._keep(turn, card.with_line(name, line))
        turn.edit_tapped(messages.ask(self._languages.of(turn), item, self._asking(turn, name, line, revision)))
        return True

    async def go_on(self, turn: Turn, name: str, revision: int) -> bool:
        """The next question, or the card after the last."""
        if self._open_line(turn, name, revision) is None:
            return False
        await self._next(turn, name)
        return True

    async def step_back(self, turn: Turn, name: str, revision: int) -> bool:
        """The question before, by button."""
        if self._open_line(turn, name, revision) is None:
            return False
        await self.go_back(turn)
        return True

    async def edit(self, turn: Turn, name: str) -> bool:
        """Ask one line on its own, from the card."""
        person, _ = turn.known()
        if name not in self._lines or not self._is_made_in(person.country):
            return False
        await self._ask(turn, name, on_its_own=True)
        return True

    async def clear(self, turn: Turn, name: str, revision: int) -> bool:
        """Take one line away."""
        if self._open_line(turn, name, revision) is None:
            return False
        await self._keep(turn, (await self._card(turn)).with_line(name, Line()))
        await self._show(turn)
        return True

    def ask_forget(self, turn: Turn) -> None:
        """Deleting cannot be undone, so it is asked once."""
        turn.say(messages.ask_delete(self._languages.of(turn)))

    async def forget(self, turn: Turn) -> None:
        """Delete the card now."""
        person, _ = turn.known()
        await queries.forget(turn.session, person.id)
        leave(turn)
        turn.say(messages.deleted(self._languages.of(turn)))

    async def take_text(self, turn: Turn, text: str) -> None:
        """Their own words for the open line; what was ticked stays ticked."""
        name, _ = self._standing(turn)
        card = await self._card(turn)
        words = own_words(text)
        await self._keep(turn, card.with_line(name, Line(card.line(name).chosen, words)))
        await self._next(turn, name)

    async def go_back(self, turn: Turn) -> None:
        """The question before; before the first, or from the card, there is only this one."""
        name, on_its_own = self._standing(turn)
        earlier = None if on_its_own else before(name, self._order)
        await self._ask(turn, earlier or name, on_its_own=on_its_own)

    async def skip(self, turn: Turn) -> None:
        """Leave the open line as it is."""
        name, _ = self._standing(turn)
        await self._next(turn, name)

    async def ask_again(self, turn: Turn) -> None:
        """The open line once more."""
        name, on_its_own = self._standing(turn)
        await self._ask(turn, name, on_its_own=on_its_own)

    async def packet_lines(self, turn: Turn) -> list[Html]:
        """The card for whoever is asked for help: exactly what an employer would see."""
        person, _ = turn.known()
        if not self._is_made_in(person.country):
            return []
        return messages.card_lines(self._card_texts(person), tuple(self._lines.values()), await self._card(turn))

    async def held_lines(self, turn: Turn, t: LocaleTexts) -> list[Html]:
        """The card in words, for "what do you know about me"."""
        items = tuple(self._lines.values())
        return [t("skills.held", line=line) for line in messages.card_lines(t, items, await self._card(turn))]

    async def everything(self, session: AsyncSession, person_id: int) -> Any:
        """The card as it is kept."""
        row = await queries.of_person(session, person_id)
        return None if row is None else {"lines": row.lines, "changed": row.changed_at.isoformat()}

    async def _show(self, turn: Turn) -> None:
        person, _ = turn.known()
        leave(turn)
        t, card, items = self._languages.of(turn), await self._card(turn), tuple(self._lines.values())
        if card.is_empty:
            turn.say(messages.nothing(t))
        else:
            turn.say(messages.card(self._card_texts(person), items, card), messages.shown(t, items))

    async def _next(self, turn: Turn, name: str) -> None:
        _, on_its_own = self._standing(turn)
        following = None if on_its_own else after(name, self._order)
        if following is None:
            await self._show(turn)
        else:
            await self._ask(turn, following)

    async def _ask(self, turn: Turn, name: str, *, on_its_own: bool = False) -> None:
        revision = stand_at(turn, FORM, f"{_ONE}{name}" if on_its_own else name)
        line = (await self._card(turn)).line(name)
        turn.say(messages.ask(self._languages.of(turn), self._lines[name], self._asking(turn, name, line, revision)))

    def _asking(self, turn: Turn, name: str, line: Line, revision: int) -> Asking:
        _, on_its_own = self._standing(turn)
        can_go_back = not on_its_own and before(name, self._order) is not None
        return Asking(line, revision, can_go_back=can_go_back, on_its_own=on_its_own)

    def _standing(self, turn: Turn) -> tuple[str, bool]:
        """The open line, and whether it is asked on its own."""
        question = standing_at(turn, FORM) or self._order[0]
        return question.removeprefix(_ONE), question.startswith(_ONE)

    def _open_line(self, turn: Turn, name: str, revision: int) -> SkillLine | None:
        question = standing_at(turn, FORM, revision)
        return self._lines.get(name) if question is not None and question.removeprefix(_ONE) == name else None

    def _is_made_in(self, country: str | None) -> bool:
        return self._content.card_programme(country or "") is not None

    def _card_texts(self, person: Person) -> LocaleTexts:
        """Employers read the country's language, whatever the person chats in."""
        return self._languages.named(self._content.countries[person.country or ""].default_locale)

    async def _card(self, turn: Turn) -> Card:
        person, _ = turn.known()
        row = await queries.of_person(turn.session, person.id) if person.id else None
        return Card() if row is None else Card.from_json(row.lines)

    async def _keep(self, turn: Turn, card: Card) -> None:
        person, _ = turn.known()
        row = await queries.of_person(turn.session, person.id)
        if card.is_empty:
            await queries.forget(turn.session, person.id)
        elif row is None:
            kept = SkillsCard(person_id=person.id, lines=card.to_json(), created_at=turn.now, changed_at=turn.now)
            turn.session.add(kept)
            await turn.session.flush()
        else:
            row.lines, row.changed_at = card.to_json(), turn.now
