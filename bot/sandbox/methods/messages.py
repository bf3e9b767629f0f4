"""Sending texts, and what every kind of sending shares."""

from typing import Any

from bot.sandbox import keyboards
from bot.sandbox.calls import Call
from bot.sandbox.chats import Chat
from bot.sandbox.errors import bad_request
from bot.sandbox.texts import CAPTION_LIMIT, TEXT_LIMIT, formatted


def send_message(call: Call) -> dict[str, Any]:
    """sendMessage."""
    chat = call.writable_chat()
    content = read_text(call)
    return deliver(call, chat, content)


def read_text(call: Call) -> dict[str, Any]:
    """The text of a new or changed message, checked; its length is counted in code points."""
    text, entities = formatted(call.text("text"), call.text("parse_mode"), call.json("entities"))
    if not text:
        raise bad_request("message text is empty")
    if len(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    content: dict[str, Any] = {"text": text}
    if entities:
        content["entities"] = entities
    if "link_preview_options" in call.values:
        content["link_preview_options"] = call.json("link_preview_options")
    return content


def read_caption(call: Call) -> dict[str, Any]:
    """The caption of a file, checked; empty when there is none."""
    text, entities = formatted(call.text("caption"), call.text("parse_mode"), call.json("caption_entities"))
    if len(text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    content: dict[str, Any] = {"caption": text} if text else {}
    if entities:
        content["caption_entities"] = entities
    return content


def deliver(call: Call, chat: Chat, content: dict[str, Any]) -> dict[str, Any]:
    """Check what surrounds the content, count it against the limits and show it on the phone."""
    markup = keyboards.checked(call.values.get("reply_markup"))
    reply = _replied_to(call, chat)
    if reply is not None:
        content["reply_to_message"] = reply
    if call.flag("protect_content"):
        content["has_protected_content"] = True
    if markup and keyboards.INLINE in markup:
        content["reply_markup"] = markup
    call.take_pace(chat)
    if markup and keyboards.INLINE not in markup:
        chat.keyboard = None if markup.get("remove_keyboard") else markup
        call.world.save_chat(chat)
    sender = None if chat.type == "channel" else call.world.bot_user()
    entry = call.world.post(chat, sender, content)
    entry.silent = call.flag("disable_notification")
    call.world.counters.sent[str(chat.id)] += 1
    return entry.message


def _replied_to(call: Call, chat: Chat) -> dict[str, Any] | None:
    parameters = call.json("reply_parameters") or {}
    message_id = parameters.get("message_id") or call.integer("reply_to_message_id")
    if not message_id:
        return None
    entry = chat.entries.get(int(message_id))
    if entry is not None and entry.deleted_at is None:
        return {name: value for name, value in entry.message.items() if name != "reply_to_message"}
    if parameters.get("allow_sending_without_reply") or call.flag("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")
