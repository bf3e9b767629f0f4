"""Events in the console: written with every fault at its field, moved and called off with everybody told, the door."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from sqlalchemy import select

from bot.services.events.occurrences import Occurrences
from db.models import AccessRequest, Booking, Event, Occurrence, OutboxMessage, Person, PosterLink
from db.session import Database
from tests.auxil.chats import House, Phone
from tests.auxil.console import Client, Console
from tests.auxil.public_pages import serving as public_serving
from tests.integration.broadcasts.stage import Stage

NEW = "/console/events/new"
FORM: dict[str, Any] = {
    "kind": "recruitment_fair",
    "headline-en": "Fair & friends",
    "headline-sv": "Mässa",
    "summary-en": "Meet <employers>",
    "starts_on": "2026-12-01",
    "starts_at": "13:00",
    "ends_at": "16:00",
    "repeats": "never",
    "place": "Example Hall, 3 Sample Street",
    "most_guests": "1",
    "capacity": "40",
    "employers-en": "Riverside Hospitals: Ask for Dee\nHarbour Hotels",
    "employers-sv": "Riverside Hospitals: Fråga efter Dee",
    "contact_name": "Ama",
    "contact_phone": "020 7946 0000",
}


@pytest.fixture
async def house(sqlite_database: Database) -> House:
    """One engine is enough: what the pages stand on is tested on both."""
    return House(sqlite_database)


@pytest.fixture
async def client(console: Console) -> AsyncIterator[Client]:
    async with console.client(await console.member("coordinator")) as client:
        yield client


async def saved(client: Client, **changed: Any) -> int:
    answer = await client.post(NEW, FORM | {name.replace("__", "-"): value for name, value in changed.items()})
    assert answer.status == 303, answer.words
    return int(answer.place.rsplit("/", 1)[1])


async def dates(house: House, event_id: int) -> list[Occurrence]:
    async with house.database.read() as session:
        query = select(Occurrence).where(Occurrence.event_id == event_id).order_by(Occurrence.starts_at)
        return list((await session.execute(query)).scalars())


async def somebody(house: House) -> Phone:
    phone = house.phone()
    await phone.go_through("/start", "[English]", "[London]", "E13", "18", "[No job and not studying]")
    return phone


async def queued(house: House) -> list[str]:
    async with house.database.read() as session:
        rows = (await session.execute(select(OutboxMessage).where(OutboxMessage.lane == 1))).scalars()
        return [row.content["text"] for row in rows if row.content and row.content["text"]]


async def test_form_when_much_is_wrong_then_all_of_it_is_said_at_its_field_and_nothing_is_lost(client: Client) -> None:
    wrong = {
        "kind": "",
        "headline-en": "",
        "starts_on": "2020-01-01",
        "ends_at": "12:00",
        "place": "",
        "link": "http://example.org",
        "capacity": "many",
        "contact_phone": "",
        "employers-sv": "Nobody: x",
    }
    page = await client.post(NEW, FORM | wrong)
    assert page.status == 422
    found = set(re.findall(r'class="problem" id="([^"]+)-problem"', page.text))
    assert found == set(wrong)
    assert set(re.findall(r'<li><a href="#([^"]+)">', page.text)) == found
    for value in (
        "Meet &lt;employers&gt;",
        "2020-01-01",
        "http://example.org",
        "many",
        "Riverside Hospitals: Ask for Dee",
    ):
        assert value in page.text


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"repeats": "weekly", "until": ""}, "until"),
        ({"repeats": "weekly", "until": "2028-01-01"}, "until"),
        ({"repeats": "rule", "rule": "FREQ=WEEKLY"}, "until"),
        ({"repeats": "rule", "rule": "FREQ=MINUTELY;COUNT=3"}, "rule"),
        ({"repeats": "rule", "rule": "every tuesday;COUNT=2"}, "rule"),
    ],
)
async def test_rule_when_it_has_no_end_within_a_year_or_cannot_be_read_then_it_is_refused_at_its_field(
    client: Client, changed: dict[str, str], field: str
) -> None:
    page = await client.post(NEW, FORM | changed)
    assert page.status == 422
    assert field in re.findall(r'class="problem" id="([^"]+)-problem"', page.text)


@pytest.mark.parametrize(
    ("changed", "days"),
    [
        ({"repeats": "never"}, [1]),
        ({"repeats": "weekly", "until": "2026-12-22"}, [1, 8, 15, 22]),
        ({"repeats": "fortnightly", "until": "2026-12-31"}, [1, 15, 29]),
        ({"repeats": "weekdays", "until": "2026-12-08"}, [1, 2, 3, 4, 7, 8]),
        ({"repeats": "rule", "rule": "FREQ=WEEKLY;COUNT=2"}, [1, 8]),
    ],
)
async def test_event_when_it_repeats_then_its_dates_are_rows(
    client: Client, house: House, changed: dict[str, str], days: list[int]
) -> None:
    number = await saved(client, **changed)
    assert [row.starts_at.day for row in await dates(house, number)] == days


async def test_event_when_written_then_people_read_it_as_it_was_typed_and_it_can_be_changed(
    client: Client, house: House
) -> None:
    number = await saved(client)
    phone = await somebody(house)
    async with house.database.read() as session:
        slug = (await session.get_one(Event, number)).slug
    card = (await phone.tap_data(f"event:{slug}"))[0].text
    assert "<b>Fair &amp; friends</b>" in card
    assert "Meet &lt;employers&gt;" in card
    await phone.tap_data(f"going:{slug}")
    page = await client.get(f"/console/events/{number}")
    assert "Fair & friends" in page.words
    assert "1 comes" in page.words
    form = await client.get(f"/console/events/{number}/edit")
    assert 'value="Fair &amp; friends"' in form.text
    assert "Riverside Hospitals: Fråga efter Dee" in form.text
    changed = {name: value for name, value in FORM.items() if not name.startswith(("starts", "ends", "repeats"))}
    assert (await client.post(f"/console/events/{number}/edit", changed | {"place": "Other Hall"})).status == 303
    await Stage(house).work()
    assert any("New place" in text and "Other Hall" in text for text in await queued(house))


async def test_date_when_moved_and_called_off_then_everybody_who_comes_is_told(client: Client, house: House) -> None:
    number = await saved(client)
    (date,) = await dates(house, number)
    phone, one = await somebody(house), f"/console/dates/{date.id}"
    async with house.database.read() as session:
        slug = (await session.get_one(Event, number)).slug
    await phone.tap_data(f"going:{slug}")
    bad = await client.post(f"{one}/move", {"starts_on": "2020-01-01", "starts_at": "13:00"})
    assert (bad.status, "This is in the past" in bad.words) == (422, True)
    await client.post(f"{one}/move", {"starts_on": "2026-12-02", "starts_at": "14:00", "new_place": "Hall B"})
    await Stage(house).work()
    assert any("Wed 2 December, 2pm" in text and "Hall B" in text for text in await queued(house))
    await client.post(f"{one}/call-off")
    await Stage(house).work()
    assert any("is called off" in text for text in await queued(house))
    shown = await client.get(one)
    assert "Called off" in shown.words
    assert '<a href="/console/events" aria-current="true">' in shown.text, "a date lies in the room of events"


async def booked(house: House, event_id: int, which: int = 0) -> tuple[Phone, Occurrence]:
    """Somebody who comes to one of an event's dates."""
    phone, rows = await somebody(house), await dates(house, event_id)
    async with house.database.write() as session:
        person = (await session.execute(select(Person.id))).scalar_one()
        session.add(
            Booking(
                person_id=person,
                occurrence_id=rows[which].id,
                state="going",
                guests=0,
                created_at=house.clock.now,
                changed_at=house.clock.now,
            )
        )
    return phone, rows[which]


