"""Handoffs: what may happen to a case, when a conversation is live, and what the bot may still say in one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

LIVE_FOR = timedelta(hours=24)
"""A conversation stays live this long after the adviser's last message."""

MEANT_FOR_ADVISER = timedelta(hours=72)
"""The first message this soon after a case was closed may still be meant for its adviser."""

GONE_QUIET = timedelta(days=14)


class State(StrEnum):
    """Where a handoff stands; `db.models.Handoff` says what each means."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    PARKED = "parked"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


OPEN = frozenset({State.WAITING, State.CLAIMED, State.PARKED})

OUTCOMES = ("answered", "applied", "started", "sent_on", "no_reply", "not_needed", "other")
"""How a case ended, as the adviser sees it."""


class Act(StrEnum):
    """What staff do with a case."""

    CLAIM = "claim"
    RELEASE = "release"
    TRANSFER = "transfer"
    WRITE = "write"
    PARK = "park"
    CLOSE = "close"
    REOPEN = "reopen"
    NOTE = "note"
    PLAN = "plan"


_ALLOWED_IN: dict[Act, frozenset[State]] = {
    Act.CLAIM: frozenset({State.WAITING}),
    Act.RELEASE: frozenset({State.CLAIMED, State.PARKED}),
    Act.TRANSFER: frozenset({State.CLAIMED, State.PARKED}),
    Act.WRITE: frozenset({State.CLAIMED, State.PARKED}),
    Act.PARK: frozenset({State.CLAIMED}),
    Act.CLOSE: OPEN,
    Act.REOPEN: frozenset({State.CLOSED}),
    Act.NOTE: frozenset(State),
    Act.PLAN: frozenset({State.CLAIMED, State.PARKED}),
}

_OWN = frozenset({Act.RELEASE, Act.TRANSFER, Act.WRITE, Act.PARK, Act.PLAN})


def is_possible(act: Act, state: State, *, is_own: bool) -> bool:
    """Whether staff may do this to a case that stands like this; a case of a colleague is taken over by transfer.

    Closing is for whoever has the case, and for anybody while it waits: the person may have gone.
    """
    if state not in _ALLOWED_IN[act]:
        return False
    if act is Act.CLOSE and state is not State.WAITING:
        return is_own
    return is_own or act not in _OWN


def is_live(live_until: datetime | None, now: datetime) -> bool:
    """Whether an adviser speaks in this chat, so that the bot is silent."""
    return live_until is not None and now < live_until


def waits_for_us(person_wrote_at: datetime | None, staff_wrote_at: datetime | None) -> bool:
    """Whether the person had the last word."""
    if person_wrote_at is None:
        return False
    return staff_wrote_at is None or staff_wrote_at < person_wrote_at


def has_gone_quiet(person_wrote_at: datetime | None, staff_wrote_at: datetime | None, now: datetime) -> bool:
    """Whether nobody has said anything for two weeks."""
    last = max((moment for moment in (person_wrote_at, staff_wrote_at) if moment is not None), default=None)
    return last is not None and now - last >= GONE_QUIET


def is_in_scope(
    councils: Collection[str], programmes: Collection[str], council: str | None, programme: str | None
) -> bool:
    """Whether a case lies in what a member of staff looks after; an empty scope is all of the organisation's.

    Somebody who left their area or programme out is nobody's in particular, so everybody may help them.
    """
    return (not councils or council is None or council in councils) and (
        not programmes or programme is None or programme in programmes
    )
