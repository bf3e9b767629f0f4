"""Signing in, as rules: how long to wait after wrong tries, how long a session lasts, what a good password is."""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta

FREE_TRIES = 5
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
# The counter stops here: the wait has long reached its longest.
MOST_COUNTED = 1000

IDLE_LIMIT = timedelta(hours=2)
SESSION_LIMIT = timedelta(hours=12)
INVITATION_LIVES = timedelta(hours=72)
RESET_LIVES = timedelta(hours=24)

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
_FEWEST_DIFFERENT = 5


def back_off(failures: int) -> timedelta:
    """How long nobody can try again after so many wrong tries in a row: doubles, up to a limit."""
    if failures < FREE_TRIES:
        return timedelta(0)
    return min(LONGEST_WAIT, FIRST_WAIT * (1 << min(failures - FREE_TRIES, 10)))


def is_alive(seen_at: datetime, expires_at: datetime, now: datetime) -> bool:
    """Whether a session still counts: neither left alone for too long nor too old."""
    return now < expires_at and now - seen_at < IDLE_LIMIT


def normal_password(password: str) -> str:
    """One spelling of a password, whatever keyboard it was typed on."""
    return unicodedata.normalize("NFKC", password)


def password_problem(password: str, email: str) -> str | None:
    """What is wrong with a new password: `short`, `long`, `simple` or `email`; None when nothing is."""
    normal = normal_password(password)
    if len(normal) < SHORTEST_PASSWORD:
        return "short"
    if len(normal) > LONGEST_PASSWORD:
        return "long"
    if len(set(normal.casefold())) < _FEWEST_DIFFERENT:
        return "simple"
    local_part = email.partition("@")[0].casefold()
    return "email" if len(local_part) > 3 and local_part in normal.casefold() else None
