"""Asking how it goes: when, in which hours, how it stops; and the list of what somebody did."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select, update

from bot.duties import gates_of
from bot.messages.outgoing import OutgoingMessage
from bot.services.gates import Verdict
from bot.services.journeys.check_ins import CheckIns
from bot.services.retention import Retention
from db.models import Conversation, Journey, JourneyStep, OutboxMessage, Referral, ReferralLink
from tests.auxil.chats import House, Phone


async def _tick(house: House) -> None:
    await CheckIns(house.database, house.clock, house.services.journeying.moves).run()


async def _questions(house: House) -> list[Verdict]:
    """What would leave now of every question that was queued."""
    async with house.database.write() as session:
        rows = (await session.execute(select(OutboxMessage).where(OutboxMessage.about == "journey"))).scalars().all()
        verdicts = await gates_of(house.services).judge(session, rows, house.clock.now)
    return [verdicts[row.id] for row in rows]


async def _journey(house: House) -> Journey:
    async with house.database.read() as session:
        return (await session.execute(select(Journey))).scalar_one()


async def _started(house: House, phone: Phone) -> None:
    await phone.tap_data("want:o:porter_placement")
    await phone.tap_data("outcome:1:started")


async def test_work_when_it_lasts_then_it_is_asked_after_4_13_and_26_weeks(house: House, phone: Phone) -> None:
    await _started(house, phone)
    begun = house.clock.now
    asked: list[tuple[int, str]] = []
    for day in range(27 * 7):
        house.clock.now = begun + timedelta(days=day, hours=1)
        await _tick(house)
        questions = await _questions(house)
        if len(questions) > len(asked):
            assert isinstance(questions[-1], OutgoingMessage)
            asked.append((day // 7, questions[-1].text))
            await phone.tap_data("outcome:1:still")
    assert [week for week, _ in asked] == [4, 13, 26]
    assert "13 weeks since you started" in asked[1][1]
    assert (await _journey(house)).weeks == 26
    async with house.database.read() as session:
        steps = (await session.execute(select(JourneyStep.stage))).scalars().all()
    assert [stage for stage in steps if stage.startswith("sustained")] == [
        "sustained_4",
        "sustained_13",
        "sustained_26",
    ]


async def test_details_when_nobody_says_anything_for_long_then_people_are_asked_twice_and_then_left_alone(
    house: House, phone: Phone
) -> None:
    await phone.tap_data("want:o:porter_placement")
    await phone.tap_data("outcome:1:referred")
    begun, asked = house.clock.now, list[int]()
    for day in range(80):
        house.clock.now = begun + timedelta(days=day, hours=1)
        await _tick(house)
        questions = await _questions(house)
        if len(questions) > len(asked):
            asked.append(day)
            assert isinstance(questions[-1], OutgoingMessage)
            assert "Have you heard anything" in questions[-1].text
            labels = [button.text for row in questions[-1].buttons for button in row]
            assert "They said no" in labels
    assert asked == [14, 28]


async def test_an_interview_when_a_week_is_over_then_people_are_asked_how_it_went(house: House, phone: Phone) -> None:
    await phone.tap_data("want:o:porter_placement")
    await phone.tap_data("outcome:1:interview")
    house.clock.advance(days=7)
    await _tick(house)
    (question,) = await _questions(house)
    assert isinstance(question, OutgoingMessage)
    assert "How did the interview go" in question.text
    await phone.tap_data("outcome:1:not_successful")
    assert "nearest now" in " ".join(message.text for message in phone.messages[-3:])


async def test_checks_when_they_take_long_then_there_is_a_message_each_week(house: House, phone: Phone) -> None:
    await phone.tap_data("want:o:porter_placement")
    await phone.tap_data("outcome:1:checks")
    for week in (1, 2, 3):
        house.clock.advance(days=7)
        await _tick(house)
        await _tick(house)
        questions = await _questions(house)
        assert len(questions) == week
        assert isinstance(questions[-1], OutgoingMessage)
        assert "still check your papers" in questions[-1].text
    await phone.tap_data("quiet:1")
    assert set(await _questions(house)) == {"asked for no questions"}
    house.clock.advance(days=7)
    await _tick(house)
    assert len(await _questions(house)) == 3


async def test_checks_when_nobody_ever_answers_then_the_questions_end(house: House, phone: Phone) -> None:
    await phone.tap_data("want:o:porter_placement")
    await phone.tap_data("outcome:1:checks")
    for _ in range(12):
        house.clock.advance(days=7)
        await _tick(house)
    assert len(await _questions(house)) == 8


async def test_question_when_it_is_not_so_any_more_then_it_is_not_sent(house: House, phone: Phone) -> None:
    await phone.tap_data("want:o:porter_placement")
    await phone.tap_data("outcome:1:checks")
    house.clock.advance(days=7)
    await _tick(house)
    await phone.tap_data("outcome:1:started")
    assert await _questions(house) == ["it has moved on"]


async def test_question_when_it_is_night_or_an_adviser_speaks_then_it_waits(house: House, phone: Phone) -> None:
    await phone.tap_data("want:o:porter_placement")
    await phone.tap_data("outcome:1:checks")
    house.clock.advance(days=7)
    await _tick(house)
    house.clock.now = house.clock.now.replace(hour=23)
    (morning,) = await _questions(house)
    assert isinstance(morning, datetime)
    assert morning.astimezone(UTC).hour == 8
    house.clock.now = morning
    until = house.clock.now + timedelta(hours=5)
    async with house.database.write() as session:
        await session.execute(update(Conversation).values(live_until=until))
    assert await _questions(house) == [until]
    await phone.type("/stop")
    async with house.database.read() as session:
        states = (await session.execute(select(OutboxMessage.state).where(OutboxMessage.about == "journey"))).scalars()
        assert set(states) == {"cancelled"}


async def test_steps_when_shown_then_people_choose_the_lines_and_nobody_gets_them(house: House, phone: Phone) -> None:
    await phone.tap_data("want:o:porter_placement")
    await phone.tap_data("hold:ward_helper")
    await phone.tap_data("outcome:2:interview")
    (chosen,) = await phone.type("/steps")
    ticked = [button.text for button in chosen.buttons if button.text.startswith("✓")]
    assert len(ticked) == 3
    await phone.tap("Mon 23 November: Two weeks")
    (text,) = await phone.tap("As a text to copy")
    assert "Interview for Healthcare assistant" in text.text
    assert "porters" not in text.text
    assert "I send it to nobody" in text.text
    async with house.database.read() as session:
        assert (await session.execute(select(OutboxMessage.id).where(OutboxMessage.channel == "email"))).all() == []


async def test_steps_when_there_are_none_then_that_is_said_kindly(house: House, phone: Phone) -> None:
    (told,) = await phone.type("/steps")
    assert "nothing on the list yet" in told.text
    assert "from earlier" in (await phone.tap_data("step:0:1"))[0].text


async def test_data_when_exported_then_it_holds_places_journeys_and_what_was_sent(house: House, phone: Phone) -> None:
    await phone.tap_data("hold:ward_helper")
    await phone.go_through("[Send my details]", "Amina", "[Here in this chat]")
    await phone.tap("Send it to")
    told = await phone.type("/mydata")
    held = told[0].text
    for words in ("Held for you", "Where it stands", "You sent your details to"):
        assert words in held
    async with house.database.read() as session:
        journey = (await session.execute(select(Journey))).scalar_one()
        kept = await house.services.journeying.referrals.everything(session, journey.person_id)
    assert kept[0]["sent"]["name"] == "Amina"
    await phone.go_through("/forget", "[Yes, delete everything]")
    async with house.database.read() as session:
        for model in (Journey, JourneyStep, Referral):
            assert (await session.execute(select(model))).first() is None


async def test_what_was_sent_when_it_ended_long_ago_then_it_goes_by_itself(house: House, phone: Phone) -> None:
    await phone.tap_data("hold:ward_helper")
    await phone.go_through("[Send my details]", "Amina", "[Here in this chat]")
    await phone.tap("Send it to")
    await phone.tap_data("outcome:1:withdrew")
    services = house.services
    house.clock.now = datetime.combine(date(2027, 3, 1), house.clock.now.timetz())
    await phone.type("hello")
    await Retention(house.database, house.clock, services.privacy, services.equality).run()
    async with house.database.read() as session:
        assert (await session.execute(select(Referral))).first() is None
        assert (await session.execute(select(ReferralLink))).first() is None
        assert (await session.execute(select(Journey.stage))).scalars().all() == ["withdrew"]