TUESDAYS = {"repeats": "weekly", "until": "2026-12-29"}
THURSDAYS = {"starts_on": "2026-12-03", "starts_at": "15:00", "ends_at": "17:00", **TUESDAYS}


async def test_times_when_a_series_changes_then_it_is_shown_first_and_a_yes_moves_with_its_date(
    client: Client, house: House
) -> None:
    number = await saved(client, **TUESDAYS)
    times, before = f"/console/events/{number}/times", await dates(house, number)
    _, date = await booked(house, number, which=1)
    form = await client.get(times)
    changed = THURSDAYS | {"since": str(before[0].id)}
    assert [f'value="{value}"' in form.text for value in ("2026-12-01", "13:00", "16:00", "2026-12-29")] == [True] * 4
    seen = await client.post(times, changed)
    assert (seen.status, "Nothing is changed yet" in seen.words) == (200, True)
    assert [row.starts_at for row in await dates(house, number)] == [row.starts_at for row in before]
    assert "Thu 3 December, 3pm" in seen.words
    assert "Called off" in seen.words, "there is no Thursday in the last week"
    assert (await client.post(times, changed | {"sure": "yes"})).status == 303
    assert "Every week, until" in (await client.get(f"/console/events/{number}")).words
    after = await dates(house, number)
    assert [(row.starts_at.day, row.starts_at.hour, row.state) for row in after] == [
        (3, 15, "open"),
        (10, 15, "open"),
        (17, 15, "open"),
        (24, 15, "open"),
        (29, 13, "cancelled"),
    ]
    moved = next(row for row in after if row.id == date.id)
    assert (moved.starts_at.day, moved.sequence) == (10, 1), "a calendar hears of it"
    await Stage(house).work()
    assert [text for text in await queued(house) if "Thu 10 December, 3pm" in text] != []
    assert len([text for text in await queued(house) if "Thu 10 December, 3pm" in text]) == 1, "told once"
    await Occurrences(house.database, house.clock).run()
    assert len(await dates(house, number)) == 5, "the tick adds nothing"


