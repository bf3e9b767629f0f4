"""Every update delivered twice, and chats mixed up among each other: the same database and the same chats as once."""

from __future__ import annotations

import pytest

from tests.auxil.bots import Stand
from tests.e2e.shapes import ON_THE_OTHER_TWO, ON_THE_TWO
from tests.e2e.storms import UPDATES_EACH, Storm

CHATS = 24


@ON_THE_TWO
async def test_every_update_twice_and_out_of_order_comes_to_the_same_as_once(running: Stand) -> None:
    await _twice_and_mixed(running)


@pytest.mark.soak
@ON_THE_OTHER_TWO
async def test_every_update_twice_comes_to_the_same_on_the_other_two_shapes(running: Stand) -> None:
    await _twice_and_mixed(running)


async def _twice_and_mixed(running: Stand) -> None:
    storm = Storm(running, seed=1)
    await storm.rehearse()
    await running.sandbox.fault("duplicate", count=0)
    await running.sandbox.fault("reorder", count=0, milliseconds=30)
    await storm.rage(chats=CHATS)
    used = {fault["kind"]: fault["used"] for fault in await running.sandbox.faults()}
    assert used["duplicate"] >= CHATS * UPDATES_EACH
    assert used["reorder"]
    assert await storm.judge() == 0, "nothing is said twice"
