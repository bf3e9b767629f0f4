"""Events of a feed become dates people can say yes to: moved, called off and brought back with it, never doubled."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.domain.countries import Country
from bot.messages.bookings import reminder
from bot.services.events.coming import Comings
from bot.services.events.jobs import CHANGED
from bot.services.events.occurrences import Occurrences
from bot.services.feeds.tally import Tally
from bot.services.opportunities.imports import Imports
from db.models import Booking, Event, Job, Occurrence, Person
from db.queries.events import Dated
from db.session import Database
from tests.auxil.chats import House, content, library

SAMPLES = Path(__file__).parents[2] / "unit/feeds/samples"
FAIR = "UID:fair@example.org\nDTSTART;TZID=Europe/London:{start}\nDTEND;TZID=Europe/London:{end}\nSUMMARY:{title}\n"
FAIR += "LOCATION:Sample Hall\\, 1 Example Road\\, London E13 8SL\n"
WEEKLY = (
    "UID:weekly@example.org\nDTSTART;TZID=Europe/London:20261201T140000\nDURATION:PT2H\n"
    "RRULE:FREQ=WEEKLY;COUNT=20\nSUMMARY:Drop-in\nEXDATE;TZID=Europe/London:20261208T140000\n"
)


def fair(start: str = "20261216T100000", end: str = "20261216T150000", title: str = "Fair", more: str = "") -> str:
    """One event of a calendar."""
    return FAIR.format(start=start, end=end, title=title) + more


def calendar(*events: str) -> bytes:
    """A calendar of these events."""
    head = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Sample//EN\nX-WR-CALNAME:Sample Works\n"
    body = "".join(f"BEGIN:VEVENT\nDTSTAMP:20261101T090000Z\n{event}END:VEVENT\n" for event in events)
    return f"{head}{body}END:VCALENDAR\n".replace("\n", "\r\n").encode()


async def bring_in(
    house: House, data: bytes, *, format_name: str = "icalendar", dry_run: bool = False, **more: Any
) -> Tally:
    """One import, to its end."""
    imports = Imports(content(), house.services.offers.catalogue, library().names)
    batch = await imports.read(format_name, data, house.clock.now.date(), **more)
    async for _ in imports.write(house.database, batch, house.clock.now, dry_run=dry_run):
        await asyncio.sleep(0)
    return batch.tally


def counts(tally: Tally) -> tuple[int, int, int, int]:
    return tally.created, tally.updated, tally.unchanged, tally.closed


async def kept(house: House, model: Any) -> list[Any]:
    async with house.database.read() as session:
        return list((await session.execute(select(model).order_by(model.id))).scalars())


async def say_yes(house: House, occurrence_id: int) -> None:
    """Somebody is on the list."""
    phone = house.phone()
    await phone.go_through("/start", "[English]", "[London]", "E13", "18")
    async with house.database.write() as session:
        session.add(
            Booking(person_id=1, occurrence_id=occurrence_id, created_at=house.clock.now, changed_at=house.clock.now)
        )


@pytest.fixture
async def house(sqlite_database: Database) -> House:
    """The bot without its edges and without samples; nothing here is other on the other engine."""
    return House(sqlite_database)


async def test_import_when_an_event_is_new_then_it_can_be_come_to(house: House) -> None:
    assert counts(await bring_in(house, calendar(fair()))) == (1, 0, 0, 0)
    (event,), (date,) = await kept(house, Event), await kept(house, Occurrence)
    assert (event.title, event.organisation, event.councils) == ({"en": "Fair"}, "Sample Works", ["newham"])
    assert (date.state, date.starts_at) == ("open", datetime(2026, 12, 16, 10, tzinfo=UTC))
    phone = house.phone()
    await phone.go_through("/start", "[English]", "[London]", "E13", "18")
    assert "Wed 16 December" in (await phone.tap_data(f"event:{event.slug}"))[0].text


async def test_import_when_an_event_has_no_time_of_day_then_its_card_names_the_day_alone(house: House) -> None:
    whole_day = "UID:week\nDTSTART;VALUE=DATE:20261214\nDTEND;VALUE=DATE:20261219\nSUMMARY:Careers week\n"
    await bring_in(house, calendar(whole_day))
    (event,) = await kept(house, Event)
    phone = house.phone()
    await phone.go_through("/start", "[English]", "[London]", "E13", "18")
    text = (await phone.tap_data(f"event:{event.slug}"))[0].text
    assert "Mon 14 December" in text
    assert "00:00" not in text


async def test_import_when_run_twice_then_nothing_changes(house: House) -> None:
    data = calendar(fair(), WEEKLY)
    assert counts(await bring_in(house, data)) == (2, 0, 0, 0)
    before = [(one.id, one.starts_at, one.sequence) for one in await kept(house, Occurrence)]
    assert counts(await bring_in(house, data)) == (0, 0, 2, 0)
    assert [(one.id, one.starts_at, one.sequence) for one in await kept(house, Occurrence)] == before


async def test_import_when_it_is_a_rehearsal_then_nothing_is_written(house: House) -> None:
    assert counts(await bring_in(house, calendar(fair(), WEEKLY), dry_run=True)) == (2, 0, 0, 0)
    assert not await kept(house, Event)


async def test_import_when_a_series_leaves_days_out_then_the_tick_does_not_bring_them_back(house: House) -> None:
    await bring_in(house, calendar(WEEKLY))
    await Occurrences(house.database, house.clock).run()
    days = [one.starts_at.date().isoformat() for one in await kept(house, Occurrence)]
    assert days[:3] == ["2026-12-01", "2026-12-15", "2026-12-22"]


async def test_import_when_one_day_of_a_series_is_moved_then_that_day_moves(house: House) -> None:
    moved = (
        "UID:weekly@example.org\nRECURRENCE-ID;TZID=Europe/London:20261215T140000\n"
        "DTSTART;TZID=Europe/London:20261216T160000\nDURATION:PT1H\nSUMMARY:Drop-in\n"
    )
    await bring_in(house, calendar(WEEKLY))
    (_, second, *_) = await kept(house, Occurrence)
    assert counts(await bring_in(house, calendar(WEEKLY, moved))) == (0, 1, 0, 0)
    after = {one.id: one for one in await kept(house, Occurrence)}[second.id]
    assert (after.starts_at, after.sequence) == (datetime(2026, 12, 16, 16, tzinfo=UTC), 1)


async def test_import_when_an_event_moves_then_its_date_moves_and_who_comes_is_told(house: House) -> None:
    await bring_in(house, calendar(fair()))
    (before,) = await kept(house, Occurrence)
    await say_yes(house, before.id)
    moved = fair("20261217T110000", "20261217T150000")
    assert counts(await bring_in(house, calendar(moved))) == (0, 1, 0, 0)
    (after,) = await kept(house, Occurrence)
    assert (after.id, after.sequence) == (before.id, 1)
    assert after.starts_at == datetime(2026, 12, 17, 11, tzinfo=UTC)
    assert [(job.kind, job.arguments["occurrence"]) for job in await kept(house, Job)] == [(CHANGED, before.id)]
    await Occurrences(house.database, house.clock).run()
    assert len(await kept(house, Occurrence)) == 1, "a moved date is not written down a second time"


async def test_import_when_an_event_vanishes_then_it_is_called_off_and_stands_again_when_it_is_back(
    house: House,
) -> None:
    await bring_in(house, calendar(fair(), WEEKLY))
    assert counts(await bring_in(house, calendar(WEEKLY))) == (0, 0, 1, 1)
    assert [event.state for event in await kept(house, Event)] == ["cancelled", "open"]
    assert (await kept(house, Occurrence))[0].state == "cancelled"
    assert counts(await bring_in(house, calendar(WEEKLY))) == (0, 0, 1, 0), "it is called off once"
    assert counts(await bring_in(house, calendar(fair(), WEEKLY))) == (0, 1, 1, 0)
    assert (await kept(house, Occurrence))[0].state == "open"


async def test_import_when_an_event_is_cancelled_then_its_date_is_too(house: House) -> None:
    await bring_in(house, calendar(fair()))
    await bring_in(house, calendar(fair(more="STATUS:CANCELLED\n")))
    assert [one.state for one in await kept(house, Occurrence)] == ["cancelled"]


async def test_import_when_staff_called_a_date_off_then_the_feed_does_not_bring_it_back(house: House) -> None:
    await bring_in(house, calendar(fair()))
    async with house.database.write() as session:
        (await session.execute(select(Occurrence))).scalar_one().state = "cancelled"
    await bring_in(house, calendar(fair(title="Jobs fair")))
    assert [one.state for one in await kept(house, Occurrence)] == ["cancelled"]


async def test_import_when_everything_of_an_event_is_over_then_it_is_not_written_down(house: House) -> None:
    past = fair("20260916T100000", "20260916T150000").replace("UID:fair", "UID:autumn")
    assert counts(await bring_in(house, calendar(past))) == (0, 0, 0, 0)
    await bring_in(house, calendar(fair()))
    house.clock.now += timedelta(days=60)
    assert counts(await bring_in(house, calendar(past))) == (0, 0, 0, 0), "what is over is not called off"


async def test_import_when_it_is_for_sweden_then_times_are_swedish_and_anybody_can_read_it(house: House) -> None:
    data = b"""{"@context": "https://schema.org", "@type": "Event", "name": "Jobbm\xc3\xa4ssa", "@id": "1",
        "startDate": "2026-12-16T10:00", "location": {"@type": "Place", "name": "Rinkeby folkets hus",
        "address": {"@type": "PostalAddress", "addressLocality": "Stockholm"}}}"""
    assert counts(await bring_in(house, data, format_name="schema-org", country=Country.SE)) == (1, 0, 0, 0)
    (event,), (date,) = await kept(house, Event), await kept(house, Occurrence)
    assert date.starts_at == datetime(2026, 12, 16, 9, tzinfo=UTC)
    phone = house.phone()
    await phone.go_through("/start", "[English]", "[Stockholm]")
    assert "Jobbmässa" in (await phone.tap_data(f"event:{event.slug}"))[0].text


@pytest.mark.parametrize(
    ("format_name", "file"),
    [
        ("ncs-csv", "ncs_courses.csv"),
        ("nhs-jobs-xml", "nhs_jobs.xml"),
        ("dfe-adverts-json", "dfe_adverts.json"),
        ("schema-org", "courses.json"),
        ("schema-org", "job_page.html"),
        ("icalendar", "events.ics"),
        ("way-in-csv", "way_in.csv"),
    ],
)
async def test_import_when_it_is_a_sample_of_a_format_then_something_comes_in_once(
    house: House, format_name: str, file: str
) -> None:
    data = (SAMPLES / file).read_bytes()
    first = await bring_in(house, data, format_name=format_name, organisation="Sample College")
    assert first.created > 0
    second = await bring_in(house, data, format_name=format_name, organisation="Sample College")
    assert (second.created, second.updated) == (0, 0)


async def test_an_event_of_whole_days_when_somebody_comes_then_every_message_says_the_day_and_never_a_time(
    house: House,
) -> None:
    days = "UID:days@example.org\nDTSTART;VALUE=DATE:20261210\nDTEND;VALUE=DATE:20261212\nSUMMARY:Trade days\n"
    await bring_in(house, calendar(days + "LOCATION:Sample Hall\\, London E13 8SL\n"))
    (event,) = await kept(house, Event)
    phone = house.phone()
    await phone.go_through("/start", "[English]", "[London]", "E13", "18", "[No job and not studying]")
    await phone.tap_data(f"event:{event.slug}")
    await phone.tap("I want to come")
    await phone.tap("What I need to know")
    said = " ".join(message.text for message in phone.messages)
    assert "<b>When:</b> Thu 10 December to Fri 11 December" in said
    assert "12am" not in said
    assert "00:00" not in said
    async with house.database.read() as session:
        booking = (await session.execute(select(Booking))).scalar_one()
        occurrence = (await session.execute(select(Occurrence))).scalar_one()
        person = await session.get(Person, booking.person_id)
        assert person is not None
        comings, t = Comings(content()), house.services.languages.named("sv")
        coming = comings.of(t, person, booking, Dated(event, occurrence))
        assert "I morgon, tors 10 december: " in reminder(t, "hours", coming).text
        file = comings.calendar(t, Dated(event, occurrence), house.clock.now).decode()
    assert "DTSTART;VALUE=DATE:20261210" in file
    assert "DTEND;VALUE=DATE:20261212" in file
