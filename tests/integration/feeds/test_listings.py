"""Pages of what is open: small, without scripts, in the reader's language, and gone when it is over."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from aiohttp.test_utils import TestClient
from icalendar import Calendar
from sqlalchemy import select, update

from bot.feeds.table import read
from bot.messages.texts import escape
from db.models import Event, Occurrence, Opportunity
from tests.auxil.chats import House
from tests.auxil.public_pages import serving

Web = TestClient[Any, Any]
_DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.fixture
async def web(house: House) -> AsyncIterator[Web]:
    """A browser without scripts or memory."""
    async with serving(house) as server, TestClient(server) as client:
        yield client


async def text_of(web: Web, path: str, status: int = 200, **headers: str) -> str:
    async with web.get(path, headers=headers) as answer:
        assert answer.status == status
        return await answer.text()


async def everything(house: House) -> list[str]:
    """The path of each page that is open."""
    async with house.database.read() as session:
        offers = (await session.execute(select(Opportunity.slug))).scalars().all()
        events = (await session.execute(select(Event.slug))).scalars().all()
    return [*(f"/open/o/{slug}" for slug in offers), *(f"/open/e/{slug}" for slug in events)]


async def change(house: House, model: Any, slug: str, **values: Any) -> None:
    async with house.database.write() as session:
        await session.execute(update(model).where(model.slug == slug).values(**values))


async def test_every_page_when_opened_then_it_is_small_and_has_neither_script_nor_anything_from_elsewhere(
    house: House, web: Web
) -> None:
    paths = await everything(house)
    assert len(paths) > 20
    for path in ["/open", *paths]:
        for lang in ("en", "sv"):
            async with web.get(path, params={"lang": lang}) as answer:
                text = await answer.text()
                assert answer.status == 200, path
            assert len(text.encode()) < 30_000, path
            assert f'<html lang="{lang}"' in text
            assert re.findall(r"<script(?! type=\"application/ld\+json\")", text) == []
            assert not re.search(r'(src|srcset)="|style="|@import|onclick', text)
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
            assert "noindex" not in text
            assert "X-Robots-Tag" not in answer.headers


async def test_every_page_when_opened_then_the_data_in_it_reads_as_what_the_page_says(house: House, web: Web) -> None:
    today = house.clock.now.date()
    for path in await everything(house):
        text = await text_of(web, path)
        (data,) = _DATA.findall(text)
        feed = read("schema-org", data.encode(), today)
        assert feed.errors == (), path
        (row,) = (*feed.opportunities, *feed.events)
        assert escape(row.title) in text
        assert json.loads(data)["url"] == f"https://way-in.example.org{path}"


async def test_a_page_when_opened_then_it_says_what_when_where_and_whom_to_ask(web: Web) -> None:
    text = await text_of(web, "/open/e/recruitment_fair")
    for words in ("Recruitment fair", "Sun 13 December", "Example Hall", "mailto:thamesway_advice@example.org"):
        assert words in text
    assert "https://t.me/way_in_bot?start=e-recruitment_fair" in text


async def test_a_page_when_the_browser_is_swedish_then_it_is_too(web: Web) -> None:
    text = await text_of(web, "/open/e/recruitment_fair", **{"Accept-Language": "sv-SE,sv;q=0.9"})
    assert '<html lang="sv"' in text
    assert "Jobbmässa" in text


async def test_a_calendar_file_when_fetched_then_it_has_every_date(house: House, web: Web) -> None:
    async with web.get("/open/e/weekly_drop_in.ics") as answer:
        assert answer.content_type == "text/calendar"
        found = Calendar.from_ical(await answer.text())
    async with house.database.read() as session:
        query = select(Occurrence).join(Event).where(Event.slug == "weekly_drop_in")
        dates = (await session.execute(query)).scalars().all()
    assert [one["DTSTART"].dt for one in found.walk("VEVENT")] == [one.starts_at for one in dates]


@pytest.mark.parametrize("values", [{"state": "closed"}, {"state": "full"}, {"state": "paused"}, {"past": True}])
async def test_an_opportunity_when_it_is_not_open_then_its_page_says_so(
    house: House, web: Web, values: dict[str, Any]
) -> None:
    paths = await everything(house)
    slug = paths[0].rpartition("/")[2]
    yesterday = house.clock.now.date() - timedelta(days=1)
    await change(house, Opportunity, slug, **({"closes_on": yesterday} if values.get("past") else values))
    text = await text_of(web, paths[0], status=410)
    assert "This one is over" in text
    assert "/open" in text
    assert slug not in await text_of(web, "/open")


async def test_an_event_when_its_last_date_is_over_then_its_page_says_so(house: House, web: Web) -> None:
    house.clock.advance(days=40)
    await text_of(web, "/open/e/recruitment_fair", status=410)
    await text_of(web, "/open/e/recruitment_fair.ics", status=410)


async def test_a_page_when_there_never_was_one_then_it_says_so_and_a_draft_is_nothing_yet(
    house: House, web: Web
) -> None:
    assert "There is nothing here" in await text_of(web, "/open/o/nothing_of_this_name", status=404)
    await text_of(web, "/open/e/nothing_of_this_name", status=404)
    (path, *_) = await everything(house)
    await change(house, Opportunity, path.rpartition("/")[2], state="draft")
    await text_of(web, path, status=404)


async def test_the_list_when_there_are_many_then_it_has_pages_that_stay_small(house: House, web: Web) -> None:
    async with house.database.write() as session:
        (first, *_) = (await session.execute(select(Opportunity).where(Opportunity.country == "uk"))).scalars().all()
        same = {
            column.key: getattr(first, column.key) for column in Opportunity.__table__.columns if column.key != "id"
        }
        long = "A very long title of something invented " * 3
        session.add_all(
            Opportunity(**{**same, "slug": f"more_{number}", "title": {"en": long}}) for number in range(100)
        )
    seen: set[str] = set()
    for number in range(1, 7):
        text = await text_of(web, f"/open?page={number}")
        assert len(text.encode()) < 30_000
        seen |= set(re.findall(r"/open/o/(\w+)", text))
    assert {f"more_{number}" for number in range(100)} <= seen
    await text_of(web, "/open?page=99999999999999999999")
    await text_of(web, "/open?page=-1&country=xx&lang=xx")


async def test_the_feed_when_fetched_then_it_holds_everything_and_can_be_read_back(house: House, web: Web) -> None:
    today = house.clock.now.date()
    for form, name in (("json", "schema-org"), ("csv", "way-in-csv")):
        async with web.get(f"/open/feed.{form}?country=uk") as answer:
            assert answer.status == 200
            data = await answer.read()
        feed = read(name, data, today)
        assert feed.errors == ()
        async with house.database.read() as session:
            query = select(Opportunity.title).where(Opportunity.country == "uk")
            kept = {title["en"] for title in (await session.execute(query)).scalars()}
        assert {escape(row.title) for row in feed.opportunities} == kept
        assert feed.events


async def test_pages_when_they_are_switched_off_then_there_are_none(house: House) -> None:
    async with serving(house, is_listed=False) as server, TestClient(server) as client:
        for path in ("/open", "/open/feed.json", "/open/e/recruitment_fair"):
            async with client.get(path) as answer:
                assert answer.status == 404


async def test_a_page_when_a_feed_wrote_markup_then_it_is_words(house: House, web: Web) -> None:
    (path, *_) = await everything(house)
    bad = '</script><script>alert(1)</script>"'
    await change(
        house,
        Opportunity,
        path.rpartition("/")[2],
        title={"en": escape(bad)},
        organisation=bad,
        apply={"url": "javascript:alert(1)", "phone": "<b>1</b>", "text": bad, "email": 'a@b"onclick=x'},
    )
    text = await text_of(web, path)
    assert "<script>alert" not in text
    assert "javascript:" not in text
    assert "onclick=x" not in _DATA.sub("", text), "inside the data it is a word like any other"
