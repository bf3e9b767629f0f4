"""Which rows the sender gets, in which order, at which cost; on both engines."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import claiming
from db.session import Database
from tests.integration.db.outboxes import NOW, add, row

SECOND = timedelta(seconds=1)
EXPLAIN = "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON)"


async def heads(session: AsyncSession, limits: tuple[int, int, int] = (50, 50, 50)) -> list[int]:
    found = await claiming.candidates(session, NOW, until=NOW, limits=limits)
    return [candidate.id for candidate in found if candidate.is_head]


async def change(session: AsyncSession, row_id: int, **values: Any) -> None:
    kept = await row(session, row_id)
    for name, value in values.items():
        setattr(kept, name, value)
    await session.flush()


async def test_candidates_when_a_chat_has_several_then_only_its_first_is_a_head(database: Database) -> None:
    async with database.write() as session:
        first = await add(session, chat_id=1)
        await add(session, chat_id=1)
        other = await add(session, chat_id=2)
        assert await heads(session) == [first, other]


async def test_candidates_when_a_chat_has_several_lanes_then_each_has_its_own_head(database: Database) -> None:
    async with database.write() as session:
        bulk, reminder, reply = [await add(session, lane=lane) for lane in (2, 1, 0)]
        assert await heads(session) == [reply, reminder, bulk]


async def test_candidates_when_one_is_in_flight_then_those_behind_it_wait(database: Database) -> None:
    async with database.write() as session:
        first = await add(session)
        await add(session)
        await claiming.take(session, [first], 1)
        assert await heads(session) == []


async def test_candidates_when_a_retry_waits_then_it_holds_back_those_behind(database: Database) -> None:
    async with database.write() as session:
        first = await add(session)
        await add(session)
        await claiming.set_aside(session, {first: NOW + 30 * SECOND})
        assert await heads(session) == []


async def test_candidates_when_an_earlier_row_is_not_due_then_it_holds_back_nothing(database: Database) -> None:
    async with database.write() as session:
        await add(session, lane=1, due_at=NOW + timedelta(days=3))
        due = await add(session, lane=1)
        assert await heads(session) == [due]


async def test_candidates_when_another_replicas_clock_is_ahead_then_order_still_holds(database: Database) -> None:
    async with database.write() as session:
        await add(session, due_at=NOW + 2 * SECOND)
        await add(session)
        assert await heads(session) == []


async def test_candidates_when_some_are_ready_soon_then_they_are_told_of(database: Database) -> None:
    async with database.write() as session:
        await add(session, due_at=NOW + SECOND)
        found = await claiming.candidates(session, NOW, until=NOW + SECOND, limits=(5, 5, 5))
    assert [candidate.ready_at for candidate in found] == [NOW + SECOND]


async def test_candidates_when_a_lane_has_no_room_then_it_is_not_looked_at(database: Database) -> None:
    async with database.write() as session:
        reply = await add(session, lane=0)
        await add(session, lane=2)
        assert await heads(session, limits=(1, 1, 0)) == [reply]


async def test_candidates_when_a_row_is_email_then_it_is_not_telegrams(database: Database) -> None:
    async with database.write() as session:
        await add(session, channel="email", chat_id=None)
        assert await heads(session) == []


async def test_take_when_rows_are_queued_then_they_are_in_flight_under_the_epoch(database: Database) -> None:
    async with database.write() as session:
        first, second = await add(session, "one", chat_id=1), await add(session, "two", chat_id=2)
        taken = await claiming.take(session, [second, first], 7)
        assert [(claimed.id, claimed.content["text"], claimed.epoch) for claimed in taken] == [
            (second, "two", 7),
            (first, "one", 7),
        ]
        assert ((await row(session, first)).state, (await row(session, first)).epoch) == ("sending", 7)


async def test_take_when_a_row_was_cancelled_meanwhile_then_it_is_not_taken(database: Database) -> None:
    async with database.write() as session:
        row_id = await add(session)
        await change(session, row_id, state="cancelled")
        assert await claiming.take(session, [row_id], 7) == []


async def test_take_when_somebody_has_the_row_locked_then_it_is_left(postgres_database: Database) -> None:
    database = postgres_database
    async with database.write() as session:
        locked, free = await add(session, chat_id=1), await add(session, chat_id=2)
    async with database.write() as other, database.write() as session:
        await other.execute(text(f"SELECT 1 FROM outbox WHERE id = {locked} FOR UPDATE"))
        assert [claimed.id for claimed in await claiming.take(session, [locked, free], 7)] == [free]


async def test_requeue_when_a_new_epoch_begins_then_older_rows_are_marked_uncertain(database: Database) -> None:
    async with database.write() as session:
        old, own = await add(session, chat_id=1), await add(session, chat_id=2)
        await claiming.take(session, [old], 3)
        await claiming.take(session, [own], 4)
        assert await claiming.requeue_older_epochs(session, 4, NOW) == 1
        kept = await row(session, old)
        assert (kept.state, kept.epoch, kept.attempts, kept.uncertain) == ("queued", None, 1, 1)
        assert (await row(session, own)).state == "sending"


async def test_targets_when_asked_then_it_tells_state_and_message(database: Database) -> None:
    async with database.write() as session:
        sent, waiting = await add(session), await add(session)
        await change(session, sent, state="sent", message_id=55)
        found = await claiming.targets(session, [sent, waiting, 999])
    assert found == {sent: claiming.Target("sent", 55), waiting: claiming.Target("queued", None)}


FILL = """
INSERT INTO outbox (channel, chat_id, lane, due_at, ready_at, state, attempts, uncertain, created_at)
SELECT 'telegram', {chat}, {lane}, :at, :at, '{state}', 0, 0, :at FROM {numbers}
"""
NUMBERS = {
    True: "(WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {many}) SELECT n FROM c)",
    False: "generate_series(1, {many}) AS g(n)",
}


async def fill(session: AsyncSession, database: Database, many: int, state: str, chat: str, lane: int) -> None:
    numbers = NUMBERS[database.is_sqlite].format(many=many)
    statement = text(FILL.format(chat=chat, lane=lane, state=state, numbers=numbers))
    await session.execute(statement.bindparams(at=NOW.replace(tzinfo=None) if database.is_sqlite else NOW))


async def filled(database: Database, sent: int = 50_000) -> None:
    async with database.write() as session:
        await fill(session, database, sent, "sent", "n % 1000 + 1", 0)
        await fill(session, database, 1_000, "queued", "77", 0)
        await fill(session, database, 20_000, "queued", "n + 5000", 2)
    async with database.write() as session:
        await session.execute(text("ANALYZE"))


async def test_candidates_when_the_table_is_large_then_only_the_two_small_indexes_are_read(database: Database) -> None:
    await filled(database)
    async with database.read() as session:
        plan = await explained(session, database)
    assert plan.count("ix_outbox_queued") == 3
    assert plan.count("ix_outbox_open") == 3
    assert "Seq Scan" not in plan
    assert "SCAN outbox" not in plan


async def test_candidates_when_on_postgresql_then_the_cost_is_that_of_what_is_looked_at(
    postgres_database: Database,
) -> None:
    await filled(postgres_database)
    async with postgres_database.read() as session:
        plan = json.loads(await explained(session, postgres_database))[0]["Plan"]
    # 3 windows of 20 rows with a probe each: a few pages a row, whatever the table holds.
    assert plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] < 60 * 12


async def explained(session: AsyncSession, database: Database) -> str:
    """The plan of exactly the statement and values that `candidates` sends."""
    seen: list[tuple[str, Any]] = []

    def watch(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        seen.append((statement, parameters))

    event.listen(database.engine.sync_engine, "before_cursor_execute", watch)
    await claiming.candidates(session, NOW, until=NOW, limits=(20, 20, 20))
    event.remove(database.engine.sync_engine, "before_cursor_execute", watch)
    (statement, parameters), words = seen[0], "EXPLAIN QUERY PLAN" if database.is_sqlite else EXPLAIN
    rows = (await (await session.connection()).exec_driver_sql(f"{words} {statement}", parameters)).all()
    return "\n".join(str(row[-1]) if database.is_sqlite else json.dumps(row[0]) for row in rows)
