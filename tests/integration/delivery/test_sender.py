"""Claim, commit, send, record: against the sandbox, on both engines."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import system_clock
from bot.delivery.gate import Verdict
from bot.delivery.leases import Term
from bot.delivery.pace import Limits
from bot.delivery.sender import SendingStopped
from bot.messages.outgoing import Action, Button, OutgoingMessage
from bot.sandbox.client import SandboxClient
from bot.sandbox.running import in_process
from bot.sandbox.settings import Settings
from db import outbox
from db.models import Person
from db.queries import attachments, claiming, reach
from db.queries.claiming import Claimed
from db.session import Database
from tests.integration.delivery.posts import Post, post


@pytest.fixture
async def sandbox() -> AsyncIterator[SandboxClient]:
    async with in_process() as client:
        yield client


@pytest.fixture
async def at_work(database: Database, sandbox: SandboxClient) -> AsyncIterator[Post]:
    async with post(database, sandbox) as made:
        yield made


async def texts(sandbox: SandboxClient, chat_id: int) -> list[str]:
    return [message["text"] for message in (await sandbox.history(chat_id)).from_bot()]


async def test_a_reply_when_queued_then_it_arrives_and_the_ledger_says_so(at_work: Post) -> None:
    person, chat = await at_work.add_person()
    message = OutgoingMessage("<b>Hello</b>").with_buttons([Button("Yes", "y")])
    row_id = await at_work.queue(chat, message, person_id=person)
    kept = await at_work.settled(row_id)
    [arrived] = (await at_work.sandbox.history(chat)).from_bot()
    assert (kept["state"], kept["message_id"], kept["attempts"], kept["uncertain"]) == (
        "sent",
        arrived["message_id"],
        1,
        0,
    )
    assert kept["sent_at"] is not None
    assert arrived["text"] == "Hello"
    assert arrived["entities"][0]["type"] == "bold"


async def test_many_replies_when_queued_at_once_then_each_chat_gets_its_own_in_order(at_work: Post) -> None:
    chats = [(await at_work.add_person(f"P{number}"))[1] for number in range(8)]
    # Some answers are late, so that two in flight for one chat would overtake each other.
    await at_work.sandbox.fault("slow", method="sendMessage", milliseconds=60, every=3, count=0)
    for number in range(12):
        for chat in chats:
            await at_work.queue(chat, str(number))
    await at_work.all_settled()
    for chat in chats:
        assert await texts(at_work.sandbox, chat) == [str(number) for number in range(12)]


async def test_order_when_one_answer_is_a_server_error_then_those_behind_wait_for_the_retry(at_work: Post) -> None:
    _, chat = await at_work.add_person()
    await at_work.sandbox.fault("error", method="sendMessage", status=502, description="Bad Gateway")
    first, second = await at_work.queue(chat, "1", person_id=None), await at_work.queue(chat, "2")
    await at_work.all_settled()
    assert await texts(at_work.sandbox, chat) == ["1", "2"]
    assert (await at_work.row(first), await at_work.row(second)) == (None, None)


async def test_an_answer_when_lost_then_the_message_may_repeat_and_the_ledger_shows_it(at_work: Post) -> None:
    person, chat = await at_work.add_person()
    await at_work.sandbox.fault("drop", method="sendMessage", after_effect=True)
    kept = await at_work.settled(await at_work.queue(chat, "once or twice", person_id=person))
    assert (kept["state"], kept["attempts"], kept["uncertain"]) == ("sent", 2, 1)
    assert await texts(at_work.sandbox, chat) == ["once or twice"] * 2


async def test_somebody_unknown_when_answered_then_nothing_is_kept(at_work: Post) -> None:
    _, chat = await at_work.add_person()
    await at_work.queue(chat, "ok")
    await at_work.queue(chat, "x" * 5000)
    await at_work.all_settled()
    assert await at_work.states() == {}
    assert await texts(at_work.sandbox, chat) == ["ok"]


async def test_a_bad_message_when_refused_then_it_fails_at_once_and_the_next_goes(at_work: Post) -> None:
    person, chat = await at_work.add_person()
    bad = await at_work.queue(chat, "<b>open", person_id=person)
    good = await at_work.queue(chat, "good", person_id=person)
    kept = await at_work.settled(bad)
    assert (kept["state"], kept["attempts"]) == ("failed", 1)
    assert "parse entities" in kept["reason"].lower()
    assert (await at_work.settled(good))["state"] == "sent"


async def test_a_person_when_they_block_us_then_they_are_marked_and_nothing_more_is_tried(at_work: Post) -> None:
    person, chat = await at_work.add_person()
    later = await at_work.queue(chat, "reminder", person_id=person, lane=1, due_at=system_clock() + timedelta(days=1))
    await at_work.sandbox.block(chat)
    kept = await at_work.settled(await at_work.queue(chat, "hi", person_id=person))
    assert (kept["state"], kept["reason"]) == ("failed", "unreachable: blocked")
    assert (await at_work.settled(later))["state"] == "cancelled"
    async with at_work.database.read() as session:
        assert (await session.get_one(Person, person)).reach == "blocked"


async def test_a_person_when_they_came_back_meanwhile_then_their_reply_is_not_taken_back(
    database: Database, sandbox: SandboxClient
) -> None:
    async with post(database, sandbox, running=False) as idle:
        person, chat = await idle.add_person()
        await idle.queue(chat, "welcome back", person_id=person)
        async with database.write() as session:
            sent_before = system_clock() - timedelta(seconds=5)
            assert await reach.mark_unreachable(session, person, "blocked", as_of=sent_before) is None
        assert await idle.states() == {"queued": 1}


async def test_too_many_requests_when_answered_then_everything_waits_that_long(at_work: Post) -> None:
    chats = [(await at_work.add_person(f"P{number}"))[1] for number in range(3)]
    await at_work.sandbox.fault("too_many_requests", method="sendMessage", retry_after=1)
    await at_work.queue(chats[0], "first")
    async with asyncio.timeout(5):
        while not at_work.pace.halted_for:  # noqa: ASYNC110 - the pace is a clock and has no events
            await asyncio.sleep(0.005)
    started = time.monotonic()
    for chat in chats[1:]:
        await at_work.queue(chat, "others")
    await at_work.all_settled()
    assert time.monotonic() - started > 0.8
    assert [await texts(at_work.sandbox, chat) for chat in chats] == [["first"], ["others"], ["others"]]


async def test_an_edit_when_its_target_was_sent_then_the_same_message_changes(at_work: Post) -> None:
    person, chat = await at_work.add_person()
    target = await at_work.queue(chat, "old", person_id=person)
    await at_work.settled(target)
    edit = await at_work.queue(chat, OutgoingMessage("new", action=Action.EDIT, target=target), person_id=person)
    kept = await at_work.settled(edit)
    assert await texts(at_work.sandbox, chat) == ["new"]
    assert kept["message_id"] == (await at_work.row(target) or {})["message_id"]


async def test_an_edit_when_its_target_is_still_on_its_way_then_it_waits_for_it(at_work: Post) -> None:
    person, chat = await at_work.add_person()
    await at_work.sandbox.fault("slow", method="sendMessage", milliseconds=300)
    target = await at_work.queue(chat, "old", person_id=person, lane=1)
    edit = await at_work.queue(chat, OutgoingMessage("new", action=Action.EDIT, target=target), person_id=person)
    await at_work.settled(edit)
    assert await texts(at_work.sandbox, chat) == ["new"]


async def test_an_edit_when_its_target_is_gone_then_it_goes_anew_and_later_edits_follow(at_work: Post) -> None:
    person, chat = await at_work.add_person()
    target = await at_work.queue(chat, "old", person_id=person)
    await at_work.settled(target)
    delete = OutgoingMessage(action=Action.DELETE, target=target)
    await at_work.settled(await at_work.queue(chat, delete, person_id=person))
    for words in ("new", "newer"):
        edit = OutgoingMessage(words, action=Action.EDIT, target=target)
        await at_work.settled(await at_work.queue(chat, edit, person_id=person))
    assert await texts(at_work.sandbox, chat) == ["newer"]


async def test_a_document_when_sent_twice_then_it_is_uploaded_once(at_work: Post) -> None:
    person, chat = await at_work.add_person()
    async with at_work.database.write() as session:
        file = await attachments.add(
            session, person_id=person, name="plan.txt", mime="text/plain", content=b"plan", now=system_clock()
        )
    for _ in range(2):
        message = OutgoingMessage("Your plan", action=Action.DOCUMENT, attachment=file)
        assert (await at_work.settled(await at_work.queue(chat, message, person_id=person)))["state"] == "sent"
    first, second = (await at_work.sandbox.history(chat)).from_bot()
    assert first["document"]["file_id"] == second["document"]["file_id"]
    async with at_work.database.read() as session:
        kept = await attachments.find(session, file)
        assert kept is not None
        assert kept.file_id == first["document"]["file_id"]


async def test_a_message_when_it_is_to_be_pinned_then_it_is(at_work: Post) -> None:
    person, chat = await at_work.add_person()
    kept = await at_work.settled(await at_work.queue(chat, OutgoingMessage("keep", pin=True), person_id=person))
    assert kept["state"] == "sent"
    assert (await at_work.sandbox.counters())["calls"]["pinChatMessage"] == 1


async def test_a_group_when_it_migrated_then_the_message_follows(at_work: Post) -> None:
    _, chat = await at_work.add_person()
    group = await at_work.sandbox.create_chat("group", "Advisers", [chat])
    new_id = await at_work.sandbox.migrate(group["id"])
    await at_work.queue(group["id"], "to the team")
    await at_work.all_settled()
    assert await texts(at_work.sandbox, new_id) == ["to the team"]


async def test_nobody_listening_when_telegram_is_away_then_it_goes_out_later_exactly_once(
    database: Database, sandbox: SandboxClient
) -> None:
    url = sandbox.url
    sandbox.url = "http://127.0.0.1:9"
    async with post(database, sandbox) as made:
        sandbox.url = url
        person, chat = await made.add_person()
        row_id = await made.queue(chat, "late", person_id=person)
        kept = await made.until(row_id, lambda row: row["reason"] is not None)
        assert (kept["state"], kept["attempts"], kept["uncertain"]) == ("queued", 0, 0)
    async with post(database, sandbox, epoch=2) as made:
        assert (await made.settled(row_id))["state"] == "sent"
        assert await texts(sandbox, chat) == ["late"]


@pytest.mark.parametrize("status", [401, 404, 409])
async def test_a_wrong_token_when_refused_then_the_sender_stops_and_loses_nothing(
    database: Database, sandbox: SandboxClient, status: int
) -> None:
    async with post(database, sandbox, running=False) as made:
        person, chat = await made.add_person()
        await sandbox.fault("error", method="sendMessage", status=status, description="Unauthorized")
        row_id = await made.queue(chat, "hi", person_id=person)
        with pytest.raises(SendingStopped):
            await made.sender.run(Term(1, float("inf"), time.monotonic), made.stop)
        kept = await made.row(row_id)
    assert kept is not None
    assert (kept["state"], kept["attempts"]) == ("queued", 0)


class Judge:
    """A gate that does what the test says."""

    def __init__(self, verdict: Verdict | Exception) -> None:
        self.verdict = verdict

    async def judge(self, session: AsyncSession, rows: Sequence[Claimed], now: datetime) -> Mapping[int, Verdict]:
        if isinstance(self.verdict, Exception):
            raise self.verdict
        return {row.id: self.verdict for row in rows}


async def test_a_reference_when_it_still_holds_then_it_is_rendered_when_sent(
    database: Database, sandbox: SandboxClient
) -> None:
    async with post(database, sandbox, gate=Judge(OutgoingMessage("rendered"))) as made:
        person, chat = await made.add_person()
        await made.settled(await made.queue(chat, "plain", person_id=person))
        async with database.write() as session:
            row_id = await outbox.queue(
                session,
                person_id=person,
                chat_id=chat,
                content=None,
                now=system_clock(),
                about="event",
                about_id=3,
                lane=2,
            )
        assert row_id is not None
        assert (await made.settled(row_id))["state"] == "sent"
        assert await texts(sandbox, chat) == ["plain", "rendered"]


async def test_a_reference_when_it_no_longer_holds_then_it_is_skipped_with_the_reason(
    database: Database, sandbox: SandboxClient
) -> None:
    async with post(database, sandbox, gate=Judge("the event was cancelled")) as made:
        person, chat = await made.add_person()
        kept = await made.settled(await made.queue(chat, "x", person_id=person, about="event", about_id=3))
        assert (kept["state"], kept["reason"], kept["attempts"]) == ("skipped", "the event was cancelled", 0)
        assert await texts(sandbox, chat) == []


async def test_a_reference_when_deferred_then_it_waits_and_holds_nothing_back(
    database: Database, sandbox: SandboxClient
) -> None:
    later = system_clock() + timedelta(hours=8)
    async with post(database, sandbox, gate=Judge(later)) as made:
        person, chat = await made.add_person()
        deferred = await made.queue(chat, "broadcast", person_id=person, lane=2, about="broadcast", about_id=3)
        other = await made.queue(chat, "other", person_id=person, lane=2)
        assert (await made.settled(other))["state"] == "sent"
        kept = await made.row(deferred)
        assert kept is not None
        assert (kept["state"], kept["due_at"], kept["attempts"]) == ("queued", later, 0)


async def test_a_check_when_it_breaks_then_nothing_is_sent_unchecked_and_the_rest_goes_on(
    database: Database, sandbox: SandboxClient
) -> None:
    async with post(database, sandbox, gate=Judge(ZeroDivisionError())) as made:
        person, chat = await made.add_person()
        checked = await made.queue(chat, "checked", person_id=person, lane=2, about="broadcast", about_id=1)
        assert (await made.settled(await made.queue(chat, "plain", person_id=person)))["state"] == "sent"
        await made.until(checked, lambda row: row["due_at"] > system_clock() + timedelta(seconds=30))
        assert await texts(sandbox, chat) == ["plain"]


async def test_a_stop_when_answers_are_awaited_then_they_are_recorded_first(
    database: Database, sandbox: SandboxClient
) -> None:
    async with post(database, sandbox) as made:
        person, chat = await made.add_person()
        await sandbox.fault("slow", method="sendMessage", milliseconds=300)
        row_id = await made.queue(chat, "slow", person_id=person)
        await made.until(row_id, lambda row: row["state"] == "sending")
    kept = await made.row(row_id)
    assert kept is not None
    assert (kept["state"], kept["uncertain"]) == ("sent", 0)


async def test_a_new_holder_when_it_takes_over_then_what_was_in_flight_goes_again_and_is_marked(
    database: Database, sandbox: SandboxClient
) -> None:
    async with post(database, sandbox, running=False) as made:
        person, chat = await made.add_person()
        row_id = await made.queue(chat, "hi", person_id=person)
        async with database.write() as session:
            await claiming.take(session, [row_id], 1)
    async with post(database, sandbox, epoch=2) as made:
        kept = await made.settled(row_id)
    assert (kept["state"], kept["attempts"], kept["uncertain"]) == ("sent", 2, 1)


async def test_a_holder_when_its_term_is_over_then_nothing_leaves(database: Database, sandbox: SandboxClient) -> None:
    async with post(database, sandbox, running=False) as made:
        person, chat = await made.add_person()
        await made.queue(chat, "hi", person_id=person)
        over = Term(1, float("-inf"), time.monotonic)
        task = asyncio.create_task(made.sender.run(over, made.stop))
        await asyncio.sleep(0.2)
        assert await texts(sandbox, chat) == []
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_chat_with_a_thousand_rows_when_others_wait_then_they_are_not_hidden_behind_it(
    database: Database, sandbox: SandboxClient
) -> None:
    async with post(database, sandbox, limits=Limits(overall=1000), running=False) as made:
        _, busy = await made.add_person()
        person, other = await made.add_person()
        async with database.write() as session:
            await outbox.queue_many(
                session,
                person_id=None,
                chat_id=busy,
                contents=[OutgoingMessage(str(n)).to_json() for n in range(1000)],
                now=system_clock(),
            )
        row_id = await made.queue(other, "me too", person_id=person)
        started = time.monotonic()
        task = asyncio.create_task(made.sender.run(Term(1, float("inf"), time.monotonic), made.stop))
        await made.settled(row_id)
        assert time.monotonic() - started < 3
        await made.until_texts(busy, 6)
        made.stop.set()
        await task
        arrived = await texts(sandbox, busy)
        assert arrived == [str(n) for n in range(len(arrived))]


async def test_limits_when_much_is_queued_then_telegram_never_has_to_refuse(database: Database) -> None:
    async with in_process(Settings()) as strict, post(database, strict, limits=Limits()) as made:
        chats = [(await made.add_person(f"P{number}"))[1] for number in range(40)]
        for chat in chats:
            await made.queue(chat, "bulk", lane=2)
        for _ in range(6):
            await made.queue(chats[0], "reply")
        await made.all_settled()
        assert (await strict.counters())["too_many"] == 0


async def test_a_reply_when_bulk_is_being_sent_then_it_does_not_wait_behind_it(
    database: Database, sandbox: SandboxClient
) -> None:
    async with post(database, sandbox, limits=Limits(overall=15)) as made:
        chats = [(await made.add_person(f"P{number}"))[1] for number in range(60)]
        for chat in chats:
            await made.queue(chat, "bulk", lane=2)
        person, other = await made.add_person()
        started = time.monotonic()
        row_id = await made.queue(other, "reply", person_id=person)
        await made.settled(row_id)
        assert time.monotonic() - started < 0.5
        assert (await made.states())["queued"] > 10
