"""The control API: people acting, groups, media, restarts, limits, who may steer."""

from pathlib import Path

import aiohttp
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import RetryAfter

from bot.sandbox.client import SandboxClient, SandboxError
from bot.sandbox.running import as_process, in_process
from bot.sandbox.settings import Limits, Settings


async def test_text_when_longer_than_a_message_then_cut_as_a_phone_does(sandbox: SandboxClient, ptb: Bot) -> None:
    sam = await sandbox.person()
    await sandbox.say(sam, "x" * 10_000)
    assert [len(update.message.text) for update in await ptb.get_updates()] == [4096, 4096, 1808]


async def test_media_when_sent_then_each_kind_arrives(sandbox: SandboxClient, ptb: Bot) -> None:
    sam = await sandbox.person()
    for kind in ("photo", "document", "voice", "sticker", "video", "contact", "location"):
        await sandbox.send_media(sam, kind, caption="look" if kind == "photo" else None)
    album = await sandbox.send_album(sam, [{"kind": "photo"}, {"kind": "photo", "caption": "two"}])
    messages = [update.message for update in await ptb.get_updates()]
    assert messages[0].caption == "look"
    assert messages[5].contact.user_id == sam
    assert [message.message_id for message in messages[-2:]] == album
    assert messages[-1].media_group_id == messages[-2].media_group_id is not None
    with pytest.raises(SandboxError, match="hologram"):
        await sandbox.send_media(sam, "hologram")


async def test_group_when_made_and_left_then_the_bot_is_told(sandbox: SandboxClient, ptb: Bot) -> None:
    sam = await sandbox.person()
    group = (await sandbox.create_chat("supergroup", "Class", [sam], username="class_7"))["id"]
    await sandbox.say(sam, "hello", chat_id=group)
    sent = await ptb.send_message("@class_7", "hi")
    assert sent.chat.id == group
    await sandbox.set_bot_status(group, "kicked", by=sam)
    channel = (await sandbox.create_chat("channel", "News", [sam]))["id"]
    await sandbox.say(sam, "post", chat_id=channel)
    await ptb.send_message(channel, "from the bot")
    updates = await ptb.get_updates()
    members = [one.my_chat_member for one in updates if one.my_chat_member]
    assert [one.new_chat_member.status for one in members] == ["member", "kicked", "administrator"]
    assert [one.message.text for one in updates if one.message] == [None, "hello"]
    assert [one.channel_post.text for one in updates if one.channel_post] == ["post"]


async def test_tap_when_not_offered_then_only_a_forged_one_passes(sandbox: SandboxClient, ptb: Bot) -> None:
    sam = await sandbox.person()
    await sandbox.start(sam)
    keyboard = InlineKeyboardMarkup(
        [[InlineKeyboardButton("A", callback_data="a"), InlineKeyboardButton("Go", url="https://example.org")]]
    )
    sent = (await ptb.send_message(sam, "x", reply_markup=keyboard)).message_id
    with pytest.raises(SandboxError, match="no such button"):
        await sandbox.tap(sam, sent, "b")
    assert await sandbox.tap(sam, sent, label="Go") is None
    assert await sandbox.tap(sam, sent, "a")
    assert await sandbox.tap(sam, sent, "b", forged=True)
    await ptb.delete_message(sam, sent)
    with pytest.raises(SandboxError, match="no message"):
        await sandbox.tap(sam, sent, "a")
    await sandbox.tap(sam, sent, "old", forged=True)
    queries = [update.callback_query for update in await ptb.get_updates() if update.callback_query]
    assert [query.data for query in queries] == ["a", "b", "old"]
    assert [query.message.is_accessible for query in queries] == [True, True, False]


