"""No stretch of time ever holds more than the limits, and what may go goes soon."""

from __future__ import annotations

import itertools
from bisect import bisect_left

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.pace import BULK, Limits, Pace


class Clock:
    """A clock that only the test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def most_in_any(times: list[float], span: float) -> int:
    """The largest number of times in any half-open stretch of this length."""
    return max((bisect_left(times, start + span) - at for at, start in enumerate(times)), default=0)


class Bucket:
    """Telegram's side: a burst that leaks at a rate; `overflows` counts what it would have refused."""

    def __init__(self, rate: float, burst: float) -> None:
        self.rate, self.burst, self.level, self.at, self.overflows = rate, burst, 0.0, 0.0, 0

    def arrive(self, now: float) -> None:
        self.level = max(0.0, self.level - (now - self.at) * self.rate) + 1
        self.at = now
        self.overflows += self.level > self.burst + 1e-6


def send_all(pace: Pace, clock: Clock, wanted: list[tuple[int, int, float]]) -> list[tuple[float, int, int]]:
    """Send each (chat, lane, idle before) as soon as it may go; the times they left."""
    left = []
    for chat_id, lane, idle in wanted:
        clock.now += idle
        while wait := pace.wait(chat_id, lane):
            clock.now += wait
        pace.take(chat_id, lane)
        left.append((clock.now, chat_id, lane))
    return left


wishes = st.lists(
    st.tuples(
        st.sampled_from([1, 2, 3, -50, -51]), st.sampled_from([0, 1, 2]), st.sampled_from([0.0, 0.0, 0.01, 0.3, 2.0])
    ),
    max_size=150,
)


@given(wishes)
def test_windows_when_anything_is_wished_then_no_limit_is_passed(wanted: list[tuple[int, int, float]]) -> None:
    clock = Clock()
    limits = Limits(overall=10, chat=1, chat_burst=5, group=8)
    left = send_all(Pace(limits, monotonic=clock), clock, wanted)
    assert most_in_any([at for at, _, _ in left], 1.0) <= 10
    for chat in {chat for _, chat, _ in left}:
        times = [at for at, chat_id, _ in left if chat_id == chat]
        bucket = Bucket(1, 5)
        for at in times:
            bucket.arrive(at)
        assert not bucket.overflows
        if chat < 0:
            assert most_in_any(times, 60.0) <= 8


@given(wishes, st.lists(st.floats(0.0, 0.9), min_size=150, max_size=150))
def test_chats_when_requests_arrive_late_then_telegrams_bucket_still_holds(
    wanted: list[tuple[int, int, float]], delays: list[float]
) -> None:
    clock = Clock()
    pace = Pace(Limits(overall=1000, chat=1, chat_burst=5, group=10_000), monotonic=clock)
    buckets = {chat: Bucket(1, 5) for chat in (1, 2, 3, -50, -51)}
    for (chat_id, lane, idle), delay in zip(wanted, delays, strict=False):
        [(at, _, _)] = send_all(pace, clock, [(chat_id, lane, idle)])
        buckets[chat_id].arrive(at + delay)
        clock.now += delay
        pace.answered(chat_id, delay)
    assert not any(bucket.overflows for bucket in buckets.values())


def test_overall_when_idle_then_a_second_of_replies_may_go_at_once() -> None:
    clock = Clock()
    left = send_all(Pace(Limits(), monotonic=clock), clock, [(chat, 0, 0.0) for chat in range(1, 62)])
    assert left[29][0] == 1000.0
    assert left[30][0] == pytest.approx(1001.005)
    assert left[60][0] == pytest.approx(1002.01)


def test_bulk_when_there_is_much_then_it_is_spread_evenly_at_the_full_rate() -> None:
    clock = Clock()
    left = [at for at, _, _ in send_all(Pace(Limits(), monotonic=clock), clock, [(c, BULK, 0.0) for c in range(301)])]
    gaps = [later - sooner for sooner, later in itertools.pairwise(left)]
    assert max(gaps) == pytest.approx(0.034)
    assert left[-1] - left[0] < 10.5


@pytest.mark.parametrize("rate", [30, 300])
def test_bulk_when_every_timer_is_late_then_nothing_of_the_rate_is_lost(rate: int) -> None:
    clock, left = Clock(), []
    pace = Pace(Limits(overall=rate), monotonic=clock)
    for chat_id in range(10 * rate):
        while wait := pace.wait(chat_id, BULK):
            clock.now += wait + (0.12 if chat_id % (rate + 7) == 0 else 0.002)
        pace.take(chat_id, BULK)
        left.append(clock.now)
    assert (len(left) - 1) / (left[-1] - left[0]) / rate > 0.97
    assert most_in_any(left, 1.0) <= rate


