"""Telegram's errors in our own words: the one table that knows them.

BadRequest is a subclass of NetworkError: the table is searched from the error's own class upwards, so that a refusal
is never mistaken for a bad line and repeated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import cast

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    PassportDecryptionError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.delivery.outcomes import (
    Migrated,
    NotSent,
    Outcome,
    Reach,
    Refused,
    Sent,
    Stop,
    Uncertain,
    Unreachable,
    Wait,
)
from bot.delivery.request import FloodWait, NotConnected, seconds_of

_MAX_REASON = 120

# Telegram's own words, in lower case: python-telegram-bot capitalises some of them.
_DONE_ALREADY = ("message is not modified", "message to delete not found")
_TARGET_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")
_NO_TEXT = "there is no text in the message to edit"
_NO_SUCH_CHAT = ("chat not found", "user not found", "peer_id_invalid", "user_is_blocked")
_WRONG_FILE = (
    "wrong file identifier",
    "wrong remote file identifier",
    "can't use file of type",
    "file reference expired",
)


def outcome_of(error: TelegramError) -> Outcome:
    """What an error of a call means for the message it carried."""
    for kind in type(error).__mro__:
        if kind in TABLE:
            return TABLE[kind](error)
    raise error


def is_target_gone(error: TelegramError) -> bool:
    """Whether the message to edit is no longer there to be edited, so that it must be sent anew."""
    return isinstance(error, BadRequest) and _says(error, *_TARGET_GONE)


def is_without_text(error: TelegramError) -> bool:
    """Whether the message to edit is a file, whose words are its caption."""
    return isinstance(error, BadRequest) and _says(error, _NO_TEXT)


def is_file_unknown(error: TelegramError) -> bool:
    """Whether a remembered `file_id` no longer works, so that the file must be uploaded again."""
    return isinstance(error, BadRequest) and _says(error, *_WRONG_FILE)


def _bad_request(error: TelegramError) -> Outcome:
    if _says(error, *_DONE_ALREADY):
        return Sent()
    if _says(error, *_NO_SUCH_CHAT):
        return Unreachable(Reach.NEVER_STARTED)
    return Refused(_reason(error))


def _forbidden(error: TelegramError) -> Outcome:
    if _says(error, "deactivated", "kicked", "not a member"):
        return Unreachable(Reach.GONE)
    if _says(error, "can't initiate conversation"):
        return Unreachable(Reach.NEVER_STARTED)
    if _says(error, "send messages to bots"):
        return Refused(_reason(error))
    return Unreachable(Reach.BLOCKED)


def _refused(error: TelegramError) -> Outcome:
    return Refused(_reason(error))


def _uncertain(error: TelegramError) -> Outcome:
    return Uncertain(_reason(error))


TABLE: Mapping[type, Callable[[TelegramError], Outcome]] = {
    BadRequest: _bad_request,
    ChatMigrated: lambda error: Migrated(cast(ChatMigrated, error).new_chat_id),
    Conflict: lambda _: Stop("another process uses this token"),
    EndPointNotFound: _refused,
    FloodWait: lambda error: Wait(cast(FloodWait, error).seconds),
    Forbidden: _forbidden,
    InvalidToken: lambda _: Stop("Telegram does not know this token"),
    NetworkError: _uncertain,
    NotConnected: lambda error: NotSent(_reason(error)),
    PassportDecryptionError: _refused,
    RetryAfter: lambda error: Wait(seconds_of(cast(RetryAfter, error).retry_after)),
    TelegramError: _refused,
    TimedOut: _uncertain,
}


def _says(error: TelegramError, *marks: str) -> bool:
    said = error.message.lower()
    return any(mark in said for mark in marks)


def _reason(error: TelegramError) -> str:
    """Telegram's words without what it quotes of ours."""
    return re.sub(r'"[^"]*"', '"…"', error.message)[:_MAX_REASON]
