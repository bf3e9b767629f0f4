"""A message as a phone shows it, safe to put into a page of ours whatever was written."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.console.telegram_look import as_page, look_of
from bot.messages.outgoing import Action, Button, OutgoingMessage


def test_look_when_a_message_has_a_photo_links_and_buttons_then_all_of_it_is_there() -> None:
    message = OutgoingMessage(
        '<b>Fair</b> &amp; <a href="https://www.gov.uk/x">more</a>\n<i>soon</i>', action=Action.PHOTO, attachment=1
    ).with_buttons([Button("Come", "going:x")], [Button("Map", url="https://www.gov.uk/map")])
    look = look_of(message)
    assert look.words == "<b>Fair</b> &amp; <u>more</u>\n<i>soon</i>"
    assert (look.has_photo, look.rows) == (True, (("Come",), ("Map",)))


@given(st.text(alphabet='<>/&;"= abiu\nscript', max_size=80))
def test_look_when_anything_is_written_then_only_our_marks_are_left_and_each_is_closed(text: str) -> None:
    shown = as_page(text)
    tags = re.findall(r"<(/?)(\w+)[^>]*>", shown)
    assert {name for _, name in tags} <= {"b", "i", "u"}
    assert "<" not in re.sub(r"</?[biu]>", "", shown)
    for name in "biu":
        assert shown.count(f"<{name}>") == shown.count(f"</{name}>")
