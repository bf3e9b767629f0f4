"""Who a broadcast is for, as a query over plain facts; never over anything that says what group somebody is of."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any


class Stage(StrEnum):
    """How far somebody has come."""

    NEW = "new"
    LOOKING = "looking"
    SAID_YES = "said_yes"
    WITH_ADVISER = "with_adviser"


def least_age(rules: Any) -> int:
    """How old somebody must be for rules as they are written down, as far as an age is all they turn on; 0 for none."""
    if not isinstance(rules, Mapping):
        return 0
    if "age" in rules:
        return int(rules["age"].get("from") or 0)
    if "all" in rules:
        return max((least_age(one) for one in rules["all"]), default=0)
    return min((least_age(one) for one in rules.get("any", ())), default=0)


class BadAudience(ValueError):
    """A query that cannot be read; `field` names the part."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True)
class Audience:
    """Everybody of one country to whom all of this applies; a part that is empty asks for nothing.

    `verdicts` are `programme:verdict`, `booked` the numbers of dates somebody is on the list for, `asked_about` the
    programmes they asked to hear of. Somebody whose age is not known is in no age band.
    """

    country: str
    councils: tuple[str, ...] = ()
    age_from: int | None = None
    age_to: int | None = None
    verdicts: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    locales: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    seen_within_days: int | None = None
    booked: tuple[int, ...] = ()
    asked_about: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The parts that ask for something."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items() if value}

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> Audience:
        """Read a query; raises BadAudience for a part that does not exist or is not what it should be."""
        known = {field.name for field in fields(cls)}
        if unknown := sorted(given.keys() - known):
            raise BadAudience(unknown[0])
        values: dict[str, Any] = {name: _read(name, value) for name, value in given.items()}
        if not isinstance(values.get("country"), str):
            raise BadAudience("country")
        return cls(**values)._checked()

    def _checked(self) -> Audience:
        if set(self.stages) - set(Stage):
            raise BadAudience("stages")
        if any(verdict.count(":") != 1 for verdict in self.verdicts):
            raise BadAudience("verdicts")
        if self.age_from is not None and self.age_to is not None and self.age_from > self.age_to:
            raise BadAudience("age_to")
        return self


def _read(name: str, value: Any) -> Any:
    if name in ("country",):
        return value
    if name in ("age_from", "age_to", "seen_within_days"):
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 3650:
            raise BadAudience(name)
        return value
    wanted = int if name == "booked" else str
    if (
        not isinstance(value, Collection)
        or isinstance(value, str)
        or not all(isinstance(item, wanted) for item in value)
    ):
        raise BadAudience(name)
    return tuple(value)


def years_before(day: date, years: int) -> date:
    """The same day so many years ago; 29 February is the 28th where there is none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
