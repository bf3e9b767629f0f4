"""The page about feeds names every format, column and limit that there is."""

import re
from pathlib import Path

import pytest

from bot.feeds.csv_tables import MOST_ROWS
from bot.feeds.ncs_csv import COLUMNS as NCS_COLUMNS
from bot.feeds.opening import MEGABYTE
from bot.feeds.table import FORMATS
from bot.feeds.way_in_csv import COLUMNS

PAGE = (Path(__file__).parents[3] / "docs" / "feeds.md").read_text(encoding="utf-8")


def section(name: str) -> str:
    return PAGE.partition(f"## `{name}`")[2].partition("\n## ")[0]


@pytest.mark.parametrize("name", FORMATS)
def test_format_when_it_is_read_then_it_has_a_line_and_a_section(name: str) -> None:
    assert f"| `{name}` |" in PAGE
    assert section(name)


def test_columns_when_a_table_has_them_then_the_page_does_in_the_same_order() -> None:
    assert re.findall(r"`([A-Z_]{4,})`", section("ncs-csv").partition("\n* ")[0])[1:] == list(NCS_COLUMNS)
    named = re.findall(r"`([a-z_]+)`", "".join(re.findall(r"(?m)^\| (`.*?) \|", section("way-in-csv"))))
    assert sorted(named) == sorted(COLUMNS)


def test_limits_when_they_are_written_then_they_are_those_of_the_program() -> None:
    assert {reader.limit // MEGABYTE for reader in FORMATS.values()} == {64, 32, 16, 8}
    for words in ("64 MB (CSV), 32 MB (XML, adverts), 16 MB", "8 MB (calendars)", f"{MOST_ROWS:,} rows"):
        assert words in " ".join(PAGE.split())
