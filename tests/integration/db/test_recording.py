"""Recording what became of claimed rows, on both engines."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import OutboxMessage
from db.queries import claiming, recording, retention, traffic
from db.queries.recording import Closed, Returned, Sent
from db.session import Database
from tests.integration.db.outboxes import NOW, add, add_person, row, said

LATER = NOW + timedelta(minutes=5)


async def flying(session: AsyncSession, chat_id: int = 1, **more: object) -> int:
    row_id = await add(session, chat_id=chat_id, **more)
    await claiming.take(session, [row_id], 3)
    return row_id


async def test_sent_when_recorded_then_all_rows_take_one_statement(database: Database) -> None:
    async with database.write() as session:
        ids = [await flying(session, chat) for chat in range(1, 6)]
        statements: list[str] = []
        event.listen(database.engine.sync_engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
        await recording.record_sent(session, LATER, [Sent(row_id, 3, 900 + row_id) for row_id in ids])
        assert len(statements) == 1
        kept = [await row(session, row_id) for row_id in ids]
    assert [(r.state, r.message_id, r.sent_at, r.attempts, r.epoch) for r in kept] == [
        ("sent", 900 + row_id, LATER, 1, None) for row_id in ids
    ]


async def test_sent_when_another_holder_took_over_then_its_claim_stands(database: Database) -> None:
    async with database.write() as session:
        row_id = await flying(session)
        await claiming.requeue_older_epochs(session, 4, NOW)
        await claiming.take(session, [row_id], 4)
        await recording.record_sent(session, NOW, [Sent(row_id, 3, 5)])
        await recording.record_closed(session, [Closed(row_id, 3, "failed", "late")])
        kept = await row(session, row_id)
    assert (kept.state, kept.epoch, kept.message_id) == ("sending", 4, None)


async def test_sent_when_telegram_names_no_message_then_the_old_id_stays(database: Database) -> None:
    async with database.write() as session:
        row_id = await flying(session)
        await recording.point_at(session, row_id, 12)
        await recording.record_sent(session, NOW, [Sent(row_id, 3, None)])
        assert (await row(session, row_id)).message_id == 12


async def test_closed_when_recorded_then_the_reason_and_the_tries_are_kept(database: Database) -> None:
    async with database.write() as session:
        failed, skipped = await flying(session, 1), await flying(session, 2)
        await recording.record_closed(
            session, [Closed(failed, 3, "failed", "refused", tried=1, lost=1), Closed(skipped, 3, "skipped", "closed")]
        )
        kept = [await row(session, row_id) for row_id in (failed, skipped)]
    assert [(r.state, r.reason, r.attempts, r.uncertain, r.epoch) for r in kept] == [
        ("failed", "refused", 1, 1, None),
        ("skipped", "closed", 0, 0, None),
    ]


async def test_returned_when_retried_then_it_keeps_its_due_time_and_holds_back(database: Database) -> None:
    async with database.write() as session:
        row_id = await flying(session)
        await add(session, chat_id=1)
        await recording.record_returned(session, [Returned(row_id, 3, LATER, reason="server error", tried=1, lost=1)])
        kept = await row(session, row_id)
        assert (kept.state, kept.due_at, kept.ready_at, kept.uncertain) == ("queued", NOW, LATER, 1)
        assert await claiming.candidates(session, NOW, until=NOW, limits=(9, 9, 9)) != []
        assert not any(c.is_head for c in await claiming.candidates(session, NOW, until=NOW, limits=(9, 9, 9)))


async def test_returned_when_deferred_then_it_holds_nothing_back(database: Database) -> None:
    async with database.write() as session:
        row_id = await flying(session)
        behind = await add(session, chat_id=1)
        await recording.record_returned(session, [Returned(row_id, 3, LATER, due_at=LATER)])
        heads = [c.id for c in await claiming.candidates(session, NOW, until=NOW, limits=(9, 9, 9)) if c.is_head]
    assert heads == [behind]


async def test_nobodys_when_done_then_only_they_are_forgotten(database: Database) -> None:
    async with database.write() as session:
        nobodys = await flying(session)
        somebodys = await flying(session, 2, person_id=await add_person(session, 2))
        await recording.delete_nobodys(session, [nobodys, somebodys])
        assert await session.get(OutboxMessage, nobodys) is None
        assert await session.get(OutboxMessage, somebodys) is not None


async def test_migration_when_a_group_moved_then_what_waits_follows(database: Database) -> None:
    async with database.write() as session:
        done, waiting = await flying(session, -5), await add(session, chat_id=-5)
        await recording.record_sent(session, NOW, [Sent(done, 3, 1)])
        await recording.migrate_chat(session, -5, -1005)
        assert [(await row(session, row_id)).chat_id for row_id in (done, waiting)] == [-5, -1005]


async def test_waiting_when_lanes_have_work_then_each_is_counted(database: Database) -> None:
    async with database.write() as session:
        await flying(session)
        await add(session, due_at=LATER)
        await add(session, lane=2)
        counted = await traffic.waiting(session)
        everything = await traffic.ledger(session)
    assert counted == [traffic.Waiting(0, 1, 1, NOW), traffic.Waiting(2, 1, 0, NOW)]
    assert everything == {"queued": 2, "sending": 1, "uncertain": 0}


async def test_content_when_kept_long_enough_then_it_is_emptied_in_chunks(database: Database) -> None:
    async with database.write() as session:
        ids = [await add(session, str(number), chat_id=number) for number in range(5)]
        await claiming.take(session, ids[:4], 3)
        await recording.record_sent(session, NOW, [Sent(row_id, 3, 1) for row_id in ids[:4]])
        next_id = await retention.clear_message_content(session, before=LATER, limit=3)
        assert next_id == ids[2]
        assert await retention.clear_message_content(session, before=LATER, after_id=next_id, limit=3) is None
        contents = [(await row(session, row_id)).content for row_id in ids]
    assert contents == [None, None, None, None, said("4")]


async def test_content_when_still_young_then_it_stays(database: Database) -> None:
    async with database.write() as session:
        row_id = await flying(session)
        await recording.record_sent(session, NOW, [Sent(row_id, 3, 1)])
        assert await retention.clear_message_content(session, before=NOW) is None
        assert (await row(session, row_id)).content == said("hi")
