"""Telegram's refusals arrive with its own words and as python-telegram-bot's right errors."""

import datetime as dt
from collections.abc import Awaitable, Callable

import aiohttp
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)

from bot.sandbox.client import SandboxClient

Act = Callable[[Bot, int], Awaitable[object]]


def buttons(count: int, data: str = "x") -> InlineKeyboardMarkup:
    row = [InlineKeyboardButton("B", callback_data=data) for _ in range(count)]
    return InlineKeyboardMarkup([row[at : at + 8] for at in range(0, count, 8)])


REFUSALS: dict[str, tuple[Act, str]] = {
    "long text": (lambda bot, sam: bot.send_message(sam, "x" * 4097), "Message is too long"),
    "long after parsing": (
        lambda bot, sam: bot.send_message(sam, "<b>" + "&lt;" * 4097 + "</b>", parse_mode="HTML"),
        "Message is too long",
    ),
    "empty text": (lambda bot, sam: bot.send_message(sam, "  \n "), "Message text is empty"),
    "long caption": (
        lambda bot, sam: bot.send_document(sam, b"x", caption="x" * 1025),
        "Message caption is too long",
    ),
    "long callback data": (
        lambda bot, sam: bot.send_message(sam, "x", reply_markup=buttons(1, "å" * 33)),
        "Button_data_invalid",
    ),
    "many buttons": (
        lambda bot, sam: bot.send_message(sam, "x", reply_markup=buttons(101)),
        "Reply markup is too long",
    ),
    "unclosed tag": (
        lambda bot, sam: bot.send_message(sam, "<b>x", parse_mode="HTML"),
        "Can't parse entities: can't find end tag corresponding to start tag \"b\"",
    ),
    "unknown tag": (
        lambda bot, sam: bot.send_message(sam, "å <x>", parse_mode="HTML"),
        'Can\'t parse entities: unsupported start tag "x" at byte offset 3',
    ),
    "unknown chat": (lambda bot, sam: bot.send_message(424242, "x"), "Chat not found"),
    "edit nothing": (lambda bot, sam: bot.edit_message_text("x", sam, 999), "Message to edit not found"),
    "edit another's": (lambda bot, sam: bot.edit_message_text("x", sam, 1), "Message can't be edited"),
    "delete nothing": (lambda bot, sam: bot.delete_message(sam, 999), "Message to delete not found"),
    "reply to nothing": (
        lambda bot, sam: bot.send_message(sam, "x", reply_to_message_id=999),
        "Message to be replied not found",
    ),
    "old query": (
        lambda bot, sam: bot.answer_callback_query("12345"),
        "Query is too old and response timeout expired or query id is invalid",
    ),
    "unknown file": (
        lambda bot, sam: bot.send_document(sam, "nothing"),
        "Wrong file identifier/http url specified",
    ),
    "no image": (lambda bot, sam: bot.send_photo(sam, b"no image"), "Image_process_failed"),
}


@pytest.fixture
async def sam(sandbox: SandboxClient) -> int:
    person = await sandbox.person("Sam")
    await sandbox.start(person)
    return person


@pytest.mark.parametrize("name", REFUSALS)
async def test_bad_request_when_refused_then_telegram_words_and_nothing_shown(
    sandbox: SandboxClient, ptb: Bot, sam: int, name: str
) -> None:
    act, words = REFUSALS[name]
    with pytest.raises(BadRequest) as refused:
        await act(ptb, sam)
    assert refused.value.message.lower() == words.lower()
    assert (await sandbox.history(sam)).from_bot() == []


async def test_text_when_exactly_as_long_as_allowed_then_sent(ptb: Bot, sam: int) -> None:
    assert await ptb.send_message(sam, "😀" * 4096)
    assert await ptb.send_document(sam, b"x", caption="x" * 1024)
    assert await ptb.send_message(sam, "x", reply_markup=buttons(8, "å" * 32))
    assert await ptb.send_message(sam, "x", reply_markup=buttons(100))


async def test_edit_when_nothing_changes_then_not_modified(ptb: Bot, sam: int) -> None:
    sent = await ptb.send_message(sam, "same", reply_markup=buttons(1))
    with pytest.raises(BadRequest, match="is not modified"):
        await ptb.edit_message_text("same", sam, sent.message_id, reply_markup=buttons(1))
    with pytest.raises(BadRequest, match="is not modified"):
        await ptb.edit_message_reply_markup(sam, sent.message_id, reply_markup=buttons(1))


