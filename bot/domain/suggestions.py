"""Which opportunities and events to show somebody first, and the reasons to say why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from bot.domain.countries import Country
from bot.domain.eligibility import Facts, Verdict
from bot.domain.facts import Situation
from bot.domain.nearness import Nearness, Surroundings
from bot.domain.rules import Rule, Standing

_CLOSES_SOON_DAYS = 10
LEARNING = frozenset({"apprenticeship", "course", "pre_employment"})
# Until then somebody in England has to take part in education or training.
_LEARNS_UNTIL = 18
_LEARNS_ALREADY = frozenset({Situation.SCHOOL_OR_COLLEGE, Situation.UNIVERSITY, Situation.APPRENTICESHIP})


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
    kind: str = ""
    role: str | None = None
    hours: frozenset[str] = frozenset()
    has_training: bool | None = None

    @property
    def is_learning(self) -> bool:
        """Whether somebody learns there for a certificate, as the law of England asks of 16- and 17-year-olds."""
        return self.kind in LEARNING or bool(self.has_training)


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for in so many words, where from, and what was seen or turned down on an earlier day."""

    around: Surroundings = field(default_factory=Surroundings)
    roles: frozenset[str] = frozenset()
    hours: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    learning_first: bool = False
    seen: frozenset[str] = frozenset()
    refused: frozenset[tuple[str, str | None]] = frozenset()


class Because(StrEnum):
    """Why something is suggested; the value is a key of the texts, the detail fills it."""

    HELD = "held"
    PROGRAMME = "programme"
    ROLE = "role"
    SECTOR = "sector"
    ALIKE = "alike"
    HOURS = "hours"
    NEAR = "near"
    NEXT = "next"
    LEARNING = "learning"
    REGION = "region"
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
    Because.ROLE: 2.5,
    Because.SECTOR: 3.0,
    Because.ALIKE: 2.0,
    Because.HOURS: 2.5,
    Because.NEAR: 2.0,
    Because.NEXT: 1.5,
    Because.LEARNING: 4.0,
    Because.REGION: 0.75,
    Because.ONLINE: 0.5,
    Because.CLOSING: 0.5,
    Because.ANYONE: 0.0,
}
_FAR, _UNSURE, _SEEN, _REFUSED = 4.0, 1.0, 1.0, 8.0
_REASON_OF_PLACE = {Nearness.OWN: Because.NEAR, Nearness.NEXT: Because.NEXT, Nearness.REGION: Because.REGION}
_NO_WISH = Wish()


def suggest(
    candidates: Iterable[Candidate],
    facts: Facts,
    verdicts: Mapping[str, Verdict],
    today: date,
    wish: Wish = _NO_WISH,
) -> list[Suggestion]:
    """Everything this person could say yes to today, best first.

    What its own rules or a ring-fence shut out is not shown; what is merely unknown is, further down.
    """
    around = wish.around if wish.around.own else Surroundings(own=facts.places or frozenset())
    wish = replace(wish, around=around)
    asker = _Asker(facts, verdicts, today, wish, _standing(facts, today))
    found = [weighed for item in candidates if (weighed := _weighed(item, asker)) is not None]
    return sorted(found, key=lambda item: (-item.score, item.candidate.ends_on or date.max, item.candidate.slug))


def learns_first(facts: Facts, today: date) -> bool:
    """Whether the person may be 16 or 17 in England, where a job has to come with training, and learns nowhere yet."""
    if facts.births is None or facts.country != Country.UK or facts.situation in _LEARNS_ALREADY:
        return False
    return facts.births.ages_on(today)[0] < _LEARNS_UNTIL


@dataclass(frozen=True, slots=True)
class _Asker:
    """Everything about the person that is the same for every candidate."""

    facts: Facts
    verdicts: Mapping[str, Verdict]
    today: date
    wish: Wish
    standing: Standing


def _standing(facts: Facts, today: date) -> Standing:
    return Standing(facts, *((None, None) if facts.births is None else facts.births.ages_on(today)))


def _weighed(item: Candidate, asker: _Asker) -> Suggestion | None:
    """With its reasons and its weight; None when its rules, its ring-fence or its last day shut the person out."""
    truth = None if item.rules is None else item.rules.truth(asker.standing)
    if truth is False or not _is_possible(item, asker):
        return None
    nearness, council = asker.wish.around.of(item.councils)
    reasons = tuple(_reasons(item, asker, nearness, council)) or ((Because.ANYONE, ""),)
    score = sum(_WEIGHT[because] for because, _ in reasons)
    if item.rules is not None and truth is None:
        score -= _UNSURE
    if nearness is Nearness.FAR and not item.online:
        score -= _FAR
    if item.slug in asker.wish.seen:
        score -= _SEEN
    if (item.kind, item.sector) in asker.wish.refused:
        score -= _REFUSED
    return Suggestion(item, reasons, score)


def _is_possible(item: Candidate, asker: _Asker) -> bool:
    if item.ends_on is not None and item.ends_on < asker.today:
        return False
    fences = [asker.verdicts.get(programme) for programme in item.ring_fenced_for]
    return not fences or any(verdict in (Verdict.MATCH, Verdict.NEED_MORE) for verdict in fences)


def _reasons(item: Candidate, asker: _Asker, nearness: Nearness, council: str) -> Iterable[tuple[Because, str]]:
    programmes = dict.fromkeys((*item.ring_fenced_for, *item.programmes))
    for programme in (name for name in programmes if asker.verdicts.get(name) is Verdict.MATCH):
        yield (Because.HELD if programme in item.ring_fenced_for else Because.PROGRAMME), programme
    yield from _asked_for(item, asker.facts, asker.wish)
    if nearness in _REASON_OF_PLACE and (nearness is not Nearness.REGION or asker.wish.around.region):
        yield _REASON_OF_PLACE[nearness], council
    if asker.wish.learning_first and item.is_learning:
        yield Because.LEARNING, ""
    if item.online:
        yield Because.ONLINE, ""
    if _closes_soon(item, asker.today):
        yield Because.CLOSING, ""


def _asked_for(item: Candidate, facts: Facts, wish: Wish) -> Iterable[tuple[Because, str]]:
    if item.role is not None and item.role in wish.roles:
        yield Because.ROLE, item.role
    if facts.interests and item.sector in facts.interests:
        yield Because.SECTOR, item.sector or ""
    elif item.sector in wish.near:
        yield Because.ALIKE, ""
    if wish.hours & item.hours:
        yield Because.HOURS, ""


def _closes_soon(item: Candidate, today: date) -> bool:
    """An event begins on its last day; only something to apply for closes."""
    if item.about is not About.OPPORTUNITY or item.ends_on is None:
        return False
    return (item.ends_on - today).days <= _CLOSES_SOON_DAYS
