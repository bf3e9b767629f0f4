"""The intent of somebody who asks where a job leads."""

from __future__ import annotations

from collections.abc import Mapping

from bot.services.intents.acts import Act
from bot.services.pathways import Pathways


class Paths:
    """Shows the way that was named, or all of them."""

    def __init__(self, pathways: Pathways) -> None:
        self._pathways = pathways

    def acts(self) -> Mapping[str, Act]:
        """Where does this lead."""
        return {"career_path": Act(self._pathways.find, for_strangers=True, in_a_country=True)}
