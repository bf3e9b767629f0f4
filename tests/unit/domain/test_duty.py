"""The rota's rules: overlaps, gaps, promises, and the nights when clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.duty import OnCall, Shift, Span, after, clipped, merged, on_call, promised, shared, without
from bot.domain.opening_hours import Opening, OpeningHours

START = datetime(2026, 11, 23, tzinfo=UTC)
STEP = timedelta(minutes=30)


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def span(starts: float, ends: float) -> Span:
    return Span(at(starts), at(ends))


def shift(staff: int, starts: float, ends: float, second: int | None = None) -> Shift:
    return Shift(staff, second, span(starts, ends))


def minutes(spans: list[Span]) -> set[int]:
    """Every minute that lies in one of them."""
    return {
        minute
        for one in spans
        for minute in range(
            int((one.starts - START).total_seconds() // 60), int((one.ends - START).total_seconds() // 60)
        )
    }


spans = st.lists(
    st.tuples(st.integers(0, 600), st.integers(0, 120)).map(
        lambda pair: Span(START + timedelta(minutes=pair[0]), START + timedelta(minutes=sum(pair)))
    ),
    max_size=8,
)


def test_on_call_when_one_shift_holds_then_it_is_theirs_from_its_first_minute_until_its_last() -> None:
    rota = [shift(1, 9, 17, second=2)]
    assert on_call(rota, at(9)) == OnCall(1, 2)
    assert on_call(rota, at(16.99)) == OnCall(1, 2)
    assert on_call(rota, at(17)) is None
    assert on_call(rota, at(8.99)) is None


def test_on_call_when_shifts_overlap_then_the_later_has_taken_over_and_the_earlier_is_second() -> None:
    rota = [shift(1, 9, 17), shift(2, 16, 24)]
    assert on_call(rota, at(15)) == OnCall(1, None)
    assert on_call(rota, at(16.5)) == OnCall(2, 1)
    assert on_call(rota, at(18)) == OnCall(2, None)


def test_on_call_when_a_second_is_named_then_they_come_before_whoever_overlaps() -> None:
    assert on_call([shift(1, 9, 17), shift(2, 16, 24, second=3)], at(16.5)) == OnCall(2, 3)


def test_on_call_when_somebody_is_their_own_second_then_nobody_is() -> None:
    assert on_call([shift(1, 9, 17, second=1)], at(10)) == OnCall(1, None)


@given(spans)
def test_merged_when_given_any_spans_then_holds_the_same_minutes_in_order_and_apart(given_spans: list[Span]) -> None:
    done = merged(given_spans)
    assert minutes(done) == minutes(given_spans)
    assert all(one.ends < other.starts for one, other in pairwise(done))


@given(spans, spans)
def test_without_when_given_any_spans_then_is_the_difference(wanted: list[Span], taken: list[Span]) -> None:
    assert minutes(without(wanted, taken)) == minutes(wanted) - minutes(taken)


@given(spans, spans)
def test_shared_when_given_any_spans_then_is_what_both_hold(some: list[Span], others: list[Span]) -> None:
    assert minutes(shared(some, others)) == minutes(some) & minutes(others)


@given(spans, st.integers(0, 700), st.integers(1, 300))
def test_after_when_time_is_counted_then_just_so_much_of_it_has_passed(
    some: list[Span], start: int, amount: int
) -> None:
    since = START + timedelta(minutes=start)
    found = after(some, since, timedelta(minutes=amount))
    left = {minute for minute in minutes(some) if minute >= start}
    if found is None:
        assert len(left) < amount
    else:
        passed = int((found - START).total_seconds() // 60)
        assert len({minute for minute in left if minute < passed}) == amount


@given(spans, st.integers(0, 700), st.integers(1, 300))
def test_promised_when_made_then_somebody_is_there_to_keep_it_and_it_is_never_too_early(
    some: list[Span], start: int, amount: int
) -> None:
    since = START + timedelta(minutes=start)
    needed = after(some, since, timedelta(minutes=amount))
    found = promised(some, since, timedelta(minutes=amount), STEP)
    assert (found is None) == (needed is None)
    if found is not None and needed is not None:
        assert needed <= found < needed + STEP
        assert any(one.starts < found <= one.ends for one in merged(some))


def test_promised_when_it_falls_between_then_is_on_a_full_step_of_the_clock() -> None:
    assert promised([span(9, 17)], at(9.1), timedelta(hours=4), STEP) == at(13.5)
    assert promised([span(9, 13.2)], at(9.1), timedelta(hours=4), STEP) == at(13.2)


@given(
    st.sampled_from(["Europe/London", "Europe/Stockholm"]),
    st.dates(date(2026, 3, 25), date(2026, 4, 1)) | st.dates(date(2026, 10, 20), date(2026, 10, 28)),
    st.integers(0, 47),
)
def test_hours_when_clocks_change_then_four_of_them_are_four_hours_long(zone: str, day: date, half_hours: int) -> None:
    local = ZoneInfo(zone)
    always = OpeningHours((Opening(frozenset(range(7)), time(0), time(23, 59)),))
    start = datetime.combine(day, time(half_hours // 2, 30 * (half_hours % 2)), local)
    found = always.between(start, start + timedelta(days=2))
    opened = [Span(opens.astimezone(UTC), closes.astimezone(UTC)) for opens, closes in found]
    due = after(opened, start.astimezone(UTC), timedelta(hours=4))
    assert due is not None
    # A minute before each midnight is closed.
    assert timedelta(hours=4) <= due - start.astimezone(UTC) <= timedelta(hours=4, minutes=1)


@given(spans, st.integers(0, 600), st.integers(0, 600))
def test_clipped_when_cut_then_nothing_stands_over(some: list[Span], one: int, other: int) -> None:
    start, end = sorted((one, other))
    cut = clipped(some, START + timedelta(minutes=start), START + timedelta(minutes=end))
    assert minutes(cut) == {minute for minute in minutes(some) if start <= minute < end}
