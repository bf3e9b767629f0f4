"""Coming along: places, a waiting list that asks first, guests, changes, and what is said when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.delivery.claims import Claims, Room
from bot.delivery.jobs import JobRunner
from bot.delivery.pace import Limits, Pace
from bot.delivery.wakeups import Wakeups
from bot.duties import gates_of, jobs_of
from bot.messages.outgoing import OutgoingMessage
from bot.services.events.jobs import Lapses
from db.models import Attachment, Booking, Event, Occurrence, OutboxMessage, StaffMember
from db.queries import recording
from db.queries.recording import Sent
from tests.auxil.chats import House, Phone

FAIR = datetime(2026, 12, 13, 13, 0, tzinfo=UTC)


async def _all(house: House, model: Any) -> list[Any]:
    async with house.database.read() as session:
        return list((await session.execute(select(model).order_by(model.id))).scalars())


async def _fair(house: House, **values: Any) -> Occurrence:
    """The fair's date, changed as a test wants it."""
    async with house.database.write() as session:
        query = select(Occurrence).join(Event).where(Event.slug == "recruitment_fair")
        row = (await session.execute(query)).scalar_one()
        for name, value in values.items():
            setattr(row, name, value)
    return row


async def _work(house: House) -> None:
    runner = JobRunner(house.database, jobs_of(house.services, house.clock), Wakeups(), house.clock)
    while await runner.step():
        pass


async def _sent(house: House) -> list[OutgoingMessage]:
    """Send what is due, but for answers; what it said."""
    claims = Claims(Pace(Limits(1e6, 1e6, 1000, 1e6), horizon=1e6), gates_of(house.services))
    found: list[OutgoingMessage] = []
    while True:
        async with house.database.write() as session:
            catch = await claims.claim(session, house.clock.now, 1, Room(1000, 1000))
            sent = [Sent(parcel.row.id, 1, parcel.row.id) for parcel in catch.parcels]
            await recording.record_sent(session, house.clock.now, sent)
        if not catch.parcels:
            return found
        found += [parcel.message for parcel in catch.parcels if parcel.row.lane]


async def _somebody(house: House, chat_id: int) -> Phone:
    phone = house.phone(chat_id)
    await phone.go_through("/start", "[English]", "[London]", "E13", "20", "[No job and not studying]")
    return phone


async def _reminders(house: House, state: str = "queued") -> list[tuple[str, datetime]]:
    rows = [row for row in await _all(house, OutboxMessage) if row.about == "booking" and row.state == state]
    return sorted((row.content["kind"], row.due_at) for row in rows)


async def test_a_full_event_has_a_waiting_list_that_asks_before_it_confirms(house: House) -> None:
    await _fair(house, capacity=1)
    one, two, three = [await _somebody(house, chat) for chat in (11, 12, 13)]
    await one.tap_data("going:recruitment_fair")
    assert "waiting list" in (await two.tap_data("going:recruitment_fair"))[0].text
    assert "waiting list" in (await three.tap_data("going:recruitment_fair"))[0].text
    await one.tap_data("leavelist:1")
    await _work(house)
    (offer,) = await _sent(house)
    assert "A place is free for you" in offer.text
    assert [row.state for row in await _all(house, Booking)] == ["declined", "offered", "waiting"]
    answers = await two.tap_data("takeplace:2")
    assert "You are on the list" in answers[-1].text
    assert "is full" in (await one.tap_data("going:recruitment_fair"))[0].text
    assert [row.state for row in await _all(house, Booking)] == ["waiting", "going", "waiting"]


async def test_an_offer_nobody_answers_goes_to_the_next_and_comes_round_again(house: House) -> None:
    await _fair(house, capacity=1)
    one, two, three = [await _somebody(house, chat) for chat in (11, 12, 13)]
    for phone in (one, two, three):
        await phone.tap_data("going:recruitment_fair")
    await one.tap_data("leavelist:1")
    await _work(house)
    house.clock.advance(hours=25)
    services = house.services
    await Lapses(house.database, house.clock, services.languages, services.gatherings.comings).run()
    await _work(house)
    assert [row.state for row in await _all(house, Booking)] == ["declined", "waiting", "offered"]
    late = await two.tap_data("takeplace:2")
    assert "waiting list" in late[-1].text
    await three.tap_data("leavelist:3")
    await _work(house)
    assert [row.state for row in await _all(house, Booking)] == ["declined", "offered", "declined"]


