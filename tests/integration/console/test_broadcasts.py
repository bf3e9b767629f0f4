"""Broadcasts in the console: nothing typed is lost, every fault at its field, two people, and numbers that add up."""

from __future__ import annotations

import io
import re
from typing import Any

import aiohttp
import pytest
from sqlalchemy import select

from bot.sandbox.samples import png
from db.models import Attachment, Broadcast, Event, Occurrence, Opportunity, OutboxMessage
from db.session import Database
from tests.auxil.chats import House
from tests.auxil.console import Client, Console
from tests.integration.broadcasts.stage import Stage

NEW = "/console/broadcasts/new"


@pytest.fixture
async def house(sqlite_database: Database) -> House:
    """One engine is enough: what the pages stand on is tested on both."""
    return House(sqlite_database)


@pytest.fixture
async def stage(house: House) -> Stage:
    await house.load_samples()
    return Stage(house)


def filled(stage: Stage, **changed: Any) -> dict[str, Any]:
    """A form that may be kept, but for what a test changes; a name with `__` has a hyphen there."""
    given = {
        "name": "Fair in Newham",
        "topic": "events",
        "text-en": "<b>Fair</b> near you, by {organisation}",
        "text-sv": "<b>Mässa</b>",
        "spread": "0",
        "expires_on": stage.now.date().replace(day=28).isoformat(),
        "expires_at": "18:00",
    }
    return given | {name.replace("__", "-"): value for name, value in changed.items()}


async def saved(client: Client, stage: Stage, **changed: Any) -> int:
    answer = await client.post(NEW, filled(stage, **changed))
    assert answer.status == 303, answer.words
    return int(answer.place.rsplit("/", 1)[1])


async def test_form_when_much_is_wrong_then_all_of_it_is_said_at_its_field_and_nothing_is_lost(
    console: Console, stage: Stage
) -> None:
    await stage.crowd(1)
    wrong = {
        "name": "",
        "text__en": "<b>Fair {nonsense}",
        "text__sv": '<a href="https://example.org/x">x</a>',
        "expires_on": "2020-01-01",
        "starts_on": "2020-01-01",
        "age_from": "old",
        "button_url__1": "https://example.org/",
        "button_text__1__en": "Look",
    }
    async with console.client(await console.member("coordinator")) as client:
        page = await client.post(NEW, filled(stage, **wrong))
    assert page.status == 422
    found = set(re.findall(r'class="problem" id="([^"]+)-problem"', page.text))
    assert found == {
        "name",
        "text-en",
        "text-sv",
        "expires_on",
        "starts_on",
        "age_from",
        "button_url-1",
        "button_text-1-sv",
    }
    linked = set(re.findall(r'<li><a href="#([^"]+)">', page.text))
    assert linked == found, "the summary leads to each"
    for value in ("&lt;b&gt;Fair {nonsense}", "https://example.org/", "2020-01-01", "old", "Look"):
        assert value in page.text


async def test_photo_when_something_else_is_wrong_then_it_is_kept_and_what_is_too_large_is_said_at_its_field(
    console: Console, stage: Stage, house: House
) -> None:
    await stage.crowd(1)
    async with console.client(await console.member("coordinator")) as client:
        page = await _with_photo(client, filled(stage, name=""), png(40, 30, (1, 2, 3)))
        assert page.status == 422
        token = re.search(r'name="photo_kept" value="([^"]+)"', page.text)
        assert token is not None
        number = await saved(client, stage, photo_kept=token[1])
        large = await _with_photo(client, filled(stage), png(4, 3, (1, 2, 3)) + b"x" * (11 * 1024 * 1024))
        odd = await _with_photo(client, filled(stage), b"MZ\x00not a picture")
        picture = await client.http.get(f"{client.url}/console/broadcasts/{number}/photo")
        assert (picture.status, picture.content_type) == (200, "image/png")
        forged = await client.post(NEW, filled(stage, photo_kept="1-" + "0" * 64))
    assert forged.status == 303
    assert "10 MB at most" in large.words
    assert "JPEG or PNG picture" in odd.words
    async with house.database.read() as session:
        rows = (await session.execute(select(Broadcast).order_by(Broadcast.id))).scalars().all()
        assert [row.attachment_id is not None for row in rows] == [True, False]
        assert len((await session.execute(select(Attachment.id))).all()) == 1


async def _with_photo(client: Client, form: dict[str, Any], content: bytes) -> Any:
    fields: list[tuple[str, Any]] = [("csrf", client.csrf), *form.items()]
    data = aiohttp.FormData(fields)
    data.add_field("photo", io.BytesIO(content), filename="fair.png", content_type="image/png")
    async with client.http.post(client.url + NEW, data=data, allow_redirects=False) as answer:
        return _Read(answer.status, await answer.text())


class _Read:
    def __init__(self, status: int, text: str) -> None:
        self.status, self.text = status, text
        self.words = " ".join(re.sub(r"<[^>]+>", " ", text).split())


async def test_about_when_come_from_an_event_or_a_job_then_it_is_chosen_and_says_which_news_it_is(
    console: Console, stage: Stage, house: House
) -> None:
    await stage.crowd(1)
    async with house.database.read() as session:
        offer = (await session.execute(select(Opportunity).where(Opportunity.slug == "brick_apprentice"))).scalar_one()
        query = select(Occurrence.id, Event.id, Event.organiser).join(Event).where(Event.slug == "recruitment_fair")
        fair, event, organiser = (await session.execute(query)).one()
    async with console.client(await console.member("coordinator", organisation=organiser)) as client:
        page = await client.get(f"/console/events/{event}")
        assert f'href="{NEW}?about=occurrence-{fair}"' in page.text
        form = await client.get(f"{NEW}?about=opportunity-{offer.id}")
        assert f'<option value="opportunity-{offer.id}" selected>' in form.text
        number = await saved(client, stage, about=f"opportunity-{offer.id}", topic="", text__en="See {opportunity}")
        assert (await _row(house, number)).topic == "vacancies"
        number = await saved(client, stage, about=f"occurrence-{fair}", topic="courses")
        assert (await _row(house, number)).topic == "events"
        number = await saved(client, stage, about="", topic="programmes")
        assert (await _row(house, number)).topic == "programmes"
        assert (await client.post(NEW, filled(stage, about="", topic=""))).status == 422


