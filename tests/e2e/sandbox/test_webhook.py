"""The webhook: secret, order, retries, what happens to updates when the bot fails."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web
from telegram import Bot

from bot.sandbox.client import SandboxClient

Answer = Callable[[dict[str, Any]], Awaitable[web.Response]]


class Hook:
    """A bot's webhook that records what it gets and answers as the test says."""

    def __init__(self) -> None:
        self.updates: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.answer: Answer = self.accept
        self.url = ""
        self._more = asyncio.Condition()

    async def accept(self, update: dict[str, Any]) -> web.Response:
        return web.Response()

    async def receive(self, request: web.Request) -> web.Response:
        update = await request.json()
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.updates.append(update)
        answer = await self.answer(update)
        async with self._more:
            self._more.notify_all()
        return answer

    async def wait(self, count: int) -> None:
        async with asyncio.timeout(10), self._more:
            await self._more.wait_for(lambda: len(self.updates) >= count)

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.updates]


@contextlib.asynccontextmanager
async def listening(hook: Hook) -> AsyncIterator[Hook]:
    app = web.Application()
    app.router.add_post("/hook", hook.receive)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    try:
        yield hook
    finally:
        await runner.cleanup()


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    async with listening(Hook()) as hook:
        yield hook


async def test_webhook_when_set_then_pending_updates_come_with_the_secret(
    sandbox: SandboxClient, ptb: Bot, hook: Hook
) -> None:
    await sandbox.say_many([(1, "one"), (1, "two")])
    await ptb.set_webhook(hook.url, secret_token="s3cret")
    await sandbox.say_many([(1, "three")])
    await sandbox.all_confirmed()
    assert hook.texts == ["one", "two", "three"]
    assert set(hook.secrets) == {"s3cret"}
    info = await ptb.get_webhook_info()
    assert (info.url, info.pending_update_count, info.last_error_message) == (hook.url, 0, None)


async def test_webhook_when_the_bot_fails_then_the_chat_waits_and_others_go_on(
    sandbox: SandboxClient, ptb: Bot, hook: Hook
) -> None:
    failures = 3

    async def fail_first(update: dict[str, Any]) -> web.Response:
        nonlocal failures
        if update["message"]["text"] == "bad" and failures:
            failures -= 1
            return web.Response(status=500)
        return web.Response()

    hook.answer = fail_first
    await ptb.set_webhook(hook.url)
    await sandbox.say_many([(1, "bad"), (1, "after"), (2, "other")])
    await sandbox.all_confirmed()
    chat_1 = [update["message"]["text"] for update in hook.updates if update["message"]["chat"]["id"] == 1]
    assert chat_1 == ["bad"] * 4 + ["after"]
    assert hook.texts.index("other") < hook.texts.index("after")
    assert "500" in ((await ptb.get_webhook_info()).last_error_message or "")


async def test_webhook_when_one_update_is_in_work_then_the_next_of_its_chat_waits(
    sandbox: SandboxClient, ptb: Bot, hook: Hook
) -> None:
    release = asyncio.Event()

    async def hold(update: dict[str, Any]) -> web.Response:
        if "message" in update and update["message"]["text"] == "held":
            await release.wait()
        return web.Response()

    hook.answer = hold
    person = await sandbox.person()
    await sandbox.start(person)
    sent = await ptb.send_message(person, "x")
    await ptb.set_webhook(hook.url)
    await hook.wait(1)
    await sandbox.say(person, "held")
    await sandbox.say(person, "next")
    await sandbox.tap(person, sent.message_id, "forged", forged=True)
    await hook.wait(3)
    assert [next(kind for kind in update if kind != "update_id") for update in hook.updates] == [
        "message",
        "message",
        "callback_query",
    ]
    release.set()
    await sandbox.all_confirmed()
    assert hook.updates[-1]["message"]["text"] == "next"


async def test_webhook_when_the_bot_is_away_then_updates_wait_for_it(sandbox: SandboxClient, ptb: Bot) -> None:
    hook = Hook()
    async with listening(hook):
        url = hook.url
    await ptb.set_webhook(url)
    await sandbox.say_many([(1, "one")])
    await asyncio.sleep(0.05)
    assert len(await sandbox.pending()) == 1
    await ptb.delete_webhook()
    (update,) = await ptb.get_updates()
    assert update.message.text == "one"


async def test_webhook_when_the_answer_names_a_method_then_it_is_carried_out(
    sandbox: SandboxClient, ptb: Bot, hook: Hook
) -> None:
    async def reply(update: dict[str, Any]) -> web.Response:
        return web.json_response({"method": "sendMessage", "chat_id": 1, "text": "from the answer"})

    hook.answer = reply
    await ptb.set_webhook(hook.url)
    await sandbox.say_many([(1, "hi")])
    (answer,) = await sandbox.reply(1, after_id=0)
    assert answer["text"] == "from the answer"


async def test_webhook_when_duplicates_are_ordered_then_each_update_comes_twice(
    sandbox: SandboxClient, ptb: Bot, hook: Hook
) -> None:
    await sandbox.fault("duplicate", count=0)
    await ptb.set_webhook(hook.url)
    await sandbox.say_many([(1, "one"), (1, "two")])
    await hook.wait(4)
    assert hook.texts == ["one", "one", "two", "two"]


async def test_webhook_when_disorder_is_ordered_then_only_chats_change_places(
    sandbox: SandboxClient, ptb: Bot, hook: Hook
) -> None:
    await ptb.set_webhook(hook.url)
    await sandbox.fault("reorder", count=0, milliseconds=20)
    await sandbox.say_many([(person, f"{person}:{n}") for n in range(5) for person in range(1, 6)])
    await hook.wait(25)
    ids = [update["update_id"] for update in hook.updates]
    assert ids != sorted(ids)
    for person in range(1, 6):
        own = [text for text in hook.texts if text.startswith(f"{person}:")]
        assert own == [f"{person}:{n}" for n in range(5)]


async def test_callback_when_older_than_150_seconds_then_dropped_but_messages_stay(
    sandbox: SandboxClient, ptb: Bot
) -> None:
    person = await sandbox.person()
    await sandbox.start(person)
    sent = await ptb.send_message(person, "x")
    callback = await sandbox.tap(person, sent.message_id, "d", forged=True)
    assert callback
    await sandbox.advance(151)
    (update,) = await ptb.get_updates()
    assert update.message.text == "/start"
    with pytest.raises(Exception, match=r"(?i)query is too old"):
        await ptb.answer_callback_query(callback)
    await sandbox.advance(24 * 3600)
    assert await ptb.get_updates() == ()
