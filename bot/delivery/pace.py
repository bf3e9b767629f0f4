"""How fast we may send: Telegram's limits, kept by our own clock so that they are never met from above.

Overall and per group no window may hold more than the limit; one chat may burst and then gets its rate. A request
counts when it leaves, and its chat's clock moves on by the time it took: on the far side it may have arrived as late
as its answer came, and the next one must not seem early there. Bulk messages are spread evenly over what is left, so
that a reply never finds a second's worth of them ahead of it.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

BULK = 2
# Two requests that leave a second apart may arrive a little less than a second apart.
_MARGIN = 1.02
# Overall it is less: bulk keeps the other margin by itself, and the rest is room to catch up in.
_OVERALL_MARGIN = 1.005
_MINUTE = 60.0
# Bulk that was held up for no longer than this makes up for it; after a longer pause it has nothing to make up for.
_CATCH_UP = 0.15
_IDLE = 1.0
# An answer slower than this was slow to come back, not slow to get there.
_LONGEST_WAY = 1.0
# Looking through thousands of them for garbage would hold everybody up.
_FORGET_CHATS_ABOVE = 2_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Messages a second to everybody, a second to one chat with a burst, a minute to one group."""

    overall: float = 30.0
    chat: float = 1.0
    chat_burst: int = 5
    group: float = 20.0


