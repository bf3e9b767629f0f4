"""A question somebody may be asked on the way to a result."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, Self

from pydantic import Field, model_validator

from bot.content.schema.base import CountryCode, Item, Localised, Slug

_FEWEST_OPTIONS = 2
_FILLED_IN = frozenset({"council"})
"""Questions whose options come from the answer to another."""


class Option(Item):
    """One choice; `also` are words that mean it when typed instead of tapped.

    `near` are options so like it that who asks for one is shown the other too.
    """

    id: Slug
    label: Localised
    also: tuple[str, ...] = ()
    near: tuple[Slug, ...] = ()


class CountryWording(Item):
    """Other words for one country, where the usual ones name what only the other has."""

    ask: Localised
    again: Localised


class Question(Item):
    """One question, one file in `questions/`; asked in `order`, and only when it can change a result.

    Example:
        id: seeking_work
        order: 60
        kind: choice
        ask: {en: "Are you looking for work?", sv: "Söker du jobb?"}
        again: {en: Please tap Yes or No., sv: Tryck på Ja eller Nej.}
        why: {en: Some programmes are for people who look for work., sv: En del program är för dig som söker jobb.}
        options:
          - id: "yes"
            label: {en: "Yes", sv: Ja}
          - id: "no"
            label: {en: "No", sv: Nej}
    """

    id: Slug
    order: int = Field(ge=0)
    kind: Literal["choice", "choices", "place", "age", "month"]
    countries: tuple[CountryCode, ...] = ("uk", "se")
    ask: Localised
    again: Localised
    why: Localised
    why_more: Localised | None = None
    in_country: dict[CountryCode, CountryWording] = Field(default_factory=dict)
    options: tuple[Option, ...] = ()
    can_skip: bool = True
    depends_on: tuple[Slug, ...] = ()

    def said_in(self, country: str | None) -> Self:
        """The question as it is asked in a country."""
        own = {code: wording for code, wording in self.in_country.items() if code == country}
        return next((self.model_copy(update=dict(wording)) for wording in own.values()), self)

    @model_validator(mode="after")
    def _leaves_a_choice(self) -> Self:
        if self.kind in ("choice", "choices") and len(self.options) < _FEWEST_OPTIONS and self.id not in _FILLED_IN:
            raise ValueError("options: a question of this kind needs two options or more")
        return self

    @model_validator(mode="after")
    def _knows_what_is_near(self) -> Self:
        unknown = {near for option in self.options for near in option.near} - {option.id for option in self.options}
        if unknown:
            raise ValueError(f"options: near names no option of this question: {', '.join(sorted(unknown))}")
        return self

    def near_to(self, chosen: Iterable[str]) -> frozenset[str]:
        """Options that are near to some, without those themselves."""
        wanted = frozenset(chosen)
        return frozenset(near for option in self.options if option.id in wanted for near in option.near) - wanted
