"""Loading the sample opportunities and events, with dates relative to the day they are loaded."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.content.model import Content
from bot.content.schema.samples import SampleEvent, SampleOpportunity
from bot.services.events.occurrences import write_dates
from bot.services.opportunities.catalogue import Catalogue
from db.models import Event, Opportunity
from db.queries import events
from db.queries import opportunities as queries

_WEEKS = 50
SAMPLES = "samples"
_DATES = ("starts_at", "ends_at", "zone", "rule")


class Samples:
    """Invented things to try the product with; each is marked as a sample wherever it is shown."""

    def __init__(self, content: Content, catalogue: Catalogue) -> None:
        self._content = content
        self._catalogue = catalogue

    async def load(self, session: AsyncSession, now: datetime) -> int:
        """Add what is missing and move what is there to dates from today on; how many items there are."""
        items = self._content.sample.opportunities
        there = {row.slug: row for row in await queries.named(session, list(items))}
        rows = [
            (there.get(slug) or Opportunity(slug=slug), self._opportunity(item, now)) for slug, item in items.items()
        ]
        await self._catalogue.write_many(session, rows, now, source=SAMPLES)
        for event in self._content.sample.events.values():
            await self._load_event(session, event, now)
        return len(self._content.sample.opportunities) + len(self._content.sample.events)

    async def _load_event(self, session: AsyncSession, item: SampleEvent, now: datetime) -> None:
        """An event keeps its dates until the last is over: somebody may have said yes to one."""
        found = await events.event(session, item.id)
        row, values = found or Event(slug=item.id), self._event(item, now)
        if found is not None and await events.coming_of(session, item.id, now, most=1):
            values = {name: value for name, value in values.items() if name not in _DATES}
        self._write(session, row, values)
        await session.flush()
        await write_dates(session, row, now)

    def _write(self, session: AsyncSession, row: Event, values: dict[str, Any]) -> None:
        for name, value in values.items():
            setattr(row, name, value)
        session.add(row)

    def _shared(self, item: SampleOpportunity | SampleEvent, now: datetime) -> dict[str, Any]:
        return {
            "kind": item.kind,
            "country": item.country,
            "state": "open",
            "sample": True,
            "title": dict(item.title.items()),
            "summary": dict(item.summary.items()),
            "organisation": self._organisation(item.organisation),
            "councils": list(item.councils),
            "online": item.online,
            "programmes": list(item.programmes),
            "checked_on": now.date(),
        }

    def _opportunity(self, item: SampleOpportunity, now: datetime) -> dict[str, Any]:
        today = now.date()
        details: dict[str, Any] = {}
        if item.place_name:
            details["place_name"] = item.place_name
        if item.pay is not None and item.pay.says is not None:
            details["pay_says"] = dict(item.pay.says.items())
        return self._shared(item, now) | {
            "sector": item.sector,
            "role": item.role,
            "organiser": item.organisation,
            "employers": [self._organisation(name) for name in item.employers],
            "hours": _hours(item),
            "pay": _pay(item),
            "needs": None if item.needs is None else dict(item.needs.items()),
            "contract": item.contract,
            "has_training": item.has_training,
            "disability_confident": item.disability_confident,
            "apply": None if item.apply is None else item.apply.model_dump(exclude_none=True),
            "prepares_for": list(item.prepares_for),
            "guarantees_interview": item.guarantees_interview,
            "ring_fenced_for": list(item.ring_fenced_for),
            "holding": None if item.holding is None else item.holding.model_dump(exclude_none=True),
            "rules": None
            if item.rule_spec is None
            else item.rule_spec.model_dump(mode="json", by_alias=True, exclude_none=True),
            "details": details,
            "starts_on": None if item.starts_in_days is None else today + timedelta(days=item.starts_in_days),
            "closes_on": None if item.closes_in_days is None else today + timedelta(days=item.closes_in_days),
        }

    def _event(self, item: SampleEvent, now: datetime) -> dict[str, Any]:
        zone = self._content.countries[item.country].zone
        day = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=item.starts_in_days)
        starts_at = datetime.combine(day, time.fromisoformat(item.at), ZoneInfo(zone))
        where = ", ".join(part for part in (item.venue, item.address) if part)
        details = {"place_name": where or None, "bring": dict(item.bring.items()), "access": dict(item.access.items())}
        if item.getting_there is not None:
            details["getting_there"] = dict(item.getting_there.items())
        return self._shared(item, now) | {
            "sector": None,
            "details": details,
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(minutes=item.minutes),
            "zone": zone,
            "rule": f"FREQ=WEEKLY;COUNT={_WEEKS}" if item.repeats == "weekly" else None,
            "organiser": item.organisation,
            "capacity": item.capacity,
            "languages": [],
            "employers": [],
        }

    def _organisation(self, organisation_id: str) -> str:
        known = {**self._content.organisations, **self._content.sample.organisations}
        return known[organisation_id].name


def _hours(item: SampleOpportunity) -> dict[str, Any] | None:
    given: dict[str, Any] = {"patterns": list(item.hours_patterns)} if item.hours_patterns else {}
    if item.hours_per_week is not None:
        given |= {"low": str(item.hours_per_week), "high": str(item.hours_per_week)}
    if item.guaranteed_hours is not None:
        given["guaranteed"] = str(item.guaranteed_hours)
    return given or None


def _pay(item: SampleOpportunity) -> dict[str, Any] | None:
    if item.pay is None:
        return None
    if item.pay.amount is None:
        return {"basis": item.pay.basis} if item.pay.basis else None
    return {"low": str(item.pay.amount), "high": str(item.pay.amount), "per": item.pay.per}