async def test_times_when_they_change_from_a_later_date_on_then_those_before_stay(client: Client, house: House) -> None:
    number = await saved(client, **TUESDAYS)
    later = {"since": str((await dates(house, number))[2].id), "starts_on": "2026-12-15", "sure": "yes"}
    await client.post(f"/console/events/{number}/times", THURSDAYS | later)
    assert [(row.starts_at.day, row.starts_at.hour) for row in await dates(house, number)] == [
        (1, 13),
        (8, 13),
        (15, 15),
        (22, 15),
        (29, 15),
    ]
    assert {row.state for row in await dates(house, number)} == {"open"}


async def test_times_when_a_date_was_moved_or_called_off_by_hand_then_it_stays_so(client: Client, house: House) -> None:
    number = await saved(client, **TUESDAYS)
    first, second, third, *_ = await dates(house, number)
    await client.post(f"/console/dates/{second.id}/move", {"starts_on": "2026-12-09", "starts_at": "10:00"})
    await client.post(f"/console/dates/{third.id}/call-off")
    sure = {"since": str(first.id), "sure": "yes"}
    assert (await client.post(f"/console/events/{number}/times", THURSDAYS | sure)).status == 303
    rows = {row.id: row for row in await dates(house, number)}
    assert (rows[first.id].starts_at.day, rows[second.id].starts_at.day) == (3, 9)
    assert rows[third.id].state == "cancelled"
    await Occurrences(house.database, house.clock).run()
    assert len(await dates(house, number)) == 5


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"starts_on": "2020-01-01"}, "starts_on"),
        ({"since": "999"}, "since"),
        ({"ends_at": "12:00"}, "ends_at"),
        ({"until": "2028-01-01"}, "until"),
        ({"repeats": "rule", "rule": "every thursday;COUNT=2"}, "rule"),
    ],
)
async def test_times_when_they_cannot_be_then_it_is_said_at_the_field_and_nothing_changes(
    client: Client, house: House, changed: dict[str, str], field: str
) -> None:
    number = await saved(client, **TUESDAYS)
    rows = await dates(house, number)
    before, sure = [row.starts_at for row in rows], {"since": str(rows[0].id), "sure": "yes"}
    page = await client.post(f"/console/events/{number}/times", THURSDAYS | sure | changed)
    assert (page.status, field in re.findall(r'class="problem" id="([^"]+)-problem"', page.text)) == (422, True)
    assert [row.starts_at for row in await dates(house, number)] == before


async def test_times_when_the_event_is_a_calendars_or_has_ended_then_it_is_said_in_words(
    client: Client, house: House
) -> None:
    number = await saved(client)
    whole = THURSDAYS | {"since": str((await dates(house, number))[0].id)}
    async with house.database.write() as session:
        (await session.get_one(Event, number)).source = "a_calendar"
    answer = await client.post(f"/console/events/{number}/times", whole)
    assert "comes from a calendar" in (await client.get(answer.place)).words
    async with house.database.write() as session:
        row = await session.get_one(Event, number)
        row.source, row.state = None, "closed"
    answer = await client.post(f"/console/events/{number}/times", whole)
    assert "not possible any more" in (await client.get(answer.place)).words


async def test_date_when_it_and_all_after_it_are_called_off_then_the_series_ends_there(
    client: Client, house: House
) -> None:
    number = await saved(client, **TUESDAYS)
    rows = await dates(house, number)
    one = f"/console/dates/{rows[2].id}/call-off"
    assert "And every date after it" in (await client.get(one)).words
    await client.post(one, {"rest": "yes"})
    assert [row.state for row in await dates(house, number)] == ["open", "open", *["cancelled"] * 3]
    async with house.database.read() as session:
        assert (await session.get_one(Event, number)).rule == "FREQ=WEEKLY;UNTIL=20261208"
    await Occurrences(house.database, house.clock).run()
    assert len(await dates(house, number)) == 5


