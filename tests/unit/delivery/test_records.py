"""What each outcome does to its row."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.claims import MAX_ATTEMPTS, Parcel
from bot.delivery.outcomes import Migrated, NotSent, Outcome, Reach, Refused, Sent, Stop, Uncertain, Unreachable, Wait
from bot.delivery.records import Lost, Record, Result, backoff, record_of
from bot.messages.outgoing import Action, OutgoingMessage
from db.queries import recording
from db.queries.claiming import Claimed

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
LEFT = NOW - timedelta(seconds=1)
ROW = Claimed(5, 9, 70, 0, {}, None, None, 0, 0, NOW, 3)


def recorded(outcome: Outcome | None, row: Claimed = ROW, message: OutgoingMessage | None = None) -> Record:
    parcel = Parcel(row, message or OutgoingMessage("hi"), target=40)
    return record_of([Result(parcel, outcome, LEFT)], NOW, chance=lambda: 1.0)


def test_sent_when_recorded_then_the_message_id_is_kept() -> None:
    assert recorded(Sent(77)).sent == [recording.Sent(5, 3, 77)]
    assert recorded(Sent(77)).nobodys == []


@pytest.mark.parametrize("outcome", [Sent(77), Refused("no"), Unreachable(Reach.BLOCKED)])
def test_an_end_when_the_person_is_not_stored_then_the_row_goes(outcome: Outcome) -> None:
    record = recorded(outcome, replace(ROW, person_id=None))
    assert record.nobodys == [5]
    assert record.lost == []


def test_an_edit_when_it_went_anew_then_the_target_points_at_it() -> None:
    edit = OutgoingMessage("new", action=Action.EDIT, target=2)
    assert recorded(Sent(77), message=edit).pointed == {2: 77}
    assert recorded(Sent(40), message=edit).pointed == {}
    assert recorded(Sent(), message=edit).pointed == {}


def test_a_file_when_uploaded_then_its_id_is_remembered() -> None:
    document = OutgoingMessage(action=Action.DOCUMENT, attachment=8)
    assert recorded(Sent(77, "F"), message=document).files == {8: "F"}


@pytest.mark.parametrize(
    ("reason", "reach"), [(Reach.BLOCKED, "blocked"), (Reach.NEVER_STARTED, "blocked"), (Reach.GONE, "gone")]
)
def test_unreachable_when_recorded_then_the_person_is_to_be_marked(reason: Reach, reach: str) -> None:
    record = recorded(Unreachable(reason))
    assert record.closed == [recording.Closed(5, 3, "failed", f"unreachable: {reason}", tried=1)]
    assert record.lost == [Lost(9, reach, LEFT)]


def test_refused_when_recorded_then_it_has_failed_for_good() -> None:
    assert recorded(Refused("too long")).closed == [recording.Closed(5, 3, "failed", "too long", tried=1)]


def test_migrated_when_recorded_then_it_goes_to_the_new_chat_at_once() -> None:
    record = recorded(Migrated(-1005))
    assert record.moved == {70: -1005}
    assert record.returned == [recording.Returned(5, 3, NOW, reason="the group has a new id")]


def test_wait_when_recorded_then_it_costs_no_attempt() -> None:
    again = NOW + timedelta(seconds=4)
    assert recorded(Wait(4)).returned == [recording.Returned(5, 3, again, reason="asked to wait")]


def test_uncertain_when_recorded_then_it_is_counted_and_tried_later() -> None:
    [returned] = recorded(Uncertain("lost"), replace(ROW, attempts=2)).returned
    assert returned == recording.Returned(5, 3, NOW + timedelta(seconds=9), reason="lost", tried=1, lost=1)


def test_uncertain_when_it_was_the_last_attempt_then_it_has_failed() -> None:
    record = recorded(Uncertain("lost"), replace(ROW, attempts=MAX_ATTEMPTS - 1))
    assert record.closed == [recording.Closed(5, 3, "failed", "lost", tried=1, lost=1)]


def test_not_sent_when_recorded_then_it_costs_nothing_for_a_day() -> None:
    assert recorded(NotSent("no line")).returned == [recording.Returned(5, 3, NOW, reason="no line")]
    old = replace(ROW, due_at=NOW - timedelta(hours=25))
    assert recorded(NotSent("no line"), old).closed == [recording.Closed(5, 3, "failed", "no line", tried=1)]


@pytest.mark.parametrize("outcome", [None, Stop("token")])
def test_handed_back_when_recorded_then_it_is_as_before(outcome: Outcome | None) -> None:
    [returned] = recorded(outcome).returned
    assert (returned.ready_at, returned.tried, returned.lost) == (NOW, 0, 0)


def test_anything_else_when_recorded_then_it_is_a_bug() -> None:
    with pytest.raises(TypeError):
        recorded("sent")  # type: ignore[arg-type]  # the point of the test


@given(st.integers(1, 40), st.floats(0, 1))
def test_backoff_when_tries_go_on_then_it_grows_and_stays_bounded(tries: int, chance: float) -> None:
    assert 0.5 <= backoff(tries, chance) <= 600
    assert backoff(tries, chance) <= backoff(tries + 1, chance)
