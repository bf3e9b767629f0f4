"""Answering taps, and the typing line."""

from bot.sandbox.calls import Call
from bot.sandbox.errors import bad_request
from bot.sandbox.texts import has_surrogate

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
ANSWER_LIMIT = 200
ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "record_audio",
        "upload_audio",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
        "cancel",
    }
)


def answer_callback_query(call: Call) -> bool:
    """answerCallbackQuery: once, and only while the tap is fresh."""
    world = call.world
    callback = world.callbacks.get(call.text("callback_query_id"))
    now = world.clock.now()
    if callback is None or callback.answered_at is not None or now - callback.created > world.settings.callback_seconds:
        raise bad_request(TOO_OLD)
    text = call.text("text")
    if len(text) > ANSWER_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    if has_surrogate(text):
        raise bad_request("strings must be encoded in UTF-8")
    callback.answered_at = now
    callback.answer = {"text": text, "show_alert": call.flag("show_alert"), "url": call.text("url")}
    world.save_callback(callback)
    return True


def send_chat_action(call: Call) -> bool:
    """sendChatAction: shown for five seconds or until the next message."""
    chat = call.writable_chat()
    action = call.text("action")
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    call.world.note("typing", chat.id, action)
    return True