async def test_date_when_it_has_begun_then_it_is_neither_moved_nor_called_off(client: Client, house: House) -> None:
    number = await saved(client)
    (date,) = await dates(house, number)
    one, begun = f"/console/dates/{date.id}", house.clock.now - timedelta(minutes=5)
    async with house.database.write() as session:
        (await session.get_one(Occurrence, date.id)).starts_at = begun
    for act in ("move", "call-off"):
        answer = await client.post(f"{one}/{act}", {"starts_on": "2026-12-02", "starts_at": "13:00"})
        assert "it has begun" in (await client.get(answer.place)).words
    assert [(row.starts_at, row.state) for row in await dates(house, number)] == [(begun, "open")]


async def test_date_when_moved_with_another_end_then_the_end_moves_too_and_the_events_place_can_come_back(
    client: Client, house: House
) -> None:
    number = await saved(client)
    (date,) = await dates(house, number)
    move = f"/console/dates/{date.id}/move"
    there = {"starts_on": "2026-12-02", "starts_at": "13:00", "ends_at": "18:00", "new_place": "Hall B"}
    assert (await client.post(move, there | {"ends_at": "12:00"})).status == 422
    await client.post(move, there)
    (row,) = await dates(house, number)
    assert (row.starts_at.hour, row.ends_at.hour, row.place) == (13, 18, "Hall B")
    await client.post(move, there | {"new_place": ""})
    assert (await dates(house, number))[0].place is None


async def test_event_when_ended_then_every_date_to_come_is_called_off(client: Client, house: House) -> None:
    number = await saved(client, repeats="weekly", until="2026-12-22")
    assert "4 dates to come" in (await client.get(f"/console/events/{number}/close")).words
    await client.post(f"/console/events/{number}/close")
    assert {row.state for row in await dates(house, number)} == {"cancelled"}


async def test_door_when_somebody_shows_their_code_then_they_are_in_once_and_get_the_fair_card(
    client: Client, house: House
) -> None:
    number = await saved(client)
    (date,) = await dates(house, number)
    phone, one = await somebody(house), f"/console/dates/{date.id}"
    async with house.database.read() as session:
        slug = (await session.get_one(Event, number)).slug
    await phone.tap_data(f"going:{slug}")
    reference = re.search(r"WI-\w+", (await client.get(one)).words)
    assert reference is not None
    assert "Nobody with that code" in (await client.post(f"{one}/check-in", {"reference": "WI-XXXXXX"})).words
    for _ in range(2):
        assert (await client.post(f"{one}/check-in", {"reference": reference[0].lower()})).status == 303
    async with house.database.read() as session:
        assert [row.state for row in (await session.execute(select(Booking))).scalars()] == ["came"]
    assert [text for text in await queued(house) if "Who did you meet" in text] != []
    page = await client.get(one)
    assert date.door_code in page.words
    assert "There" in page.words


ADDRESSED = "Riverside Hospitals <jobs@riverside.example>: Ask for Dee\nHarbour Hotels"


async def test_employers_when_given_an_address_then_it_stands_in_the_form_and_a_wrong_one_is_refused(
    client: Client,
) -> None:
    number = await saved(client, employers__en=ADDRESSED)
    form = await client.get(f"/console/events/{number}/edit")
    assert "Riverside Hospitals &lt;jobs@riverside.example&gt;: Ask for Dee" in form.text
    assert "Riverside Hospitals: Fråga efter Dee" in form.text, "the address stands once"
    bad = await client.post(NEW, FORM | {"employers-en": "Riverside Hospitals <nowhere>"})
    assert (bad.status, "that is no e-mail address" in bad.words) == (422, True)


