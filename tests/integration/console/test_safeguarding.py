"""The lead's rooms: the log and its timer, one concern, notes, closing, the rota, and a linked Telegram account."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from db.models import Concern, DutyShift, StaffMember
from tests.auxil.chats import House
from tests.auxil.console import SE, UK, Console, Member
from tests.auxil.staff import acts

WORDS = "he hit me <script>alert(1)</script> \u202emoc.live"


@pytest.fixture
async def lead(console: Console) -> Member:
    return await console.member("safeguarding_lead", name="Lena Brook")


async def keep(house: House, **changed: object) -> int:
    now = house.clock.now
    row = Concern(
        reference="WI-7K3Q9B",
        chat_id=1,
        country="uk",
        organisation=UK,
        kind="abuse_home",
        level="concern",
        words=WORDS,
        state="open",
        reads_by=now + timedelta(hours=4),
        created_at=now,
    )
    for name, value in changed.items():
        setattr(row, name, value)
    async with house.database.write() as session:
        session.add(row)
        await session.flush()
    return row.id


async def test_log_when_there_is_danger_then_it_comes_first_and_what_is_late_says_so(
    console: Console, house: House, lead: Member
) -> None:
    await keep(house, kind="homeless", reads_by=house.clock.now - timedelta(minutes=1))
    await keep(house, kind="suicide_imminent", level="imminent")
    await keep(house, kind="support", organisation=SE)
    async with console.client(lead) as client:
        words = (await client.get("/console/safeguarding")).words
    assert words.index("A plan for suicide") < words.index("Nowhere to sleep") < words.index("Late")
    assert words.count("Late") == 1
    assert "Low mood" not in words
    assert "hit me" not in words


async def test_concern_when_read_then_the_words_are_shown_as_words_and_the_look_is_noted(
    console: Console, house: House, lead: Member
) -> None:
    concern = await keep(house)
    async with console.client(lead) as client:
        page = await client.get(f"/console/safeguarding/{concern}")
    assert "he hit me &lt;script&gt;" in page.text
    assert "<script>alert" not in page.text
    assert (lead.id, "concern.viewed") in await acts(house.database)


async def test_concern_when_two_take_it_then_the_second_is_told_who_has_it(
    console: Console, house: House, lead: Member
) -> None:
    concern, other = await keep(house), await console.member("safeguarding_lead", name="Max Reed")
    path = f"/console/safeguarding/{concern}"
    async with console.client(lead) as first, console.client(other) as second:
        assert (await first.post(f"{path}/acknowledge")).place == path
        assert "You have this now." in (await first.get(path)).words
        await second.post(f"{path}/acknowledge")
        words = (await second.get(path)).words
    assert "Somebody else had it before you." in words
    assert "Who has it Lena Brook" in words


async def test_note_when_written_then_stands_with_its_writer_and_when_empty_it_says_so(
    console: Console, house: House, lead: Member
) -> None:
    path = f"/console/safeguarding/{await keep(house)}"
    async with console.client(lead) as client:
        answer = await client.post(f"{path}/note", {"text": "  "})
        assert answer.status == 422
        assert "Fill this in" in answer.words
        answer = await client.post(f"{path}/note", {"text": "x" * 4001})
        assert answer.status == 422
        assert "4,000 letters or fewer" in answer.words
        assert (await client.post(f"{path}/note", {"text": "Rang back <b>twice</b>."})).status == 303
        page = await client.get(path)
    assert "Lena Brook" in page.words
    assert "Rang back &lt;b&gt;twice&lt;/b&gt;." in page.text


async def test_concern_when_closed_then_is_under_closed_and_can_still_be_read(
    console: Console, house: House, lead: Member
) -> None:
    concern = await keep(house, person_id=None)
    kept = await keep(house, kind="homeless")
    async with console.client(lead) as client:
        assert "deleted for good" in (await client.get(f"/console/safeguarding/{concern}/close")).words
        assert (await client.post(f"/console/safeguarding/{concern}/close")).status == 303
        words = (await client.get("/console/safeguarding")).words
        assert "The concern is closed." in words
        assert "Nowhere to sleep" in words
        assert (await client.get(f"/console/safeguarding/{concern}")).status == 404
        await client.post(f"/console/safeguarding/{kept}/close")
        assert "Nothing here" in (await client.get("/console/safeguarding")).words


async def test_admin_when_looking_then_sees_the_rota_and_no_concern(console: Console, house: House) -> None:
    concern, admin = await keep(house), await console.member("admin")
    async with console.client(admin) as client:
        assert (await client.get("/console/safeguarding")).status == 403
        assert (await client.get(f"/console/safeguarding/{concern}")).status == 403
        assert (await client.get("/console/duty")).status == 200


async def test_rota_when_a_shift_is_added_for_weeks_then_it_keeps_its_hours_when_clocks_change(
    console: Console, house: House, lead: Member
) -> None:
    form = {
        "lead": str(lead.id),
        "second": "",
        "starts_on": "2027-03-22",
        "starts_at": "09:00",
        "ends_on": "2027-03-22",
        "ends_at": "17:00",
        "weeks": "2",
    }
    async with console.client(lead) as client:
        answer = await client.post("/console/duty", form)
        assert answer.place == "/console/duty?day=2027-03-22"
        words = (await client.get(answer.place)).words
        assert "The shift is added." in words
        assert "Open, but nobody is on call:" in words
    async with house.database.read() as session:
        rows = (await session.execute(select(DutyShift).order_by(DutyShift.id))).scalars().all()
    assert [(row.starts_at.hour, row.ends_at - row.starts_at) for row in rows] == [
        (9, timedelta(hours=8)),
        (8, timedelta(hours=8)),
    ]
    assert (lead.id, "duty.added") in await acts(house.database)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"lead": ""}, "Fill this in"),
        ({"lead": "999"}, "Choose one of those shown"),
        ({"lead": "x"}, "Choose one of those shown"),
        ({"second": "lead"}, "Choose somebody else"),
        ({"starts_at": ""}, "Fill this in"),
        ({"starts_at": "25:00"}, "Check how this is written"),
        ({"starts_on": "soon"}, "Check how this is written"),
        ({"ends_at": "09:00"}, "The end must be after the start"),
        ({"ends_on": "2026-12-24"}, "14 days at most"),
        ({"starts_on": "2026-11-02", "ends_on": "2026-11-02"}, "over already"),
        ({"starts_on": "2028-01-01", "ends_on": "2028-01-02"}, "within a year"),
        ({"weeks": "99"}, "Choose one of those shown"),
    ],
)
async def test_shift_when_something_is_wrong_then_it_says_what_and_nothing_is_kept(
    console: Console, house: House, lead: Member, changed: dict[str, str], said: str
) -> None:
    good = {
        "lead": str(lead.id),
        "second": "",
        "starts_on": "2026-11-24",
        "starts_at": "09:00",
        "ends_on": "2026-11-24",
        "ends_at": "17:00",
        "weeks": "1",
    }
    form = {name: str(lead.id) if value == "lead" else value for name, value in (good | changed).items()}
    async with console.client(lead) as client:
        answer = await client.post("/console/duty", form)
    assert answer.status == 422
    assert said in answer.words
    async with house.database.read() as session:
        assert (await session.execute(select(DutyShift))).first() is None


async def test_shift_when_they_are_on_call_then_already_is_refused_and_when_removed_it_is_gone(
    console: Console, house: House, lead: Member
) -> None:
    form = {
        "lead": str(lead.id),
        "second": "",
        "starts_on": "2026-11-23",
        "starts_at": "00:00",
        "ends_on": "2026-11-29",
        "ends_at": "23:30",
        "weeks": "1",
    }
    async with console.client(lead) as client:
        assert "Nobody is on call now." in (await client.get("/console/duty")).words
        await client.post("/console/duty", form)
        assert "On call now: Lena Brook." in (await client.get("/console/duty")).words
        answer = await client.post("/console/duty", {**form, "starts_on": "2026-11-29"})
        assert "They are on call then already" in answer.words
        assert (await client.post("/console/duty/1/remove?day=2026-11-23")).place == "/console/duty?day=2026-11-23"
        assert "Nobody is on call this week" in (await client.get("/console/duty")).words


@pytest.mark.parametrize("day", ["", "x", "0001-01-01", "9999-12-31", "2026-02-30"])
async def test_rota_when_the_day_makes_no_sense_then_this_week_is_shown(
    console: Console, lead: Member, day: str
) -> None:
    async with console.client(lead) as client:
        answer = await client.get(f"/console/duty?day={day}")
    assert answer.status == 200
    assert "23 November" in answer.words


async def test_telegram_when_linked_from_the_console_then_the_account_page_says_so(
    console: Console, house: House, lead: Member
) -> None:
    async with console.client(lead) as client:
        assert "Try again in a moment" in (await client.get("/console/me/telegram")).words
        house.services.staff_chats.known_as("way_in_bot")
        page = await client.post("/console/me/telegram")
        token = page.text.partition("?start=")[2].partition('"')[0]
        (answer,) = await house.phone(901).type(f"/start {token}")
        assert answer.text.startswith("Linked.")
        assert "Linked" in (await client.get("/console/me")).words
        assert (await client.post("/console/me/telegram/off")).place == "/console/me/telegram"
        assert "No more messages go there." in (await client.get("/console/me/telegram")).words
    async with house.database.read() as session:
        assert (await session.execute(select(StaffMember.telegram_chat_id))).scalars().all() == [None]


async def test_home_when_there_are_open_concerns_then_the_lead_alone_is_told_how_many(
    console: Console, house: House, lead: Member
) -> None:
    await keep(house)
    await keep(house, state="acknowledged", acknowledged_at=house.clock.now)
    await keep(house, state="closed", closed_at=house.clock.now)
    await keep(house, organisation=SE)
    async with console.client(lead) as client:
        page = await client.get("/console")
        assert "2 open concerns 1 not taken yet" in page.words
        door = next(door for door in page.text.split("<li") if "open concerns" in door)
        assert '<a href="/console/safeguarding">' in door, "the number stands on the way in"
        await client.post("/console/me/language", {"locale": "sv"})
        assert "2 öppna meddelanden 1 har ingen tagit än" in (await client.get("/console")).words
    async with console.client(await console.member("admin")) as client:
        assert "open concern" not in (await client.get("/console")).words
