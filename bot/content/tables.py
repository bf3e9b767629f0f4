"""Turns the authored place files and the outcode table into the `Places` that the domain resolves with."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from bot.content.schema.places import PlaceEntry, PlaceTable
from bot.domain.countries import Country
from bot.domain.places import Place, Places, fold

OUTCODES = "london_outcodes.json"
OUTSIDE = "(outside London)"
ELSEWHERE = {"uk": "elsewhere_uk", "se": "elsewhere_se"}


def read_outcodes(folder: Path) -> tuple[Mapping[str, tuple[str, ...]], str]:
    """Council names by outcode, likeliest first, and the attribution that has to stay with them."""
    path = folder / OUTCODES
    if not path.exists():
        return {}, ""
    table = json.loads(path.read_text(encoding="utf-8"))
    found = {
        outcode: tuple(council["name"] for council in sorted(row["boroughs"], key=lambda one: -one["share"]))
        for outcode, row in table["outcodes"].items()
    }
    return found, table["_source"]


def build_places(tables: Sequence[PlaceTable], outcodes: Mapping[str, tuple[str, ...]]) -> Places:
    """Put every table together; names outside the tables are left to the lint."""
    entries = [(Country(table.country), entry) for table in tables for entry in table.places]
    places = {
        entry.id: Place(entry.id, entry.name, country, entry.sub_region, entry.neighbours) for country, entry in entries
    }
    by_name = {entry.name: entry.id for _, entry in entries} | {OUTSIDE: ELSEWHERE["uk"]}
    return Places(
        places=MappingProxyType(places),
        outcodes=MappingProxyType(
            {code: tuple(by_name[name] for name in names if name in by_name) for code, names in outcodes.items()}
        ),
        aliases=MappingProxyType({Country(table.country): MappingProxyType(_aliases(table)) for table in tables}),
        groups=MappingProxyType(groups_of(tables)),
        postcode_areas=MappingProxyType(_areas(tables)),
        homeless_phrases=frozenset(
            fold(phrase) for table in tables for phrases in table.no_fixed_address.values() for phrase in phrases
        ),
    )


def groups_of(tables: Sequence[PlaceTable]) -> dict[str, frozenset[str]]:
    """Named groups, and every sub-region as a group of its own."""
    groups: dict[str, frozenset[str]] = {}
    for table in tables:
        for place in table.places:
            if place.sub_region:
                groups[place.sub_region] = groups.get(place.sub_region, frozenset()) | {place.id}
        groups |= {group.id: frozenset(group.places) for group in table.groups}
        groups[f"all_{table.country}"] = frozenset(place.id for place in table.places)
    return groups


def _aliases(table: PlaceTable) -> dict[str, frozenset[str]]:
    found = {fold(alias): frozenset(group.places) for group in table.groups for alias in group.aliases}
    for place in table.places:
        found |= {fold(name): frozenset({place.id}) for name in _names(place)}
    return found | {fold(alias): frozenset(ids) for alias, ids in table.straddling.items()}


def _names(place: PlaceEntry) -> tuple[str, ...]:
    return place.aliases if place.id in ELSEWHERE.values() else (place.name, *place.aliases)


def _areas(tables: Sequence[PlaceTable]) -> dict[str, bool]:
    """Postcode areas; True where an outcode missing from the table cannot exist, as the area lies inside London."""
    return {area: area in table.postcode_areas_inside for table in tables for area in table.postcode_areas}
