"""Every error Telegram can give has its meaning, and a refusal is never taken for a bad line."""

from __future__ import annotations

import pytest
import telegram.error
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, TimedOut

from bot.delivery.errors import TABLE, is_file_unknown, is_target_gone, is_without_text, outcome_of
from bot.delivery.outcomes import Migrated, NotSent, Reach, Refused, Sent, Stop, Uncertain, Unreachable, Wait
from bot.delivery.request import FloodWait, NotConnected


def test_table_when_the_library_gains_an_error_then_it_must_gain_a_row() -> None:
    known = {getattr(telegram.error, name) for name in telegram.error.__all__}
    assert set(TABLE) == known | {NotConnected, FloodWait}


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (BadRequest("Message is not modified: specified new message content"), Sent()),
        (BadRequest("Bad Request: message to delete not found"), Sent()),
        (BadRequest("Bad Request: chat not found"), Unreachable(Reach.NEVER_STARTED)),
        (BadRequest("Bad Request: message text is empty"), Refused("Message text is empty")),
        (Forbidden("Forbidden: bot was blocked by the user"), Unreachable(Reach.BLOCKED)),
        (Forbidden("Forbidden: user is deactivated"), Unreachable(Reach.GONE)),
        (Forbidden("Forbidden: bot was kicked from the group chat"), Unreachable(Reach.GONE)),
        (Forbidden("Forbidden: bot can't initiate conversation with a user"), Unreachable(Reach.NEVER_STARTED)),
        (
            Forbidden("Forbidden: bot can't send messages to bots"),
            Refused("Forbidden: bot can't send messages to bots"),
        ),
        (ChatMigrated(-1005), Migrated(-1005)),
        (FloodWait(3), Wait(3)),
        (NotConnected("no connection"), NotSent("no connection")),
        (TimedOut("no answer"), Uncertain("no answer")),
        (NetworkError("HTTP status 502"), Uncertain("HTTP status 502")),
        (InvalidToken(), Stop("Telegram does not know this token")),
        (Conflict("terminated by other getUpdates request"), Stop("another process uses this token")),
        (telegram.error.TelegramError("odd"), Refused("odd")),
        (telegram.error.EndPointNotFound("odd"), Refused("odd")),
        (telegram.error.PassportDecryptionError("odd"), Refused("PassportDecryptionError: odd")),
    ],
)
def test_outcome_when_telegram_answers_so_then_it_means_this(
    error: telegram.error.TelegramError, outcome: object
) -> None:
    assert outcome_of(error) == outcome


@pytest.mark.parametrize("timedelta", ["true", "false"])
def test_outcome_when_the_library_waits_its_own_way_then_it_is_seconds(
    monkeypatch: pytest.MonkeyPatch, timedelta: str
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    error = telegram.error.RetryAfter(7)
    monkeypatch.setenv("PTB_TIMEDELTA", timedelta)
    if timedelta == "true":
        assert outcome_of(error) == Wait(7.0)
    else:
        with pytest.warns(DeprecationWarning, match="retry_after"):
            assert outcome_of(error) == Wait(7.0)


def test_reason_when_telegram_quotes_our_text_then_it_is_not_repeated() -> None:
    error = BadRequest('Can\'t parse entities: unsupported start tag "anna" at byte offset 5')
    assert outcome_of(error) == Refused('Can\'t parse entities: unsupported start tag "…" at byte offset 5')


def test_reason_when_very_long_then_it_is_cut() -> None:
    outcome = outcome_of(BadRequest("x" * 500))
    assert isinstance(outcome, Refused)
    assert len(outcome.reason) == 120


def test_target_gone_when_telegram_says_so_then_only_for_bad_requests() -> None:
    assert is_target_gone(BadRequest("Message to edit not found"))
    assert is_target_gone(BadRequest("message can't be edited"))
    assert not is_target_gone(BadRequest("Message is not modified"))
    assert not is_target_gone(NetworkError("message to edit not found"))


def test_other_questions_when_asked_then_telegrams_words_decide() -> None:
    assert is_without_text(BadRequest("There is no text in the message to edit"))
    assert is_file_unknown(BadRequest("Wrong file identifier/HTTP URL specified"))
    assert not is_file_unknown(Forbidden("wrong file identifier"))
