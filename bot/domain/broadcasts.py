"""Broadcasts: where one stands, what may be done with it, and why somebody does not get it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

CAP = 3
CAP_SPAN = timedelta(days=7)
"""Nobody gets more broadcasts than this in that time, whoever sends them."""

LONGEST_LIFE = timedelta(days=30)
MOST_SPREAD = timedelta(hours=72)
LARGEST_IMAGE = 10 * 1024 * 1024
MOST_BUTTONS = 3
LONGEST_BUTTON = 40
LONGEST_NAME = 120

_FIELD = re.compile(r"\{([^{}]*)\}")
_LOOSE_BRACE = re.compile(r"[{}]")
_LINK = re.compile(r"""href\s*=\s*["']([^"']*)["']""", re.IGNORECASE)


class State(StrEnum):
    """Where a broadcast stands; `db.models.Broadcast` says what each means."""

    DRAFT = "draft"
    WAITING = "waiting"
    APPROVED = "approved"
    SENDING = "sending"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    DONE = "done"


class Act(StrEnum):
    """What staff do with a broadcast."""

    EDIT = "edit"
    TEST = "test"
    SUBMIT = "submit"
    APPROVE = "approve"
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"


_ALLOWED_IN: dict[Act, frozenset[State]] = {
    Act.EDIT: frozenset({State.DRAFT, State.WAITING}),
    Act.TEST: frozenset({State.DRAFT, State.WAITING, State.APPROVED}),
    Act.SUBMIT: frozenset({State.DRAFT}),
    Act.APPROVE: frozenset({State.WAITING}),
    Act.PAUSE: frozenset({State.SENDING}),
    Act.RESUME: frozenset({State.PAUSED}),
    Act.CANCEL: frozenset({State.WAITING, State.APPROVED, State.SENDING, State.PAUSED}),
}


def is_possible(act: Act, state: State) -> bool:
    """Whether this may be done to a broadcast that stands like this."""
    return state in _ALLOWED_IN[act]


class LeftOut(StrEnum):
    """Why somebody of the audience gets nothing; the first that holds is the one that is shown."""

    STOPPED = "stopped"
    UNREACHABLE = "unreachable"
    PAUSED = "paused"
    TOO_YOUNG = "too_young"
    NO_OPT_IN = "no_opt_in"
    TOLD_ENOUGH = "told_enough"


class Skipped(StrEnum):
    """Why a planned message was not sent in the end, beside the reasons above."""

    CANCELLED = "cancelled"
    EXPIRED = "expired"
    NOT_CHECKED = "not_checked"
    CLOSED = "closed"
    MOVED_COUNTRY = "moved_country"
    PROGRAMME_PAUSED = "programme_paused"


class About(StrEnum):
    """What a broadcast may be about, by the name its rows carry."""

    OCCURRENCE = "occurrence"
    OPPORTUNITY = "opportunity"


FIELDS: dict[About | None, frozenset[str]] = {
    None: frozenset({"organisation"}),
    About.OCCURRENCE: frozenset({"organisation", "event", "when", "where"}),
    About.OPPORTUNITY: frozenset({"organisation", "opportunity", "closes"}),
}
"""The merge fields a text may use; what is in them is read when it is sent."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a draft: the field, the key of the reason, and what it is about."""

    field: str
    why: str
    detail: str = ""


def unknown_fields(text: str, about: About | None) -> list[str]:
    """Merge fields we cannot fill; a brace that opens or closes nothing is one."""
    found = [name for name in _FIELD.findall(text) if name not in FIELDS[about]]
    return found + (["{"] if _LOOSE_BRACE.search(_FIELD.sub("", text)) else [])


def fill(text: str, values: dict[str, str]) -> str:
    """The text with its merge fields filled."""
    return _FIELD.sub(lambda match: values[match[1]], text)


def links_in(text: str) -> Iterator[str]:
    """Every address that a text links to."""
    yield from _LINK.findall(text)


def is_allowed_link(url: str, domains: Collection[str]) -> bool:
    """Whether an address is secure and on one of these domains, or below one."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".").lower()
    except ValueError:
        return False
    if parts.scheme != "https" or parts.username is not None or not host.isascii():
        return False
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a broadcast; `planned` is always the sum of the other numbers.

    `next_at` is when the first of those who wait is due.
    """

    planned: int
    sent: int
    waiting: int
    failed: dict[str, int]
    skipped: dict[str, int]
    erased: int
    uncertain: int
    left_out: dict[str, int]
    responses: dict[str, int]
    next_at: datetime | None = None

    @property
    def adds_up(self) -> bool:
        """Whether everybody who was planned is accounted for."""
        closed = self.sent + sum(self.failed.values()) + sum(self.skipped.values()) + self.erased
        return self.planned == closed + self.waiting
