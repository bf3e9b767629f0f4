"""Reading the outside of a raw update: which chat it belongs to, before anything can go wrong inside it."""

from __future__ import annotations

from typing import Any

from bot.services.turns import Incoming

_MESSAGE_KINDS = ("message", "edited_message", "channel_post", "edited_channel_post")
_CHAT_KINDS = (*_MESSAGE_KINDS, "my_chat_member", "chat_member", "message_reaction")
_MAX_ID = 2**63 - 1


class NotAnUpdate(ValueError):
    """The JSON carries no update id, so it cannot even be told apart from a repeat."""


def cleaned(value: Any) -> Any:
    """The same JSON value with texts that any database can hold: no NUL, no lone surrogates."""
    if isinstance(value, str):
        return value if value.isascii() and "\x00" not in value else _clean_text(value)
    if isinstance(value, list):
        return [cleaned(item) for item in value]
    if isinstance(value, dict):
        return {cleaned(key): cleaned(item) for key, item in value.items()}
    return value


def _clean_text(text: str) -> str:
    # Escaped pairs that were parsed one by one belong together; what stands alone becomes a question mark.
    joined = text.replace("\x00", "").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return joined.encode("utf-8", "replace").decode()


def envelope(update: Any) -> Incoming:
    """What a turn may know of an update; raises NotAnUpdate when there is no id to know it by."""
    update_id = update.get("update_id") if isinstance(update, dict) else None
    if not isinstance(update_id, int) or isinstance(update_id, bool) or not 0 <= update_id <= _MAX_ID:
        raise NotAnUpdate
    kind, payload = _payload(update)
    message = payload.get("message") if kind == "callback_query" else payload
    message = message if isinstance(message, dict) else {}
    chat = _dict(message, "chat")
    sender = _dict(payload, "from")
    return Incoming(
        update_id=update_id,
        kind=kind,
        chat_id=_id(chat.get("id")) or (_id(sender.get("id")) if kind == "callback_query" else None),
        raw=update,
        private=chat.get("type", "private") == "private",
        message_id=_id(message.get("message_id")) if kind in _MESSAGE_KINDS else None,
        text=_text(kind, payload),
        language_code=_string(sender.get("language_code")),
        media_group_id=_string(message.get("media_group_id")),
        sender_id=_id(sender.get("id")),
        callback_id=_string(payload.get("id")) if kind == "callback_query" else None,
        tapped_id=_id(message.get("message_id")) if kind == "callback_query" else None,
    )


def _payload(update: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    for kind in (*_CHAT_KINDS, "callback_query"):
        if isinstance(update.get(kind), dict):
            return kind, update[kind]
    other = next((key for key, value in update.items() if isinstance(value, dict)), "unknown")
    return other[:24], {}


def _text(kind: str, payload: dict[str, Any]) -> str | None:
    if kind == "callback_query":
        return None
    return _string(payload.get("text")) or _string(payload.get("caption"))


def _dict(value: dict[str, Any], key: str) -> dict[str, Any]:
    inner = value.get(key)
    return inner if isinstance(inner, dict) else {}


def _string(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _id(value: Any) -> int | None:
    fits = isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _MAX_ID
    return value if fits else None
