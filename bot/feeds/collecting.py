"""Puts a feed together row by row: good rows, faults, and the second of two rows with one id."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from bot.domain.countries import Country
from bot.feeds.faults import RowBroken, RowError, RowFaults
from bot.feeds.rows import EventRow, OpportunityRow, Row, key

ZONES = {Country.UK: ZoneInfo("Europe/London"), Country.SE: ZoneInfo("Europe/Stockholm")}
CURRENCIES = {Country.UK: "GBP", Country.SE: "SEK"}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader must be told because the file does not say it."""

    today: date
    country: Country = Country.UK

    @property
    def zone(self) -> ZoneInfo:
        """Times without a zone are meant there."""
        return ZONES[self.country]

    @property
    def currency(self) -> str:
        """Amounts without a sign are meant in it."""
        return CURRENCIES[self.country]


@dataclass(frozen=True, slots=True)
class Feed:
    """Everything a file said. `rows` counts good and broken ones.

    `is_complete` is False where the file itself says that it is one page of more, or a single advert. `name` is what
    the file calls itself, which says whose it is where its rows do not.
    """

    format: str
    rows: int
    opportunities: tuple[OpportunityRow, ...] = ()
    events: tuple[EventRow, ...] = ()
    errors: tuple[RowError, ...] = ()
    is_complete: bool = True
    notes: tuple[str, ...] = ()
    name: str | None = None

    @property
    def may_close_missing(self) -> bool:
        """Whether what is known and not here has really vanished: never from a part, nor beside a row without id."""
        return self.is_complete and all(error.source_id for error in self.errors)

    @property
    def seen_ids(self) -> frozenset[str]:
        """Ids of every row that is in the file, broken ones too: none of these has vanished."""
        known = {row.source_id for row in self.opportunities} | {row.source_id for row in self.events}
        return frozenset(known | {error.source_id for error in self.errors if error.source_id})


@dataclass
class Collector:
    """Takes rows one after another; `feed` ends it."""

    format: str
    rows: int = 0
    is_complete: bool = True
    notes: list[str] = field(default_factory=list)
    name: str | None = None
    _opportunities: list[OpportunityRow] = field(default_factory=list)
    _events: list[EventRow] = field(default_factory=list)
    _errors: list[RowError] = field(default_factory=list)
    _first: dict[str, int] = field(default_factory=dict)

    def take(self, number: int, read: Callable[[RowFaults], Row]) -> None:
        """Read one row; a broken one is noted and left out."""
        self.take_all(number, lambda faults: (read(faults),))

    def take_all(self, number: int, read: Callable[[RowFaults], Iterable[Row]]) -> None:
        """Read one item that may be several rows, such as a course with several starts: all of them or none."""
        self.rows += 1
        faults = RowFaults(number)
        try:
            found = tuple(read(faults))
            faults.check()
        except RowBroken:
            self._errors += faults.errors()
            return
        for row in found:
            self._keep(row, number)

    def refuse(self, number: int, field_name: str, reason: str) -> None:
        """Note a row that could not even be taken apart."""
        self.rows += 1
        self._errors.append(RowError(number, field_name, reason))

    def feed(self) -> Feed:
        """Everything taken, frozen."""
        return Feed(
            self.format,
            self.rows,
            tuple(self._opportunities),
            tuple(self._events),
            tuple(self._errors),
            self.is_complete,
            tuple(self.notes),
            self.name,
        )

    def _keep(self, row: Row, number: int) -> None:
        first = self._first.get(key(row))
        if first is not None:
            self._errors.append(RowError(number, "id", f"Row {first} is the same one already.", row.source_id))
            return
        self._first[key(row)] = number
        if isinstance(row, OpportunityRow):
            self._opportunities.append(row)
        else:
            self._events.append(row)
