"""Every method the bot uses round-trips through python-telegram-bot's own types."""

import io
from pathlib import Path

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    MenuButtonCommands,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)

from bot.sandbox.client import SandboxClient
from bot.sandbox.methods.table import METHODS, WAITING_METHODS
from bot.sandbox.samples import png

DOCUMENTATION = Path(__file__).parents[3] / "docs" / "sandbox.md"


@pytest.fixture
async def sam(sandbox: SandboxClient) -> int:
    person = await sandbox.person("Sam")
    await sandbox.start(person)
    return person


async def test_message_when_sent_with_every_option_then_the_chat_shows_them(
    sandbox: SandboxClient, ptb: Bot, sam: int
) -> None:
    sent = await ptb.send_message(
        sam,
        "See https://example.org",
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        reply_parameters=ReplyParameters(1),
        protect_content=True,
        disable_notification=True,
        reply_markup=ReplyKeyboardMarkup([[KeyboardButton("Share", request_contact=True)]]),
    )
    assert sent.reply_to_message.text == "/start"
    assert sent.has_protected_content
    assert sent.link_preview_options.is_disabled
    assert sent.parse_entities() == {sent.entities[0]: "https://example.org"}
    history = await sandbox.history(sam)
    assert history.chat["keyboard"]["keyboard"][0][0]["text"] == "Share"
    assert history.messages[-1]["silent"]

    await ptb.send_message(sam, "gone", reply_markup=ReplyKeyboardRemove())
    assert (await sandbox.history(sam)).chat["keyboard"] is None
    await ptb.send_message(sam, "answer", reply_markup=ForceReply())
    assert (await sandbox.history(sam)).chat["keyboard"]["force_reply"]


async def test_edits_when_made_then_text_buttons_and_flags_change(sandbox: SandboxClient, ptb: Bot, sam: int) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("A", callback_data="a")]])
    sent = await ptb.send_message(sam, "one", reply_markup=keyboard)
    edited = await ptb.edit_message_text("<i>two</i>", sam, sent.message_id, parse_mode="HTML")
    assert (edited.text, edited.reply_markup, edited.edit_date is not None) == ("two", None, True)
    with_buttons = await ptb.edit_message_reply_markup(sam, sent.message_id, reply_markup=keyboard)
    assert with_buttons.reply_markup == keyboard
    assert with_buttons.text == "two"
    shown = (await sandbox.history(sam)).messages[-1]
    assert shown["edited"]

    assert await ptb.delete_message(sam, sent.message_id)
    assert (await sandbox.history(sam)).messages[-1]["deleted_by"] == "bot"
    more = [(await ptb.send_message(sam, str(n))).message_id for n in range(3)]
    assert await ptb.delete_messages(sam, [*more, 999])
    assert [message["text"] for message in (await sandbox.history(sam)).visible] == ["/start"]


async def test_files_when_uploaded_then_they_are_reused_by_id_and_downloaded(
    sandbox: SandboxClient, ptb: Bot, sam: int
) -> None:
    sent = await ptb.send_document(
        sam, io.BytesIO(b"BEGIN:VCALENDAR"), caption="<b>Fair</b>", filename="fair.ics", parse_mode="HTML"
    )
    assert (sent.document.file_name, sent.caption, sent.document.file_size) == ("fair.ics", "Fair", 15)
    again = await ptb.send_document(sam, sent.document.file_id)
    assert again.document.file_id == sent.document.file_id
    captioned = await ptb.edit_message_caption(sam, sent.message_id, caption="New")
    assert captioned.caption == "New"

    photo = await ptb.send_photo(sam, png(30, 20, (0, 0, 0)))
    assert (photo.photo[0].width, photo.photo[0].height) == (30, 20)
    assert (await ptb.send_voice(sam, b"OggS")).voice

    file = await ptb.get_file(sent.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"BEGIN:VCALENDAR"


async def test_profile_when_set_then_it_reads_back(sandbox: SandboxClient, ptb: Bot, sam: int) -> None:
    await ptb.set_my_commands([BotCommand("start", "Begin")])
    await ptb.set_my_commands([BotCommand("start", "Börja")], BotCommandScopeAllPrivateChats(), "sv")
    assert (await ptb.get_my_commands())[0].description == "Begin"
    assert (await sandbox.history(sam)).commands == [{"command": "start", "description": "Begin"}]
    await sandbox.change_person(sam, language_code="sv")
    assert (await sandbox.history(sam)).commands[0]["description"] == "Börja"
    await ptb.delete_my_commands()
    assert await ptb.get_my_commands() == ()

    await ptb.set_my_name("Way In")
    await ptb.set_my_description("Finds work")
    await ptb.set_my_short_description("Work")
    assert (await ptb.get_my_name()).name == "Way In"
    assert (await ptb.get_my_description()).description == "Finds work"
    assert (await ptb.get_my_short_description()).short_description == "Work"
    assert (await ptb.get_me()).first_name == "Way In"
    assert await ptb.set_chat_menu_button(sam, MenuButtonCommands())
    assert await ptb.get_chat_menu_button(sam) == MenuButtonCommands()


async def test_chat_calls_when_made_then_they_answer(sandbox: SandboxClient, ptb: Bot, sam: int) -> None:
    sent = await ptb.send_message(sam, "pin me")
    assert await ptb.pin_chat_message(sam, sent.message_id)
    chat = await ptb.get_chat(sam)
    assert (chat.type, chat.first_name, chat.pinned_message.message_id) == ("private", "Sam", sent.message_id)
    assert await ptb.unpin_chat_message(sam, sent.message_id)
    assert await ptb.unpin_all_chat_messages(sam)
    assert await ptb.send_chat_action(sam, "typing")
    assert await ptb.set_message_reaction(sam, sent.message_id, "👍")
    assert (await sandbox.history(sam)).messages[-1]["reactions"][0]["emoji"] == "👍"
    assert (await ptb.get_chat_member(sam, sam)).user.id == sam
    assert await ptb.delete_webhook()
    assert (await ptb.get_webhook_info()).url == ""
    assert await ptb.close()
    assert await ptb.log_out()


def test_methods_when_listed_then_the_documentation_names_each() -> None:
    text = DOCUMENTATION.read_text(encoding="utf-8")
    assert [name for name in [*METHODS, *WAITING_METHODS] if f"`{name}`" not in text] == []
