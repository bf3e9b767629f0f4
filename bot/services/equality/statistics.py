"""Equality statistics: one set of tables a month and country, made once, small numbers suppressed, never filtered.

A month counts the answers given in it, so that no two months are about the same answers; and what was published is kept
and shown again, because the same month counted later would be another table to subtract.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.content.model import Content
from bot.content.schema.equality import EqualityQuestion
from bot.domain.equality import OWN_WORDS, PREFER_NOT
from bot.domain.statistics import Figure, Mark, Table, rate, release, release_groups
from bot.services.equality.equality import KEPT_FOR
from db.queries import equality as queries
from db.queries.equality import Answered
from db.session import Database

_ACTS = ("given", "declined", "offered", "withdrawn")
_COLUMNS = ("said_yes", "not_yet")


class Statistics:
    """Numbers that may be shown to anybody."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._zones = {country: ZoneInfo(card.zone) for country, card in content.countries.items()}

    def last_month(self, country: str, now: datetime) -> date:
        """The first day of the month that was over last, where the country is."""
        return (self._today(country, now).replace(day=1) - timedelta(days=1)).replace(day=1)

    def why_not(self, country: str, month: date, now: datetime) -> str | None:
        """Why a month that is not published cannot be: it is not over, or its answers are deleted already."""
        if month > self.last_month(country, now):
            return "is not over yet"
        if self._begins(country, month) < now - KEPT_FOR:
            return "was never published, and its answers are not kept any more"
        return None

    async def published(self, session: AsyncSession, country: str, month: date) -> dict[str, Any] | None:
        """A month's tables as they were published."""
        kept = await queries.published(session, country, month)
        return None if kept is None else {**kept.tables, "published_on": kept.published_at.date().isoformat()}

    async def publish(self, session: AsyncSession, country: str, month: date, now: datetime) -> None:
        """Count a month once and for all; a month that was published stays as it is."""
        since, before = self._begins(country, month), self._begins(country, _after(month))
        answers = await queries.answers_given(session, country, since, before)
        acts = Counter(await queries.acts_between(session, country, since, before))
        asked, everybody = release_groups({act: acts[act] for act in _ACTS})
        tables = {
            "country": country,
            "month": f"{month:%Y-%m}",
            "asked": {"groups": {act: _shown(figure) for act, figure in asked.items()}, "people": _shown(everybody)},
            "questions": [_table(question, answers) for question in self._content.equality_in(country)],
        }
        await queries.publish(session, country, month, tables, now)

    def _today(self, country: str, now: datetime) -> date:
        return now.astimezone(self._zones[country]).date()

    def _begins(self, country: str, month: date) -> datetime:
        return datetime.combine(month, time(), self._zones[country])


class MonthlyTables:
    """A tick: each month's tables are counted once, soon after the month is over, whoever asks for them later."""

    def __init__(self, database: Database, clock: Clock, statistics: Statistics, countries: Sequence[str]) -> None:
        self._database = database
        self._clock = clock
        self._statistics = statistics
        self._countries = countries

    async def run(self) -> None:
        """Publish the last month of every country that has not been."""
        now = self._clock()
        for country in self._countries:
            month = self._statistics.last_month(country, now)
            async with self._database.write() as session:
                if await self._statistics.published(session, country, month) is None:
                    await self._statistics.publish(session, country, month, now)


def _after(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def _table(question: EqualityQuestion, answers: Sequence[Answered]) -> dict[str, Any]:
    """How many gave each answer, and how many of them have said yes to something."""
    names = [*(option.id for option in question.options), OWN_WORDS, PREFER_NOT]
    counts = Counter(
        (str(one.value["path"][0]), _COLUMNS[0 if one.said_yes else 1])
        for one in answers
        if one.question == question.id and one.value["path"][0] in names
    )
    released = release(Table(names, _COLUMNS, counts))
    groups = [_group(name, released.row_totals[name], released.cells[name, "said_yes"]) for name in names]
    everybody = _group("everybody", released.total, released.column_totals["said_yes"])
    return {"question": question.id, "groups": groups, "everybody": everybody}


def _group(name: str, people: Figure, said_yes: Figure) -> dict[str, Any]:
    return {
        "group": name,
        "people": _shown(people),
        "said_yes": _shown(said_yes),
        "per_cent": rate(said_yes, people),
    }


def _shown(figure: Figure) -> int | str:
    """The rounded number, or why there is none."""
    return figure.value if figure.value is not None and figure.mark is not Mark.CERTAIN_ZERO else str(figure.mark)
