"""What is nearest now: said at once to whoever was told no, left, or finished, so that nobody stops there."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.journeys import ENDED
from bot.messages import journeys as messages
from bot.services.languages import Languages
from bot.services.opportunities.opportunities import Opportunities
from bot.services.turns import Turn
from db.queries import journeys as queries


class NextMoves:
    """A person to talk to, practice for interviews, and the list without what is over for them."""

    def __init__(self, languages: Languages, opportunities: Opportunities) -> None:
        self._languages = languages
        self._opportunities = opportunities

    async def offer(self, turn: Turn) -> None:
        """The next move, at once."""
        person, _ = turn.known()
        turn.say(messages.next_move(self._languages.of(turn)))
        self._opportunities.forget_wish(turn)
        over = {
            row.slug for journey, row in await queries.all_of(turn.session, person.id) if row and journey.stage in ENDED
        }
        ranking = await self._opportunities.rank(turn)
        best = tuple(one for one in ranking.best if one.candidate.slug not in over)
        await self._opportunities.show_page(turn, replace(ranking, best=best))
