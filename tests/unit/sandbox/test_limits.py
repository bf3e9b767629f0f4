"""The leaky buckets, on a clock of their own."""

from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.limits import SLACK, Pace
from bot.sandbox.settings import Limits


class Ticking:
    """A clock that a test moves."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_chat_when_five_went_at_once_then_the_sixth_waits_a_second() -> None:
    clock = Ticking()
    pace = Pace(Limits(), clock)
    assert [pace.take(1, False) for _ in range(6)] == [0, 0, 0, 0, 0, 1]
    assert pace.take(2, False) == 0
    clock.now += 1
    assert [pace.take(1, False), pace.take(1, False)] == [0, 1]


def test_group_when_twenty_went_then_one_fits_every_three_seconds() -> None:
    clock = Ticking()
    pace = Pace(Limits(), clock)
    assert [pace.take(-1, True) for _ in range(21)] == [0] * 20 + [3]
    clock.now += 3
    assert [pace.take(-1, True), pace.take(-1, True)] == [0, 3]


def test_overall_when_thirty_chats_were_served_then_the_next_waits() -> None:
    pace = Pace(Limits(), Ticking())
    assert [pace.take(chat, False) for chat in range(31)] == [0] * 30 + [1]


def test_limits_when_off_then_nothing_waits() -> None:
    pace = Pace(Limits.off(), Ticking())
    assert not any(pace.take(1, False) for _ in range(1000))


@given(st.lists(st.floats(0, 2), max_size=80))
def test_chat_when_messages_come_at_any_times_then_no_window_holds_more_than_the_bucket(
    pauses: list[float],
) -> None:
    clock = Ticking()
    pace = Pace(Limits(), clock)
    sent = []
    for pause in pauses:
        clock.now += pause
        if pace.take(1, False) == 0:
            sent.append(clock.now)
    for first, begin in enumerate(sent):
        for last in range(first, len(sent)):
            assert last - first + 1 <= 5 + SLACK + (sent[last] - begin) + 1e-6
