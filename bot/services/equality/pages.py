"""The private page of the equality questions: a door of its own, opened by a one-time link and by nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.domain.equality import Choice
from bot.messages.texts import LocaleTexts
from bot.services.equality.equality import Equality, digest_of
from bot.services.languages import Languages
from bot.services.organisations import Organisations
from db.models import EqualityLink, Person
from db.queries import equality as queries
from db.queries import people
from db.session import Database


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever holds a link that works: all the page knows of them is their language and country."""

    t: LocaleTexts
    country: str
    controller: str


class EqualityPages:
    """Looking never uses a link up; saving and refusing do, and each only once."""

    def __init__(
        self, database: Database, clock: Clock, equality: Equality, languages: Languages, organisations: Organisations
    ) -> None:
        self._database = database
        self._clock = clock
        self._equality = equality
        self._languages = languages
        self._organisations = organisations

    async def open(self, token: str) -> Visitor | None:
        """The visitor of a link; None when it is used, run out or was never made."""
        async with self._database.read() as session:
            link = await _working(session, token, self._clock())
            person = await people.get(session, link.person_id) if link else None
        if person is None or not person.country:
            return None
        t = self._languages.named(person.locale or self._languages.likeliest(None))
        return Visitor(t, person.country, self._organisations.controller(person.country).controller)

    async def save(self, token: str, given: Mapping[str, Choice]) -> bool:
        """Keep the yes and the answers; what was skipped stays as it was. False when the link does not work."""
        now = self._clock()
        async with self._database.write() as session:
            person = await self._use(session, token, now)
            if person is None:
                return False
            await self._equality.agree(session, person, "page", now)
            for question, choice in given.items():
                await self._equality.keep(session, person, question, choice, now)
        return True

    async def refuse(self, token: str) -> bool:
        """Keep the no; False when the link does not work."""
        now = self._clock()
        async with self._database.write() as session:
            person = await self._use(session, token, now)
            if person is None:
                return False
            if not (await self._equality.standing(session, person)).has_agreed:
                await self._equality.note(session, person, "declined", "page", now)
        return True

    def stranger(self, accept_language: str | None) -> LocaleTexts:
        """The language to tell somebody in that their link does not work."""
        wished = (accept_language or "").split(",")[0].split(";")[0].strip()
        return self._languages.named(self._languages.likeliest(wished))

    async def _use(self, session: AsyncSession, token: str, now: datetime) -> Person | None:
        """The person of a link, locked before anything else, and the link used up."""
        link = await _working(session, token, now)
        found = await people.locked(session, link.person_id) if link else None
        # Somebody else may have used it while we waited for the lock.
        link = await _working(session, token, now) if found else None
        if found is None or link is None:
            return None
        link.used_at = now
        return found[0]


async def _working(session: AsyncSession, token: str, now: datetime) -> EqualityLink | None:
    link = await queries.link(session, digest_of(token))
    return link if link is not None and link.used_at is None and now < link.expires_at else None
