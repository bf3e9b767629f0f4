"""What advisers say: words, files, edits, deletions, and how a case ends and begins again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.errors import BadInput, NotPossible
from bot.messages.outgoing import Action
from bot.services.cases.messages import LONGEST_REPLY, StaffFile, state_of
from db.models import Attachment, OutboxMessage, StaffMember
from db.queries import cases as queries
from tests.auxil.chats import House, Phone
from tests.auxil.desks import PNG, Adviser, ask_for_a_person, case_of, hire, photo_size, said_in


@pytest.fixture
async def case_id(phone: Phone, priya: Adviser) -> int:
    """A case Priya speaks in."""
    case_id = await ask_for_a_person(phone)
    await priya.claim(case_id)
    await phone.read()
    return case_id


async def _deliver(house: House, phone: Phone) -> None:
    """Telegram took everything: each row gets an id of its own."""
    async with house.database.write() as session:
        rows = (await session.execute(select(OutboxMessage).where(OutboxMessage.state == "queued"))).scalars()
        for row in rows:
            row.state, row.message_id, row.sent_at = "sent", 5000 + row.id, house.clock.now


async def _edit(house: House, who: Adviser, case_id: int, number: int, text: str, version: int | None = None) -> None:
    async with who.at(case_id) as case:
        entry = await queries.entry(case.session, case_id, number)
        assert entry is not None
        seen = entry.version if version is None else version
        await house.services.desk.case_messages.edit(case, number, seen, text)


async def _delete(house: House, who: Adviser, case_id: int, number: int) -> None:
    async with who.at(case_id) as case:
        await house.services.desk.case_messages.delete(case, number)


async def test_a_photo_with_words_goes_out_under_the_advisers_name(
    house: House, phone: Phone, priya: Adviser, case_id: int
) -> None:
    await priya.write(case_id, "the way in", StaffFile("C:\\maps\\door <1>.exe.png", PNG))
    (sent,) = await phone.read()
    assert sent.message.action is Action.PHOTO
    assert sent.text == "<b>Priya:</b>\nthe way in"
    async with house.database.read() as session:
        kept = await session.get(Attachment, sent.message.attachment)
    assert kept is not None
    assert (kept.name, kept.mime) == ("door 1 .exe.png", "image/png")
    # Colleagues see the picture itself, not a link to some file.
    async with house.database.read() as session:
        book = await house.services.desk.case_book.open(session, case_id, frozenset({priya.id}), house.clock.now)
    assert (book.entries[-1].file_kind, book.entries[-1].file_name) == ("photo", "door 1 .exe.png")


@pytest.mark.parametrize(
    ("text", "file", "field"),
    [
        ("", None, "text"),
        (" \n\t ", None, "text"),
        ("x" * (LONGEST_REPLY + 1), None, "text"),
        ("x" * 1100, PNG, "text"),
        ("", b"MZ not a photo", "file"),
        ("", b"<html><script>", "file"),
        ("", PNG + b"x" * (10 * 1024 * 1024), "file"),
    ],
)
async def test_what_cannot_be_sent_is_refused_naming_the_field_and_sends_nothing(
    house: House, phone: Phone, priya: Adviser, case_id: int, text: str, file: bytes | None, field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        await priya.write(case_id, text, StaffFile("a.png", file) if file is not None else None)
    assert refused.value.field == field
    assert await phone.read() == []
    assert await said_in(house, case_id, "staff") == []


async def test_an_edit_before_it_left_changes_it_and_after_it_left_follows_it(
    house: House, phone: Phone, priya: Adviser, case_id: int
) -> None:
    number = await priya.write(case_id, "come at 3")
    await _edit(house, priya, case_id, number, "come at 4")
    (sent,) = await phone.read()
    assert sent.text == "<b>Priya:</b>\ncome at 4"
    await _deliver(house, phone)
    await _edit(house, priya, case_id, number, "come at 5")
    (edit,) = await phone.read()
    assert (edit.message.action, edit.message.target) == (Action.EDIT, sent.row_id)
    (entry,) = await said_in(house, case_id, "staff")
    assert (entry.text, entry.earlier) == ("come at 5", ["come at 3", "come at 4"])


async def test_whoever_stands_in_puts_words_right_under_the_writers_name(
    house: House, phone: Phone, priya: Adviser, case_id: int
) -> None:
    number = await priya.write(case_id, "come at 3")
    omar = await hire(house, "Omar")
    with pytest.raises(NotPossible):
        await _edit(house, omar, case_id, number, "come at 5")
    async with house.database.write() as session:
        member = await session.get(StaffMember, priya.id)
        assert member is not None
        member.away_until, member.cover_id = house.clock.now + timedelta(days=2), omar.id
    await _edit(house, omar, case_id, number, "come at 4")
    assert (await phone.read())[-1].text == "<b>Priya:</b>\ncome at 4"


async def test_two_who_edit_the_same_message_do_not_undo_each_other(
    house: House, phone: Phone, priya: Adviser, case_id: int
) -> None:
    number = await priya.write(case_id, "one")
    (entry,) = await said_in(house, case_id, "staff")
    await _edit(house, priya, case_id, number, "two")
    with pytest.raises(NotPossible) as refused:
        await _edit(house, priya, case_id, number, "three", version=entry.version)
    assert refused.value.state == "changed"


async def test_a_message_can_be_taken_back_for_two_days(
    house: House, phone: Phone, priya: Adviser, case_id: int
) -> None:
    first = await priya.write(case_id, "wrong chat")
    await _deliver(house, phone)
    await phone.read()
    await _delete(house, priya, case_id, first)
    (gone,) = await phone.read()
    assert gone.message.action is Action.DELETE
    assert (await said_in(house, case_id, "staff"))[0].text is None
    second = await priya.write(case_id, "also wrong")
    await _deliver(house, phone)
    house.clock.advance(hours=48, seconds=1)
    with pytest.raises(NotPossible) as refused:
        await _delete(house, priya, case_id, second)
    assert refused.value.state == "too_old"


async def test_a_note_is_never_sent(house: House, phone: Phone, priya: Adviser, case_id: int) -> None:
    async with priya.at(case_id) as case:
        await house.services.desk.case_messages.note(case, "ask about shifts")
    assert await phone.read() == []
    assert [entry.text for entry in await said_in(house, case_id, "note")] == ["ask about shifts"]


async def test_the_persons_edit_is_shown_as_an_edit(house: House, phone: Phone, priya: Adviser, case_id: int) -> None:
    update = phone.message(text="i can do mondays")
    await phone.send(update)
    edited = {"edited_message": {**update["message"], "text": "i can do tuesdays", "edit_date": 2}}
    assert await phone.send(edited) == []
    (entry,) = await said_in(house, case_id, "person")
    assert (entry.text, entry.earlier) == ("i can do tuesdays", ["i can do mondays"])
    assert entry.version > entry.number


@pytest.mark.parametrize(
    ("state", "reason", "uncertain", "shown"),
    [
        ("queued", None, 0, "queued"),
        ("sent", None, 0, "sent"),
        ("sent", None, 1, "perhaps_twice"),
        ("failed", "bot was blocked by the user", 0, "blocked"),
        ("cancelled", "unreachable: blocked", 0, "blocked"),
        ("failed", "message is too long", 0, "refused"),
    ],
)
async def test_the_state_of_a_message_is_what_is_known_of_it(
    house: House, phone: Phone, priya: Adviser, case_id: int, state: str, reason: str | None, uncertain: int, shown: str
) -> None:
    await priya.write(case_id, "hello")
    (entry,) = await said_in(house, case_id, "staff")
    async with house.database.read() as session:
        row = await session.get(OutboxMessage, entry.outbox_id)
        assert row is not None
        row.state, row.reason, row.uncertain = state, reason, uncertain
        assert state_of(row, entry, None) == shown


async def test_a_message_the_person_wrote_after_is_answered(
    house: House, phone: Phone, priya: Adviser, case_id: int
) -> None:
    await priya.write(case_id, "hello")
    await _deliver(house, phone)
    house.clock.advance(seconds=30)
    await phone.type("hi")
    (entry,) = await said_in(house, case_id, "staff")
    async with house.database.read() as session:
        row = await session.get(OutboxMessage, entry.outbox_id)
        assert state_of(row, entry, (await case_of(house, case_id)).person_wrote_at) == "answered"


async def test_a_case_is_closed_rated_and_the_bot_answers_the_next_message(
    house: House, phone: Phone, priya: Adviser, case_id: int
) -> None:
    await priya.write(case_id, "done")
    await priya.close(case_id, "applied", "Bring your CV on <Monday>")
    closed = (await phone.read())[-1]
    assert closed.text.startswith("Priya has finished for now. I am back.")
    assert "Bring your CV on &lt;Monday&gt;" in closed.text
    (thanks,) = await phone.tap("Yes, it helped")
    assert "May Priya write to you here again" in thanks.text
    (agreed,) = await phone.tap("No, thanks")
    assert "will not write first" in agreed.text
    case = await case_of(house, case_id)
    assert (case.state, case.outcome, case.rating, case.contact_agreed_at) == ("closed", "applied", 3, None)
    with pytest.raises(NotPossible):
        async with priya.at(case_id) as opened:
            await house.services.desk.cases.reopen(opened)


async def test_the_first_message_after_closing_is_offered_to_the_adviser_once(
    house: House, phone: Phone, priya: Adviser, case_id: int
) -> None:
    await priya.close(case_id)
    await phone.read()
    (offer,) = await phone.type("oh and what shoes do i wear")
    assert offer.text == "Is this for Priya, or for me?"
    (passed,) = await phone.tap("For Priya")
    assert passed.text.startswith("I gave it to Priya.")
    case = await case_of(house, case_id)
    assert (case.state, case.adviser_id) == ("parked", priya.id)
    assert (await said_in(house, case_id, "person"))[-1].text == "oh and what shoes do i wear"
    assert await phone.type("any courses") != [offer], "asked once"


async def test_what_was_for_the_bot_is_read_by_the_bot(
    house: House, phone: Phone, priya: Adviser, case_id: int
) -> None:
    await priya.close(case_id)
    await phone.read()
    await phone.type("what is a dbs check")
    answers = await phone.tap("For the bot")
    assert "DBS check" in answers[0].text
    assert (await case_of(house, case_id)).state == "closed"


@pytest.mark.parametrize("words", ["i want to kill myself", "stop", "menu"])
async def test_danger_and_words_that_always_work_are_not_held_back_by_the_offer(
    house: House, phone: Phone, priya: Adviser, case_id: int, words: str
) -> None:
    await priya.close(case_id)
    await phone.read()
    answers = await phone.type(words)
    assert "Is this for" not in answers[0].text


async def test_after_three_days_the_bot_reads_everything_again(
    house: House, phone: Phone, priya: Adviser, case_id: int
) -> None:
    await priya.close(case_id)
    await phone.read()
    house.clock.advance(hours=72)
    assert "Is this for" not in (await phone.type("any courses"))[0].text


async def test_a_reply_to_an_adviser_in_a_parked_case_is_offered_to_them(
    house: House, phone: Phone, priya: Adviser, case_id: int
) -> None:
    await priya.write(case_id, "send me your cv when you can")
    await _deliver(house, phone)
    (sent,) = await phone.read()
    await priya.park(case_id)
    await phone.read()
    reply = {"message_id": 5000 + sent.row_id, "date": 1, "chat": phone.chat, "text": "x"}
    update = phone.message(photo=[photo_size("cv")], reply_to_message=reply)
    (offer,) = await phone.send(update)
    assert offer.text == "Is this for Priya, or for me?"
    await phone.tap("For Priya")
    assert (await said_in(house, case_id, "person"))[-1].file["file_id"] == "cv"


async def test_an_old_offer_does_nothing(house: House, phone: Phone, priya: Adviser, case_id: int) -> None:
    await priya.close(case_id)
    await phone.read()
    await phone.type("is it still on")
    data = phone.button("For Priya").data or ""
    await phone.tap("For Priya")
    before = len(await said_in(house, case_id, "person"))
    await phone.tap_data(data)
    assert len(await said_in(house, case_id, "person")) == before


async def test_a_case_goes_to_a_colleague_with_a_note_and_the_person_is_told(
    house: House, phone: Phone, priya: Adviser, case_id: int
) -> None:
    omar = await hire(house, "Omar")
    async with priya.at(case_id) as case:
        await house.services.desk.cases.transfer(case, omar.id, "knows the hospital")
    (told,) = await phone.read()
    assert told.text.startswith("<b>Omar</b> from ")
    await omar.write(case_id, "hello")
    with pytest.raises(NotPossible) as refused:
        await priya.write(case_id, "me again")
    assert refused.value.by == "Omar"
    assert (await said_in(house, case_id, "note"))[0].text == "knows the hospital"


@pytest.mark.parametrize(("answer", "state"), [("Yes, show them", "waiting"), ("No, stay here", "claimed")])
async def test_another_organisation_sees_a_case_only_after_a_yes(
    house: House, phone: Phone, priya: Adviser, case_id: int, answer: str, state: str
) -> None:
    async with priya.at(case_id) as case:
        other = next(one for one in house.services.organisations.answering("uk") if one.id != case.handoff.organisation)
        await house.services.desk.cases.offer_move(case, other.id, "")
    (question,) = await phone.read()
    assert other.name in question.text
    assert (await case_of(house, case_id)).organisation == "thamesway_advice"
    await phone.tap(answer)
    case = await case_of(house, case_id)
    assert case.state == state
    assert case.organisation == (other.id if state == "waiting" else "thamesway_advice")


async def test_what_is_added_while_waiting_stands_below_the_request(house: House, phone: Phone, priya: Adviser) -> None:
    case_id = await ask_for_a_person(phone)
    await phone.tap("Add something")
    (added,) = await phone.type("mornings are best")
    assert added.text.startswith("I added it.")
    assert [entry.text for entry in await said_in(house, case_id, "person")] == ["mornings are best"]


async def test_wishes_travel_with_the_request_and_parts_left_out_do_not(house: House, phone: Phone) -> None:
    await phone.go_through("/start", "[English]", "[London]", "E13", "19", "/person", "[Finding work]")
    await phone.tap("How to reach me")
    for wish in ("by phone", "text only", "an interpreter"):
        await phone.tap(wish)
    await phone.tap("✓ by phone"[2:])
    await phone.tap("Done")
    await phone.tap("Remove: age")
    await phone.tap("Remove: our last messages")
    await phone.tap("Send to an adviser")
    async with house.database.read() as session:
        packet = (await session.execute(select(queries.Handoff))).scalar_one().packet
    assert packet["wishes"] == ["Reach me: by phone", "I need: an interpreter and text only, no calls"]
    assert "age" not in packet
    assert "transcript" not in packet
    assert packet["area"]


async def test_the_transcript_an_adviser_gets_is_what_was_said(house: House, phone: Phone) -> None:
    case_id = await ask_for_a_person(phone)
    packet = (await case_of(house, case_id)).packet
    assert packet["transcript"][0].startswith("Them: /person"), "what a stranger wrote before is not kept"
    assert any(line.startswith("Bot: ") for line in packet["transcript"])
    assert len(packet["transcript"]) <= 20
