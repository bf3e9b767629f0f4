"""The intent of somebody who asks where a job leads, or how one gets there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.slots.filling import Slots
from bot.services.intents.acts import Act
from bot.services.intents.facts import Facts
from bot.services.opportunities.opportunities import Opportunities
from bot.services.pathways import Pathways
from bot.services.turns import Turn


class Paths:
    """Shows the way that was named, or all of them; without a way what is open in that work."""

    def __init__(self, pathways: Pathways, opportunities: Opportunities, facts: Facts) -> None:
        self._pathways = pathways
        self._opportunities = opportunities
        self._facts = facts

    def acts(self) -> Mapping[str, Act]:
        """Where does this lead, how does one become that."""
        return {"career_path": Act(self._find, for_strangers=True, in_a_country=True)}

    async def _find(self, turn: Turn, slots: Slots) -> None:
        if await self._pathways.find(turn, slots):
            return
        wanted = replace(self._facts.wanted(turn, slots), roles=frozenset())
        if (await self._opportunities.rank(turn, wanted)).has(wanted):
            await self._opportunities.show_kinds(turn, wanted)
