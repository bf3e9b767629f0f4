"""The invented rows of the template: one course, one held vacancy it leads to, one event."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.feeds.dates import local
from bot.feeds.rows import (
    Apply,
    Cost,
    Detail,
    EventRow,
    Held,
    Hours,
    Location,
    OpportunityRow,
    Organisation,
    Pay,
    Row,
    When,
)
from bot.feeds.vocabulary import Contract, EventKind, HeldThing, Kind, OrganisationRole, Pattern, Period, Topic

_LONDON = ZoneInfo("Europe/London")
_APPLY = Apply(url="https://example.org/apply", email="jobs@example.org", phone="020 7946 0123")
_VENUE = Location("Riverside General (example)", "1 Example Road", "London", "E13 8SL", "E13")


def examples(today: date) -> tuple[Row, ...]:
    """Three rows that say that they are examples, with dates around that day."""
    return _course(today), _vacancy(today), _event(today)


def _course(today: date) -> OpportunityRow:
    return OpportunityRow(
        source_id="example-course",
        kind=Kind.PRE_EMPLOYMENT,
        title="Example: start in care, a course before a job",
        summary="Four weeks about work on a ward. It ends with an interview.",
        organisations=(Organisation("Leamouth College (example)"),),
        sector="health",
        locations=(_VENUE,),
        areas=("Newham", "Tower Hamlets"),
        starts=When(today + timedelta(days=42)),
        closes=When(today + timedelta(days=35)),
        length="4 weeks",
        hours=Hours(Decimal(16), Decimal(20), (Pattern.DAYTIME,)),
        cost=Cost(Decimal(0), text="Free. Travel is paid."),
        positions=14,
        apply=_APPLY,
        prepares_for=("example-vacancy",),
        interview_guaranteed=True,
        languages=("en",),
    )


def _vacancy(today: date) -> OpportunityRow:
    return OpportunityRow(
        source_id="example-vacancy",
        kind=Kind.VACANCY,
        title="Example: healthcare assistant",
        summary="Help patients wash, eat and move. You train on the job.",
        organisations=(
            Organisation("Eastside Works (example)"),
            Organisation("Riverside Hospitals (example)", OrganisationRole.EMPLOYER),
        ),
        sector="health",
        role="healthcare assistant",
        locations=(_VENUE,),
        starts=When(today + timedelta(days=90)),
        closes=local(datetime.combine(today + timedelta(days=60), time(17), tzinfo=_LONDON), _LONDON),
        hours=Hours(Decimal("37.5"), Decimal("37.5"), (Pattern.FULL_TIME, Pattern.SHIFTS)),
        pay=Pay(Decimal("14.95"), Decimal("14.95"), Period.HOUR),
        contract=Contract.PERMANENT,
        guaranteed_hours=Decimal("37.5"),
        has_training=True,
        entry_requirements="Aged 18 or over. No exams needed.",
        disability_confident=True,
        positions=8,
        apply=_APPLY,
        programmes=("nel_health_hub",),
        ring_fenced_for=("nel_health_hub",),
        held=Held(HeldThing.INTERVIEW, 24),
        languages=("en",),
    )


def _event(today: date) -> EventRow:
    day = today + timedelta(days=21)
    return EventRow(
        source_id="example-event",
        title="Example: recruitment fair",
        starts=local(datetime.combine(day, time(10), tzinfo=_LONDON), _LONDON),
        ends=local(datetime.combine(day, time(14, 30), tzinfo=_LONDON), _LONDON),
        kind=EventKind.RECRUITMENT_FAIR,
        summary="Talk to six employers. Come as you are.",
        details=(Detail(Topic.BRING, "Nothing."), Detail(Topic.ACCESS, "Step-free. A quiet room.")),
        organisations=(Organisation("Eastside Works (example)"),),
        locations=(_VENUE,),
        capacity=120,
        cost=Cost(Decimal(0)),
        apply=Apply(url="https://example.org/fair"),
        languages=("en",),
    )
