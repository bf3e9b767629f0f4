"""Eligibility rules as values, judged with three-valued logic: yes, no, or not known yet.

Each leaf carries `because`, the author's plain sentence in every language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from bot.domain.countries import Country
from bot.domain.facts import Facts, Situation

Wording = Mapping[str, str]


class State(StrEnum):
    """How one reason stands."""

    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reason:
    """One deciding sentence: which fact, how it stands, and the age limits where age is the fact."""

    fact: str
    because: Wording
    state: State
    ages: tuple[int | None, int | None] | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Facts as they are on one day: only the ages move with time."""

    facts: Facts
    youngest: int | None
    oldest: int | None


class Rule(Protocol):
    """What every node answers."""

    def truth(self, standing: Standing) -> bool | None:
        """True, False, or None while a fact is missing."""

    def deciding(self, standing: Standing) -> Iterator[Reason]:
        """Every leaf that makes the node what it is, in the author's order."""

    def missing(self, standing: Standing) -> Iterator[str]:
        """The questions that could still settle an unknown node."""

    def repairs(self, standing: Standing) -> tuple[Reason, ...]:
        """The fewest reasons that would have to change for a false node not to be false."""

    def age_limits(self) -> Iterator[int]:
        """Birthdays on which the node may change."""


_STATES = {True: State.MET, False: State.UNMET, None: State.UNKNOWN}


class _Leaf:
    """Shared by leaves: the three reasons are made once, judging only picks one."""

    __slots__ = ()
    _reasons: Mapping[bool | None, Reason]

    def truth(self, standing: Standing) -> bool | None:
        raise NotImplementedError

    def _question(self, standing: Standing) -> str:
        raise NotImplementedError

    def deciding(self, standing: Standing) -> Iterator[Reason]:
        yield self._reasons[self.truth(standing)]

    def missing(self, standing: Standing) -> Iterator[str]:
        if self.truth(standing) is None:
            yield self._question(standing)

    def repairs(self, standing: Standing) -> tuple[Reason, ...]:
        return (self._reasons[False],) if self.truth(standing) is False else ()

    def age_limits(self) -> Iterator[int]:
        return iter(())


def _three(fact: str, because: Wording, ages: tuple[int | None, int | None] | None = None) -> dict[bool | None, Reason]:
    return {truth: Reason(fact, because, state, ages) for truth, state in _STATES.items()}


@dataclass(frozen=True)
class InCountry(_Leaf):
    """The person lives in that country."""

    country: Country
    because: Wording
    _reasons: Mapping[bool | None, Reason] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_reasons", _three("country", self.because))

    def truth(self, standing: Standing) -> bool | None:
        """False only when another country is known."""
        known = standing.facts.country
        return None if known is None else known == self.country

    def _question(self, standing: Standing) -> str:
        return "country"


@dataclass(frozen=True)
class LivesIn(_Leaf):
    """The person lives in one of these places; groups of places are already opened up."""

    places: frozenset[str]
    because: Wording
    _reasons: Mapping[bool | None, Reason] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_reasons", _three("area", self.because))

    def truth(self, standing: Standing) -> bool | None:
        """True when every place the person may live in is inside, False when none is."""
        possible = standing.facts.places
        if possible is None:
            return None
        if possible <= self.places:
            return True
        return False if possible.isdisjoint(self.places) else None

    def _question(self, standing: Standing) -> str:
        return "area" if standing.facts.places is None else "council"


@dataclass(frozen=True)
class AgeBetween(_Leaf):
    """The person's age is within the limits, both included; either may be open."""

    at_least: int | None
    at_most: int | None
    because: Wording
    _reasons: Mapping[bool | None, Reason] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        ages = (self.at_least, self.at_most)
        object.__setattr__(self, "_reasons", _three("age", self.because, ages))

    def truth(self, standing: Standing) -> bool | None:
        """None also when the birthday that decides may or may not have been."""
        youngest, oldest = standing.youngest, standing.oldest
        if youngest is None or oldest is None:
            return None
        low = -1 if self.at_least is None else self.at_least
        high = 999 if self.at_most is None else self.at_most
        if low <= youngest and oldest <= high:
            return True
        return False if oldest < low or youngest > high else None

    def _question(self, standing: Standing) -> str:
        return "age" if standing.youngest is None else "birth_month"

    def age_limits(self) -> Iterator[int]:
        """The birthday the limits open at, and the one they close at."""
        if self.at_least is not None:
            yield self.at_least
        if self.at_most is not None:
            yield self.at_most + 1


@dataclass(frozen=True)
class InSituation(_Leaf):
    """The person is in one of these situations; an `unsure` one leaves it to a conversation with a person."""

    situations: frozenset[Situation]
    because: Wording
    unsure: frozenset[Situation] = frozenset()
    _reasons: Mapping[bool | None, Reason] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_reasons", _three("situation", self.because))

    def truth(self, standing: Standing) -> bool | None:
        """None while unanswered and for situations that can go either way."""
        known = standing.facts.situation
        if known is None or known in self.unsure:
            return None
        return known in self.situations

    def _question(self, standing: Standing) -> str:
        return "situation"


@dataclass(frozen=True)
class Answered(_Leaf):
    """The person chose one of these options of a question."""

    question: str
    options: frozenset[str]
    because: Wording
    unsure: frozenset[str] = frozenset()
    _reasons: Mapping[bool | None, Reason] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_reasons", _three(self.question, self.because))

    def truth(self, standing: Standing) -> bool | None:
        """None while unanswered and for options that can go either way."""
        chosen = standing.facts.answer(self.question)
        if chosen is None or chosen in self.unsure:
            return None
        return chosen in self.options

    def _question(self, standing: Standing) -> str:
        return self.question