async def test_nobody_takes_the_place_of_somebody_else_by_a_forged_button(house: House) -> None:
    one, two = await _somebody(house, 11), await _somebody(house, 12)
    await one.tap_data("going:recruitment_fair")
    for data in ("leavelist:1", "coming:1", "cal:1", "guests:1:1", "takeplace:1", "went:1:y", "coming:99"):
        assert "from earlier" in (await two.tap_data(data))[0].text
    assert [row.state for row in await _all(house, Booking)] == ["going"]


async def test_a_friend_counts_as_a_place(house: House, phone: Phone) -> None:
    await _fair(house, capacity=2)
    await phone.tap_data("going:recruitment_fair")
    assert "you and 1" in (await phone.tap_data("guests:1:1"))[0].text
    other = await _somebody(house, 12)
    assert "waiting list" in (await other.tap_data("going:recruitment_fair"))[0].text
    assert "you come alone" in (await phone.tap_data("guests:1:0"))[0].text
    await _work(house)
    assert [row.state for row in await _all(house, Booking)] == ["going", "offered"]
    assert "no more room" in (await phone.tap_data("guests:1:1"))[0].text


@pytest.mark.parametrize("text", ["whats the addy", "what time does it start", "can i bring my mate"])
async def test_what_somebody_asks_about_their_event_is_answered_with_everything(
    house: House, phone: Phone, text: str
) -> None:
    await phone.tap_data("going:recruitment_fair")
    card = (await phone.type(text))[0]
    for words in (
        "Sun 13 December, 1pm",
        "Example Hall, 3 Sample Street, N1C",
        "King's Cross",
        "bring a friend",
        "WI-",
    ):
        assert words in card.text
    assert "Friday" not in card.text


async def test_i_cannot_come_asks_which_one_and_frees_the_place(house: House) -> None:
    phone = house.phone()
    await phone.type("/start e-recruitment_fair")
    await phone.tap_data("going:recruitment_fair")
    await phone.tap_data("going:weekly_drop_in")
    which, *_ = await phone.type("cant make it no more")
    assert [button.data for button in which.buttons][:2] == ["leavelist:2", "leavelist:1"], "soonest first"
    await phone.tap("Drop-in")
    assert [row.state for row in await _all(house, Booking)] == ["going", "declined"]
    assert {kind for kind, _ in await _reminders(house)} == {"week", "day", "hours", "after"}


async def test_the_calendar_file_of_a_moved_date_replaces_the_first(house: House, phone: Phone) -> None:
    await phone.tap_data("going:recruitment_fair")
    await phone.tap_data("cal:1")
    await _fair(house, starts_at=FAIR + timedelta(hours=1), sequence=1)
    await phone.type("put it in my calendar")
    first, second = [row.content.decode() for row in await _all(house, Attachment)]
    assert "SEQUENCE:0" in first
    assert "SEQUENCE:1" in second
    assert "UID:date-" in first
    assert [line for line in first.splitlines() if line.startswith("UID")] == [
        line for line in second.splitlines() if line.startswith("UID")
    ]


async def test_reminders_come_once_each_and_say_what_is_true(house: House, phone: Phone) -> None:
    await phone.tap_data("going:recruitment_fair")
    assert await _reminders(house) == [
        ("after", FAIR + timedelta(hours=21)),
        ("day", FAIR - timedelta(days=1)),
        ("hours", FAIR - timedelta(hours=2)),
        ("week", FAIR - timedelta(days=7)),
    ]
    said = []
    for _, at in sorted(await _reminders(house), key=lambda item: item[1]):
        house.clock.now = at
        said += await _sent(house)
        assert not await _sent(house)
    assert len(said) == 4
    assert [message.pin for message in said] == [False, True, False, False]
    assert all("Sun 13 December" in message.text for message in said)
    assert "Did you go" in said[-1].text
    await phone.tap_data("went:1:n")
    assert [row.state for row in await _all(house, Booking)] == ["missed"]


