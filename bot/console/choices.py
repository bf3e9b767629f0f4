"""What a form lets a coordinator choose from where their organisation works: languages, areas, programmes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from bot.console.console import Console
from bot.console.visit import Visit


@dataclass(frozen=True, kw_only=True)
class Choices:
    """Values with the words for them, in the viewer's language; `languages` begin with the country's own."""

    default_language: str
    languages: Mapping[str, str]
    councils: Mapping[str, str]
    programmes: Mapping[str, str]

    @classmethod
    def here(cls, console: Console, visit: Visit, **own: Any) -> Self:
        """These, and what a form has of its own."""
        content, languages = console.content, console.services.languages
        country = console.services.organisations.get(visit.viewer.organisation).country
        default = content.countries[country].default_locale
        places = {one: place.name for one, place in content.places.places.items() if place.country == country}
        codes = sorted(languages.codes, key=lambda one: (one != default, one))
        return cls(
            default_language=default,
            languages={code: languages.own_name(code) for code in codes},
            councils=dict(sorted(places.items(), key=lambda item: item[1])),
            programmes={item.id: visit.t.pick(item.name) for item in content.programmes_in(country)},
            **own,
        )
