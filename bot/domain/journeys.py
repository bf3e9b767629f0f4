"""From interested to lasting work: the stages, who may say so, and when to ask how it goes."""

from __future__ import annotations

from collections.abc import Mapping
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
_WEEKLY = timedelta(days=7)

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


def next_check_in(started_on: date, after: date) -> tuple[int, date] | None:
    """The next week to ask about and its day, of those after a day; None when all are over."""
    days = ((weeks, started_on + timedelta(weeks=weeks)) for weeks in CHECK_IN_WEEKS)
    return next(((weeks, day) for weeks, day in days if day > after), None)


def weeks_reached(started_on: date, today: date) -> int:
    """The last of the check-in weeks that is behind them; 0 before the first."""
    return max((weeks for weeks in CHECK_IN_WEEKS if started_on + timedelta(weeks=weeks) <= today), default=0)


def next_ask(stage: Stage, started_on: date | None, today: date) -> date | None:
    """The day on which to write next: each week during checks, then at the check-ins; None when there is no need."""
    if stage is Stage.CHECKS:
        return today + _WEEKLY
    if stage is Stage.STARTED and started_on is not None:
        coming = next_check_in(started_on, today)
        return coming[1] if coming else None
    return None
