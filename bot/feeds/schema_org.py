"""`schema-org`: JobPosting, Course and Event as JSON-LD, in a file of its own or inside a web page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from bot.feeds.collecting import Collector, Feed, Reading
from bot.feeds.faults import FeedRefused, RowFaults
from bot.feeds.json_documents import load_json, parse_json
from bot.feeds.json_ld import Node, blocks, nodes
from bot.feeds.opening import check_utf8, expect, text_kind
from bot.feeds.rows import Row
from bot.feeds.schema_org_courses import read_course
from bot.feeds.schema_org_events import read_event
from bot.feeds.schema_org_jobs import read_job

FORMAT = "schema-org"
_META = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{1,40})", re.IGNORECASE)
_OLD = frozenset({"iso-8859-1", "latin1", "iso-8859-15", "windows-1252"})
_Reader = Callable[[Node, Reading, RowFaults], Iterable[Row]]


def read(raw: bytes, reading: Reading) -> Feed:
    """Every job, course and event described; a course is one row for each of its starts."""
    collector = Collector(FORMAT)
    if text_kind(raw[:4000].decode("utf-8", errors="ignore")) == "html":
        found = _in_page(_page(raw), collector)
        collector.is_complete = False
    else:
        document = _document(raw)
        found = nodes(document)
        collector.is_complete = isinstance(document, list) or len(found) > 1
    for node, read_one in _known(found):
        collector.take_all(collector.rows + 1, partial(read_one, node, reading))
    if not collector.rows and not _is_empty_list(found):
        raise FeedRefused("There is no JobPosting, Course or Event of schema.org in this file.")
    return collector.feed()


def _known(found: Iterable[Node]) -> Iterator[tuple[Node, _Reader]]:
    for node in found:
        types = node.types
        if "JobPosting" in types:
            yield node, read_job
        elif "Course" in types:
            yield node, read_course
        elif any(name.endswith("Event") for name in types):
            yield node, read_event


def _document(raw: bytes) -> Any:
    expect(check_utf8(raw), "json", "html")
    return load_json(raw)


def _page(raw: bytes) -> str:
    """A page's text; an old encoding is read only where the page says so itself."""
    said = _META.search(raw[:4000])
    name = said[1].decode().lower() if said else "utf-8"
    if name in _OLD:
        return raw.decode("cp1252" if name != "iso-8859-15" else name, errors="replace")
    return check_utf8(raw).decode("utf-8")


def _in_page(page: str, collector: Collector) -> list[Node]:
    """Nodes of every script; one that cannot be read is named and does not hide the others."""
    found: list[Node] = []
    for number, text in enumerate(blocks(page), start=1):
        try:
            found += nodes(parse_json(text))
        except FeedRefused as fault:
            collector.refuse(number, "script", fault.sentence)
    return found


def _is_empty_list(found: Iterable[Node]) -> bool:
    return any({"DataFeed", "ItemList"} & node.types for node in found)
