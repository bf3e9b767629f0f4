"""What we send, in our own words and types: nothing here knows Telegram."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

# Telegram counts characters after the tags are read; we count the text with its tags, so we can only be too careful.
MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_BUTTONS = 100
MAX_CALLBACK_BYTES = 64


class Action(StrEnum):
    """What the gateway does with a message."""

    SEND = "send"
    EDIT = "edit"
    DELETE = "delete"
    DOCUMENT = "document"
    PHOTO = "photo"


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: `data` comes back to us when it is tapped, or `url` opens a page."""

    text: str
    data: str | None = None
    url: str | None = None


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """One thing to send: `text` is Telegram HTML.

    `target` is the outbox row that an edit or delete is about; `message_ids` are Telegram's own ids, for deleting
    what a person wrote; `attachment` is the row of the file in a document or photo; `pin` pins the message once sent.
    """

    text: str = ""
    buttons: Rows = ()
    action: Action = Action.SEND
    target: int | None = None
    message_ids: tuple[int, ...] = ()
    attachment: int | None = None
    silent: bool = False
    pin: bool = False

    def with_buttons(self, *rows: Iterable[Button]) -> OutgoingMessage:
        """The same message with these rows of buttons added below its own."""
        return replace(self, buttons=(*self.buttons, *(tuple(row) for row in rows)))

    def without_taps(self) -> OutgoingMessage:
        """The same message with only the buttons that open a page."""
        rows = (tuple(button for button in row if button.url) for row in self.buttons)
        return replace(self, buttons=tuple(row for row in rows if row))

    def to_json(self) -> dict[str, Any]:
        """The form an outbox row keeps; defaults are left out."""
        content: dict[str, Any] = {"action": self.action.value, "text": self.text}
        if self.buttons:
            content["buttons"] = [[[b.text, b.data, b.url] for b in row] for row in self.buttons]
        for name in ("target", "attachment", "silent", "pin"):
            if value := getattr(self, name):
                content[name] = value
        if self.message_ids:
            content["message_ids"] = list(self.message_ids)
        return content

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> OutgoingMessage:
        """Read back what `to_json` wrote."""
        return cls(
            text=content["text"],
            buttons=tuple(tuple(Button(*button) for button in row) for row in content.get("buttons", ())),
            action=Action(content["action"]),
            target=content.get("target"),
            message_ids=tuple(content.get("message_ids", ())),
            attachment=content.get("attachment"),
            silent=content.get("silent", False),
            pin=content.get("pin", False),
        )


def split_long(message: OutgoingMessage) -> list[OutgoingMessage]:
    """Cut a text past Telegram's limit at paragraph, line or word ends; the buttons stay under the last part."""
    if message.action is not Action.SEND or len(message.text) <= MAX_TEXT:
        return [message]
    parts = _cut(message.text)
    first = [replace(message, text=part, buttons=()) for part in parts[:-1]]
    return [*first, replace(message, text=parts[-1])]


def _cut(text: str) -> list[str]:
    parts: list[str] = []
    while len(text) > MAX_TEXT:
        window = text[:MAX_TEXT]
        at = next((end for mark in ("\n\n", "\n", " ") if (end := window.rfind(mark)) > MAX_TEXT // 2), MAX_TEXT)
        parts.append(text[:at].rstrip())
        text = text[at:].lstrip()
    return [*parts, text]
