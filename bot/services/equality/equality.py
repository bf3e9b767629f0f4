"""Equality answers: agreed to, kept apart, shown to their owner, taken back, and otherwise only counted."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.content.model import Content
from bot.content.schema.equality import EqualityOption, EqualityQuestion
from bot.domain.equality import OWN_WORDS, PREFER_NOT, Choice, Screen, Shape
from bot.messages import equality as messages
from bot.messages.equality import CONSENT_VERSION
from bot.messages.outgoing import Button
from bot.messages.texts import Html, LocaleTexts
from bot.services.languages import Languages
from bot.services.turns import Turn
from db.models import EqualityConsent, Person
from db.queries import equality as queries

KEPT_FOR = timedelta(days=365)
LINK_LIVES = timedelta(hours=24)
_TOKEN_BYTES = 32
_FILE = "my-data.json"
_HELD_AS = {"given": "agreed", "withdrawn": "withdrawn", "declined": "declined", "offered": "offered"}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands: the last thing they did about the questions; None when they never heard of them."""

    last: EqualityConsent | None

    @property
    def was_told(self) -> bool:
        """Whether the questions were offered already, whatever came of it."""
        return self.last is not None

    @property
    def has_agreed(self) -> bool:
        """Whether their yes stands, and is to the text as it is now."""
        return self.last is not None and self.last.act == "given" and self.last.version == CONSENT_VERSION


