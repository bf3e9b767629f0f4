"""How many statements a page takes: a fixed number, however much stands on it. A clock decides nothing here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from db import outbox
from db.queries import cases as queries
from tests.auxil.chats import House
from tests.auxil.console import Client, Console, Member
from tests.auxil.desks import ask_for_a_person

# Who is signed in, and whom they stand in for.
SESSION = 2
# How many altogether, one page of them, and how many for each of three filters; then how promises were kept.
QUEUE = SESSION + 6
# Open ones and lately closed ones.
MINE = SESSION + 2
# Is it within reach; the case, its person, their conversation, who holds it; what was said, by whom, what became of
# it; that pings about it are seen, and a line in the audit log.
CASE = SESSION + 1 + 4 + 3 + 2 + 1


@contextmanager
def counting(house: House) -> Iterator[list[str]]:
    """Every statement but the ends of transactions, while the block lasts."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    event.listen(house.database.engine.sync_engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(house.database.engine.sync_engine, "before_cursor_execute", note)


async def _cases(house: House, count: int, first: int = 0) -> list[int]:
    return [await ask_for_a_person(house.phone(100 + first + number)) for number in range(count)]


async def _statements(house: House, client: Client, path: str) -> list[str]:
    with counting(house) as statements:
        assert (await client.get(path)).status == 200
    return statements


async def _say(house: House, case_id: int, writers: list[Member]) -> None:
    """A word of each, sent, and an event that names each."""
    async with house.database.write() as session:
        case = await queries.get(session, case_id)
        assert case is not None
        for writer in writers:
            message = {"text": "words", "action": "text"}
            row_id = await outbox.queue(
                session, person_id=case.person_id, chat_id=1, content=message, now=house.clock.now
            )
            queries.add_entry(
                session, case, "staff", house.clock.now, text="words", staff_id=writer.id, outbox_id=row_id
            )
            queries.add_entry(session, case, "event", house.clock.now, text=f"transferred:{writer.id}")


@pytest.mark.parametrize("writers", [1, 6])
async def test_case_page_when_many_wrote_in_it_then_it_takes_as_many_statements_as_when_one_did(
    console: Console, house: House, writers: int
) -> None:
    adviser = await console.member("adviser")
    (case_id,) = await _cases(house, 1)
    async with console.client(adviser) as client:
        assert (await client.post(f"/console/cases/{case_id}/claim")).status == 303
        await _say(house, case_id, [await console.member("adviser") for _ in range(writers)])
        found = await _statements(house, client, f"/console/cases/{case_id}")
        assert len(found) == CASE, "\n".join(found)


@pytest.mark.parametrize("count", [1, 4])
async def test_lists_when_there_are_more_cases_then_they_take_no_more_statements(
    console: Console, house: House, count: int
) -> None:
    adviser = await console.member("adviser")
    mine, _ = await _cases(house, count), await _cases(house, count, first=50)
    async with console.client(adviser) as client:
        for case_id in mine:
            assert (await client.post(f"/console/cases/{case_id}/claim")).status == 303
        assert len(await _statements(house, client, "/console/queue")) == QUEUE
        assert len(await _statements(house, client, "/console/cases")) == MINE


async def test_lists_when_they_are_read_then_no_packet_and_no_sent_words_are(console: Console, house: House) -> None:
    adviser = await console.member("adviser")
    held, _ = await _cases(house, 2)
    async with console.client(adviser) as client:
        await client.post(f"/console/cases/{held}/claim")
        for path in ("/console/queue", "/console/cases"):
            assert not [one for one in await _statements(house, client, path) if "handoffs.packet" in one]
        await _say(house, held, [adviser])
        assert not [
            one for one in await _statements(house, client, f"/console/cases/{held}") if "outbox.content" in one
        ]


async def test_stream_when_many_messages_are_on_their_way_then_a_look_takes_as_many_statements_as_for_one(
    console: Console, house: House
) -> None:
    adviser = await console.member("adviser")
    (case_id,) = await _cases(house, 1)
    await _say(house, case_id, [adviser] * 5)
    book = house.services.desk.case_book
    async with house.database.read() as session:
        case = await queries.get(session, case_id)
        assert case is not None
        sent = frozenset(one.number for one in await queries.entries(session, case_id) if one.kind == "staff")
        with counting(house) as statements:
            shown = await book.entries(
                session, case, frozenset({adviser.id}), house.clock.now, after_version=case.counter, also=sent
            )
    assert [one.number for one in shown] == sorted(sent)
    # What changed, what was still open, who wrote it, what became of it.
    assert len(statements) == 4