async def test_employers_when_the_fair_has_been_then_they_see_how_many_and_codes_only_with_a_yes(
    client: Client, house: House
) -> None:
    number = await saved(client, employers__en=ADDRESSED)
    (date,) = await dates(house, number)
    phone, tell = await somebody(house), f"/console/dates/{date.id}/employers"
    before = await client.post(tell)
    assert "not possible any more" in (await client.get(before.place)).words, "nobody is told before it begins"
    async with house.database.write() as session:
        (await session.get_one(Occurrence, date.id)).starts_at = house.clock.now - timedelta(hours=1)
    await phone.type(date.door_code)
    await phone.tap_data("fairmet:1:0")
    assert "Let employers look" in (await client.get(f"/console/dates/{date.id}")).words
    await client.post(tell)
    async with house.database.read() as session:
        query = select(OutboxMessage.content).where(OutboxMessage.channel == "email")
        (email,) = (await session.execute(query)).scalars()
        reference = (await session.execute(select(Person.reference))).scalar_one()
    assert email is not None
    assert (email["to"], reference in email["body"]) == ("jobs@riverside.example", False)
    link = re.search(r"/referrals/\S+", email["body"])
    assert link is not None
    jar = aiohttp.CookieJar(unsafe=True)
    async with public_serving(house) as public, aiohttp.ClientSession(public.make_url("/"), cookie_jar=jar) as http:

        async def page() -> str:
            async with http.get("/referrals") as answer:
                return await answer.text()

        async with http.post(link[0]) as answer:
            assert answer.status == 200
        assert "1 person met you" in await page()
        assert "Your candidates" not in await page(), "nobody was sent to them"
        assert reference not in await page()
        await phone.tap_data("fairname:1:y")
        assert reference in await page()
        await phone.tap_data("fairname:1:n")
        assert reference not in await page(), "a yes is taken back at once"
        assert "Harbour Hotels" not in await page(), "each sees only their own"


async def test_need_when_asked_then_it_is_a_task_and_the_answer_reaches_the_person_once(
    client: Client, house: House
) -> None:
    number = await saved(client)
    (date,) = await dates(house, number)
    phone = await somebody(house)
    async with house.database.read() as session:
        slug = (await session.get_one(Event, number)).slug
    await phone.tap_data(f"going:{slug}")
    await phone.tap_data("easier:1")
    await phone.type("I need a BSL interpreter")
    assert "1 to answer" in (await client.get("/console/events")).words
    page = await client.get(f"/console/dates/{date.id}")
    assert "I need a BSL interpreter" in page.words
    async with house.database.read() as session:
        need = (await session.execute(select(AccessRequest.id))).scalar_one()
    assert (await client.post(f"/console/needs/{need}", {"answer": ""})).status == 422
    for _ in range(2):
        await client.post(f"/console/needs/{need}", {"answer": "Sam is there from 1pm"})
    assert len([text for text in await queued(house) if "Sam is there from 1pm" in text]) == 1


async def test_posters_when_handed_out_then_each_has_its_code_and_sees_only_how_many_came(
    client: Client, house: House
) -> None:
    number = await saved(client)
    one = f"/console/events/{number}"
    assert (await client.post(f"{one}/posters", {"holder": ""})).status == 422
    await client.post(f"{one}/posters", {"holder": "Leamouth Jobcentre", "phone": "020 7946 0001"})
    async with house.database.read() as session:
        link = (await session.execute(select(PosterLink))).scalar_one()
        slug = (await session.get_one(Event, number)).slug
    phone = house.phone()
    await phone.go_through(f"/start e-{slug}--s-{link.code}", "[I want to come]")
    page = await client.get(f"{one}/posters")
    assert "Leamouth Jobcentre" in page.words
    counted = await house_counts(house, link.code)
    assert counted == (1, 0)
    async with public_serving(house) as public, aiohttp.ClientSession() as http:
        async with http.get(public.make_url(f"/posters/{link.code}")) as answer:
            page_of_theirs = await answer.text()
        async with http.get(public.make_url("/posters/NOTHING1")) as answer:
            assert answer.status == 404
    assert "1 person said yes by your code." in page_of_theirs
    assert "0 people came." in page_of_theirs
    assert "Jobcentre" not in page_of_theirs, "it does not say whose code it is"
    card = await client.get(f"{one}/card?link={link.code}")
    assert "020 7946 0001" in card.words
    for name, mime in (("qr.svg", "image/svg+xml"), ("qr.png", "image/png")):
        async with client.http.get(f"{client.url}{one}/{name}?link={link.code}") as answer:
            assert (answer.status, answer.content_type) == (200, mime)
    assert (await client.get(f"{one}/card?link=NOTHING1")).status == 404
    await client.post(f"{one}/posters/remove", {"code": link.code})
    assert (await client.get(f"{one}/card?link={link.code}")).status == 404


async def house_counts(house: House, code: str) -> tuple[int, int]:
    async with house.database.read() as session:
        found = await house.services.gatherings.posters.counted(session, code)
    assert found is not None
    return found[1].said_yes, found[1].came
