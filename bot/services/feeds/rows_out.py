"""What is open, as the rows of `bot/feeds`: the same words for a page's JSON-LD, the feed of all and the table."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from datetime import UTC, date
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from bot.content.model import Content
from bot.domain.holds import Allot, holding_of
from bot.feeds.rows import Apply, Cost, Detail, EventRow, Held, Hours, Location, OpportunityRow, Organisation, Pay, When
from bot.feeds.vocabulary import (
    Contract,
    EventKind,
    EventStatus,
    HeldThing,
    Kind,
    OrganisationRole,
    Pattern,
    PayBasis,
    Period,
    Status,
    Topic,
)
from bot.messages.texts import LocaleTexts
from bot.services.opportunities.wording import is_whole_day, last_day
from db.models import Opportunity
from db.queries.events import Dated

_TAG = re.compile(r"<[^>]+>")
_EMPTY: Mapping[str, Any] = {}


class RowsOut:
    """Texts in one language, without markup; places by their names."""

    def __init__(self, content: Content) -> None:
        self._content = content

    def opportunity(self, t: LocaleTexts, row: Opportunity) -> OpportunityRow:
        """One opportunity."""
        hours, details = row.hours or _EMPTY, row.details
        return OpportunityRow(
            source_id=row.slug,
            kind=Kind(row.kind),
            title=_plain(t, row.title) or row.slug,
            status=Status(row.state),
            summary=_plain(t, row.summary),
            organisations=(
                Organisation(row.organisation),
                *(Organisation(name, OrganisationRole.EMPLOYER) for name in row.employers),
            ),
            sector=row.sector,
            role=row.role,
            locations=self._locations(details),
            areas=self._areas(row.councils),
            online=row.online,
            posted=_when(row.checked_on),
            starts=_when(row.starts_on),
            ends=_when(row.ends_on),
            closes=_when(row.closes_on),
            length=details.get("length"),
            hours=_hours(hours),
            pay=_pay(row.pay),
            contract=Contract(row.contract) if row.contract else None,
            guaranteed_hours=_number(hours.get("guaranteed")),
            has_training=row.has_training,
            entry_requirements=_plain(t, row.needs),
            disability_confident=row.disability_confident,
            positions=details.get("places") or (row.holding or {}).get("posts"),
            apply=_apply(row.apply),
            link=details.get("link"),
            programmes=tuple(row.programmes),
            ring_fenced_for=tuple(row.ring_fenced_for),
            held=_held(row.holding),
            prepares_for=tuple(row.prepares_for),
            interview_guaranteed=row.guarantees_interview or None,
        )

    def event(self, t: LocaleTexts, dated: Dated) -> EventRow:
        """One date of an event; its id is the date's own, as in every calendar file of ours."""
        event, date_, zone = dated.event, dated.occurrence, ZoneInfo(dated.event.zone)
        start, end = date_.starts_at.astimezone(zone), date_.ends_at.astimezone(zone)
        is_days = is_whole_day(dated)
        place = date_.place or event.details.get("place_name")
        return EventRow(
            source_id=f"date-{date_.id}",
            title=_plain(t, event.title) or event.slug,
            starts=When(start.date(), None if is_days else start.astimezone(UTC)),
            ends=When(last_day(dated)) if is_days else When(end.date(), end.astimezone(UTC)),
            zone=event.zone,
            sequence=date_.sequence,
            status=EventStatus.CONFIRMED if date_.state == "open" else EventStatus.CANCELLED,
            kind=EventKind(event.kind) if event.kind in set(EventKind) else None,
            summary=_plain(t, event.summary),
            details=tuple(_details(t, event.details)),
            organisations=(Organisation(event.organisation),),
            locations=(Location(venue=place),) if place else (),
            areas=self._areas(event.councils),
            online=event.online,
            capacity=date_.capacity or event.capacity,
            cost=Cost(Decimal(0)) if event.details.get("free") else None,
            apply=_apply(event.details.get("apply")),
            link=event.link,
            languages=tuple(event.languages),
            programmes=tuple(event.programmes),
        )

    def _locations(self, details: Mapping[str, Any]) -> tuple[Location, ...]:
        place = details.get("place_name")
        return (Location(venue=place),) if place else ()

    def _areas(self, councils: list[str]) -> tuple[str, ...]:
        return tuple(self._content.places.names(tuple(councils)))


def _plain(t: LocaleTexts, text: Mapping[str, str] | None) -> str | None:
    """Words without markup, as files want them."""
    return html.unescape(_TAG.sub("", t.written(text))) or None if text else None


def _details(t: LocaleTexts, details: Mapping[str, Any]) -> list[Detail]:
    topics = (("bring", Topic.BRING), ("access", Topic.ACCESS))
    found = ((topic, _plain(t, details.get(name))) for name, topic in topics)
    return [Detail(topic, text) for topic, text in found if text]


def _when(day: date | None) -> When | None:
    return When(day) if day else None


def _hours(hours: Mapping[str, Any]) -> Hours | None:
    patterns = tuple(Pattern(name) for name in hours.get("patterns", ()) if name in set(Pattern))
    found = Hours(_number(hours.get("low")), _number(hours.get("high")), patterns, hours.get("text"))
    return found if found != Hours() else None


def _pay(pay: Mapping[str, Any] | None) -> Pay | None:
    if not pay:
        return None
    return Pay(
        low=_number(pay.get("low")),
        high=_number(pay.get("high")),
        period=Period(pay["per"]) if pay.get("per") in set(Period) else None,
        currency=pay.get("currency") or "GBP",
        basis=PayBasis(pay["basis"]) if pay.get("basis") in set(PayBasis) else None,
        text=pay.get("text"),
        period_is_guessed=bool(pay.get("guessed")),
        pro_rata=bool(pay.get("pro_rata")),
    )


def _apply(apply: Mapping[str, Any] | None) -> Apply | None:
    return Apply(**{name: apply.get(name) for name in ("url", "email", "phone", "text")}) if apply else None


def _number(value: Any) -> Decimal | None:
    try:
        return None if value is None else Decimal(str(value))
    except InvalidOperation:
        return None


def _held(written: dict[str, Any] | None) -> Held | None:
    holding = holding_of(written)
    if holding is None:
        return None
    is_first_come = holding.allot is Allot.FIRST_COME
    return Held(HeldThing(holding.what), holding.candidates, is_first_come, holding.confirm)
