"""How long an e-mail waits before it is tried again."""

from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.mail_outcomes import MAX_ATTEMPTS, backoff


@given(st.integers(1, MAX_ATTEMPTS), st.floats(0, 1))
def test_backoff_when_tried_more_often_then_it_never_gets_shorter_and_stays_under_an_hour(
    tries: int, chance: float
) -> None:
    assert 10 <= backoff(tries, chance) <= 3600
    assert backoff(tries + 1, chance) >= backoff(tries, chance)


def test_backoff_when_summed_up_then_it_outlasts_a_server_that_greets_strangers_late() -> None:
    assert sum(backoff(tries, 0.0) for tries in range(1, MAX_ATTEMPTS)) > 90 * 60
