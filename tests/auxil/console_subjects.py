"""For every kind that an address of the console names: how to make one of an organisation, for the walk of the table.

A room whose rows say `of="case"` adds a maker here; the walk fails until there is one.
"""

from __future__ import annotations

import itertools
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from types import MappingProxyType

from sqlalchemy import select

from bot.services.events.occurrences import write_dates
from db.models import (
    AccessRequest,
    Attachment,
    Booking,
    Broadcast,
    CaseEntry,
    Concern,
    Conversation,
    DutyShift,
    Event,
    Handoff,
    Hold,
    Journey,
    Occurrence,
    Opportunity,
    OpportunityCheck,
    Person,
    Referral,
    Upload,
)
from tests.auxil.console import UK, Console

_NUMBERS = itertools.count(1)
Maker = Callable[[Console, str], Awaitable[int]]
"""Makes one of an organisation that nobody holds, and says its number."""


async def _staff(console: Console, organisation: str) -> int:
    return (await console.member("adviser", organisation=organisation)).id


async def _concern(console: Console, organisation: str) -> int:
    now = console.house.clock.now
    row = Concern(
        reference="WI-7K3Q9B",
        chat_id=1,
        country="uk",
        organisation=organisation,
        kind="abuse_home",
        level="concern",
        words="x",
        state="open",
        reads_by=now,
        created_at=now,
    )
    async with console.house.database.write() as session:
        session.add(row)
        await session.flush()
    return row.id


async def _shift(console: Console, organisation: str) -> int:
    lead = await console.member("safeguarding_lead", organisation=organisation)
    now = console.house.clock.now
    row = DutyShift(
        organisation=organisation, staff_id=lead.id, second_id=None, starts_at=now, ends_at=now + timedelta(hours=8)
    )
    async with console.house.database.write() as session:
        session.add(row)
        await session.flush()
    return row.id


async def _case(console: Console, organisation: str) -> int:
    """Somebody who waits there, and has sent a file."""
    now, number = console.house.clock.now, next(_NUMBERS)
    async with console.house.database.write() as session:
        person = Person(reference=f"WI-W{number}", chat_id=10_000 + number, created_at=now, last_seen_at=now)
        session.add(person)
        await session.flush()
        session.add(Conversation(person_id=person.id))
        country = "uk" if organisation == UK else "se"
        case = Handoff(
            person_id=person.id,
            organisation=organisation,
            topic="work",
            locale="en",
            country=country,
            packet={},
            promised_by=now,
            created_at=now,
            person_wrote_at=now,
            counter=1,
        )
        file = Attachment(name="cv.pdf", mime="application/pdf", content=b"%PDF-", digest=b"x" * 32, created_at=now)
        session.add_all((case, file))
        await session.flush()
        session.add(
            CaseEntry(
                handoff_id=case.id, number=1, version=1, kind="person", attachment_id=file.id, text="x", written_at=now
            )
        )
        return case.id


async def _broadcast(console: Console, organisation: str) -> int:
    now, country = console.house.clock.now, "uk" if organisation == UK else "se"
    row = Broadcast(
        organisation=organisation,
        name="Fair",
        topic="events",
        country=country,
        texts={"en": "Hello", "sv": "Hej"},
        audience={"country": country},
        expires_at=now + timedelta(days=3),
        created_at=now,
        changed_at=now,
    )
    photo = Attachment(name="a.png", mime="image/png", content=b"x", digest=b"x" * 32, created_at=now)
    async with console.house.database.write() as session:
        session.add(photo)
        await session.flush()
        row.attachment_id = photo.id
        session.add(row)
        await session.flush()
    return row.id


async def _event(console: Console, organisation: str) -> int:
    now, number = console.house.clock.now, next(_NUMBERS)
    row = Event(
        slug=f"walk_{number}",
        kind="workshop",
        country="uk" if organisation == UK else "se",
        title={"en": "Workshop", "sv": "Verkstad"},
        summary={"en": "x", "sv": "x"},
        organisation="x",
        organiser=organisation,
        councils=[],
        programmes=[],
        details={"place_name": "Hall"},
        starts_at=now + timedelta(days=3),
        ends_at=now + timedelta(days=3, hours=2),
        zone="Europe/London",
        checked_on=now.date(),
    )
    async with console.house.database.write() as session:
        session.add(row)
        await session.flush()
        await write_dates(session, row, now)
    return row.id


async def _date(console: Console, organisation: str) -> int:
    event_id = await _event(console, organisation)
    async with console.house.database.read() as session:
        return (await session.execute(select(Occurrence.id).where(Occurrence.event_id == event_id))).scalar_one()


