"""E-mail over real TCP into the sandbox's mail server: sent, refused, put off, in doubt, and beside Telegram."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from bot.clock import system_clock
from bot.delivery.leases import Term
from bot.delivery.mail import MailSender
from bot.delivery.mail_outcomes import MAX_ATTEMPTS
from bot.delivery.outcomes import NotSent
from bot.delivery.postman import Postman
from bot.delivery.wakeups import Wakeups
from bot.domain.mail_server import MailServer, Tls, read_mail_server
from bot.messages.emails import Email
from bot.sandbox.client import SandboxClient
from bot.sandbox.running import free_port, in_process
from bot.services.mail import NO_MAIL, Mail
from db import outbox
from db.models import OutboxMessage
from db.queries import emails
from db.session import Database
from tests.integration.delivery.posts import post

LEAD = "lead@example.org"
FROM = "way-in@example.org"


@pytest.fixture
async def sandbox() -> AsyncIterator[SandboxClient]:
    async with in_process() as client:
        yield client


@dataclass
class Office:
    """A mail sender and shorthands to queue and to look."""

    database: Database
    wakeups: Wakeups
    sender: MailSender
    term: Term
    stop: asyncio.Event

    async def queue(self, subject: str = "Hello", body: str = "One link.", **more: Any) -> int:
        async with self.database.write() as session:
            row = await Mail(is_set_up=True).send(session, Email(LEAD, subject, body), now=system_clock(), **more)
        self.wakeups.wake()
        assert row is not None
        return row

    async def row(self, row_id: int) -> dict[str, Any]:
        async with self.database.read() as session:
            kept = await session.get(OutboxMessage, row_id)
            assert kept is not None
            return {column.key: getattr(kept, column.key) for column in OutboxMessage.__table__.columns}

    async def until(self, row_id: int, fits: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
        async with asyncio.timeout(10):
            # Only the database knows, and it sends no event.
            while not fits(kept := await self.row(row_id)):  # noqa: ASYNC110 - see above
                await asyncio.sleep(0.01)
        return kept

    async def settled(self, row_id: int) -> dict[str, Any]:
        return await self.until(row_id, lambda kept: kept["state"] not in ("queued", "sending"))

    async def make_ready(self, row_id: int) -> None:
        async with self.database.write() as session:
            await outbox.move(session, [row_id], system_clock())
        self.wakeups.wake()


@asynccontextmanager
async def office(
    database: Database, smtp_url: str | None, *, epoch: int = 1, seconds: float = 5, grace: float = 5
) -> AsyncIterator[Office]:
    """A mail sender at work; stopped cleanly at the end."""
    wakeups = Wakeups()
    postman = Postman(read_mail_server(smtp_url or ""), FROM, system_clock, seconds=seconds)
    sender = MailSender(database, postman, wakeups, system_clock, a_second=1000, grace=grace)
    made = Office(database, wakeups, sender, Term(epoch, float("inf"), time.monotonic), asyncio.Event())
    task = asyncio.create_task(sender.run(made.term, made.stop))
    try:
        yield made
    finally:
        made.stop.set()
        await task


async def test_email_when_queued_then_arrives_as_plain_text_from_us(database: Database, sandbox: SandboxClient) -> None:
    async with office(database, sandbox.smtp_url) as made:
        row_id = await made.queue("Ett meddelande väntar", "Öppna: https://example.org/x\n" + "å" * 300)
        kept = await made.settled(row_id)
    (mail,) = await sandbox.mails(LEAD, count=1)
    assert (kept["state"], kept["attempts"], kept["uncertain"]) == ("sent", 1, 0)
    assert (mail.sender, mail.subject) == (FROM, "Ett meddelande väntar")
    assert mail.body.strip() == "Öppna: https://example.org/x\n" + "å" * 300
    assert mail.headers["Message-ID"] == f"<way-in-{row_id}@example.org>"
    assert mail.headers["Auto-Submitted"] == "auto-generated"


async def test_emails_when_many_are_queued_then_each_arrives_once_in_order(
    database: Database, sandbox: SandboxClient
) -> None:
    async with office(database, sandbox.smtp_url) as made:
        rows = [await made.queue(f"Number {number}") for number in range(12)]
        for row_id in rows:
            assert (await made.settled(row_id))["state"] == "sent"
    assert [mail.subject for mail in await sandbox.mails()] == [f"Number {number}" for number in range(12)]


async def test_email_when_refused_for_good_then_fails_with_the_code_and_is_not_tried_again(
    database: Database, sandbox: SandboxClient
) -> None:
    await sandbox.mail_trouble("rcpt", f"550 5.1.1 <{LEAD}> no such mailbox")
    async with office(database, sandbox.smtp_url) as made:
        kept = await made.settled(await made.queue())
    assert (kept["state"], kept["reason"]) == ("failed", "the server answered 550 5.1.1 to RCPT")
    assert await sandbox.mails() == []


@pytest.mark.parametrize("step", ["rcpt", "data"])
async def test_email_when_put_off_then_waits_and_arrives_at_the_next_attempt(
    database: Database, sandbox: SandboxClient, step: str
) -> None:
    await sandbox.mail_trouble(step, "451 4.7.1 try later")
    async with office(database, sandbox.smtp_url) as made:
        row_id = await made.queue()
        kept = await made.until(row_id, lambda row: row["attempts"] == 1)
        assert (kept["state"], kept["uncertain"]) == ("queued", 0)
        assert kept["reason"] == f"the server answered 451 4.7.1 to {step.upper()}"
        assert kept["ready_at"] > system_clock() + timedelta(seconds=5)
        await made.make_ready(row_id)
        assert (await made.settled(row_id))["state"] == "sent"
    assert len(await sandbox.mails()) == 1


async def test_email_when_put_off_too_often_then_fails_with_the_last_reason(
    database: Database, sandbox: SandboxClient
) -> None:
    await sandbox.mail_trouble("rcpt", "451 later", count=MAX_ATTEMPTS)
    async with office(database, sandbox.smtp_url) as made:
        row_id = await made.queue()
        for attempt in range(1, MAX_ATTEMPTS):
            await made.until(row_id, lambda row, wanted=attempt: row["attempts"] == wanted)
            await made.make_ready(row_id)
        kept = await made.settled(row_id)
    assert (kept["state"], kept["attempts"], kept["uncertain"]) == ("failed", MAX_ATTEMPTS, 0)


async def test_email_when_the_line_breaks_after_data_then_is_in_doubt_and_both_copies_bear_one_name(
    database: Database, sandbox: SandboxClient
) -> None:
    await sandbox.mail_trouble("after_data", "drop")
    async with office(database, sandbox.smtp_url) as made:
        row_id = await made.queue()
        kept = await made.until(row_id, lambda row: row["uncertain"] == 1)
        assert kept["state"] == "queued"
        await made.make_ready(row_id)
        kept = await made.settled(row_id)
    assert (kept["state"], kept["attempts"], kept["uncertain"]) == ("sent", 2, 1)
    assert {mail.headers["Message-ID"] for mail in await sandbox.mails(count=2)} == {f"<way-in-{row_id}@example.org>"}


async def test_email_when_no_answer_comes_after_data_then_is_in_doubt(
    database: Database, sandbox: SandboxClient
) -> None:
    await sandbox.mail_trouble("after_data", "silence")
    async with office(database, sandbox.smtp_url, seconds=0.3) as made:
        kept = await made.until(await made.queue(), lambda row: row["attempts"] == 1)
    assert (kept["state"], kept["uncertain"]) == ("queued", 1)


async def test_email_when_the_line_breaks_before_data_then_is_not_in_doubt(
    database: Database, sandbox: SandboxClient
) -> None:
    await sandbox.mail_trouble("rcpt", "drop")
    async with office(database, sandbox.smtp_url) as made:
        row_id = await made.queue()
        kept = await made.until(row_id, lambda row: row["attempts"] == 1)
    assert (kept["state"], kept["uncertain"]) == ("queued", 0)


async def test_email_when_the_server_is_away_then_waits_without_an_attempt_and_goes_when_it_is_back(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    port = free_port()
    async with office(database, f"smtp://127.0.0.1:{port}") as made:
        with caplog.at_level(logging.DEBUG, logger="bot"):
            row_id = await made.queue("A subject", "A body")
            kept = await made.until(row_id, lambda row: row["reason"] is not None)
        assert (kept["state"], kept["attempts"], kept["uncertain"]) == ("queued", 0, 0)
        assert kept["reason"].startswith("no connection to the mail server")
        assert "e-mail waits" in caplog.text
        assert not {word for word in (LEAD, "A subject", "A body") if word in caplog.text}


async def test_mail_sender_when_killed_after_data_then_the_next_holder_marks_it_as_in_doubt(
    database: Database, sandbox: SandboxClient
) -> None:
    await sandbox.mail_trouble("after_data", "silence")
    async with office(database, sandbox.smtp_url, seconds=60) as first:
        row_id = await first.queue()
        await sandbox.mails(count=1)
        # Killed: nothing of the first holder is recorded any more.
        async with office(database, sandbox.smtp_url, epoch=2) as second:
            kept = await second.settled(row_id)
            assert (kept["state"], kept["attempts"], kept["uncertain"]) == ("sent", 2, 1)
        first.term.end()
        first.sender._grace = 0
    assert (await first.row(row_id))["uncertain"] == 1
    assert len(await sandbox.mails()) == 2


async def test_mail_sender_when_stopped_while_one_is_on_its_way_then_writes_down_that_it_may_have_arrived(
    database: Database, sandbox: SandboxClient
) -> None:
    await sandbox.mail_trouble("after_data", "silence")
    async with office(database, sandbox.smtp_url, seconds=60, grace=0.1) as made:
        row_id = await made.queue()
        await sandbox.mails(count=1)
    kept = await made.row(row_id)
    assert (kept["state"], kept["uncertain"], kept["reason"]) == ("queued", 1, "stopped before the answer came")


async def test_email_when_its_term_is_over_then_does_not_leave(database: Database, sandbox: SandboxClient) -> None:
    async with office(database, sandbox.smtp_url) as made:
        made.term.end()
        row_id = await made.queue()
        await asyncio.sleep(0.1)
        assert (await made.row(row_id))["attempts"] == 0
    assert await sandbox.mails() == []


async def test_email_when_the_server_offers_no_tls_then_nothing_of_it_is_handed_over(sandbox: SandboxClient) -> None:
    assert sandbox.smtp_url is not None
    server = MailServer("127.0.0.1", int(sandbox.smtp_url.rpartition(":")[2]), Tls.STARTTLS)
    outcome = await Postman(server, FROM, system_clock, seconds=5).carry(Email(LEAD, "Hello", "x"), 1)
    assert isinstance(outcome, NotSent)
    assert await sandbox.mails() == []


async def test_email_when_no_mail_is_set_up_then_staff_find_the_link_to_pass_on(database: Database) -> None:
    mail = Mail(is_set_up=False)
    async with database.write() as session:
        row_id = await mail.send(
            session, Email(LEAD, "Hello", "Open https://example.org/once"), now=system_clock(), about="invite"
        )
    async with database.write() as session:
        assert await emails.claim(session, system_clock(), 1) is None
        ((row, email),) = await mail.to_pass_on(session, system_clock(), about="invite")
        assert (row.id, row.state, row.reason) == (row_id, "skipped", NO_MAIL)
        assert email.body == "Open https://example.org/once"
        assert await mail.to_pass_on(session, system_clock(), about="other") == []


async def test_email_when_the_mail_server_hangs_then_telegram_is_not_held_up(
    database: Database, sandbox: SandboxClient
) -> None:
    await sandbox.mail_trouble("after_data", "silence")
    async with office(database, sandbox.smtp_url, seconds=60, grace=0.1) as made, post(database, sandbox) as telegram:
        row_id = await made.queue()
        await sandbox.mails(count=1)
        person, chat = await telegram.add_person()
        started = time.monotonic()
        assert (await telegram.settled(await telegram.queue(chat, "hi", person_id=person)))["state"] == "sent"
        assert time.monotonic() - started < 2
        assert (await made.row(row_id))["state"] == "sending"


async def test_telegram_when_it_sends_to_staff_then_the_row_stays_to_be_looked_up(
    database: Database, sandbox: SandboxClient
) -> None:
    async with post(database, sandbox) as telegram:
        _, chat = await telegram.add_person()
        kept = await telegram.queue(chat, "A message waits.", about="ping", about_id=7, dedupe_key="ping:7:1")
        assert (await telegram.settled(kept))["state"] == "sent"
        stranger = await telegram.queue(chat, "hi")
        await telegram.until_texts(chat, 2)
        async with asyncio.timeout(5):
            while await telegram.row(stranger) is not None:  # noqa: ASYNC110 - only the database knows
                await asyncio.sleep(0.01)
