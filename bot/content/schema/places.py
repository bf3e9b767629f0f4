"""The tables behind "where do you live?": places, groups of places, aliases and outcodes."""

from __future__ import annotations

from pydantic import Field

from bot.content.schema.base import CountryCode, Item, Localised, Slug


class PlaceEntry(Item):
    """A council or municipality, with what people call places inside it."""

    id: Slug
    name: str
    sub_region: str | None = None
    neighbours: tuple[Slug, ...] = ()
    aliases: tuple[str, ...] = ()
    website: str | None = None


class Group(Item):
    """Places that a rule or a service may name together."""

    id: Slug
    name: Localised
    places: tuple[Slug, ...] = Field(min_length=1)
    aliases: tuple[str, ...] = ()


class PlaceTable(Item):
    """One country's places, one file in `places/`."""

    country: CountryCode
    places: tuple[PlaceEntry, ...] = Field(min_length=1)
    groups: tuple[Group, ...] = ()
    straddling: dict[str, tuple[Slug, ...]] = Field(default_factory=dict)
    postcode_areas: tuple[str, ...] = ()
    postcode_areas_inside: tuple[str, ...] = ()
    no_fixed_address: dict[str, tuple[str, ...]] = Field(default_factory=dict)
