"""A page of chosen steps, to show or to print: a secret address that runs out, with nothing about anybody in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.content.model import Content
from bot.messages.texts import Html, LocaleTexts
from bot.services.languages import Languages
from bot.services.staff.audit import Audit
from bot.services.tokens import digest_of, new_token
from bot.services.turns import Turn
from db.models import Person, StepPage
from db.queries import step_pages as queries
from db.session import Database

LIVES = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page says: the lines as they were chosen, when, and until when it can be read."""

    t: LocaleTexts
    lines: tuple[str, ...]
    made_on: date
    until: datetime


class StepPages:
    """One page a person; a new one takes the old one's place. Being made and being looked at stand in the log."""

    name = "step_page"

    def __init__(self, content: Content, languages: Languages, audit: Audit, console_url: str) -> None:
        self._content = content
        self._languages = languages
        self._audit = audit
        self._url = console_url.rstrip("/")

    async def make(self, turn: Turn, lines: Sequence[str]) -> tuple[str, datetime]:
        """A page of these lines: its address, and until when it can be read, on the person's clock."""
        person, _ = turn.known()
        token, until = new_token(), turn.now + LIVES
        await queries.drop(turn.session, person.id)
        turn.session.add(
            StepPage(
                digest=digest_of(token),
                person_id=person.id,
                locale=self._languages.of(turn).code,
                lines=list(lines),
                created_at=turn.now,
                expires_at=until,
            )
        )
        await self._note(turn.session, person, "made", turn.now)
        return f"{self._url}/steps/{token}", until.astimezone(self._zone(person))

    async def take_away(self, turn: Turn) -> None:
        """Nobody can read it any more."""
        await queries.drop(turn.session, turn.known()[0].id)

    async def open(self, session: AsyncSession, token: str, now: datetime) -> Shown | None:
        """The page of an address; None when there is none, or not any more."""
        found = await queries.working(session, digest_of(token), now)
        if found is None:
            return None
        page, person = found
        zone = self._zone(person)
        await self._note(session, person, "viewed", now)
        return Shown(
            self._languages.named(page.locale),
            tuple(page.lines),
            page.created_at.astimezone(zone).date(),
            page.expires_at.astimezone(zone),
        )

    async def held_lines(self, turn: Turn, t: LocaleTexts) -> list[Html]:
        """That there is a page, and until when."""
        person, _ = turn.known()
        page = await queries.of_person(turn.session, person.id)
        return [t("steps.kept", until=page.expires_at.astimezone(self._zone(person)))] if page is not None else []

    async def everything(self, session: AsyncSession, person_id: int) -> Any:
        """Its lines; never its address, which is not kept."""
        page = await queries.of_person(session, person_id)
        return None if page is None else {"lines": page.lines, "until": page.expires_at.isoformat()}

    async def _note(self, session: AsyncSession, person: Person, act: str, now: datetime) -> None:
        await self._audit.note(session, None, f"steps.{act}", person_reference=person.reference, now=now)

    def _zone(self, person: Person) -> ZoneInfo:
        return ZoneInfo(self._content.countries[person.country].zone) if person.country else ZoneInfo("UTC")


class StepDoor:
    """The door of the page: one short transaction a look."""

    def __init__(self, database: Database, clock: Clock, pages: StepPages, languages: Languages) -> None:
        self._database = database
        self._clock = clock
        self._pages = pages
        self._languages = languages

    async def open(self, token: str) -> Shown | None:
        """What a link shows; None when it does not work."""
        async with self._database.write() as session:
            return await self._pages.open(session, token, self._clock())

    def stranger(self, accept_language: str | None) -> LocaleTexts:
        """The language to tell somebody in that their link does not work."""
        wished = (accept_language or "").split(",")[0].split(";")[0].strip()
        return self._languages.named(self._languages.likeliest(wished))
