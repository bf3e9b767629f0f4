"""What whoever hands out a poster may see, without signing in: how many said yes and how many came."""

from __future__ import annotations

from dataclasses import dataclass

from bot.messages.texts import Html, LocaleTexts
from bot.services.events.posters import Posters
from bot.services.languages import Languages
from db.session import Database


@dataclass(frozen=True, slots=True)
class PosterCount:
    """The numbers of one code, in the words of one language."""

    title: Html
    said_yes: int
    came: int


class PosterCounts:
    """The code stands on the poster, so anybody may have it: the page says nothing of who hands it out or who came."""

    def __init__(self, database: Database, posters: Posters, languages: Languages) -> None:
        self._database = database
        self._posters = posters
        self._languages = languages

    def texts(self, accepted: str | None) -> LocaleTexts:
        """The texts of whoever looks."""
        return self._languages.named(self._languages.likeliest((accepted or "")[:2]))

    async def of(self, t: LocaleTexts, code: str) -> PosterCount | None:
        """The numbers of a code; None for a code of nobody."""
        async with self._database.read() as session:
            found = await self._posters.counted(session, code)
        if found is None:
            return None
        event, handed = found
        return PosterCount(t.written(event.title), handed.said_yes, handed.came)
