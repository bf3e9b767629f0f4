"""Organisations in words: when people are there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import time

from bot.content.schema.organisations import Hours
from bot.messages.texts import LocaleTexts


def hours(t: LocaleTexts, week: Iterable[Hours]) -> str:
    """ "Monday to Friday, 9am to 5pm"; several spans are joined."""
    spans = [_span(t, item.days, time.fromisoformat(item.opens), time.fromisoformat(item.closes)) for item in week]
    return "; ".join(spans) or t.plain("organisations.hours.always_ask")


def _span(t: LocaleTexts, days: Sequence[str], opens: time, closes: time) -> str:
    first, last = (t.plain(f"organisations.days.{day}") for day in (days[0], days[-1]))
    key = "organisations.hours.day" if len(days) == 1 else "organisations.hours.span"
    return t.plain(key, first=first, last=last, opens=opens, closes=closes)