async def test_mistakes_when_made_then_a_sentence_says_which(sandbox: SandboxClient) -> None:
    sam = await sandbox.person()
    with pytest.raises(SandboxError, match="no person 99"):
        await sandbox.say(99, "x")
    with pytest.raises(SandboxError, match="exists already"):
        await sandbox.person("Sam", id=sam)
    with pytest.raises(SandboxError, match="first_name"):
        await sandbox.person(" ")
    with pytest.raises(SandboxError, match="nothing to send"):
        await sandbox.say(sam, "")
    with pytest.raises(SandboxError, match="gremlins"):
        await sandbox.fault("gremlins")
    await sandbox.block(sam)
    with pytest.raises(SandboxError, match="unblock the bot first"):
        await sandbox.say(sam, "x")


async def test_limits_when_on_then_429_and_counted_and_a_bad_request_costs_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    async with (
        in_process(Settings(limits=Limits())) as sandbox,
        Bot(sandbox.token, base_url=sandbox.bot_api) as bot,
    ):
        await sandbox.say_many([(1, "hi")])
        for _ in range(10):
            with pytest.raises(Exception, match=r"(?i)text is empty"):
                await bot.send_message(1, " ")
        for _ in range(5):
            await bot.send_message(1, "x")
        with pytest.raises(RetryAfter) as refused:
            await bot.send_message(1, "x")
        assert refused.value.retry_after.total_seconds() == 1
        assert await bot.send_chat_action(1, "typing")
        counters = await sandbox.counters()
        assert (counters["too_many"], counters["sent"]["1"], counters["calls"]["sendMessage"]) == (1, 5, 16)
        await sandbox.limits(off=True)
        await bot.send_message(1, "x")


async def test_bots_when_added_then_their_worlds_are_apart(sandbox: SandboxClient) -> None:
    other = await sandbox.add_bot("2:another", name="Second")
    await other.person("Kim", id=5)
    assert [one["first_name"] for one in await other.people()] == ["Kim"]
    assert await sandbox.people() == []
    async with Bot("2:another", base_url=sandbox.bot_api) as bot:
        assert (bot.id, bot.first_name) == (2, "Second")


@pytest.mark.parametrize("kill", [False, True])
async def test_sandbox_when_restarted_then_everything_is_still_there(tmp_path: Path, kill: bool) -> None:
    async with (
        as_process(tmp_path / "sandbox.db") as (sandbox, process),
        Bot(sandbox.token, base_url=sandbox.bot_api, base_file_url=sandbox.bot_files) as bot,
    ):
        sam = await sandbox.person("Sam", language_code="sv")
        await sandbox.start(sam)
        sent = await bot.send_document(sam, b"content", filename="a.txt")
        await bot.get_updates()
        version = (await sandbox.history(sam)).version
        if kill:
            await sandbox.history(sam, after=version, seconds=0.5)  # longer than a flush takes
        process.stop(kill=kill)
        process.start()
        await sandbox.healthy()
        history = await sandbox.history(sam)
        assert [message.get("text") for message in history.messages] == ["/start", None]
        assert history.version >= version
        assert (await sandbox.counters())["calls"]["sendDocument"] == 1
        assert [update.message.text for update in await bot.get_updates()] == ["/start"]
        file = await bot.get_file(sent.document.file_id)
        assert bytes(await file.download_as_bytearray()) == b"content"
        assert (await bot.send_message(sam, "next")).message_id == sent.message_id + 1
        await sandbox.say(sam, "again")
        assert [update.update_id for update in await bot.get_updates()] == [1, 2]


async def test_control_when_another_site_asks_then_refused(sandbox: SandboxClient) -> None:
    async with aiohttp.ClientSession() as session:
        url = f"{sandbox.url}/sandbox/people"
        async with session.get(url, headers={"Origin": "https://example.org"}) as answer:
            assert answer.status == 403
        async with session.get(url, headers={"Host": "example.org"}) as answer:
            assert answer.status == 403
        async with session.get(url, headers={"Origin": sandbox.url}) as answer:
            assert answer.status == 200
        async with session.get(f"{sandbox.url}/static/..%2Fserver.py") as answer:
            assert answer.status == 404
