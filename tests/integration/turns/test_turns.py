"""The promises of a turn, on both engines: once, in order, all or nothing, and a bug blocks nobody."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.errors import Outage
from bot.services.failures import Failures
from bot.services.turns import Outcome, Turn
from db.models import Conversation, InboundUpdate, OutboxMessage, Person
from db.session import Database
from tests.auxil.chats import House, Phone


@pytest.fixture
async def house(database: Database) -> House:
    house = House(database)
    await house.load_samples()
    return house


@pytest.fixture
def phone(house: House) -> Phone:
    return house.phone()


async def _all(house: House, model: type) -> list[Any]:
    async with house.database.read() as session:
        return list((await session.execute(select(model).order_by(model.__table__.primary_key.columns[0]))).scalars())


async def _snapshot(house: House) -> list[Any]:
    people = [(p.chat_id, p.locale, p.country, p.council, p.born_from, p.answers) for p in await _all(house, Person)]
    conversations = [(c.step, c.draft, c.revision) for c in await _all(house, Conversation)]
    outbox = [(o.chat_id, o.content) for o in await _all(house, OutboxMessage)]
    return [people, conversations, outbox]


async def test_an_update_delivered_twice_acts_once(house: House, phone: Phone) -> None:
    steps = ("/start", "[English]", "[London]", "E13", "18", "[Skip]", "[Back]", "[Talk to a person]", "[Finding work]")
    for step in steps:
        update: dict[str, Any]
        if step.startswith("["):
            message = {"message_id": 1, "date": 1, "chat": phone.chat, "text": "x"}
            query = {"id": "1", "from": phone.user, "chat_instance": "1", "data": phone.button(step[1:-1]).data}
            update = {"callback_query": {**query, "message": message}}
        else:
            update = phone.message(text=step)
        update = {"update_id": house.next_update_id(), **update}
        assert await phone.give(update) is Outcome.DONE
        once = await _snapshot(house)
        assert await phone.give(update) is Outcome.DUPLICATE
        assert await _snapshot(house) == once
        await phone.read()


async def test_ids_that_turn_random_after_a_quiet_week_are_not_taken_for_repeats(house: House, phone: Phone) -> None:
    assert await phone.give({"update_id": 900_000, **phone.message(text="/start")}) is Outcome.DONE
    assert await phone.give({"update_id": 5, **phone.message(text="/help")}) is Outcome.DONE


async def test_a_bug_rolls_the_turn_back_keeps_the_update_and_apologises(
    house: House, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    await phone.go_through("/start", "[English]", "[London]")
    before = await _snapshot(house)

    async def broken(turn: Turn, text: str) -> bool:
        turn.known()[0].council = "half written"
        await turn.session.flush()
        raise RuntimeError("a bug, with E13 8AB in its message")

    monkeypatch.setattr(type(house.services.guide), "answer_text", lambda self, turn, text: broken(turn, text))
    assert await phone.give(phone.message(text="E13 8AB")) is Outcome.FAILED
    (apology,) = await phone.read()
    assert "went wrong" in apology.text
    assert any(button.data == "person" for button in apology.buttons)
    after = await _snapshot(house)
    assert after[:2] == before[:2]
    kept = (await _all(house, InboundUpdate))[-1]
    assert (kept.state, kept.error) == ("failed", "RuntimeError")
    assert json.loads(kept.body)["message"]["text"] == "E13 8AB"
    monkeypatch.undo()
    assert await phone.type("E13"), "the chat goes on"


async def test_a_kept_update_can_be_replayed_once_while_its_conversation_stands_still(
    house: House, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    await phone.go_through("/start", "[English]", "[London]")

    async def broken(turn: Turn) -> bool:
        raise RuntimeError

    monkeypatch.setattr(house.intake, "_screen", broken)
    for text in ("E13", "E14"):
        await phone.give(phone.message(text=text))
    monkeypatch.undo()
    first, second = [row.id for row in await _all(house, InboundUpdate) if row.state == "failed"]
    failures = Failures(house.database)
    await phone.read()
    assert await failures.replay(first, house.intake.replay) is Outcome.DONE
    (answer,) = await phone.read()
    assert "How old are you" in answer.text
    assert await failures.replay(first, house.intake.replay) is None, "it is not kept any more"
    assert await failures.replay(second, house.intake.replay) is None, "the conversation has gone on"
    assert await failures.replay(99_999, house.intake.replay) is None


@pytest.mark.parametrize(
    "update",
    [
        {"message": {"message_id": "x", "chat": {"id": 77, "type": "private"}}},
        {"message": {"message_id": 1, "date": "yesterday", "chat": {"id": 77, "type": "private"}, "text": "hi"}},
        {"callback_query": {"id": 5}},
        {"message": 5},
        {"poll_answer": {"poll_id": []}},
        {"something_new": {"a": 1}},
        {},
    ],
)
async def test_json_that_is_no_update_we_can_read_is_kept_and_acknowledged(
    house: House, phone: Phone, update: dict[str, Any]
) -> None:
    assert await phone.give(update) in (Outcome.UNREADABLE, Outcome.DONE)
    assert len(await _all(house, InboundUpdate)) == 1
    assert await phone.type("/start"), "what comes after it is answered"


@pytest.mark.parametrize(
    "nonsense", [None, [], "x", {"message": {}}, {"update_id": True}, {"update_id": -1}, {"update_id": 2**70}]
)
async def test_json_without_an_update_id_is_dropped_quietly(house: House, nonsense: Any) -> None:
    assert await house.intake.take(nonsense) is None
    assert not await _all(house, InboundUpdate)


async def test_an_outage_keeps_nothing_and_is_not_acknowledged(
    house: House, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    update = {"update_id": 1, **phone.message(text="/start")}

    async def gone(turn: Turn) -> None:
        raise DBAPIError("SELECT", {}, ConnectionResetError(), connection_invalidated=True)

    monkeypatch.setattr(house.intake, "_screen", gone)
    with pytest.raises(Outage):
        await phone.give(update)
    assert not await _all(house, InboundUpdate)
    monkeypatch.undo()
    assert await phone.give(update) is Outcome.DONE


async def test_a_lost_lock_is_tried_again_at_once(house: House, phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    tries = []

    async def locked_twice(turn: Turn) -> bool:
        tries.append(turn)
        if len(tries) < 3:
            raise OperationalError("UPDATE", {}, Exception("database is locked"))
        return False

    monkeypatch.setattr(house.intake, "_screen", locked_twice)
    assert await phone.give(phone.message(text="/start")) is Outcome.DONE
    assert len(tries) == 3
    assert len(await phone.read()) == 1


async def test_what_one_chat_sends_at_once_is_handled_in_order(house: House, phone: Phone) -> None:
    steps = [phone.message(text=text) for text in ("/start", "/help", "/menu", "/stop", "/help")]
    await asyncio.gather(*(phone.give(step) for step in steps))
    said = [item.text.split()[0] for item in await phone.read()]
    assert said == ["Which", "I", "What", "OK.", "I"]


async def test_many_new_people_at_once_are_each_made_once(house: House) -> None:
    phones = [house.phone(chat_id=chat_id) for chat_id in range(100, 130)]
    await asyncio.gather(*(phone.give(phone.message(text="/start")) for phone in phones for _ in range(2)))
    people = await _all(house, Person)
    assert sorted(person.chat_id for person in people) == list(range(100, 130))


async def test_every_committed_turn_wakes_the_sender(house: House, phone: Phone) -> None:
    await phone.type("/start")
    assert house.woken == 1


async def test_a_tap_is_answered_even_when_its_turn_fails(
    house: House, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    await phone.go_through("/start", "[English]")

    async def broken(turn: Turn) -> bool:
        raise RuntimeError

    monkeypatch.setattr(house.intake, "_screen", broken)
    await phone.tap_data("menu")
    assert len(house.taps_answered) == 2


async def test_what_a_stranger_writes_is_not_stored(house: House, phone: Phone) -> None:
    await phone.type("/privacy")
    (kept,) = await _all(house, InboundUpdate)
    assert (kept.person_id, kept.text, kept.body) == (None, None, None)


async def test_erasing_leaves_only_ids_that_stop_a_repeat(house: House, phone: Phone) -> None:
    await phone.go_through("/start", "[English]", "[London]", "E13", "18", "[Talk to a person]", "[Finding work]")
    await phone.go_through("[Send to an adviser]", "/mydata", "/forget")
    last = {"update_id": house.next_update_id(), "callback_query": {
        "id": "1", "from": phone.user, "chat_instance": "1", "data": "forgetyes",
        "message": {"message_id": 1, "date": 1, "chat": phone.chat, "text": "x"}}}  # fmt: skip
    assert await phone.give(last) is Outcome.DONE
    assert not await _all(house, Person)
    assert not await _all(house, Conversation)
    for update in await _all(house, InboundUpdate):
        assert (update.person_id, update.text, update.body) == (None, None, None)
    outbox = await _all(house, OutboxMessage)
    assert {row.person_id for row in outbox} == {None}
    before = await _snapshot(house)
    assert await phone.give(last) is Outcome.DUPLICATE
    assert await _snapshot(house) == before
    assert len(await phone.tap_data("menu")) >= 1
    assert not await _all(house, Person), "an old tap creates nobody"
