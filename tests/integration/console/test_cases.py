"""The case pages over HTTP: every act of an adviser, and what is refused in words."""

from __future__ import annotations

import asyncio
import io

import aiohttp
import pytest

from db.models import OutboxMessage
from tests.auxil.chats import House, Phone
from tests.auxil.console import Client, Console
from tests.auxil.desks import PNG, ask_for_a_person, case_of, photo_size, said_in

FILE = {"filename": "map.png", "content_type": "image/png"}


@pytest.fixture
def phone(house: House) -> Phone:
    """Somebody with an English phone."""
    return house.phone()


async def _send(client: Client, case_id: int, text: str, content: bytes | None = None, **more: str) -> int:
    fields = aiohttp.FormData({"csrf": client.csrf, "text": text})
    described = {**FILE, **more} if content is not None else {"filename": ""}
    fields.add_field("file", io.BytesIO(content or b""), **described)
    address = f"{client.url}/console/cases/{case_id}/messages"
    async with client.http.post(address, data=fields, allow_redirects=False) as answer:
        client.last = await answer.text()  # type: ignore[attr-defined]  # only tests look at it
        return answer.status


async def test_a_whole_case_by_the_pages(house: House, console: Console, phone: Phone) -> None:
    priya = await console.member("adviser", name="Priya")
    omar = await console.member("adviser", name="Omar")
    case_id = await ask_for_a_person(phone)
    path = f"/console/cases/{case_id}"
    async with console.client(priya) as client, console.client(omar) as other:
        queue = await client.get("/console/queue")
        assert "One person waits" in queue.words
        assert "Finding work" in queue.words
        assert (await client.post(f"{path}/claim")).status == 303
        late = await other.post(f"{path}/claim")
        assert late.status == 409
        assert "Priya has this case." in late.words
        assert (await other.get(path)).status == 404, "a colleague's case is theirs alone"
        await phone.read()
        assert await _send(client, case_id, "Hello <b>there</b>") == 303
        assert (await phone.read())[-1].text == "<b>Priya:</b>\nHello &lt;b&gt;there&lt;/b&gt;"
        await phone.type("hi <script>alert(1)</script>")
        page = await client.get(path)
        assert "<script>alert" not in page.text
        assert "hi <script>alert(1)</script>" in page.words
        assert await _send(client, case_id, "the door", PNG) == 303
        assert (await client.post(f"{path}/notes", {"note": "ask about shifts"})).status == 303
        assert (
            await client.post(f"{path}/plan", {"next_action": "Call", "next_action_on": "2026-12-01"})
        ).status == 303
        assert "Priya took the case" in (await client.get(path)).words
        mine = await client.get("/console/cases")
        assert "Call" in mine.words
        number = (await said_in(house, case_id, "staff"))[0].number
        edit = await client.get(f"{path}/entries/{number}/edit")
        version = edit.text.split('name="version" value="')[1].split('"')[0]
        answer = await client.post(f"{path}/entries/{number}/edit", {"text": "Hello you", "version": version})
        assert answer.status == 303
        assert (await client.post(f"{path}/entries/{number}/delete")).status == 303
        target = {"target": f"staff:{omar.id}", "note": "over to you"}
        assert (await client.post(f"{path}/transfer", target)).status == 303
        assert (await client.get(path)).status == 404
        assert "over to you" in (await other.get(path)).words
        await phone.read()
        assert (await other.post(f"{path}/close", {"outcome": "answered", "next_step": "Be brave"})).status == 303
    closing = (await phone.read())[-1]
    assert "Be brave" in closing.text
    await phone.tap("Yes, it helped")
    await phone.tap("Yes, that is fine")
    async with console.client(omar) as other:
        assert "Yes, it helped" in (await other.get(path)).words
        assert (await other.post(f"{path}/reopen")).status == 303
    assert (await case_of(house, case_id)).state == "parked"


@pytest.mark.parametrize(
    ("text", "content", "says"),
    [
        ("", None, "Write a message or choose a file"),
        ("x" * 3001, None, "Use 3,000 letters or fewer"),
        ("", b"%!PS not ours", "This is no photo"),
        ("x" * 1100, PNG, "With a file, use 1,000 letters or fewer"),
    ],
)
async def test_what_cannot_be_sent_is_shown_again_with_what_is_wrong(
    console: Console, phone: Phone, text: str, content: bytes | None, says: str
) -> None:
    priya = await console.member("adviser")
    case_id = await ask_for_a_person(phone)
    async with console.client(priya) as client:
        await client.post(f"/console/cases/{case_id}/claim")
        await phone.read()
        assert await _send(client, case_id, text, content) == 422
        assert says in client.last  # type: ignore[attr-defined]  # see _send
        assert text[:100] in client.last  # type: ignore[attr-defined]  # see _send
    assert await phone.read() == []