async def test_delete_when_48_hours_passed_then_refused(sandbox: SandboxClient, ptb: Bot, sam: int) -> None:
    sent = await ptb.send_message(sam, "old")
    await sandbox.advance(48 * 3600 + 1)
    with pytest.raises(BadRequest, match=r"(?i)message can't be deleted for everyone"):
        await ptb.delete_message(sam, sent.message_id)
    assert await ptb.delete_messages(sam, [sent.message_id])
    assert len((await sandbox.history(sam)).visible) == 2


async def test_person_when_unreachable_then_forbidden_says_why(sandbox: SandboxClient, ptb: Bot) -> None:
    person = await sandbox.person()
    with pytest.raises(Forbidden, match="can't initiate conversation with a user"):
        await ptb.send_message(person, "x")
    await sandbox.start(person)
    await ptb.send_message(person, "x")
    await sandbox.block(person)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await ptb.send_message(person, "x")
    await sandbox.unblock(person)
    await ptb.send_message(person, "x")
    await sandbox.delete_person(person)
    with pytest.raises(Forbidden, match="user is deactivated"):
        await ptb.send_message(person, "x")


async def test_group_when_migrated_then_the_error_names_the_new_id(sandbox: SandboxClient, ptb: Bot, sam: int) -> None:
    group = (await sandbox.create_chat("group", "Class", [sam]))["id"]
    await ptb.send_message(group, "x")
    new = await sandbox.migrate(group)
    with pytest.raises(ChatMigrated) as refused:
        await ptb.send_message(group, "x")
    assert refused.value.new_chat_id == new
    await ptb.send_message(new, "x")
    await sandbox.set_bot_status(new, "kicked", by=sam)
    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await ptb.send_message(new, "x")


async def test_token_when_wrong_then_invalid_token(sandbox: SandboxClient) -> None:
    for token in ("1:another-token", "2:sandbox-demo-token", "nonsense"):
        bot = Bot(token, base_url=sandbox.bot_api)
        with pytest.raises(InvalidToken):
            await bot.initialize()
        await bot.shutdown()


async def test_method_when_unknown_then_not_found(sandbox: SandboxClient) -> None:
    url = f"{sandbox.bot_api}{sandbox.token}/makeCoffee"
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        assert answer.status == 404
        assert (await answer.json())["description"] == "Not Found: method not found"


async def test_faults_when_ordered_then_the_right_error_class_arrives(
    sandbox: SandboxClient, ptb: Bot, sam: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    await sandbox.fault("too_many_requests", method="sendMessage", retry_after=7)
    with pytest.raises(RetryAfter) as refused:
        await ptb.send_message(sam, "x")
    assert refused.value.retry_after == dt.timedelta(seconds=7)

    for status in (413, 500, 502):
        await sandbox.fault("error", status=status, description="Trouble", chat_id=sam)
        with pytest.raises(NetworkError) as trouble:
            await ptb.send_message(sam, "x")
        assert not isinstance(trouble.value, BadRequest)
    await sandbox.fault("silence")
    with pytest.raises(TimedOut):
        await ptb.send_message(sam, "x", read_timeout=0.1)
    await sandbox.fault("drop")
    with pytest.raises(NetworkError):
        await ptb.send_message(sam, "x")
    assert (await sandbox.history(sam)).from_bot() == []

    for kind in ("drop", "error", "silence"):
        await sandbox.fault(kind, after_effect=True)
        with pytest.raises(NetworkError):
            await ptb.send_message(sam, kind, read_timeout=0.2)
    texts = [message["text"] for message in (await sandbox.history(sam)).from_bot()]
    assert texts == ["drop", "error", "silence"]
    assert await sandbox.faults() == []


async def test_polling_when_two_poll_or_a_webhook_is_set_then_conflict(sandbox: SandboxClient, ptb: Bot) -> None:
    await ptb.set_webhook("http://127.0.0.1:9/hook")
    with pytest.raises(Conflict, match="webhook is active"):
        await ptb.get_updates()
    with pytest.raises(BadRequest, match=r"(?i)https url must be provided"):
        await ptb.set_webhook("http://example.org/hook")
