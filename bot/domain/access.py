"""Who may do what in the console: roles, how far each reaches, and the one rule that compares them with a subject."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """What somebody does here; one person can have several."""

    ADVISER = "adviser"
    COORDINATOR = "coordinator"
    SAFEGUARDING_LEAD = "safeguarding_lead"
    ADMIN = "admin"


NEED_SECOND_FACTOR = frozenset({Role.ADMIN, Role.SAFEGUARDING_LEAD})


class Reach(IntEnum):
    """How far a right goes, each including the ones before it. Nothing reaches into another organisation.

    OWN is what they hold themselves, or hold while a colleague is away; FREE adds what nobody holds yet, within their
    councils and programmes; SCOPE everything within these; ORGANISATION everything of their organisation.
    """

    NOBODY = 0
    OWN = 1
    FREE = 2
    SCOPE = 3
    ORGANISATION = 4


class Act(StrEnum):
    """What can be done in the console; every route names one of these or one of the two below."""

    USE_CONSOLE = "use_console"
    SEE_QUEUE = "see_queue"
    SEE_CASE = "see_case"
    WORK_CASE = "work_case"
    SHARE_OUT_CASES = "share_out_cases"
    SEE_CONCERNS = "see_concerns"
    WORK_CONCERNS = "work_concerns"
    PLAN_DUTY = "plan_duty"
    WORK_JOURNEYS = "work_journeys"
    SEND_BROADCASTS = "send_broadcasts"
    RUN_EVENTS = "run_events"
    KEEP_CATALOGUE = "keep_catalogue"
    MANAGE_STAFF = "manage_staff"
    READ_AUDIT = "read_audit"


RIGHTS: Mapping[Act, Mapping[Role, Reach]] = MappingProxyType(
    {
        Act.USE_CONSOLE: dict.fromkeys(Role, Reach.OWN),
        Act.SEE_QUEUE: {Role.ADVISER: Reach.SCOPE, Role.COORDINATOR: Reach.SCOPE},
        Act.SEE_CASE: {Role.ADVISER: Reach.FREE, Role.COORDINATOR: Reach.SCOPE},
        Act.WORK_CASE: {Role.ADVISER: Reach.OWN, Role.COORDINATOR: Reach.OWN},
        Act.SHARE_OUT_CASES: {Role.COORDINATOR: Reach.SCOPE},
        Act.SEE_CONCERNS: {Role.SAFEGUARDING_LEAD: Reach.ORGANISATION},
        Act.WORK_CONCERNS: {Role.SAFEGUARDING_LEAD: Reach.ORGANISATION},
        Act.PLAN_DUTY: {Role.SAFEGUARDING_LEAD: Reach.ORGANISATION, Role.ADMIN: Reach.ORGANISATION},
        Act.WORK_JOURNEYS: {Role.ADVISER: Reach.SCOPE, Role.COORDINATOR: Reach.SCOPE},
        Act.SEND_BROADCASTS: {Role.COORDINATOR: Reach.ORGANISATION},
        Act.RUN_EVENTS: {Role.COORDINATOR: Reach.ORGANISATION},
        Act.KEEP_CATALOGUE: {Role.COORDINATOR: Reach.ORGANISATION},
        Act.MANAGE_STAFF: {Role.ADMIN: Reach.ORGANISATION},
        Act.READ_AUDIT: {Role.ADMIN: Reach.ORGANISATION},
    }
)
"""The written table: what each role may do, and how far. A role that is not named may not do it at all."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody at the console, as far as access cares; empty councils or programmes mean all of them."""

    id: int
    organisation: str
    roles: frozenset[Role]
    councils: frozenset[str] = frozenset()
    programmes: frozenset[str] = frozenset()
    stands_in_for: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Subject:
    """What somebody wants to see or change. A council or programme that is not known is in everybody's scope."""

    organisation: str
    council: str | None = None
    programme: str | None = None
    holder_id: int | None = None


def reach_of(viewer: Viewer, act: Act) -> Reach:
    """The farthest that any of their roles reaches."""
    return max((RIGHTS[act].get(role, Reach.NOBODY) for role in viewer.roles), default=Reach.NOBODY)


def may(viewer: Viewer, act: Act, subject: Subject | None = None) -> bool:
    """Whether they may do this to that subject; without one, whether they may do it to anything at all."""
    reach = reach_of(viewer, act)
    if reach is Reach.NOBODY or subject is None:
        return reach is not Reach.NOBODY
    if subject.organisation != viewer.organisation:
        return False
    if reach is Reach.ORGANISATION or subject.holder_id in {viewer.id, *viewer.stands_in_for}:
        return True
    is_free = subject.holder_id is None and reach is Reach.FREE
    return (is_free or reach is Reach.SCOPE) and is_in_scope(viewer, subject)


def is_in_scope(viewer: Viewer, subject: Subject) -> bool:
    """Whether a subject lies within the councils and programmes of somebody of the same organisation."""
    return _within(subject.council, viewer.councils) and _within(subject.programme, viewer.programmes)


def needs_second_factor(roles: frozenset[Role]) -> bool:
    """Whether a password alone is not enough for them."""
    return bool(roles & NEED_SECOND_FACTOR)


def _within(value: str | None, allowed: frozenset[str]) -> bool:
    return not allowed or value is None or value in allowed
