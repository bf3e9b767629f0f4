"""Messages nobody understood: kept masked for a while, so that coordinators can turn them into phrases."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.content.model import Content
from bot.domain.intents.calibration import Decision
from bot.domain.intents.understanding import Understanding
from bot.domain.masking import Masker
from bot.messages.texts import Html, LocaleTexts
from bot.services.languages import Languages
from bot.services.other_languages import OtherLanguages
from bot.services.turns import Turn
from db.models import UnmatchedMessage
from db.queries import handoffs
from db.queries import unmatched as queries


class Unmatched:
    """Masked before it is written: what a rule can take out is never stored a second time."""

    name = "not_understood"

    def __init__(
        self, content: Content, understanding: Understanding, languages: Languages, other_languages: OtherLanguages
    ) -> None:
        self._masker = Masker(_public_names(content), understanding.matcher.repairer.is_word)
        self._understanding = understanding
        self._languages = languages
        self._other_languages = other_languages

    async def keep(self, turn: Turn, text: str, asked: str | None) -> None:
        """Keep one message; never one in a language we do not speak, nor any while an adviser is with the person."""
        person, _ = turn.known()
        masked = self._masker.mask(text)
        if person.id is None or not masked or self._other_languages.find(text) is not None:
            return
        handoff = await handoffs.open_of(turn.session, person.id)
        if handoff is not None and handoff.state == "claimed":
            return
        turn.session.add(
            UnmatchedMessage(
                person_id=person.id,
                locale=self._languages.of(turn).code,
                country=person.country,
                asked=asked,
                text=masked,
                created_at=turn.now,
            )
        )

    async def keep_last(self, turn: Turn) -> None:
        """Keep the last message when every guess at it was wrong; it is read again: another may have come since."""
        person, _ = turn.known()
        text = await queries.last_text(turn.session, person.id)
        reading = self._understanding.read(text or "", self._languages.of(turn).code)
        if text and reading.decision is Decision.ASK and reading.safeguarding is None and reading.word is None:
            await self.keep(turn, text, None)

    async def held_lines(self, turn: Turn, t: LocaleTexts) -> list[Html]:
        """How many are kept, for "what do you know about me"."""
        person, _ = turn.known()
        count = len(await queries.all_of(turn.session, person.id))
        return [t("unmatched.held", count=count)] if count else []

    async def everything(self, session: AsyncSession, person_id: int) -> Any:
        """Each as it is kept."""
        return [
            {"text": row.text, "asked": row.asked, "on": row.created_at.isoformat()}
            for row in await queries.all_of(session, person_id)
        ]


def _public_names(content: Content) -> list[str]:
    """Names of places, programmes and services are nobody's own."""
    names = [place.name for place in content.place_entries.values()]
    names += [alias for place in content.place_entries.values() for alias in place.aliases]
    for programme in content.programmes.values():
        names += [*(text for _, text in programme.name.items()), *programme.also_called]
    names += [service.name for service in content.services.values()]
    return names
