"""A draft as the columns of an opportunity, and back: what a form shows is what is kept."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bot.domain.holds import Holding, holding_of
from bot.services.opportunities.drafts import HoursDraft, OpportunityDraft, PayDraft
from bot.services.written import Words, as_html, as_plain
from db.models import Opportunity

_WAYS = ("url", "email", "phone", "text")
_NOTHING: Mapping[str, Any] = {}


def draft_of(row: Opportunity, default: str) -> OpportunityDraft:
    """An opportunity as it was written; its criteria are the caller's to read. `default` is its country's language."""
    details = row.details or _NOTHING
    return OpportunityDraft(
        kind=row.kind,
        title=as_plain(row.title),
        summary=as_plain(row.summary),
        organisation=row.organisation,
        sector=row.sector,
        check_by=row.check_by,
        called=(row.role or "").replace("_", " "),
        employers=tuple(row.employers),
        place=details.get("place_name") or "",
        councils=tuple(row.councils),
        online=row.online,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        closes_on=row.closes_on,
        length=details.get("length") or "",
        hours=_hours_of(row.hours or _NOTHING),
        pay=_pay_of(row.pay or _NOTHING, details.get("pay_says"), default),
        contract=row.contract or "",
        has_training=row.has_training,
        disability_confident=row.disability_confident,
        needs=as_plain(row.needs or _NOTHING),
        bring=details.get("bring") or "",
        places=details.get("places"),
        criteria=None,
        apply={way: str((row.apply or _NOTHING).get(way) or "") for way in _WAYS},
        link=details.get("link") or "",
        programmes=tuple(name for name in row.programmes if name not in row.ring_fenced_for),
        ring_fenced_for=tuple(row.ring_fenced_for),
        holding=holding_of(row.holding),
        contact=(row.holding or _NOTHING).get("contact") or "",
        prepares_for=tuple(row.prepares_for),
        guarantees_interview=row.guarantees_interview,
    )


def columns_of(draft: OpportunityDraft, currency: str) -> dict[str, Any]:
    """Every column that a form decides, but for criteria and role."""
    return {
        "kind": draft.kind,
        "title": as_html(draft.title),
        "summary": as_html(draft.summary),
        "organisation": draft.organisation,
        "sector": draft.sector,
        "employers": list(draft.employers),
        "councils": list(draft.councils),
        "online": draft.online,
        "starts_on": draft.starts_on,
        "ends_on": draft.ends_on,
        "closes_on": draft.closes_on,
        "check_by": draft.check_by,
        "hours": _hours_in(draft.hours),
        "pay": _pay_in(draft.pay, currency),
        "contract": draft.contract or None,
        "has_training": draft.has_training,
        "disability_confident": draft.disability_confident,
        "needs": as_html(draft.needs) or None,
        "details": _details_in(draft),
        "apply": {way: text for way, text in draft.apply.items() if text} or None,
        "programmes": list(dict.fromkeys((*draft.programmes, *draft.ring_fenced_for))),
        "ring_fenced_for": list(draft.ring_fenced_for),
        "holding": _holding_in(draft.holding, draft.contact),
        "prepares_for": list(draft.prepares_for),
        "guarantees_interview": draft.guarantees_interview,
    }


def _details_in(draft: OpportunityDraft) -> dict[str, Any]:
    found: dict[str, Any] = {
        "place_name": draft.place,
        "length": draft.length,
        "bring": draft.bring,
        "places": draft.places,
        "link": draft.link,
        "pay_says": as_html(draft.pay.says),
    }
    return {name: value for name, value in found.items() if value}


def _hours_of(hours: Mapping[str, Any]) -> HoursDraft:
    low, high = _decimal(hours.get("low")), _decimal(hours.get("high"))
    return HoursDraft(
        low,
        None if low == high else high,
        tuple(hours.get("patterns") or ()),
        hours.get("text") or "",
        _decimal(hours.get("guaranteed")),
    )


def _hours_in(hours: HoursDraft) -> dict[str, Any] | None:
    found = {
        "low": _text(hours.low),
        "high": _text(hours.high if hours.high is not None else hours.low),
        "text": hours.text,
        "patterns": list(hours.patterns),
        "guaranteed": _text(hours.guaranteed),
    }
    return {name: value for name, value in found.items() if value} or None


def _pay_of(pay: Mapping[str, Any], says: Words | None, default: str) -> PayDraft:
    low, high = _decimal(pay.get("low")), _decimal(pay.get("high"))
    # Free text that nothing could be read from is words; with amounts beside it, the amounts say it.
    words = as_plain(says or _NOTHING) or ({default: pay["text"]} if pay.get("text") and low is high is None else {})
    per = pay.get("per") or ""
    return PayDraft(low, None if low == high else high, per, pay.get("basis") or "", bool(pay.get("pro_rata")), words)


def _pay_in(pay: PayDraft, currency: str) -> dict[str, Any] | None:
    # One amount is that amount; only a highest one is "up to".
    high = pay.high if pay.high is not None else pay.low
    found = {
        "low": _text(pay.low),
        "high": _text(high),
        "per": pay.per if high is not None else "",
        "basis": pay.basis,
        "pro_rata": pay.pro_rata,
    }
    kept = {name: value for name, value in found.items() if value}
    return {**kept, "currency": currency} if kept else None


def _holding_in(holding: Holding | None, contact: str) -> dict[str, Any] | None:
    if holding is None:
        return None
    found: dict[str, Any] = {
        "what": str(holding.what),
        "posts": holding.posts,
        "candidates": holding.candidates,
        "allot": str(holding.allot),
        "confirm": holding.confirm,
    }
    return {**found, "contact": contact} if contact else found


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
