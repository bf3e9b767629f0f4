"""The main path: a person writes, the bot answers, a button is tapped."""

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from bot.sandbox.client import SandboxClient


async def test_conversation_when_a_person_starts_and_taps_then_both_sides_see_all(
    sandbox: SandboxClient, ptb: Bot
) -> None:
    sam = await sandbox.person("Sam", language_code="en")
    started = await sandbox.start(sam, "event_7")

    (update,) = await ptb.get_updates(timeout=1)
    assert update.message.text == "/start event_7"
    assert update.message.entities[0].type == "bot_command"
    assert update.effective_user.language_code == "en"

    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="yes:1")]])
    sent = await ptb.send_message(sam, "<b>Hello</b> &amp; welcome", parse_mode="HTML", reply_markup=keyboard)
    (shown,) = await sandbox.reply(sam, started)
    assert (shown["message_id"], shown["text"]) == (sent.message_id, "Hello & welcome")
    assert shown["entities"] == [{"type": "bold", "offset": 0, "length": 5}]

    callback = await sandbox.tap(sam, sent.message_id, label="Yes")
    (update,) = await ptb.get_updates(offset=update.update_id + 1, timeout=1)
    assert update.callback_query.data == "yes:1"
    await update.callback_query.answer("Saved")
    assert (await sandbox.callback(callback or ""))["answer"]["text"] == "Saved"

    await ptb.get_updates(offset=update.update_id + 1)
    assert await sandbox.pending() == []
    assert (await sandbox.counters())["calls"]["sendMessage"] == 1