class _Window:
    """At most so many in any stretch of so many seconds."""

    __slots__ = ("_sent", "_span")

    def __init__(self, count: float, span: float, margin: float = _MARGIN) -> None:
        # A rate below one a span becomes one in a longer span.
        self._span = span * margin * max(1.0, 1.0 / count)
        self._sent: deque[float] = deque(maxlen=max(1, int(count)))

    def free_at(self, now: float, ahead: int = 0) -> float:
        """When one more fits, after `ahead` others that are to go before it."""
        known, most = len(self._sent), self._sent.maxlen or 1
        to_expire = known + ahead - most
        if to_expire < 0:
            return now
        if to_expire < known:
            return max(now, self._sent[to_expire] + self._span)
        return now + self._span * (1 + (to_expire - known) // most)

    def add(self, now: float) -> None:
        """Count one in."""
        self._sent.append(now)

    def is_idle(self, now: float) -> bool:
        """Whether nothing counted here matters any more."""
        return not self._sent or self._sent[-1] + self._span <= now


class _Bucket:
    """A burst, then a steady rate; `full_at` is when the whole burst is there again."""

    __slots__ = ("_each", "_slack", "full_at")

    def __init__(self, rate: float, burst: int) -> None:
        self._each = _MARGIN / rate
        self._slack = (burst - 1) * self._each
        self.full_at = float("-inf")

    def free_at(self, now: float, ahead: int = 0) -> float:
        """When one more fits, after `ahead` others that are to go before it."""
        return max(now, max(now, self.full_at) + ahead * self._each - self._slack)

    def add(self, now: float) -> None:
        """Count one in."""
        self.full_at = max(self.full_at, now) + self._each

    def delay(self, seconds: float) -> None:
        """The last one may have arrived this much after it left."""
        self.full_at += seconds


class _Even:
    """One after another at a steady rate; what is a little late shifts none of those behind it."""

    __slots__ = ("_due", "_each")

    def __init__(self, rate: float) -> None:
        self._each = _MARGIN / rate
        self._due = float("-inf")

    def free_at(self, now: float, ahead: int = 0) -> float:
        """When one more fits, after `ahead` others that are to go before it."""
        return max(now, self._next(now) + ahead * self._each)

    def add(self, now: float) -> None:
        """Count one in."""
        self._due = self._next(now) + self._each

    def _next(self, now: float) -> float:
        # Who was idle begins evenly: a burst at the start would be a gap, and then a burst, in every second after it.
        return now if now - self._due > _IDLE else max(self._due, now - _CATCH_UP)


class _Chat:
    """What one chat may get; a group has its limit a minute beside the rate a second."""

    __slots__ = ("_bucket", "_window")

    def __init__(self, limits: Limits, is_group: bool) -> None:
        self._bucket = _Bucket(limits.chat, limits.chat_burst)
        self._window = _Window(limits.group, _MINUTE) if is_group else None

    def free_at(self, now: float, ahead: int) -> float:
        free = self._bucket.free_at(now, ahead)
        return max(free, self._window.free_at(now, ahead)) if self._window else free

    def add(self, now: float) -> None:
        self._bucket.add(now)
        if self._window:
            self._window.add(now)

    def delay(self, seconds: float) -> None:
        self._bucket.delay(seconds)

    def is_idle(self, now: float) -> bool:
        return self._bucket.full_at <= now and (self._window is None or self._window.is_idle(now))


class Pace:
    """Says when the next message may leave and counts those that do; times are of the injected monotonic clock."""

    def __init__(
        self, limits: Limits, *, monotonic: Callable[[], float] = time.monotonic, horizon: float = 0.2
    ) -> None:
        self.horizon = horizon
        self._limits = limits
        self._monotonic = monotonic
        self._overall = _Window(limits.overall, 1.0, _OVERALL_MARGIN)
        self._bulk = _Even(limits.overall)
        # Bulk that catches up in a lump leaves this many places, so that a reply need not wait for the lump to expire.
        self._kept_free = int(limits.overall / 100)
        self._chats: dict[int, _Chat] = {}
        self._halted_until = float("-inf")

    def now(self) -> float:
        """The clock that everything here is measured by."""
        return self._monotonic()

    def halt(self, seconds: float) -> None:
        """Nothing leaves for so long, whatever else finishes meanwhile."""
        self._halted_until = max(self._halted_until, self._monotonic() + seconds)

    @property
    def halted_for(self) -> float:
        """Seconds until a halt is over, 0 when there is none."""
        return max(0.0, self._halted_until - self._monotonic())

    def free_at(self, lane: int, ahead: int = 0) -> float:
        """When any chat could get a message of this lane, after `ahead` others."""
        now = self._monotonic()
        kept_free = self._kept_free if lane == BULK else 0
        free = max(self._halted_until, self._overall.free_at(now, ahead + kept_free))
        return max(free, self._bulk.free_at(now, ahead)) if lane == BULK else free

    def chat_free_at(self, chat_id: int, ahead: int = 0) -> float:
        """When this chat could get one more, after `ahead` others of its own."""
        now = self._monotonic()
        chat = self._chats.get(chat_id)
        if chat is None and ahead:
            chat = _Chat(self._limits, is_group=chat_id < 0)
        return now if chat is None else chat.free_at(now, ahead)

    def wait(self, chat_id: int, lane: int) -> float:
        """Seconds until a message of this lane may leave for this chat; 0 when it may now."""
        return max(0.0, max(self.free_at(lane), self.chat_free_at(chat_id)) - self._monotonic())

    def room(self, lane: int, most: int) -> int:
        """How many messages of this lane may leave within the horizon, at most `most`."""
        until = self._monotonic() + self.horizon
        fits = 0
        while fits < most and self.free_at(lane, fits) <= until:
            fits += 1
        return fits

    def take(self, chat_id: int, lane: int) -> None:
        """Count a message that leaves now."""
        now = self._monotonic()
        self._overall.add(now)
        if lane == BULK:
            self._bulk.add(now)
        chat = self._chats.get(chat_id)
        if chat is None:
            self._forget_idle(now)
            chat = self._chats[chat_id] = _Chat(self._limits, is_group=chat_id < 0)
        chat.add(now)

    def answered(self, chat_id: int, seconds: float) -> None:
        """A message's answer took so long: it may have arrived that much later than it left."""
        chat = self._chats.get(chat_id)
        if chat is not None:
            chat.delay(min(seconds, _LONGEST_WAY))

    def _forget_idle(self, now: float) -> None:
        if len(self._chats) >= _FORGET_CHATS_ABOVE:
            self._chats = {chat_id: chat for chat_id, chat in self._chats.items() if not chat.is_idle(now)}
