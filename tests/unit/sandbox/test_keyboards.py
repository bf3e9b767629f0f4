"""reply_markup is refused where Telegram refuses it."""

import json
from typing import Any

import pytest

from bot.sandbox.errors import ApiError
from bot.sandbox.keyboards import buttons, checked


def inline(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"inline_keyboard": list(rows)}


def tap(text: str = "x", data: str = "d") -> dict[str, Any]:
    return {"text": text, "callback_data": data}


@pytest.mark.parametrize(
    ("markup", "complaint"),
    [
        ("{", "can't parse reply keyboard markup JSON object"),
        ([1], "object expected as reply markup"),
        (inline([tap(data="å" * 33)]), "BUTTON_DATA_INVALID"),
        (inline([tap(data="")]), "BUTTON_DATA_INVALID"),
        (inline([tap()] * 9), "reply markup is too long"),
        (inline(*[[tap()] * 8] * 13), "reply markup is too long"),
        (inline(*[[tap("x" * 60, "d" * 64)] * 8] * 10), "reply markup is too long"),
        (inline([tap(" ")]), "inline keyboard button text must be non-empty"),
        (inline([{"text": "x"}]), "Text buttons are unallowed in the inline keyboard"),
        (inline(["x"]), "InlineKeyboardButton must be an Object"),
        (inline([{"callback_data": "x"}]), 'Can\'t find field "text"'),
        (inline([{"text": "x", "url": "javascript:x"}]), "Wrong HTTP URL"),
        ({"keyboard": ["x"]}, "must be an Array of Arrays"),
        ({"keyboard": [[1]]}, "KeyboardButton must be an Object"),
        ({"keyboard": [[""]]}, "keyboard button text must be non-empty"),
    ],
)
def test_markup_when_wrong_then_refused(markup: Any, complaint: str) -> None:
    with pytest.raises(ApiError) as refused:
        checked(markup)
    assert complaint in refused.value.description


def test_markup_when_right_then_kept_whichever_way_it_was_posted() -> None:
    markup = inline([tap("Ja", "å" * 32), {"text": "Link", "url": "https://example.org"}])
    assert checked(json.dumps(markup)) == checked(markup) == markup
    assert buttons(markup) == markup["inline_keyboard"][0]
    assert checked(None) is checked("") is checked({}) is checked(inline()) is None
    assert checked({"keyboard": [["Left", {"text": "Right"}]]})
    assert checked({"remove_keyboard": True})


def test_markup_when_an_edit_brings_a_reply_keyboard_then_refused() -> None:
    with pytest.raises(ApiError, match="inline keyboard expected"):
        checked({"keyboard": [["x"]]}, inline_only=True)
