"""What can become of one message: our own words for every answer Telegram gives, and for none at all."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Reach(StrEnum):
    """Why a person cannot be written to; only somebody whose account is gone cannot come back."""

    BLOCKED = "blocked"
    GONE = "gone"
    NEVER_STARTED = "never_started"


@dataclass(frozen=True, slots=True)
class Sent:
    """It arrived, or what it asked for was so already; `file_id` names an uploaded file from now on."""

    message_id: int | None = None
    file_id: str | None = None


@dataclass(frozen=True, slots=True)
class Unreachable:
    """This chat takes no messages from us."""

    reason: Reach


@dataclass(frozen=True, slots=True)
class Refused:
    """Telegram will never take this message; asking again changes nothing."""

    reason: str


@dataclass(frozen=True, slots=True)
class Migrated:
    """The group lives under another id now."""

    new_chat_id: int


@dataclass(frozen=True, slots=True)
class Wait:
    """Too many requests: nothing at all may be sent for so long."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Uncertain:
    """The answer was lost: it may have arrived."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotSent:
    """No connection was made: it has not arrived, and sending it again is safe."""

    reason: str


@dataclass(frozen=True, slots=True)
class Stop:
    """Nothing we send will be taken: the token is wrong, or another process uses it."""

    reason: str


Outcome = Sent | Unreachable | Refused | Migrated | Wait | Uncertain | NotSent | Stop
