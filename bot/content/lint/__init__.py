"""Finds every fault in the content at once: what stops start-up, and what somebody should look at soon."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bot.content.faults import Fault
from bot.content.lint.answering import answering
from bot.content.lint.buttons import buttons
from bot.content.lint.dead_ends import dead_ends
from bot.content.lint.equality import equality
from bot.content.lint.freshness import freshness
from bot.content.lint.other_languages import other_languages
from bot.content.lint.pathways import pathways
from bot.content.lint.phrases import phrases
from bot.content.lint.reachable import reachable
from bot.content.lint.references import references
from bot.content.lint.strays import strays
from bot.content.lint.translations import translations
from bot.content.lint.wording import wording
from bot.content.loader import Reading, read_content
from bot.content.model import Content

CHECKS = (
    references,
    translations,
    wording,
    freshness,
    reachable,
    answering,
    dead_ends,
    phrases,
    pathways,
    equality,
    other_languages,
    strays,
    buttons,
)
"""Each takes what was read and the day, and yields faults."""


def check(path: Path | None, today: date) -> list[Fault]:
    """Every fault of a content folder, sorted by file and line."""
    return faults_of(read_content(path), today)


def faults_of(reading: Reading, today: date) -> list[Fault]:
    """Every fault of what was read already."""
    found = list(reading.faults)
    for one in CHECKS:
        found += one(reading, today)
    return sorted(set(found))


def load_checked(path: Path | None, today: date) -> tuple[Content | None, list[Fault]]:
    """For start-up: the content and its faults; the content is None when any of them is an error."""
    reading = read_content(path)
    faults = faults_of(reading, today)
    has_errors = any(fault.level == "error" for fault in faults)
    return (None if has_errors else reading.content), faults
