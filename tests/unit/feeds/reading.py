"""Reads the samples and small files made up in a test, as on one fixed day."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.feeds.collecting import Feed
from bot.feeds.faults import FeedRefused
from bot.feeds.table import read

SAMPLES = Path(__file__).parent / "samples"
TODAY = date(2027, 1, 4)
LONDON = ZoneInfo("Europe/London")
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def raw(name: str) -> bytes:
    """A sample as it lies on the disk."""
    return (SAMPLES / name).read_bytes()


def sample(format_name: str, name: str) -> Feed:
    """A sample, read."""
    return read(format_name, raw(name), TODAY)


def refusal(format_name: str, data: bytes) -> str:
    """The sentence a file is refused with."""
    with pytest.raises(FeedRefused) as refused:
        read(format_name, data, TODAY)
    return refused.value.sentence
