"""Queueing, changing and taking back messages, on both engines."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from db import outbox
from db.models import OutboxMessage, Person
from db.session import Database
from tests.integration.db.outboxes import NOW, add, add_person, row, said


async def test_queue_when_committed_then_the_row_waits_with_its_content(database: Database) -> None:
    async with database.write() as session:
        row_id = await add(session, "hello", lane=1, about="event", about_id=4)
    async with database.read() as session:
        kept = await row(session, row_id)
        assert (kept.state, kept.content, kept.lane) == ("queued", said("hello"), 1)
        assert (kept.about, kept.about_id) == ("event", 4)
        assert (kept.due_at, kept.ready_at, kept.created_at) == (NOW, NOW, NOW)


async def test_queue_when_the_transaction_fails_then_nothing_is_queued(database: Database) -> None:
    async def failing() -> None:
        async with database.write() as session:
            await add(session)
            raise RuntimeError("boom")

    with pytest.raises(RuntimeError, match="boom"):
        await failing()
    async with database.read() as session:
        assert (await session.execute(select(func.count(OutboxMessage.id)))).scalar_one() == 0


async def test_queue_when_the_dedupe_key_is_known_then_it_adds_nothing(database: Database) -> None:
    async with database.write() as session:
        first = await add(session, dedupe_key="reminder:1:2")
    async with database.write() as session:
        again = await outbox.queue(
            session, person_id=None, chat_id=70, content=said("x"), now=NOW, dedupe_key="reminder:1:2"
        )
        other = await add(session, dedupe_key="reminder:1:3")
    assert again is None
    assert other > first


async def test_queue_when_two_rows_have_no_key_then_both_are_added(database: Database) -> None:
    async with database.write() as session:
        assert await add(session) != await add(session)


async def test_queue_many_when_given_parts_then_their_ids_follow_their_order(database: Database) -> None:
    parts = [said(str(number)) for number in range(25)]
    async with database.write() as session:
        ids = await outbox.queue_many(session, person_id=None, chat_id=70, contents=parts, now=NOW)
    async with database.read() as session:
        kept = [(await row(session, row_id)).content for row_id in ids]
    assert ids == sorted(ids)
    assert kept == parts


async def test_queue_many_when_given_nothing_then_it_adds_nothing(database: Database) -> None:
    async with database.write() as session:
        assert await outbox.queue_many(session, person_id=None, chat_id=70, contents=[], now=NOW) == []


async def test_change_queued_when_the_target_still_waits_then_it_takes_the_new_text(database: Database) -> None:
    async with database.write() as session:
        target = await add(session, content=said("old", buttons=[[["Yes", "y", None]]], silent=True))
        edit = {"action": "edit", "text": "new", "target": target}
        assert await outbox.change_queued(session, target, edit)
        assert (await row(session, target)).content == {"action": "send", "text": "new", "silent": True}


async def test_change_queued_when_the_edit_is_a_delete_then_the_target_never_leaves(database: Database) -> None:
    async with database.write() as session:
        target = await add(session)
        assert await outbox.change_queued(session, target, {"action": "delete", "text": "", "target": target})
        assert (await row(session, target)).state == "cancelled"


@pytest.mark.parametrize("state", ["sending", "sent", "failed"])
async def test_change_queued_when_the_target_has_left_then_it_says_so(database: Database, state: str) -> None:
    async with database.write() as session:
        target = await add(session)
        (await row(session, target)).state = state
        await session.flush()
        assert not await outbox.change_queued(session, target, {"action": "edit", "text": "new"})
        assert (await row(session, target)).content == said("hi")


async def test_cancel_for_person_when_some_is_in_flight_then_only_what_waits_is_cancelled(database: Database) -> None:
    async with database.write() as session:
        person = await add_person(session)
        flying, waiting, other_lane = [await add(session, person_id=person, lane=lane) for lane in (0, 0, 2)]
        (await row(session, flying)).state = "sending"
        await session.flush()
        assert await outbox.cancel_for_person(session, person, "stopped", lanes=(0, 1)) == 1
        states = [(await row(session, row_id)).state for row_id in (flying, waiting, other_lane)]
    assert states == ["sending", "cancelled", "queued"]


async def test_skip_when_the_row_waits_then_the_reason_is_kept(database: Database) -> None:
    async with database.write() as session:
        row_id = await add(session)
        assert await outbox.skip(session, [row_id], "the vacancy closed") == 1
        kept = await row(session, row_id)
    assert (kept.state, kept.reason) == ("skipped", "the vacancy closed")


async def test_move_when_an_event_moves_then_the_sender_looks_at_the_new_time(database: Database) -> None:
    later = NOW + timedelta(days=2)
    async with database.write() as session:
        row_id = await add(session, due_at=NOW + timedelta(days=1), dedupe_key="reminder:9")
        assert await outbox.move(session, [row_id], later) == 1
        kept = await row(session, row_id)
        assert (kept.due_at, kept.ready_at) == (later, later)
        assert await outbox.cancel_keyed(session, ["reminder:9", "reminder:10"], "the event was cancelled") == 1


async def test_person_when_erased_then_their_messages_go_too(database: Database) -> None:
    async with database.write() as session:
        person = await add_person(session)
        await add(session, person_id=person)
        await session.delete(await session.get_one(Person, person))
    async with database.read() as session:
        assert (await session.execute(select(func.count(OutboxMessage.id)))).scalar_one() == 0
