"""A message as Telegram shows it: its little markup made safe for a page, its buttons in their rows."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

from bot.content.lint.markup import ALLOWED
from bot.messages.outgoing import Action, OutgoingMessage
from bot.messages.texts import Html


@dataclass(frozen=True, slots=True)
class Look:
    """One bubble: whether a photo stands above it, its words, and what each button says."""

    has_photo: bool
    words: Html
    rows: tuple[tuple[str, ...], ...]


def look_of(message: OutgoingMessage) -> Look:
    """What a phone would show of this message."""
    rows = tuple(tuple(button.text for button in row) for row in message.buttons)
    return Look(message.action is Action.PHOTO, as_page(message.text), rows)


def as_page(text: str) -> Html:
    """Telegram HTML for a page of ours: only what texts may carry, everything else as the letters it is."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.written()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Bold, italic and secure links; a link is told by its looks and leads nowhere from here."""
        if tag in ALLOWED:
            self._parts.append("<u>" if tag == "a" else f"<{tag}>")
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close what is open, innermost first."""
        if tag in self._open:
            while self._open:
                last = self._open.pop()
                self._parts.append("</u>" if last == "a" else f"</{last}>")
                if last == tag:
                    break

    def handle_data(self, data: str) -> None:
        """Words."""
        self._parts.append(escape(data))

    def written(self) -> Html:
        """Everything, with nothing left open."""
        closing = ("</u>" if tag == "a" else f"</{tag}>" for tag in reversed(self._open))
        return Html("".join((*self._parts, *closing)))
