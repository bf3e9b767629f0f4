"""Helplines: whom to call, and exactly when they answer."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from bot.content.schema.base import Checked, CountryCode, Localised, Slug
from bot.content.schema.rules import AgeLimits
from bot.content.schema.services import Reach

Need = Literal[
    "danger",
    "low_mood",
    "suicide",
    "child",
    "homeless",
    "domestic_abuse",
    "exploitation",
    "fraud",
    "work_rights",
    "hardship",
    "health",
    "convictions",
    "discrimination",
]


class Helpline(Checked):
    """One helpline, one file in `helplines/`."""

    id: Slug
    country: CountryCode
    order: int = 50
    name: str
    needs: tuple[Need, ...] = Field(min_length=1)
    what: Localised
    ages: AgeLimits | None = None
    hours: Localised
    always_open: bool = False
    cost: Literal["free", "normal_call"]
    channels: tuple[Reach, ...] = Field(min_length=1)

    def is_for(self, age: int | None) -> bool:
        """An unknown age is never a reason to hide help."""
        if self.ages is None or age is None:
            return True
        return (self.ages.at_least or 0) <= age <= (self.ages.at_most or 999)