async def test_a_file_too_large_is_refused_before_it_is_read(console: Console, phone: Phone) -> None:
    priya = await console.member("adviser")
    case_id = await ask_for_a_person(phone)
    async with console.client(priya) as client:
        await client.post(f"/console/cases/{case_id}/claim")
        assert await _send(client, case_id, "", PNG + b"x" * (30 * 1024 * 1024)) == 413


async def test_words_to_somebody_erased_are_given_back(console: Console, house: House, phone: Phone) -> None:
    priya = await console.member("adviser")
    case_id = await ask_for_a_person(phone)
    async with console.client(priya) as client:
        await client.post(f"/console/cases/{case_id}/claim")
        await phone.type("/forget")
        await phone.tap_data("forgetyes")
        assert await _send(client, case_id, "are you there?") == 404


async def test_somebody_who_blocked_the_bot_is_shown_as_such(console: Console, house: House, phone: Phone) -> None:
    priya = await console.member("adviser")
    case_id = await ask_for_a_person(phone)
    async with console.client(priya) as client:
        await client.post(f"/console/cases/{case_id}/claim")
        member = {"user": phone.user, "status": "kicked", "until_date": 0}
        change = {"chat": phone.chat, "from": phone.user, "date": 1, "old_chat_member": {**member, "status": "member"}}
        await phone.send({"my_chat_member": {**change, "new_chat_member": member}})
        assert await _send(client, case_id, "hello?") == 303
        assert "Blocked the bot" in (await client.get(f"/console/cases/{case_id}")).words


async def test_a_reply_goes_to_several_each_in_their_language(console: Console, house: House) -> None:
    priya = await console.member("adviser", name="Priya")
    phones = [house.phone(100), house.phone(200)]
    cases = [await ask_for_a_person(one) for one in phones]
    async with console.client(priya) as client:
        for case_id in cases:
            await client.post(f"/console/cases/{case_id}/claim")
        for one in phones:
            await one.read()
        answer = await client.post(
            "/console/cases/send", {"cases": [str(case_id) for case_id in cases], "reply": "hello"}
        )
        assert answer.status == 303
        assert "Sent to everybody" in (await client.get("/console/cases")).words
    for one in phones:
        assert "Hi, I am Priya from Thamesway Advice" in (await one.read())[-1].text


async def test_a_message_that_is_posted_twice_from_one_page_goes_out_once(console: Console, phone: Phone) -> None:
    priya = await console.member("adviser", name="Priya")
    case_id = await ask_for_a_person(phone)
    path = f"/console/cases/{case_id}"
    async with console.client(priya) as client:
        await client.post(f"{path}/claim")
        await phone.read()
        once = (await client.get(path)).text.split('name="once" value="')[1].split('"')[0]
        for _ in range(2):
            assert (await client.post(f"{path}/messages", {"text": "come at 3", "once": once})).status == 303
        assert [one.text for one in await phone.read()] == ["<b>Priya:</b>\ncome at 3"]
        another = (await client.get(path)).text.split('name="once" value="')[1].split('"')[0]
        await client.post(f"{path}/messages", {"text": "come at 3", "once": another})
        assert len(await phone.read()) == 1, "the same words on purpose are another message"


async def test_a_suggestion_parks_the_case_so_that_its_buttons_work(
    console: Console, house: House, phone: Phone
) -> None:
    await house.load_samples()
    priya = await console.member("adviser", name="Priya")
    case_id = await ask_for_a_person(phone)
    path = f"/console/cases/{case_id}"
    async with console.client(priya) as client:
        await client.post(f"{path}/claim")
        page = await client.get(f"{path}/suggest")
        slug = page.text.split('<option value="')[2].split('"')[0]
        await phone.read()
        assert (await client.post(f"{path}/suggest", {"opportunity": slug})).status == 303
        thinks, card = await phone.read()
        assert thinks.text.startswith("Priya thinks")
        assert await phone.tap_data(card.buttons[0].data or ""), "the bot answers the tap"
        assert (await client.post(f"{path}/suggest", {"opportunity": "gone"})).status == 422
        assert (await client.post(f"{path}/check")).status == 303


