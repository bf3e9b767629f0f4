"""From interested to lasting work: the stages, who may say so, and when to ask how it goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType


class Stage(StrEnum):
    """How far somebody got."""

    INTERESTED = "interested"
    REVIEWED = "reviewed"
    REFERRED = "referred"
    INTERVIEW = "interview"
    OFFERED = "offered"
    CHECKS = "checks"
    STARTED = "started"
    FINISHED = "finished"
    NOT_SUCCESSFUL = "not_successful"
    WITHDREW = "withdrew"
    LEFT_EARLY = "left_early"


class Said(StrEnum):
    """Who says that it is so, the weakest word first."""

    PERSON = "person"
    EMPLOYER = "employer"
    ADVISER = "adviser"
    EVIDENCE = "evidence"


class Kind(StrEnum):
    """What was started."""

    EMPLOYED = "employed"
    APPRENTICESHIP = "apprenticeship"
    SELF_EMPLOYED = "self_employed"
    EDUCATION = "education"
    PLACEMENT = "placement"
    VOLUNTEERING = "volunteering"


ENDED = frozenset({Stage.FINISHED, Stage.NOT_SUCCESSFUL, Stage.WITHDREW, Stage.LEFT_EARLY})
OPENS_NEXT_MOVE = frozenset({Stage.NOT_SUCCESSFUL, Stage.LEFT_EARLY, Stage.FINISHED})
REASONS: Mapping[Stage, tuple[str, ...]] = MappingProxyType(
    {
        Stage.NOT_SUCCESSFUL: ("others_closer", "requirements", "no_show", "no_post", "other"),
        Stage.WITHDREW: ("found_other", "not_for_me", "travel", "other"),
        Stage.LEFT_EARLY: ("let_go", "pay_or_hours", "not_for_me", "health_or_home", "other"),
    }
)
CHECK_IN_WEEKS = (4, 13, 26)
SUSTAINED = "sustained_"
_WEEKLY = timedelta(days=7)
# How long it may be quiet before we ask: after an interview they know soon, after sending details it takes longer.
_QUIET: Mapping[Stage, timedelta] = MappingProxyType(
    {Stage.REFERRED: timedelta(days=14), Stage.INTERVIEW: timedelta(days=7), Stage.OFFERED: timedelta(days=14)}
)
_MOST_ASKED, _MOST_ASKED_OF_QUIET = 8, 2

_KIND_OF: Mapping[str, Kind] = MappingProxyType(
    {
        "vacancy": Kind.EMPLOYED,
        "apprenticeship": Kind.APPRENTICESHIP,
        "course": Kind.EDUCATION,
        "pre_employment": Kind.EDUCATION,
        "placement": Kind.PLACEMENT,
        "volunteering": Kind.VOLUNTEERING,
        "mentoring": Kind.VOLUNTEERING,
    }
)
_OF_ORGANISATION: Mapping[Stage, tuple[Stage, ...]] = MappingProxyType(
    {
        Stage.REFERRED: (Stage.INTERVIEW, Stage.OFFERED, Stage.NOT_SUCCESSFUL),
        Stage.INTERVIEW: (Stage.INTERVIEW, Stage.OFFERED, Stage.NOT_SUCCESSFUL),
        Stage.OFFERED: (Stage.CHECKS, Stage.STARTED, Stage.NOT_SUCCESSFUL),
        Stage.CHECKS: (Stage.CHECKS, Stage.STARTED, Stage.NOT_SUCCESSFUL),
        Stage.STARTED: (Stage.LEFT_EARLY,),
    }
)


def kind_of(opportunity_kind: str | None) -> Kind:
    """What it is to start this kind of thing."""
    return _KIND_OF.get(opportunity_kind or "", Kind.EMPLOYED)


def moves_of_organisation(stage: Stage) -> tuple[Stage, ...]:
    """Where the organisation itself can take somebody from here."""
    return _OF_ORGANISATION.get(stage, ())


def next_check_in(started_on: date, after: date, windows: Sequence[int] = CHECK_IN_WEEKS) -> tuple[int, date] | None:
    """The next week to ask about and its day, of those after a day; None when all are over."""
    days = ((weeks, started_on + timedelta(weeks=weeks)) for weeks in windows)
    return next(((weeks, day) for weeks, day in days if day > after), None)


def weeks_reached(started_on: date, today: date, windows: Sequence[int] = CHECK_IN_WEEKS) -> int:
    """The last of the check-in weeks that is behind them; 0 before the first."""
    return max((weeks for weeks in windows if started_on + timedelta(weeks=weeks) <= today), default=0)


def most_asked(stage: Stage) -> int:
    """How many questions in a row may stay without an answer: somebody who never answers is not asked for ever."""
    return _MOST_ASKED_OF_QUIET if stage in _QUIET else _MOST_ASKED


def next_ask(
    stage: Stage, started_on: date | None, today: date, windows: Sequence[int] = CHECK_IN_WEEKS
) -> date | None:
    """The day on which to write next: each week during checks, then at the check-ins, and where nobody says anything
    after a while; None when there is no need.
    """
    if stage in _QUIET:
        return today + _QUIET[stage]
    if stage is Stage.CHECKS:
        return today + _WEEKLY
    if stage is Stage.STARTED and started_on is not None:
        coming = next_check_in(started_on, today, windows)
        return coming[1] if coming else None
    return None
