"""Which opportunities and events to show somebody first, and the reasons to say why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.eligibility import Facts, Verdict, judge
from bot.domain.rules import Rule

_CLOSES_SOON_DAYS = 10
# A postcode may lie in a few councils; being possibly in one of many says nothing about nearness.
_MOST_PLACES = 4


class About(StrEnum):
    """What a suggestion points at."""

    OPPORTUNITY = "o"
    EVENT = "e"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something open that could be suggested; `ends_on` is the last day to say yes."""

    about: About
    slug: str
    sector: str | None
    councils: frozenset[str]
    online: bool
    programmes: tuple[str, ...]
    ring_fenced_for: tuple[str, ...]
    rules: Rule | None
    ends_on: date | None


class Because(StrEnum):
    """Why something is suggested; the value is a key of the texts, the detail fills it."""

    HELD = "held"
    PROGRAMME = "programme"
    SECTOR = "sector"
    NEAR = "near"
    ONLINE = "online"
    CLOSING = "closing"
    ANYONE = "anyone"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A candidate with every reason for it, the strongest first; `detail` is a sector, programme or council id."""

    candidate: Candidate
    reasons: tuple[tuple[Because, str], ...]
    score: float


# How much each reason counts. A held place outweighs all that only says it is convenient.
_WEIGHT = {
    Because.HELD: 8.0,
    Because.PROGRAMME: 4.0,
    Because.SECTOR: 3.0,
    Because.NEAR: 2.0,
    Because.ONLINE: 1.0,
    Because.CLOSING: 0.5,
    Because.ANYONE: 0.0,
}


def suggest(
    candidates: Iterable[Candidate], facts: Facts, verdicts: Mapping[str, Verdict], today: date
) -> list[Suggestion]:
    """Everything this person could say yes to today, best first.

    What its own rules or a ring-fence shut out is not shown; what is merely unknown is, further down.
    """
    found = [_weigh(item, facts, verdicts, today) for item in candidates if _is_possible(item, facts, verdicts, today)]
    return sorted(found, key=lambda item: (-item.score, item.candidate.ends_on or date.max, item.candidate.slug))


def _is_possible(item: Candidate, facts: Facts, verdicts: Mapping[str, Verdict], today: date) -> bool:
    if item.ends_on is not None and item.ends_on < today:
        return False
    if item.rules is not None and judge(item.rules, facts, today).verdict is Verdict.NOT_NOW:
        return False
    fences = [verdicts.get(programme) for programme in item.ring_fenced_for]
    return not fences or any(verdict in (Verdict.MATCH, Verdict.NEED_MORE) for verdict in fences)


def _weigh(item: Candidate, facts: Facts, verdicts: Mapping[str, Verdict], today: date) -> Suggestion:
    reasons = list(_reasons(item, facts, verdicts, today)) or [(Because.ANYONE, "")]
    score = sum(_WEIGHT[because] for because, _ in reasons)
    if item.rules is not None and judge(item.rules, facts, today).verdict is Verdict.NEED_MORE:
        score -= 1
    if _is_far(item, facts):
        score -= 4
    return Suggestion(item, tuple(reasons), score)


def _reasons(
    item: Candidate, facts: Facts, verdicts: Mapping[str, Verdict], today: date
) -> Iterable[tuple[Because, str]]:
    matching = [name for name in (*item.ring_fenced_for, *item.programmes) if verdicts.get(name) is Verdict.MATCH]
    for programme in dict.fromkeys(matching):
        yield (Because.HELD if programme in item.ring_fenced_for else Because.PROGRAMME), programme
    if facts.interests and item.sector in facts.interests:
        yield Because.SECTOR, item.sector or ""
    near = sorted((facts.places or frozenset()) & item.councils)
    if near and len(facts.places or ()) <= _MOST_PLACES:
        yield Because.NEAR, near[0]
    if item.online:
        yield Because.ONLINE, ""
    if _closes_soon(item, today):
        yield Because.CLOSING, ""


def _closes_soon(item: Candidate, today: date) -> bool:
    """An event begins on its last day; only something to apply for closes."""
    if item.about is not About.OPPORTUNITY or item.ends_on is None:
        return False
    return (item.ends_on - today).days <= _CLOSES_SOON_DAYS


def _is_far(item: Candidate, facts: Facts) -> bool:
    """Tied to places of which none may be the person's own; still shown, after what is near."""
    return bool(item.councils and facts.places and not item.online and facts.places.isdisjoint(item.councils))
