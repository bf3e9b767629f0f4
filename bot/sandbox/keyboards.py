"""Checks reply_markup the way Telegram does."""

import json
from typing import Any

from bot.sandbox.errors import ApiError, bad_request

BUTTON_LIMIT = 100
ROW_LIMIT = 8
DATA_LIMIT = 64
SIZE_LIMIT = 9_000
"""Bytes of JSON; Telegram refuses big keyboards too, at a size it does not state."""
INLINE = "inline_keyboard"
REPLY = "keyboard"
KINDS = (INLINE, REPLY, "remove_keyboard", "force_reply")
_ACTIONS = (
    "callback_data",
    "url",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)


def checked(markup: Any, inline_only: bool = False) -> dict[str, Any] | None:
    """The markup, or None when there is none; Telegram's refusal when it is wrong."""
    if isinstance(markup, str):
        markup = _decoded(markup)
    if not markup:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if INLINE in markup:
        _check_rows(markup[INLINE], _check_inline_button)
        return markup if any(markup[INLINE]) else None
    if inline_only:
        raise bad_request("inline keyboard expected")
    if REPLY in markup:
        _check_rows(markup[REPLY], _check_reply_button)
    return markup if any(kind in markup for kind in KINDS) else None


def buttons(markup: dict[str, Any] | None) -> list[dict[str, Any]]:
    """All inline buttons of a message, row by row."""
    return [button for row in (markup or {}).get(INLINE, []) for button in row]


def _decoded(source: str) -> Any:
    if not source:
        return None
    try:
        return json.loads(source)
    except ValueError:
        raise bad_request("can't parse reply keyboard markup JSON object") from None


def _check_rows(rows: Any, check: Any) -> None:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "keyboard" of the ReplyKeyboardMarkup must be an Array of Arrays')
    if sum(map(len, rows)) > BUTTON_LIMIT or any(len(row) > ROW_LIMIT for row in rows):
        raise bad_request("reply markup is too long")
    for row in rows:
        for button in row:
            check(button)
    if sum(map(len, rows)) > ROW_LIMIT and _size(rows) > SIZE_LIMIT:
        raise bad_request("reply markup is too long")


def _size(rows: Any) -> int:
    return len(json.dumps(rows, ensure_ascii=False).encode("utf-8", "replace"))


def _check_inline_button(button: Any) -> None:
    if not isinstance(button, dict):
        raise _unreadable("inline keyboard", "InlineKeyboardButton must be an Object")
    if not isinstance(button.get("text"), str):
        raise _unreadable("inline keyboard", 'Can\'t find field "text"')
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if not any(action in button for action in _ACTIONS):
        raise _unreadable("inline keyboard", "Text buttons are unallowed in the inline keyboard")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode("utf-8", "replace")) <= DATA_LIMIT:
        raise bad_request("BUTTON_DATA_INVALID")
    url = button.get("url")
    if url is not None and not str(url).startswith(("http://", "https://", "tg://", "tel:", "mailto:", "t.me/")):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _check_reply_button(button: Any) -> None:
    text = button.get("text") if isinstance(button, dict) else button
    if not isinstance(text, str):
        raise _unreadable("keyboard", "KeyboardButton must be an Object")
    if not text.strip():
        raise bad_request("keyboard button text must be non-empty")


def _unreadable(kind: str, why: str) -> ApiError:
    return bad_request(f"can't parse {kind} button: {why}")