class Equality:
    """What is kept here is read by nobody who suggests, judges or advises."""

    name = "equality"

    def __init__(self, content: Content, languages: Languages, page_address: str) -> None:
        self._content = content
        self._languages = languages
        self._page_address = page_address.rstrip("/")

    async def offer(self, turn: Turn) -> list[list[Button]]:
        """One quiet row of buttons, once in somebody's life with us; nothing from then on."""
        person, _ = turn.known()
        if not person.country or (await self.standing(turn.session, person)).was_told:
            return []
        await self.note(turn.session, person, "offered", "chat", turn.now)
        return [messages.offer_row(self._languages.of(turn))]

    async def standing(self, session: AsyncSession, person: Person) -> Standing:
        """Where somebody stands."""
        acts = await queries.consents_of(session, person.id)
        return Standing(acts[-1] if acts else None)

    async def note(self, session: AsyncSession, person: Person, act: str, door: str, now: datetime) -> None:
        """Add to the consent log."""
        await queries.log(session, person.id, act, CONSENT_VERSION, door, now)

    async def agree(self, session: AsyncSession, person: Person, door: str, now: datetime) -> None:
        """An explicit yes; said twice it is one."""
        if not (await self.standing(session, person)).has_agreed:
            await self.note(session, person, "given", door, now)

    async def withdraw(self, session: AsyncSession, person: Person, now: datetime) -> bool:
        """Delete every answer, copies too, and keep only the log; False when there was no yes to take back."""
        standing = await self.standing(session, person)
        await queries.delete_answers(session, person.id)
        titles = {str(self._languages.named(code)("equality.held.title")) for code in self._languages.codes}
        await queries.forget_copies(session, person.id, titles, _FILE)
        if standing.last is None or standing.last.act != "given":
            return False
        await self.note(session, person, "withdrawn", "chat", now)
        return True

    async def given(self, session: AsyncSession, person: Person) -> dict[str, Choice]:
        """The answers of one person, by question."""
        return {row.question: _choice(row.value) for row in await queries.answers_of(session, person.id)}

    async def keep(self, session: AsyncSession, person: Person, question: str, choice: Choice, now: datetime) -> None:
        """Keep one answer, under the consent that stands."""
        value = {"path": list(choice.path), "words": choice.words}
        await queries.save_answer(session, person.id, question, value, CONSENT_VERSION, now)

    async def link(self, session: AsyncSession, person: Person, now: datetime) -> str:
        """A fresh address of the private page: used once, within a day, and with nothing in it but chance."""
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        await queries.add_link(session, digest_of(token), person.id, now + LINK_LIVES)
        return f"{self._page_address}/equality/{token}"

    def questions(self, country: str | None) -> tuple[EqualityQuestion, ...]:
        """What is asked in a country."""
        return self._content.equality_in(country or "")

    def shapes(self, country: str | None) -> tuple[Shape, ...]:
        """The same, as the way through them is planned."""
        return tuple(Shape(item.id, frozenset(item.follow_ups)) for item in self.questions(country))

    def words(self, t: LocaleTexts, screen: Screen) -> Html:
        """What a screen asks."""
        question = self._content.equality[screen.question]
        return t.pick(question.ask if screen.under is None else question.follow_ups[screen.under].ask)

    def options(self, t: LocaleTexts, screen: Screen) -> list[tuple[str, str]]:
        """Every answer to a screen, id and label; own words where they are taken, "prefer not to say" always last."""
        chosen, has_own_words = self._choices(screen)
        found = [(option.id, str(t.pick(option.label))) for option in chosen]
        if has_own_words:
            found.append((OWN_WORDS, t.plain("equality.buttons.own_words")))
        return [*found, (PREFER_NOT, t.plain("equality.buttons.prefer_not_to_say"))]

    def wordings(self, t: LocaleTexts, screen: Screen) -> dict[str, list[str]]:
        """Every answer with all the ways to type it."""
        chosen, _ = self._choices(screen)
        also = {option.id: list(option.also) for option in chosen}
        return {option: [label, *also.get(option, [])] for option, label in self.options(t, screen)}

    def takes_own_words(self, screen: Screen) -> bool:
        """Whether a screen may be answered in own words."""
        return self._choices(screen)[1]

    def answer_words(self, t: LocaleTexts, question_id: str, choice: Choice) -> str:
        """An answer as its owner reads it; an option that is no more is shown by its id."""
        question = self._content.equality.get(question_id)
        if question is None:
            return " / ".join(choice.path)
        screens = [Screen(question_id), Screen(question_id, choice.first)]
        parts = []
        for screen, option in zip(screens, choice.path, strict=False):
            is_known = screen.under is None or screen.under in question.follow_ups
            parts.append(dict(self.options(t, screen)).get(option, option) if is_known else option)
        return ": ".join([" / ".join(parts), choice.words] if choice.words else [" / ".join(parts)])

    async def held_lines(self, turn: Turn, t: LocaleTexts) -> list[Html]:
        """What somebody is shown of it when they ask what we know about them."""
        person, _ = turn.known()
        acts = await queries.consents_of(turn.session, person.id)
        lines = [t(f"equality.held.{_HELD_AS[act.act]}", day=act.happened_at.date()) for act in acts[-1:]]
        answers = await queries.answers_of(turn.session, person.id)
        if answers:
            lines.append(t("equality.held.title"))
        for row in answers:
            question = self._content.equality.get(row.question)
            short = t.pick(question.short) if question else row.question
            lines.append(
                t("equality.held.answer", question=short, answer=self.answer_words(t, row.question, _choice(row.value)))
            )
        return lines

    async def everything(self, session: AsyncSession, person_id: int) -> dict[str, Any]:
        """The same as the file they get."""
        return {
            "answers": [
                {
                    "question": row.question,
                    "answer": row.value["path"],
                    "own_words": row.value["words"],
                    "consent_version": row.consent_version,
                    "on": row.answered_at.isoformat(),
                }
                for row in await queries.answers_of(session, person_id)
            ],
            "consents": [
                {"act": row.act, "version": row.version, "where": row.door, "on": row.happened_at.isoformat()}
                for row in await queries.consents_of(session, person_id)
            ],
        }

    async def forget_old(self, session: AsyncSession, now: datetime) -> None:
        """What was kept long enough goes: answers after a year, links that have run out."""
        await queries.forget_old(session, answered_before=now - KEPT_FOR, expired_before=now - LINK_LIVES)

    def _choices(self, screen: Screen) -> tuple[Sequence[EqualityOption], bool]:
        question = self._content.equality[screen.question]
        if screen.under is None:
            return question.options, question.own_words
        follow_up = question.follow_ups[screen.under]
        return follow_up.options, follow_up.own_words


def digest_of(token: str) -> str:
    """What is kept of a token: whoever reads the database cannot open the page."""
    return hashlib.sha256(token.encode()).hexdigest()


def _choice(value: Any) -> Choice:
    return Choice(tuple(value["path"]), value["words"])
