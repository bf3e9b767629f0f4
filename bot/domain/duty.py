"""The safeguarding rota: who is on call at a moment, where nobody is, and when somebody will have read something.

Everything here is in UTC: on the nights when clocks change, times of one zone subtract wrongly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Span:
    """From one moment until just before another."""

    starts: datetime
    ends: datetime

    def holds(self, moment: datetime) -> bool:
        """Whether a moment lies in it."""
        return self.starts <= moment < self.ends


@dataclass(frozen=True, slots=True)
class Shift:
    """Somebody's shift, and who is next when they do not answer."""

    staff: int
    second: int | None
    span: Span


@dataclass(frozen=True, slots=True)
class OnCall:
    """Who is called, and who after them."""

    first: int
    second: int | None


def on_call(shifts: Iterable[Shift], at: datetime) -> OnCall | None:
    """Who is on call; where shifts overlap the later one has taken over, and the earlier one is still second."""
    there = sorted((shift for shift in shifts if shift.span.holds(at)), key=_latest_first)
    if not there:
        return None
    first = there[0].staff
    named = (there[0].second, *(shift.staff for shift in there[1:]))
    return OnCall(first, next((one for one in named if one is not None and one != first), None))


def _latest_first(shift: Shift) -> tuple[float, int]:
    return -shift.span.starts.timestamp(), shift.staff


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same time in as few spans as possible, in order; what touches becomes one."""
    done: list[Span] = []
    for span in sorted(spans, key=lambda one: one.starts):
        if span.ends <= span.starts:
            continue
        if done and span.starts <= done[-1].ends:
            done[-1] = Span(done[-1].starts, max(done[-1].ends, span.ends))
        else:
            done.append(span)
    return done


def without(wanted: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """What of the wanted time is not taken."""
    left: list[Span] = []
    taken = merged(taken)
    for span in merged(wanted):
        start = span.starts
        for other in taken:
            if other.ends <= start or other.starts >= span.ends:
                continue
            if other.starts > start:
                left.append(Span(start, other.starts))
            start = max(start, other.ends)
        if start < span.ends:
            left.append(Span(start, span.ends))
    return left


def shared(some: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """The time that lies in both."""
    others = merged(others)
    both = (Span(max(one.starts, other.starts), min(one.ends, other.ends)) for one in merged(some) for other in others)
    return [span for span in both if span.starts < span.ends]


def clipped(spans: Iterable[Span], start: datetime, end: datetime) -> list[Span]:
    """What of these lies between two moments."""
    return shared(spans, [Span(start, end)])


def after(spans: Sequence[Span], start: datetime, amount: timedelta) -> datetime | None:
    """When so much of this time has passed since a moment; None when there is not so much of it."""
    left = amount
    for span in _since(spans, start):
        length = span.ends - span.starts
        if length >= left:
            return span.starts + left
        left -= length
    return None


def promised(spans: Sequence[Span], start: datetime, amount: timedelta, step: timedelta) -> datetime | None:
    """By when something has been read: as `after`, on a full step of the clock where that is still in time."""
    due = after(spans, start, amount)
    if due is None:
        return None
    rounded = due + (datetime.min.replace(tzinfo=due.tzinfo) - due) % step
    last = next(span.ends for span in merged(spans) if span.starts < due <= span.ends)
    return min(rounded, last)


def _since(spans: Iterable[Span], start: datetime) -> Iterator[Span]:
    for span in merged(spans):
        if span.ends > start:
            yield Span(max(span.starts, start), span.ends)
