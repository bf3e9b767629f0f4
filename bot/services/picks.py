"""Opening what somebody points at in words, and going on in the list that was shown last."""

from __future__ import annotations

from bot.domain.picking import is_small_number, picked, wants_more
from bot.services.eligibility.guide import Guide
from bot.services.events.events import Events
from bot.services.opportunities.opportunities import Opportunities
from bot.services.turns import Turn


class Picks:
    """The list is what the conversation says was shown; a number alone answers an open question first."""

    def __init__(self, guide: Guide, opportunities: Opportunities, events: Events) -> None:
        self._guide = guide
        self._opportunities = opportunities
        self._events = events

    async def take(self, turn: Turn, text: str) -> bool:
        """Whether it pointed into the list; then that was shown."""
        _, conversation = turn.known()
        shown = conversation.draft.get("shown", ())
        if wants_more(text):
            await (self._opportunities.show_more(turn) if shown else self._guide.show_list(turn))
            return True
        number = picked(text)
        is_answer = is_small_number(text) and self._guide.open_question(turn) is not None
        if number is None or is_answer or not 0 < number <= len(shown):
            return False
        slug = shown[number - 1]
        return await self._opportunities.show(turn, slug) or await self._events.show(turn, slug)