async def test_a_no_and_a_yes_again_leave_one_set(house: House, phone: Phone) -> None:
    for _ in range(3):
        await phone.tap_data("going:recruitment_fair")
        await phone.tap_data("notgo:recruitment_fair")
    assert not await _reminders(house)
    await phone.tap_data("going:recruitment_fair")
    await phone.tap_data("going:recruitment_fair")
    assert len(await _reminders(house)) == 4


async def _staff(house: House) -> StaffMember:
    async with house.database.write() as session:
        event = (await session.execute(select(Event).where(Event.slug == "recruitment_fair"))).scalar_one()
        member = StaffMember(email="a@example.org", name="Ama", organisation=event.organiser, roles=["coordinator"])
        member.created_at = house.clock.now
        session.add(member)
    return member


async def test_moving_a_date_moves_its_reminders_and_tells_everybody(house: House, phone: Phone) -> None:
    fair, staff = await _fair(house), await _staff(house)
    await phone.tap_data("going:recruitment_fair")
    await phone.type("remind me 3 hours before")
    moved = FAIR + timedelta(days=3)
    async with house.database.write() as session:
        await house.services.gatherings.dates.move(session, staff, fair.id, moved, house.clock.now)
    house.clock.now = FAIR - timedelta(days=7)
    assert not await _sent(house), "before the work is done the old reminder only waits"
    house.clock.now = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
    await _work(house)
    (news,) = await _sent(house)
    assert "New time" in news.text
    assert "Wed 16 December, 1pm" in news.text
    assert [at for _, at in await _reminders(house)] == [
        moved + timedelta(hours=21),
        moved - timedelta(days=1),
        moved - timedelta(hours=2),
        moved - timedelta(hours=3),
        moved - timedelta(days=7),
    ]


async def test_calling_a_date_off_cancels_its_reminders_and_tells_everybody(house: House, phone: Phone) -> None:
    fair, staff = await _fair(house), await _staff(house)
    await phone.tap_data("going:recruitment_fair")
    async with house.database.write() as session:
        await house.services.gatherings.dates.call_off(session, staff, fair.id, house.clock.now)
    house.clock.now = FAIR - timedelta(days=7)
    assert not await _sent(house), "nothing about it is sent from that moment on"
    await _work(house)
    (news,) = await _sent(house)
    assert "called off" in news.text
    assert not await _reminders(house)


async def test_stop_takes_reminders_back(house: House, phone: Phone) -> None:
    await phone.tap_data("going:recruitment_fair")
    await phone.type("stop")
    assert not await _reminders(house)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("remind me at 7am on the day", FAIR.replace(hour=7)),
        ("remind me 3 hours before", FAIR - timedelta(hours=3)),
        ("remind me the day before at 6pm", FAIR.replace(hour=18) - timedelta(days=1)),
    ],
)
async def test_a_reminder_at_a_time_of_ones_own_is_kept_to_the_minute(
    house: House, phone: Phone, text: str, at: datetime
) -> None:
    await phone.tap_data("going:recruitment_fair")
    kept, *_ = await phone.type(text)
    assert "I remind you of" in kept.text
    assert ("own", at) in await _reminders(house)
    house.clock.now = at
    assert "You asked me to remind you" in (await _sent(house))[-1].text


async def test_a_reminder_without_a_time_or_an_event_is_asked_for(house: House, phone: Phone) -> None:
    assert "nothing to remind you of" in (await phone.type("remind me at 7am on the day"))[0].text
    await phone.tap_data("going:recruitment_fair")
    assert "When shall I remind you" in (await phone.type("set a reminder"))[0].text


async def test_own_hours_move_what_is_planned(house: House, phone: Phone) -> None:
    await _fair(house, starts_at=FAIR.replace(hour=11), ends_at=FAIR.replace(hour=14))
    await phone.tap_data("going:recruitment_fair")
    kept, *_ = await phone.type("dont message me before 10am")
    assert "between 10am and 8pm" in kept.text
    assert ("hours", (FAIR - timedelta(days=1)).replace(hour=19, minute=59)) in await _reminders(house)
    await phone.tap("Use the normal hours")
    assert ("hours", FAIR.replace(hour=9)) in await _reminders(house)