async def _need(console: Console, organisation: str) -> int:
    """Somebody who comes, and asked for something."""
    now, number, date_id = console.house.clock.now, next(_NUMBERS), await _date(console, organisation)
    async with console.house.database.write() as session:
        person = Person(reference=f"WI-N{number}", chat_id=20_000 + number, created_at=now, last_seen_at=now)
        session.add(person)
        await session.flush()
        session.add(Conversation(person_id=person.id))
        booking = Booking(person_id=person.id, occurrence_id=date_id, created_at=now, changed_at=now)
        session.add(booking)
        await session.flush()
        need = AccessRequest(booking_id=booking.id, words="x", created_at=now)
        session.add(need)
        await session.flush()
        return need.id


async def _hold(console: Console, organisation: str) -> int:
    """A held place that somebody waits for."""
    person, opportunity = await _asking(console, organisation)
    now = console.house.clock.now
    row = Hold(
        person_id=person,
        opportunity_id=opportunity,
        organisation=organisation,
        state="to_confirm",
        created_at=now,
        changed_at=now,
    )
    async with console.house.database.write() as session:
        session.add(row)
        await session.flush()
    return row.id


async def _referral(console: Console, organisation: str) -> int:
    """Details that nobody opened."""
    person, opportunity = await _asking(console, organisation)
    now = console.house.clock.now
    async with console.house.database.write() as session:
        journey = Journey(
            person_id=person,
            opportunity_id=opportunity,
            organisation=organisation,
            stage="referred",
            created_at=now,
            changed_at=now,
        )
        session.add(journey)
        await session.flush()
        row = Referral(
            journey_id=journey.id,
            person_id=person,
            contact="jobs@example.org",
            way="chat",
            packet={"lines": []},
            state="returned",
            sent_at=now,
            return_at=now,
            changed_at=now,
        )
        session.add(row)
        await session.flush()
        return row.id


async def _asking(console: Console, organisation: str) -> tuple[int, int]:
    """Somebody, and what they asked for."""
    now, number, country = console.house.clock.now, next(_NUMBERS), "uk" if organisation == UK else "se"
    async with console.house.database.write() as session:
        person = Person(
            reference=f"WI-H{number}", chat_id=30_000 + number, country=country, created_at=now, last_seen_at=now
        )
        row = Opportunity(
            slug=f"held_{number}",
            kind="vacancy",
            country=country,
            state="open",
            title={"en": "Helper", "sv": "Hjälp"},
            summary={"en": "Sample.", "sv": "Exempel."},
            organisation="Sample Works",
            sector="retail",
            councils=[],
            programmes=[],
            ring_fenced_for=[],
            holding={"what": "seat", "posts": 2, "allot": "first_come"},
            details={},
            checked_on=now.date(),
        )
        session.add_all((person, row))
        await session.flush()
        session.add(Conversation(person_id=person.id))
        return person.id, row.id


async def _upload(console: Console, organisation: str) -> int:
    now, country = console.house.clock.now, "uk" if organisation == UK else "se"
    row = Upload(
        organisation=organisation,
        country=country,
        format="way-in-csv",
        source="x",
        state="rehearsed",
        data=b"x",
        rehearsal={
            "rows": 0,
            "created": 0,
            "updated": 0,
            "unchanged": 0,
            "closed": 0,
            "faults": 0,
            "errors": [],
        },
        created_at=now,
    )
    async with console.house.database.write() as session:
        session.add(row)
        await session.flush()
    return row.id


async def _opportunity(console: Console, organisation: str) -> int:
    now, number = console.house.clock.now, next(_NUMBERS)
    row = Opportunity(
        slug=f"check_{number}",
        kind="course",
        country="uk" if organisation == UK else "se",
        title={"en": "Course", "sv": "Kurs"},
        summary={"en": "x", "sv": "x"},
        organisation="Sample Works",
        organiser=organisation,
        sector="health",
        councils=[],
        programmes=[],
        ring_fenced_for=[],
        details={},
        checked_on=now.date(),
    )
    async with console.house.database.write() as session:
        session.add(row)
        await session.flush()
    return row.id


async def _check(console: Console, organisation: str) -> int:
    number = await _opportunity(console, organisation)
    async with console.house.database.write() as session:
        row = OpportunityCheck(opportunity_id=number, reason="past_check", created_at=console.house.clock.now)
        session.add(row)
        await session.flush()
    return row.id


MAKERS: Mapping[str, Maker] = MappingProxyType(
    {
        "case": _case,
        "staff": _staff,
        "concern": _concern,
        "shift": _shift,
        "broadcast": _broadcast,
        "event": _event,
        "event_check": _event,
        "date": _date,
        "need": _need,
        "hold": _hold,
        "referral": _referral,
        "upload": _upload,
        "check": _check,
        "opportunity": _opportunity,
    }
)
