"""The little markup texts may carry: bold, italic and links, as Telegram's HTML has them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

ALLOWED = frozenset({"b", "i", "a"})
_BARE_AND = re.compile(r"&(?!(?:amp|lt|gt|quot|#\d+|#x[0-9a-f]+);)", re.IGNORECASE)
_BARE_LESS = re.compile(r"<(?!/?[a-z])", re.IGNORECASE)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An opening tag: one of ours, and a link with nothing but its address."""
        names = [name for name, _ in attrs]
        if tag not in ALLOWED:
            self.found.append(f"<{tag}> is not allowed; only <b>, <i> and <a href> are")
        elif (tag == "a" and names != ["href"]) or (tag != "a" and names):
            self.found.append(f"<{tag}> has attributes it must not have")
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """A closing tag: it closes the one opened last."""
        if not self.open or self.open.pop() != tag:
            self.found.append(f"</{tag}> closes nothing")


def markup_faults(text: str) -> Iterator[str]:
    """What Telegram would refuse or show wrongly."""
    if _BARE_AND.search(text):
        yield "write &amp; for &"
    if _BARE_LESS.search(text):
        yield "write &lt; for <"
        return
    reader = _Reader()
    reader.feed(text)
    reader.close()
    yield from reader.found
    for tag in reader.open:
        yield f"<{tag}> is never closed"
