"""Which programmes fit, why, what is still missing, and when that changes. Advice: the programme decides.

`assess` judges the rules alone; whether a programme takes people now (`intake`) decides the words around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from bot.domain.facts import Facts, Situation
from bot.domain.rules import Reason, Rule, Standing, State

__all__ = [
    "Assessment",
    "Facts",
    "Judgement",
    "Question",
    "Reason",
    "Ruled",
    "Situation",
    "State",
    "Verdict",
    "Window",
    "assess",
    "judge",
    "next_question",
]

AGE_FACTS = frozenset({"age", "birth_month"})


class Verdict(StrEnum):
    """Three wordings, and never "ineligible"."""

    MATCH = "match"
    NEED_MORE = "need_more"
    NOT_NOW = "not_now"


class Ruled(Protocol):
    """Anything with an id and rules: a programme, an opportunity."""

    @property
    def id(self) -> str:
        """Its name in content or the database."""

    @property
    def rules(self) -> Rule:
        """Who it is for."""


class Question(Protocol):
    """A question by id, in its natural order."""

    @property
    def id(self) -> str:
        """The fact it asks for."""


@dataclass(frozen=True, slots=True)
class Window:
    """The days between which a birthday that decides may fall."""

    earliest: date
    latest: date

    @property
    def is_near_exact(self) -> bool:
        """Close enough (a month) to be told as a date; wider, the birth month is worth asking for."""
        return (self.latest - self.earliest).days <= 31


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on one set of rules, with everything that decided it."""

    verdict: Verdict
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...]
    opens: Window | None = None
    closes: Window | None = None
    nearest: tuple[Reason, ...] = ()
    valid_until: date | None = None

    @property
    def opens_on(self) -> date | None:
        """The first day it is sure to be open: a promise may not come too early."""
        return self.opens.latest if self.opens else None

    @property
    def closes_on(self) -> date | None:
        """The first day it may be closed: a warning may not come too late."""
        return self.closes.earliest if self.closes else None


@dataclass(frozen=True, slots=True)
class Assessment(Judgement):
    """A judgement that knows whose rules it is about."""

    programme: str = ""


_VERDICTS = {True: Verdict.MATCH, False: Verdict.NOT_NOW, None: Verdict.NEED_MORE}


class _Life:
    """One person's coming days, worked out once and shared by every programme."""

    __slots__ = ("_birthdays", "_standings", "facts", "now", "today")

    def __init__(self, facts: Facts, today: date) -> None:
        self.facts = facts
        self.today = today
        self._standings: dict[date, Standing] = {}
        self._birthdays: dict[int, tuple[date, ...]] = {}
        self.now = self.standing(today)

    def standing(self, day: date) -> Standing:
        """The facts with the ages of that day."""
        found = self._standings.get(day)
        if found is None:
            births = self.facts.births
            ages = (None, None) if births is None else births.ages_on(day)
            found = self._standings[day] = Standing(self.facts, *ages)
        return found

    def turning_points(self, rule: Rule) -> list[date]:
        """Every coming day on which the rule may change for this person, in order."""
        births = self.facts.births
        if births is None:
            return []
        days: set[date] = set()
        for age in rule.age_limits():
            if age not in self._birthdays:
                self._birthdays[age] = tuple(day for day in births.reaches(age) if day > self.today)
            days.update(self._birthdays[age])
        return sorted(days)


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


@dataclass(frozen=True, slots=True)
class _Look:
    """How the rule stands on one day; `aged` says that age is settled."""

    day: date
    truth: bool | None
    aged: bool


def _look(rule: Rule, life: _Life, day: date) -> _Look:
    standing = life.standing(day)
    truth = rule.truth(standing)
    return _Look(day, truth, truth is not None or AGE_FACTS.isdisjoint(rule.missing(standing)))


def _opens(ahead: Sequence[_Look]) -> Window | None:
    """From the first day it may be open to the first day age is sure to be no hindrance."""
    maybe = next((look.day for look in ahead if look.truth is not False), None)
    sure = next((look.day for look in ahead if look.truth is not False and look.aged), None)
    return Window(maybe, sure) if maybe and sure else None


def _closes(now: _Look, ahead: Sequence[_Look]) -> Window | None:
    """From the first day age may be a hindrance to the first day it is sure to be."""
    shut = next((look.day for look in ahead if look.truth is False), None)
    if shut is None:
        return None
    maybe = next((look.day for look in ahead if not look.aged), shut) if now.aged else now.day
    return Window(min(maybe, shut), shut)


def judge(rule: Rule, facts: Facts, today: date) -> Judgement:
    """Judge one set of rules on one day, looking ahead to every birthday that changes it."""
    return _judged(rule, _Life(facts, today), "")


def _judged(rule: Rule, life: _Life, name: str) -> Assessment:
    standing = life.now
    now = _look(rule, life, life.today)
    ahead = [_look(rule, life, day) for day in life.turning_points(rule)]
    closed = now.truth is False
    return Assessment(
        _VERDICTS[now.truth],
        tuple(rule.deciding(standing)),
        _unique(rule.missing(standing)) if now.truth is None else (),
        _opens(ahead) if closed else None,
        None if closed else _closes(now, ahead),
        rule.repairs(standing) if closed else (),
        next((look.day for look in ahead if (look.truth, look.aged) != (now.truth, now.aged)), None),
        name,
    )


def assess(programmes: Iterable[Ruled], facts: Facts, today: date) -> list[Assessment]:
    """Judge every programme, in the order given."""
    life = _Life(facts, today)
    return [_judged(programme.rules, life, programme.id) for programme in programmes]


def next_question(programmes: Iterable[Ruled], questions: Iterable[Question], facts: Facts, today: date) -> str | None:
    """The first question, in natural order, whose answer can still change a verdict; None when none can."""
    standing = _Life(facts, today).now
    wanted = {name for programme in programmes for name in programme.rules.missing(standing)} - facts.skipped
    wanted -= {name for name in wanted if _is_answered(name, facts)}
    return next((question.id for question in questions if question.id in wanted), None)


def _is_answered(question: str, facts: Facts) -> bool:
    """An answer that cannot settle a rule ("something else") is not asked for again."""
    return facts.answer(question) is not None