async def test_a_file_is_fetched_from_telegram_only_when_somebody_looks(console: Console, phone: Phone) -> None:
    fetched: list[str] = []

    class Telegram:
        async def show_typing(self, chat_id: int) -> None:
            fetched.append(f"typing {chat_id}")

        async def download(self, file_id: str) -> bytes:
            fetched.append(file_id)
            return PNG

    object.__setattr__(console.given, "telegram", Telegram())
    priya = await console.member("adviser")
    case_id = await ask_for_a_person(phone)
    path = f"/console/cases/{case_id}"
    async with console.client(priya) as client:
        await client.post(f"{path}/claim")
        await phone.send(phone.message(photo=[photo_size("s"), photo_size("large")]))
        page = await client.get(path)
        address = page.text.split('<img src="/console/cases')[1].split('"')[0]
        assert fetched == []
        async with client.http.get(f"{client.url}/console/cases{address}") as picture:
            assert (picture.status, picture.content_type, await picture.read()) == (200, "image/png", PNG)
            assert picture.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert fetched == ["large"]
        assert (await client.post(f"{path}/typing")).status == 204
        assert fetched[-1] == f"typing {phone.chat_id}"


async def test_a_coordinator_gives_a_case_and_another_organisation_sees_none_of_it(
    console: Console, house: House, phone: Phone
) -> None:
    priya = await console.member("adviser", name="Priya")
    carol = await console.member("coordinator")
    outsider = await console.member("adviser", "coordinator", organisation="vagvisaren")
    case_id = await ask_for_a_person(phone)
    async with console.client(carol) as client:
        assert (await client.post(f"/console/cases/{case_id}/give", {"target": "staff:999"})).status == 422
        assert (await client.post(f"/console/cases/{case_id}/give", {"target": f"staff:{priya.id}"})).status == 303
    assert (await case_of(house, case_id)).adviser_id == priya.id
    async with console.client(outsider) as client:
        assert (await client.get(f"/console/cases/{case_id}")).status == 404
        assert "Nobody is waiting" in (await client.get("/console/queue")).words


async def test_whoever_stands_in_works_a_colleagues_case(console: Console, house: House, phone: Phone) -> None:
    priya = await console.member("adviser", name="Priya")
    omar = await console.member("adviser", name="Omar")
    case_id = await ask_for_a_person(phone)
    async with console.client(priya) as client:
        await client.post(f"/console/cases/{case_id}/claim")
        answer = await client.post("/console/me/away", {"back_on": "2026-12-10", "cover": str(omar.id)})
        assert answer.status == 303
    async with console.client(omar) as client:
        assert "You stand in for a colleague" in (await client.get("/console/cases")).words
        assert await _send(client, case_id, "Priya is away, I am Omar") == 303
    assert (await phone.read())[-1].text.startswith("<b>Omar:</b>")


async def test_the_stream_sends_what_is_new_and_goes_on_where_it_was(
    console: Console, house: House, phone: Phone
) -> None:
    priya = await console.member("adviser", name="Priya")
    case_id = await ask_for_a_person(phone)
    async with console.client(priya) as client:
        await client.post(f"/console/cases/{case_id}/claim")
        address = f"{client.url}/console/cases/{case_id}/stream"
        counter = (await case_of(house, case_id)).counter
        async with client.http.get(address, params={"after": str(counter)}) as stream:
            assert stream.content_type == "text/event-stream"
            await phone.type("first words")
            first = await _event(stream)
        assert "first words" in first["data"]
        await phone.type("while the connection is gone")
        async with client.http.get(address, headers={"Last-Event-ID": first["id"]}) as stream:
            second = await _event(stream)
            assert "while the connection is gone" in second["data"]
            assert "first words" not in second["data"]
            await _send(client, case_id, "answer")
            sent = await _event(stream)
            assert "On its way" in sent["data"]
            async with house.database.write() as session:
                row = await session.get(OutboxMessage, (await said_in(house, case_id, "staff"))[0].outbox_id)
                assert row is not None
                row.state, row.sent_at = "sent", house.clock.now
            assert "Handed to Telegram" in (await _event(stream))["data"]


async def test_a_stream_ends_when_the_case_is_no_longer_ones_own(console: Console, phone: Phone) -> None:
    priya = await console.member("adviser", name="Priya")
    omar = await console.member("adviser", name="Omar")
    case_id = await ask_for_a_person(phone)
    async with console.client(priya) as client:
        await client.post(f"/console/cases/{case_id}/claim")
        async with client.http.get(f"{client.url}/console/cases/{case_id}/stream?after=999") as stream:
            await client.post(f"/console/cases/{case_id}/transfer", {"target": f"staff:{omar.id}"})
            assert (await _event(stream))["event"] == "gone"


async def _event(stream: aiohttp.ClientResponse) -> dict[str, str]:
    """The next event of a stream."""
    found: dict[str, str] = {}
    async with asyncio.timeout(10):
        while True:
            line = (await stream.content.readline()).decode().rstrip("\n")
            name, colon, value = line.partition(": ")
            if colon and name:
                found[name] = value
            elif not line and "event" in found:
                return found
