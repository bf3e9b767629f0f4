"""Changing and deleting what is already in a chat."""

from typing import Any

from bot.sandbox import keyboards
from bot.sandbox.calls import Call
from bot.sandbox.chats import Chat, Entry
from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.methods.messages import read_caption, read_text

NOT_FOUND = "message to edit not found"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
DELETE_AT_ONCE = 100


def edit_message_text(call: Call) -> dict[str, Any]:
    """editMessageText."""
    chat, entry = _editable(call)
    if "text" not in entry.message:
        raise bad_request("there is no text in the message to edit")
    return _change(call, chat, entry, read_text(call), ("text", "entities", "link_preview_options"))


def edit_message_caption(call: Call) -> dict[str, Any]:
    """editMessageCaption."""
    chat, entry = _editable(call)
    if "text" in entry.message:
        raise bad_request("there is no caption in the message to edit")
    return _change(call, chat, entry, read_caption(call), ("caption", "caption_entities"))


def edit_message_reply_markup(call: Call) -> dict[str, Any]:
    """editMessageReplyMarkup."""
    chat, entry = _editable(call)
    return _change(call, chat, entry, {}, ())


def delete_message(call: Call) -> bool:
    """deleteMessage: own messages, in private chats also incoming ones, for 48 hours."""
    chat = call.chat()
    entry = call.entry(chat, "message to delete not found")
    if not _is_deletable(call, chat, entry):
        raise bad_request("message can't be deleted for everyone")
    call.world.delete(chat, entry, "bot")
    return True


def delete_messages(call: Call) -> bool:
    """deleteMessages: what is not there or may not go is passed over in silence."""
    chat = call.chat()
    ids = call.json("message_ids")
    if not isinstance(ids, list) or not ids:
        raise bad_request("message identifiers are not specified")
    if len(ids) > DELETE_AT_ONCE:
        raise bad_request("too many message identifiers specified")
    for message_id in ids:
        entry = chat.entries.get(int(message_id))
        if entry and entry.deleted_at is None and _is_deletable(call, chat, entry):
            call.world.delete(chat, entry, "bot")
    return True


def pin_chat_message(call: Call) -> bool:
    """pinChatMessage."""
    chat = call.writable_chat()
    entry = call.entry(chat, "message to pin not found")
    message_id = entry.message["message_id"]
    if message_id not in chat.pinned:
        chat.pinned.append(message_id)
        call.world.save_chat(chat)
    return True


def unpin_chat_message(call: Call) -> bool:
    """unpinChatMessage: the newest pin when no message is named."""
    chat = call.writable_chat()
    message_id = call.integer("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if message_id not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(message_id)
    call.world.save_chat(chat)
    return True


def unpin_all_chat_messages(call: Call) -> bool:
    """unpinAllChatMessages."""
    chat = call.writable_chat()
    chat.pinned = []
    call.world.save_chat(chat)
    return True


def set_message_reaction(call: Call) -> bool:
    """setMessageReaction."""
    chat = call.writable_chat()
    entry = call.entry(chat, "message to react not found")
    entry.reactions = call.json("reaction") or []
    call.world.touch(chat, entry)
    return True


def _editable(call: Call) -> tuple[Chat, Entry]:
    if not call.text("chat_id") and call.text("inline_message_id"):
        raise ApiError(400, "Bad Request: MESSAGE_ID_INVALID")
    chat = call.writable_chat()
    entry = call.entry(chat, NOT_FOUND)
    if not call.is_own(entry):
        raise bad_request("message can't be edited")
    return chat, entry


def _change(call: Call, chat: Chat, entry: Entry, content: dict[str, Any], fields: tuple[str, ...]) -> dict[str, Any]:
    """Replace some fields and the buttons; an edit without buttons takes them away."""
    markup = keyboards.checked(call.values.get("reply_markup"), inline_only=True)
    before = entry.message
    kept = {name: value for name, value in before.items() if name not in (*fields, "reply_markup")}
    after = {**kept, **content}
    if markup:
        after["reply_markup"] = markup
    if after == before:
        raise bad_request(NOT_MODIFIED)
    call.take_pace(chat)
    entry.edited_at = call.world.clock.now()
    after["edit_date"] = int(entry.edited_at)
    entry.message = after
    call.world.touch(chat, entry)
    return after


def _is_deletable(call: Call, chat: Chat, entry: Entry) -> bool:
    world = call.world
    if world.clock.now() - entry.sent_at > world.settings.delete_seconds:
        return False
    return chat.is_private or call.is_own(entry) or chat.bot_status == "administrator"
