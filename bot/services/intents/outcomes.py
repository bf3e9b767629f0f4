"""Intents about what became of a yes: this happened, and how does my application stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.slots.filling import Slots
from bot.services.intents.acts import Act, always
from bot.services.intents.searches import Searches
from bot.services.journeys.journeys import Journeys
from bot.services.journeys.steps import Steps
from bot.services.turns import Turn


class Outcomes:
    """What people tell counts, and each gets an answer with the next step."""

    def __init__(self, journeys: Journeys, steps: Steps, searches: Searches) -> None:
        self._journeys = journeys
        self._steps = steps
        self._searches = searches

    def acts(self) -> Mapping[str, Act]:
        """What happened, where it stands, and all that was done."""
        status = replace(always(self._status), in_a_country=True)
        return {"report_outcome": Act(self._tell), "application_status": status, "my_steps": always(self._steps.show)}

    async def _status(self, turn: Turn) -> None:
        if not await self._journeys.show_all(turn):
            await self._searches.show_yes_list(turn)

    async def _tell(self, turn: Turn, slots: Slots) -> None:
        await self._journeys.tell(turn, turn.incoming.text or "")
