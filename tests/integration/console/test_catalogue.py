"""The catalogue's room: a file is rehearsed before it is written, and what needs a look is answered."""

from __future__ import annotations

import io
from datetime import timedelta

import aiohttp
import pytest
from sqlalchemy import select, update

from bot.services.feeds.freshness import Freshness
from bot.services.feeds.uploads import UploadWork
from bot.services.opportunities.imports import Imports
from db.models import AuditEntry, Opportunity, OpportunityCheck, Upload
from tests.auxil.chats import House, content
from tests.auxil.console import SE, Answer, Client, Console
from tests.integration.opportunities.test_imports import table


async def work(house: House) -> None:
    """What the worker does every few seconds."""
    services = house.services
    uploads = UploadWork(house.database, house.clock, content(), services.offers.catalogue, services.organisations)
    await uploads.tidy()
    await uploads.run()


async def send(client: Client, form: str, data: bytes) -> Answer:
    """Choose a file and send it."""
    fields = aiohttp.FormData([("csrf", client.csrf), ("format", form)])
    fields.add_field("file", io.BytesIO(data), filename="a file", content_type="text/plain")
    async with client.http.post(f"{client.url}/console/catalogue", data=fields, allow_redirects=False) as answer:
        return Answer(answer.status, await answer.text(), answer.headers, str(answer.url))


async def brought(house: House) -> list[Opportunity]:
    async with house.database.read() as session:
        query = select(Opportunity).where(Opportunity.source.is_not(None)).order_by(Opportunity.id)
        return list((await session.execute(query)).scalars())


async def test_a_file_when_brought_then_it_is_rehearsed_and_only_written_when_somebody_says_so(
    console: Console, house: House
) -> None:
    coordinator = await console.member("coordinator")
    async with console.client(coordinator) as client:
        data = table({"id": "1"}, {"id": "2", "closes": "soonish"})
        answer = await client.post("/console/catalogue", {"format": "way-in-csv", "file": "words"})
        assert answer.status == 422, "a text is no file"
        sent = await send(client, "way-in-csv", data)
        assert sent.status == 303
        assert "background" in (await client.get(sent.place)).words
        await work(house)
        page = await client.get(sent.place)
        assert "Nothing is written yet" in page.words
        assert "closes" in page.words
        assert await brought(house) == []
        assert (await client.post(f"{sent.place}/bring-in")).status == 303
        assert (await client.post(f"{sent.place}/bring-in")).status == 303, "twice is once"
        await work(house)
        assert "This has changed" in (await client.get(sent.place)).words
    (row,) = await brought(house)
    assert (row.source_id, row.organiser) == ("1", "thamesway_advice")
    async with house.database.read() as session:
        (upload,) = (await session.execute(select(Upload))).scalars()
        acts = [entry.act for entry in (await session.execute(select(AuditEntry))).scalars()]
    assert upload.data is None
    assert acts.count("catalogue.imported") == 1


async def test_a_file_when_it_cannot_be_read_then_its_page_says_so_in_a_sentence(
    console: Console, house: House
) -> None:
    async with console.client(await console.member("coordinator")) as client:
        sent = await send(client, "icalendar", b"<html>")
        await work(house)
        assert "Refused" in (await client.get(sent.place)).words


async def test_a_file_when_nobody_brings_it_in_for_a_week_then_it_is_let_go_of(console: Console, house: House) -> None:
    async with console.client(await console.member("coordinator")) as client:
        sent = await send(client, "way-in-csv", table({"id": "1"}))
        await work(house)
    house.clock.advance(days=8)
    await work(house)
    async with house.database.read() as session:
        (upload,) = (await session.execute(select(Upload))).scalars()
    assert (upload.state, upload.data) == ("left", None)
    async with console.client(await console.member("coordinator")) as client:
        assert "Bring the file once more" in (await client.get(sent.place)).words
        assert (await client.post(f"{sent.place}/bring-in")).status == 303
    assert await brought(house) == []


async def test_the_queue_when_somebody_answers_then_it_is_empty_and_people_find_it_or_not(
    console: Console, house: House
) -> None:
    await house.load_samples()
    yesterday = house.clock.now.date() - timedelta(days=1)
    async with house.database.write() as session:
        wanted = Opportunity.slug.in_(("shop_weekend", "ward_helper"))
        await session.execute(update(Opportunity).where(wanted).values(check_by=yesterday, organiser=None))
    await Freshness(house.database, house.clock, content()).run()
    async with house.database.read() as session:
        query = select(OpportunityCheck.id, Opportunity.slug).join(Opportunity).order_by(OpportunityCheck.id)
        ids = {row.slug: row.id for row in await session.execute(query)}
    async with console.client(await console.member("coordinator", organisation=SE)) as client:
        assert "Nothing needs a look" in (await client.get("/console/catalogue")).words
        assert (await client.post(f"/console/catalogue/checks/{ids['shop_weekend']}/close")).status == 404
    async with console.client(await console.member("coordinator")) as client:
        assert "Weekend shop assistant" in (await client.get("/console/catalogue")).words
        await client.post(f"/console/catalogue/checks/{ids['shop_weekend']}/right")
        await client.post(f"/console/catalogue/checks/{ids['ward_helper']}/close")
        assert "Nothing needs a look" in (await client.get("/console/catalogue")).words
    async with house.database.read() as session:
        rows = {row.slug: row for row in (await session.execute(select(Opportunity).where(wanted))).scalars()}
    assert (rows["shop_weekend"].state, rows["ward_helper"].state) == ("open", "closed")
    assert rows["shop_weekend"].check_by is not None
    assert rows["shop_weekend"].check_by > house.clock.now.date()


async def test_a_file_when_we_make_a_mistake_with_it_then_it_does_not_stand_in_the_way_of_others(
    console: Console, house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_given: object, **_named: object) -> None:
        raise KeyError("nobody thought of this")

    async with console.client(await console.member("coordinator")) as client:
        sent = await send(client, "way-in-csv", table({"id": "1"}))
        with monkeypatch.context() as patched:
            patched.setattr(Imports, "read", broken)
            await work(house)
        assert "our mistake" in (await client.get(sent.place)).words
        other = await send(client, "way-in-csv", table({"id": "2"}))
        await work(house)
        assert "Nothing is written yet" in (await client.get(other.place)).words
    assert "could not be brought in" in caplog.text
