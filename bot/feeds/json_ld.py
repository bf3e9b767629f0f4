"""Finds JSON-LD in a web page or a file, and reads its nodes whether a value is a text, an object or a list of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.feeds.faults import FeedRefused
from bot.feeds.json_documents import text_of

DEEPEST = 30
# Each part ends at the next "<", so that no page, however made, takes longer than its length.
_OPENS = re.compile(r"<!--|<script\b([^<>]{0,2000})>", re.IGNORECASE)
_CLOSES = re.compile(r"</script\s{0,20}>", re.IGNORECASE)
_IS_LD = re.compile(r"type\s{0,20}=\s{0,20}[\"']?application/ld\+json", re.IGNORECASE)
_WRAPPERS = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$")
_LISTS = ("@graph", "itemListElement", "dataFeedElement", "item", "mainEntity")
_NAMED = ("@value", "name", "value", "credentialCategory", "text", "url", "@id")


def blocks(page: str) -> Iterator[str]:
    """The text of every JSON-LD script of a page; one inside a comment is not there."""
    position = 0
    while match := _OPENS.search(page, position):
        if match.group() == "<!--":
            end = page.find("-->", match.end())
            if end < 0:
                return
            position = end + 3
            continue
        close = _CLOSES.search(page, match.end())
        if close is None:
            raise FeedRefused("This web page is cut off: it ends inside a script.")
        if _IS_LD.search(match[1] or ""):
            yield _WRAPPERS.sub("", page[match.end() : close.start()])
        position = close.end()


@dataclass(frozen=True)
class Node:
    """One thing of a document, with what else the document describes by `@id`."""

    data: Mapping[str, Any]
    others: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def types(self) -> frozenset[str]:
        """What it is, without the address of the vocabulary."""
        return frozenset(re.split(r"[/#:]", text_of(one))[-1] for one in _many(self.data.get("@type")))

    def words(self, *names: str) -> str:
        """The first of these properties that says something, as text; several values one below the other."""
        for name in names:
            found = [words for words in map(self._said, self.many(name)) if words]
            if found:
                return "\n".join(dict.fromkeys(found))
        return ""

    def first(self, *names: str) -> str:
        """The first value only."""
        return self.words(*names).partition("\n")[0]

    def many(self, name: str) -> list[Any]:
        """All values of a property, one or several."""
        return _many(self.data.get(name))

    def nodes(self, name: str) -> list[Node]:
        """The values that are things, found by their `@id` where only that is given."""
        return [Node(self._whole(one), self.others) for one in self.many(name) if isinstance(one, Mapping)]

    def _whole(self, item: Mapping[str, Any]) -> Mapping[str, Any]:
        return self.others.get(text_of(item["@id"]), item) if set(item) == {"@id"} else item

    def _said(self, value: Any) -> str:
        if not isinstance(value, Mapping):
            return text_of(value)
        whole = self._whole(value)
        return next((text_of(whole[name]) for name in _NAMED if text_of(whole.get(name))), "")


def nodes(document: Any) -> list[Node]:
    """The things a document lists at its top: in a graph, a list, a data feed."""
    found = list(_listed(document, 0))
    others = {text_of(item["@id"]): item for item in found if len(item) > 1 and text_of(item.get("@id"))}
    return [Node(item, others) for item in found]


def _listed(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > DEEPEST:
        return
    for item in _many(value):
        if isinstance(item, Mapping):
            yield item
            for name in _LISTS:
                yield from _listed(item.get(name), depth + 1)


def _many(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
