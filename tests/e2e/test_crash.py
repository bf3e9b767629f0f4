"""kill -9 at any instant: no update lost, no effect twice, answers in order, repeats only of what was in flight."""

from __future__ import annotations

import logging

import pytest

from tests.auxil.bots import Stand
from tests.e2e.shapes import ON_ALL_FOUR, ON_THE_TWO
from tests.e2e.storms import SCRIPTS, UPDATES_EACH, Storm

log = logging.getLogger(__name__)

CHATS = 50
ACKNOWLEDGES_FIRST = ("-m", "tests.e2e.acknowledging_first", "run")


def test_the_storm_is_five_hundred_updates_from_fifty_chats() -> None:
    assert {len(script.steps) for script in SCRIPTS} == {UPDATES_EACH}
    assert CHATS * UPDATES_EACH == 500


@ON_THE_TWO
async def test_killing_the_bot_ten_times_loses_nothing_and_does_nothing_twice(running: Stand) -> None:
    storm = Storm(running, seed=2611)
    await storm.rehearse()
    repeats = await _rage_and_judge(storm)
    flying, untaken = len(storm.in_flight_at_kills), storm.unacknowledged_at_kills
    log.info("%d messages came twice, %d were in flight at the kills, with %d updates", repeats, flying, untaken)
    assert flying, "the kills hit the sender"
    assert untaken, "the kills hit the intake"


@pytest.mark.soak
@ON_ALL_FOUR
async def test_killing_the_bot_thirty_times_loses_nothing_and_does_nothing_twice(running: Stand) -> None:
    storm = Storm(running, seed=1912)
    await storm.rehearse()
    await storm.rage(chats=3 * CHATS, kills=30)
    await storm.judge()


@pytest.mark.soak
@ON_ALL_FOUR
async def test_the_storm_sees_a_bot_that_acknowledges_before_it_commits(running: Stand) -> None:
    """Proof that the tests above can fail: the same bot with those two steps the other way round loses updates."""
    storm = Storm(running, seed=2611)
    await storm.rehearse()
    await running.bot.stop()
    running.bot.command = ACKNOWLEDGES_FIRST
    await running.start()
    with pytest.raises(AssertionError, match=r"was lost|were lost") as seen:
        await _rage_and_judge(storm)
    log.info("the storm saw it: %s", seen.value)


async def _rage_and_judge(storm: Storm) -> int:
    await storm.rage(chats=CHATS, kills=10)
    return await storm.judge()
