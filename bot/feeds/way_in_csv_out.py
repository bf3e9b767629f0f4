"""Rows as `way-in-csv`, so that what was imported or typed can be taken away and sent in again; and its template."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.feeds.csv_tables import write_table
from bot.feeds.pay import pay
from bot.feeds.rows import Apply, Cost, EventRow, Held, Hours, Location, OpportunityRow, Pay, Row, When
from bot.feeds.vocabulary import OrganisationRole
from bot.feeds.way_in_csv import COLUMNS, REPEATS, TEXTS
from bot.feeds.way_in_examples import examples

_RULES = {rule: word for word, rule in REPEATS.items()}


def write(rows: Iterable[Row], zone: ZoneInfo) -> bytes:
    """The table; only the first place of a row has room in it, and no longer texts but three."""
    return write_table(COLUMNS, (_cells(row, zone) for row in rows))


def template(today: date) -> bytes:
    """The header and three examples that say what they are, with dates around that day."""
    return write(examples(today), ZoneInfo("Europe/London"))


def _cells(row: Row, zone: ZoneInfo) -> dict[str, str]:
    own = _event(row) if isinstance(row, EventRow) else _opportunity(row, zone)
    cells = {
        "id": row.source_id,
        "title": row.title,
        "summary": row.summary or "",
        "online": _yes(row.online),
        "areas": "; ".join(row.areas),
        "starts": _when(row.starts, zone),
        "ends": _when(row.ends, zone),
        "languages": "; ".join(row.languages),
        "programmes": "; ".join(row.programmes),
        "link": row.link or "",
    }
    topics = {detail.topic: detail.text for detail in row.details}
    texts = {name: topics.get(topic, "") for topic, name in TEXTS}
    first = row.locations[0] if row.locations else None
    return cells | texts | _organisations(row) | _location(first) | _cost(row.cost) | _apply(row.apply) | own


def _opportunity(row: OpportunityRow, zone: ZoneInfo) -> dict[str, str]:
    cells = {
        "kind": _word(row.kind),
        "status": _word(row.status),
        "sector": row.sector or "",
        "role": row.role or "",
        "national": _yes(row.national),
        "starts_any_time": _yes(row.starts_any_time),
        "closes": _when(row.closes, zone),
        "length": row.length or "",
        "contract": _word(row.contract),
        "guaranteed_hours": _number(row.guaranteed_hours),
        "training": _yes_or_no(row.has_training),
        "entry_requirements": row.entry_requirements or "",
        "disability_confident": _yes_or_no(row.disability_confident),
        "positions": "" if row.positions is None else str(row.positions),
        "ring_fenced_for": "; ".join(row.ring_fenced_for),
        **_held(row.held),
        "prepares_for": "; ".join(row.prepares_for),
        "interview_guaranteed": _yes_or_no(row.interview_guaranteed),
    }
    return cells | _hours(row.hours) | _pay(row.pay)


def _held(held: Held | None) -> dict[str, str]:
    if held is None:
        return {}
    return {
        "held": _word(held.what),
        "held_candidates": "" if held.candidates is None else str(held.candidates),
        "held_first_come": _yes(held.first_come),
        "adviser_confirms": _yes(held.adviser_confirms),
    }


def _event(row: EventRow) -> dict[str, str]:
    rule = row.recurrence.rule if row.recurrence else None
    return {
        "kind": _word(row.kind) or "event",
        "status": _word(row.status),
        "repeats": _RULES.get(rule, "") if rule else "",
        "positions": "" if row.capacity is None else str(row.capacity),
    }


def _organisations(row: Row) -> dict[str, str]:
    def named(role: OrganisationRole) -> list[str]:
        return [one.name for one in row.organisations if one.role is role]

    offers = named(OrganisationRole.OFFERS) or [one.name for one in row.organisations]
    return {
        "organisation": offers[0] if offers else "",
        "employers": "; ".join(named(OrganisationRole.EMPLOYER)),
        "training_provider": "".join(named(OrganisationRole.TRAINER)[:1]),
    }


def _location(place: Location | None) -> dict[str, str]:
    if place is None:
        return {}
    return {
        "venue": place.venue or "",
        "address": place.address or "",
        "town": place.town or "",
        "postcode": place.postcode or place.outcode or "",
    }


def _hours(hours: Hours | None) -> dict[str, str]:
    if hours is None:
        return {}
    low, high = _number(hours.weekly_low), _number(hours.weekly_high)
    return {
        "hours_per_week": low if low == high else f"{low}-{high}",
        "hours_pattern": "; ".join(_word(pattern) for pattern in hours.patterns),
        "hours_text": hours.text or "",
    }


def _pay(paid: Pay | None) -> dict[str, str]:
    """Words where they say it all, amounts where they do not."""
    if paid is None:
        return {}
    if paid.text and pay(paid.text, paid.currency) == paid:
        return {"pay": paid.text}
    return {
        "pay": paid.text or ("unpaid" if paid.low is None and paid.high is None and paid.basis else ""),
        "pay_from": _number(paid.low),
        "pay_to": _number(paid.high) if paid.high != paid.low else "",
        "pay_period": "" if paid.period_is_guessed else _word(paid.period),
    }


def _cost(cost: Cost | None) -> dict[str, str]:
    return {"cost": _number(cost.amount), "cost_text": cost.text or ""} if cost else {}


def _apply(apply: Apply | None) -> dict[str, str]:
    given = apply or Apply()
    return {
        "apply_url": given.url or "",
        "apply_email": given.email or "",
        "apply_phone": given.phone or "",
        "apply_text": given.text or "",
    }


def _when(moment: When | None, zone: ZoneInfo) -> str:
    """As people read it; with its offset only in the hour that comes twice."""
    if moment is None or moment.at is None:
        return moment.day.isoformat() if moment else ""
    there = moment.at.astimezone(zone)
    shown = there if there.fold else there.replace(tzinfo=None)
    return shown.isoformat(sep=" ", timespec="seconds" if there.second else "minutes")


def _word(word: StrEnum | None) -> str:
    return word.value.replace("_", " ") if word else ""


def _number(number: Decimal | None) -> str:
    return "" if number is None else str(number)


def _yes(value: bool) -> str:
    return "yes" if value else ""


def _yes_or_no(value: bool | None) -> str:
    return "" if value is None else ("yes" if value else "no")
