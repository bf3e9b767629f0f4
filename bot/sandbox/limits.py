"""Telegram's sending limits as leaky buckets."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.settings import Limits

SLACK = 0.2
"""A message may come this part of a slot early: networks bunch what was sent evenly."""


@dataclass(slots=True)
class Bucket:
    """Fills by one a message and leaks at a steady rate."""

    level: float = 0.0
    at: float = 0.0

    def wait(self, now: float, rate: float, burst: float) -> float:
        """Seconds until one more fits; 0 when it fits now."""
        level = max(0.0, self.level - (now - self.at) * rate)
        over = level + 1 - burst - SLACK
        return over / rate if over > 0 else 0.0

    def fill(self, now: float, rate: float) -> None:
        """Take one in."""
        self.level = max(0.0, self.level - (now - self.at) * rate) + 1
        self.at = now


class Pace:
    """Decides whether one more message may go to a chat now."""

    def __init__(self, limits: Limits, monotonic: Callable[[], float]) -> None:
        self.limits = limits
        self._monotonic = monotonic
        self._overall = Bucket()
        self._chats: dict[int, Bucket] = {}

    def take(self, chat_id: int, is_group: bool) -> int:
        """Count a message in, or return the whole seconds to wait; a refused one does not count."""
        rates = self._rates(chat_id, is_group)
        now = self._monotonic()
        wait = max((bucket.wait(now, rate, burst) for bucket, rate, burst in rates), default=0.0)
        if wait > 0:
            return max(1, math.ceil(wait))
        for bucket, rate, _ in rates:
            bucket.fill(now, rate)
        return 0

    def reset(self) -> None:
        """Empty all buckets."""
        self._overall, self._chats = Bucket(), {}

    def _rates(self, chat_id: int, is_group: bool) -> list[tuple[Bucket, float, float]]:
        limits = self.limits
        rates = []
        if limits.overall_per_second:
            rates.append((self._overall, limits.overall_per_second, limits.overall_burst))
        rate, burst = limits.chat_per_second, limits.chat_burst
        if is_group:
            rate, burst = limits.group_per_minute / 60, limits.group_burst
        if rate:
            rates.append((self._chats.setdefault(chat_id, Bucket()), rate, burst))
        return rates
