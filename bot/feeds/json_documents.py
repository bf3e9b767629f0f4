"""JSON opened with care, and values out of it whatever shape they have."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from bot.feeds.faults import FeedRefused
from bot.feeds.opening import check_utf8, expect


def load_json(raw: bytes) -> Any:
    """The document of a JSON file; numbers with decimals stay exact."""
    body = check_utf8(raw)
    expect(body, "json")
    return parse_json(body.decode("utf-8"))


def parse_json(text: str) -> Any:
    """A document out of text; line breaks inside strings are let pass, many pages have them."""
    try:
        return json.loads(text, strict=False, parse_float=Decimal, parse_constant=_refuse_constant)
    except json.JSONDecodeError as fault:
        if fault.pos >= len(text.rstrip()) or not text.rstrip().endswith(("}", "]")):
            raise FeedRefused("This JSON is cut off: it ends before it is complete.") from fault
        raise FeedRefused(f"This JSON is not written correctly (line {fault.lineno}).") from fault
    except RecursionError as fault:
        raise FeedRefused("This JSON is nested too deeply.") from fault
    except ValueError as fault:
        raise FeedRefused("This JSON holds a number that cannot be read.") from fault


def text_of(value: object) -> str:
    """A single value as text; lists and objects are none."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
    return str(value) if isinstance(value, str | int) else ""


def cells_of(item: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Single values by their path as it is written: "wage.wageUnit"."""
    for name, value in item.items():
        path = f"{prefix}{name}"
        if isinstance(value, Mapping):
            yield from cells_of(value, f"{path}.")
        else:
            yield path, text_of(value)


def _refuse_constant(name: str) -> None:
    raise ValueError(name)
