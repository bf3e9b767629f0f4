"""Criteria that staff tick, as rules of the eligibility engine and back: ages, places and situations, all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Wording = Mapping[str, str]
_KNOWN = frozenset({"age", "lives_in", "situation"})
# Who says "something else" may be any of the others: they are asked, not shut out.
_UNSURE = "other"


@dataclass(frozen=True, slots=True)
class Criteria:
    """Who can have it; what is empty asks for nothing. `places` are councils or groups of them."""

    age_from: int | None = None
    age_to: int | None = None
    places: tuple[str, ...] = ()
    situations: tuple[str, ...] = ()

    @property
    def asks_nothing(self) -> bool:
        """Whether it is open to everybody."""
        return self == Criteria()


@dataclass(frozen=True, slots=True)
class Sentences:
    """Says each criterion in every language."""

    age: Callable[[int | None, int | None], Wording]
    places: Callable[[tuple[str, ...]], Wording]
    situations: Callable[[tuple[str, ...]], Wording]


def as_rules(criteria: Criteria, say: Sentences) -> dict[str, Any] | None:
    """The rule as items keep it, each part with its sentence; None for everybody."""
    parts = list(_parts(criteria, say))
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else {"all": parts}


def criteria_of(rules: Mapping[str, Any] | None) -> Criteria | None:
    """What a form can show of a rule; None where it says more than a form can, and must be left as it is."""
    if rules is None:
        return Criteria()
    leaves = [_leaf(part) for part in (rules.get("all") or [rules])]
    names = [name for name, _ in leaves]
    if len(set(names)) != len(names) or None in names:
        return None
    said: dict[Any, Any] = dict(leaves)
    age = said.get("age") or {}
    return Criteria(
        age.get("from"), age.get("to"), tuple(said.get("lives_in") or ()), tuple(said.get("situation") or ())
    )


def _leaf(part: Mapping[str, Any]) -> tuple[str | None, Any]:
    """Which criterion a part is, and what it says; another operator is none."""
    named = [name for name in part if name not in ("because", "unsure")]
    is_simple = len(named) == 1 and named[0] in _KNOWN and set(part.get("unsure") or ()) <= {_UNSURE}
    return (named[0], part[named[0]]) if is_simple else (None, None)


def _parts(criteria: Criteria, say: Sentences) -> Iterator[dict[str, Any]]:
    if criteria.places:
        yield {"lives_in": list(criteria.places), "because": dict(say.places(criteria.places))}
    if criteria.age_from is not None or criteria.age_to is not None:
        ages = {"from": criteria.age_from, "to": criteria.age_to}
        limits = {name: value for name, value in ages.items() if value is not None}
        yield {"age": limits, "because": dict(say.age(criteria.age_from, criteria.age_to))}
    if criteria.situations:
        unsure = [] if _UNSURE in criteria.situations else [_UNSURE]
        because = dict(say.situations(criteria.situations))
        yield {"situation": list(criteria.situations), "unsure": unsure, "because": because}