async def _row(house: House, number: int) -> Broadcast:
    async with house.database.read() as session:
        return await session.get_one(Broadcast, number)


async def test_two_people_when_many_would_get_it_then_the_second_sends_it_and_the_report_adds_up(
    console: Console, stage: Stage, house: House
) -> None:
    await stage.crowd(120)
    await stage.crowd(7, first=5000, wanting=None)
    writer, second = await console.member("coordinator", name="Ama"), await console.member("coordinator", name="Bo")
    async with console.client(writer) as mine, console.client(second) as theirs:
        number = await saved(mine, stage)
        one = f"/console/broadcasts/{number}"
        page = await mine.get(one)
        assert "120 people would get it" in page.words
        assert "did not say yes to this kind of news: 7" in page.words
        assert "<b>Fair</b> near you, by Thamesway" in page.text, "the preview is filled as it will be"
        assert "Mässa" in page.words
        assert (await mine.post(f"{one}/submit")).status == 303
        assert "own_broadcast" in (await _flash(mine, f"{one}/approve"))
        assert "A colleague must look at it" in (await mine.get(one)).words
        await theirs.post(f"{one}/approve")
        await stage.work()
        await stage.claim(50)
        assert "50 of 120 are done" in (await mine.get(one)).words
        await mine.post(f"{one}/pause")
        assert not await stage.claim(), "nothing leaves while it is paused"
        await theirs.post(f"{one}/resume")
        await stage.work()
        await stage.claim(30)
        await mine.post(f"{one}/cancel")
        await stage.work()
        page = await mine.get(one)
        assert "it was cancelled: 40" in page.words
        assert "Everybody is accounted for." in page.words
        assert not await stage.claim()


async def _flash(client: Client, path: str) -> str:
    await client.post(path)
    return client.cookies.get("wayin_flash", "")


async def test_test_send_when_telegram_is_linked_then_it_comes_in_every_language_and_to_nobody_else(
    console: Console, stage: Stage, house: House
) -> None:
    await stage.crowd(3)
    member = await console.member("coordinator")
    async with console.client(member) as client:
        number = await saved(client, stage)
        assert "no_telegram" in await _flash(client, f"/console/broadcasts/{number}/test")
        async with house.database.write() as session:
            (await console.given.staff.get(session, member.id)).telegram_chat_id = 4242
        await client.post(f"/console/broadcasts/{number}/test")
    async with house.database.read() as session:
        rows = (await session.execute(select(OutboxMessage))).scalars().all()
    assert [(row.chat_id, row.person_id) for row in rows] == [(4242, None)] * 2


async def test_edit_when_a_draft_is_opened_then_every_field_stands_as_it_was(console: Console, stage: Stage) -> None:
    await stage.crowd(2)
    async with console.client(await console.member("coordinator")) as client:
        form = filled(
            stage,
            councils=["newham", "camden"],
            age_from="16",
            age_to="24",
            starts_on="2026-11-24",
            starts_at="10:30",
            spread="120",
            button_url__1="https://www.gov.uk/x",
            button_text__1__en="Look",
            button_text__1__sv="Titta",
        )
        number = await saved(client, stage, **{name.replace("-", "__"): value for name, value in form.items()})
        page = await client.get(f"/console/broadcasts/{number}/edit")
        sent = _fields(page.text)
        for name, value in form.items():
            assert sent[name] == (sorted(value) if isinstance(value, list) else [value]), name
        assert (await client.post(f"/console/broadcasts/{number}/edit", sent | {"name": ["Other"]})).status == 303
        assert "Other" in (await client.get(f"/console/broadcasts/{number}")).words


def _fields(text: str) -> dict[str, list[str]]:
    """What a browser would send of the page's form."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input[^>]* name="([^"]+)" type="(?:text|date|time)"[^>]* value="([^"]*)"', text):
        found[name] = [value]
    for name, value in re.findall(r'name="([^"]+)" type="(?:checkbox|radio)" value="([^"]+)" checked', text):
        found.setdefault(name, []).append(value)
    for name, value in re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n?([^<]*)</textarea>', text):
        found[name] = [value.replace("&lt;", "<").replace("&gt;", ">")]
    for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', text, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = [chosen[1] if chosen else ""]
    return found


async def test_told_when_a_person_is_asked_about_then_only_ones_own_messages_are_known(
    console: Console, stage: Stage
) -> None:
    await stage.crowd(1)
    async with console.client(await console.member("coordinator")) as client:
        number = await saved(client, stage)
        await client.post(f"/console/broadcasts/{number}/submit")
        await stage.work()
        await stage.claim()
        page = await client.get("/console/broadcasts/told?reference=wi-1000")
        assert "Handed to Telegram: Mon 23 November, 10am." in page.words
        assert "Telegram does not tell bots whether a message was read." in page.words
        assert "Nothing to tell" in (await client.get("/console/broadcasts/told?reference=WI-XXXXXX")).words
    other = await console.member("coordinator", organisation="vagvisaren")
    async with console.client(other) as client:
        assert "Handed to Telegram" not in (await client.get("/console/broadcasts/told?reference=WI-1000")).words
