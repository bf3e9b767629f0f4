"""What somebody may do with an opportunity besides saying yes: less of its kind, pass it on, say that it is wrong."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.suggestions import About
from bot.messages import opportunities as messages
from bot.messages.texts import Html, LocaleTexts
from bot.services.eligibility.eligibility import Eligibility
from bot.services.languages import Languages
from bot.services.links import DeepLinks, write_link
from bot.services.turns import Turn
from db.models import Opportunity
from db.queries import checks, sightings
from db.queries import opportunities as queries

_FRIEND = "friend"


class Reactions:
    """Each answers False for a button whose opportunity is not there any more."""

    name = "shown"

    def __init__(self, languages: Languages, eligibility: Eligibility, links: DeepLinks) -> None:
        self._languages = languages
        self._eligibility = eligibility
        self._links = links

    async def refuse(self, turn: Turn, slug: str) -> bool:
        """Not this kind: it and its like sink."""
        person, _ = turn.known()
        row = await self._row(turn, slug)
        if row is None:
            return False
        await sightings.refuse(turn.session, person.id, row.id, self._eligibility.today(person, turn.now))
        turn.say(messages.refused(self._languages.of(turn), row.kind))
        return True

    async def share(self, turn: Turn, slug: str) -> bool:
        """A link that opens the same card for somebody else."""
        row = await self._row(turn, slug)
        if row is None:
            return False
        t = self._languages.of(turn)
        turn.say(messages.share(t, t.written(row.title), self._links.to(write_link(About.OPPORTUNITY, slug, _FRIEND))))
        return True

    async def ask_what_is_wrong(self, turn: Turn, slug: str) -> bool:
        """Which of the usual things it is."""
        row = await self._row(turn, slug)
        if row is not None:
            turn.say(messages.ask_what_is_wrong(self._languages.of(turn), slug))
        return row is not None

    async def report(self, turn: Turn, slug: str, reason: str) -> bool:
        """Put it before a person's eyes; who said it is not kept."""
        row = await self._row(turn, slug)
        if row is None or reason not in messages.WRONG:
            return False
        await checks.ask(turn.session, row.id, f"said_{reason}", turn.now)
        turn.say(messages.thanks_for_telling(self._languages.of(turn)))
        return True

    async def held_lines(self, turn: Turn, t: LocaleTexts) -> list[Html]:
        """How much of the catalogue they were shown, because what was seen sinks."""
        person, _ = turn.known()
        seen = await sightings.all_of(turn.session, person.id)
        return [t("finding.held", count=len(seen))] if seen else []

    async def everything(self, session: AsyncSession, person_id: int) -> Any:
        """What they were shown, since when, and what they said is not their kind."""
        seen = await sightings.all_of(session, person_id)
        return [{"slug": one.slug, "since": one.seen_on.isoformat(), "refused": one.refused} for one in seen]

    async def _row(self, turn: Turn, slug: str) -> Opportunity | None:
        person, _ = turn.known()
        row = await queries.opportunity(turn.session, slug)
        return row if row is not None and row.country == person.country else None