def test_a_reply_when_bulk_caught_up_in_a_lump_then_it_finds_a_free_place() -> None:
    clock = Clock()
    pace = Pace(Limits(overall=300), monotonic=clock)
    for chat_id in range(900):
        while wait := pace.wait(chat_id, BULK):
            clock.now += wait + (0.14 if chat_id % 30 == 0 else 0.0)
        pace.take(chat_id, BULK)
        assert pace.wait(5000, 0) == 0


def test_bulk_when_it_was_idle_then_it_begins_evenly_all_the_same() -> None:
    clock = Clock()
    pace = Pace(Limits(), monotonic=clock)
    wanted = [(chat_id, BULK, 60.0 if chat_id == 50 else 0.0) for chat_id in range(1, 101)]
    left = [at for at, _, _ in send_all(pace, clock, wanted)]
    assert min(later - sooner for sooner, later in itertools.pairwise(left)) == pytest.approx(0.034)


def test_a_reply_when_bulk_runs_at_full_rate_then_it_waits_for_one_slot_at_most() -> None:
    clock = Clock()
    pace = Pace(Limits(), monotonic=clock)
    send_all(pace, clock, [(chat, BULK, 0.0) for chat in range(1, 200)])
    assert pace.wait(5000, 0) <= 0.035


def test_bulk_when_replies_use_everything_then_nothing_is_left() -> None:
    clock = Clock()
    pace = Pace(Limits(), monotonic=clock)
    send_all(pace, clock, [(chat, 0, 0.0) for chat in range(1, 31)])
    assert pace.room(BULK, 10) == 0


def test_a_chat_when_it_had_its_burst_then_it_gets_one_a_second() -> None:
    clock = Clock()
    left = [at for at, _, _ in send_all(Pace(Limits(), monotonic=clock), clock, [(7, 0, 0.0)] * 8)]
    assert left[4] == 1000.0
    assert [round(at - 1000, 2) for at in left[5:]] == [1.02, 2.04, 3.06]


@pytest.mark.parametrize("known", [True, False])
def test_chat_free_at_when_others_go_first_then_it_counts_them(known: bool) -> None:
    clock = Clock()
    pace = Pace(Limits(), monotonic=clock)
    if known:
        pace.take(7, 0)
    assert pace.chat_free_at(7, ahead=2) == 1000.0
    assert pace.chat_free_at(7, ahead=10) == pytest.approx(1000 + (7 if known else 6) * 1.02)


def test_halt_when_others_finish_then_it_still_holds() -> None:
    clock = Clock()
    pace = Pace(Limits(), monotonic=clock)
    pace.halt(3)
    pace.halt(1)
    pace.answered(1, 0.1)
    assert pace.wait(1, 0) == 3.0
    assert pace.room(0, 5) == 0
    clock.now += 2.9
    assert pace.halted_for == pytest.approx(0.1)
    clock.now += 0.2
    assert pace.wait(1, 0) == 0.0


def test_room_when_bulk_is_idle_then_it_is_what_fits_into_the_horizon() -> None:
    clock = Clock()
    pace = Pace(Limits(), monotonic=clock)
    assert pace.room(BULK, 50) == 6
    assert pace.room(0, 50) == 30
    assert pace.room(0, 4) == 4


def test_room_when_the_limit_is_smaller_than_what_is_asked_then_it_ends_there() -> None:
    assert Pace(Limits(overall=3), monotonic=Clock()).room(0, 50) == 3


def test_a_rate_below_one_a_second_when_set_then_messages_are_that_far_apart() -> None:
    clock = Clock()
    left = [at for at, _, _ in send_all(Pace(Limits(overall=0.5), monotonic=clock), clock, [(1, 0, 0.0), (2, 0, 0.0)])]
    assert left[1] - left[0] == pytest.approx(2.01)


def test_memory_when_many_chats_were_written_to_then_idle_ones_are_forgotten() -> None:
    clock = Clock()
    pace = Pace(Limits(overall=1e6), monotonic=clock)
    for chat in range(1, 10_001):
        pace.take(chat, 0)
    clock.now += 5
    pace.take(10_001, 0)
    assert len(pace._chats) == 1
