"""Topics: asked once in context, turned off in one tap, and all of them by STOP."""

from __future__ import annotations

from sqlalchemy import select

from db.models import NewsChoice
from tests.auxil.chats import Phone
from tests.integration.broadcasts.stage import Stage


async def _choices(stage: Stage) -> dict[str, bool]:
    async with stage.house.database.read() as session:
        return {row.topic: row.wanted for row in (await session.execute(select(NewsChoice))).scalars()}


async def _somebody(stage: Stage) -> Phone:
    phone = stage.house.phone()
    await phone.go_through("/start", "[English]", "[London]", "E13", "20", "[No job and not studying]")
    return phone


async def test_a_yes_to_an_event_asks_once_and_no_is_remembered(stage: Stage) -> None:
    phone = await _somebody(stage)
    answers = await phone.tap_data("going:recruitment_fair")
    assert "new fair or event" in answers[1].text
    assert await _choices(stage) == {"events": False}, "no answer is no yes"
    await phone.tap("No")
    answers = await phone.tap_data("going:weekly_drop_in")
    assert len(answers) == 1
    assert await _choices(stage) == {"events": False}


async def test_a_broadcast_leads_to_the_event_and_is_turned_off_in_one_tap(stage: Stage) -> None:
    phone = await _somebody(stage)
    await phone.tap_data("going:weekly_drop_in")
    await phone.tap("Yes, write to me")
    broadcast_id = await stage.send_out()
    ((_, message),) = await stage.claim()
    off = message.buttons[-1][0]
    (answer,) = await phone.tap_data(off.data or "")
    assert "do not write to you about: <b>Fairs and events</b>" in answer.text
    assert await _choices(stage) == {"events": False}
    assert (await stage.report(broadcast_id)).responses == {"opted_out": 1}
    await phone.tap("I want them after all")
    assert await _choices(stage) == {"events": True}
    answers = await phone.type("/news")
    assert "✓ Fairs and events" in answers[0].text


async def test_a_button_of_a_broadcast_that_is_not_there_is_an_old_button(stage: Stage) -> None:
    phone = await _somebody(stage)
    for data in ("newsoff:99", "newsopen:99", "newsgo:99"):
        assert "from earlier" in (await phone.tap_data(data))[0].text


async def test_stop_takes_back_what_is_planned(stage: Stage) -> None:
    phone = await _somebody(stage)
    await phone.tap_data("going:weekly_drop_in")
    await phone.tap("Yes, write to me")
    broadcast_id = await stage.send_out()
    await phone.type("stop")
    assert not await stage.claim()
    assert (await stage.report(broadcast_id)).skipped == {"stopped": 1}
    assert "All messages are off" in (await phone.type("/news"))[0].text


async def test_what_somebody_chose_is_shown_and_given_away_with_the_rest(stage: Stage) -> None:
    phone = await _somebody(stage)
    await phone.tap_data("going:weekly_drop_in")
    await phone.tap("Yes, write to me")
    held = (await phone.type("/mydata"))[0].text
    assert "News about Fairs and events: yes" in held
    assert "Drop-in: ask an adviser" in held
