"""A chat that sends faster than anybody types is held back for as long as it does."""

from __future__ import annotations

from tests.auxil.chats import House, Phone
from tests.integration.conversation.test_odd_messages import READY


async def test_a_burst_that_goes_on_gets_one_notice_each_ten_seconds_and_nothing_else(
    house: House, phone: Phone
) -> None:
    await phone.go_through(*READY)
    house.clock.advance(seconds=30)
    for _ in range(12):
        assert await phone.type("/menu")
    later = []
    for _ in range(60):
        house.clock.advance(seconds=0.5)
        later += await phone.type("/menu")
    assert 3 <= len(later) <= 4
    assert all("One at a time" in answer.text for answer in later)


async def test_messages_a_person_can_type_are_each_answered_however_long_it_goes_on(house: House, phone: Phone) -> None:
    await phone.go_through(*READY)
    for _ in range(40):
        house.clock.advance(seconds=1)
        (answer,) = await phone.type("/menu")
        assert "One at a time" not in answer.text
