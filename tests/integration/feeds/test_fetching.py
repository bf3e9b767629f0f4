"""Feeds fetched on a schedule: allowed hosts, only what changed, and brought in by the same door as files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.content.model import Content
from bot.content.schema.feeds import FeedSource
from bot.services.feeds.fetching import FeedPolling, Fetched, Unfetched
from bot.services.feeds.uploads import UploadWork
from db.models import FeedState, Opportunity, Upload
from tests.auxil.chats import House, content
from tests.integration.opportunities.test_imports import table

SOURCE = FeedSource(
    id="sample_feed",
    country="uk",
    format="way-in-csv",
    url="https://feeds.example.org/jobs.csv",
    organisation="Sample Works",
    fresh_days=7,
)


class Server:
    """Answers as a test wants it to, and remembers what it was asked."""

    def __init__(self, body: bytes) -> None:
        self.body = body
        self.asked: list[dict[str, str]] = []
        self.refuses: str | None = None

    async def __call__(self, url: str, headers: Mapping[str, str], largest: int) -> Fetched:
        self.asked.append(dict(headers))
        if self.refuses:
            raise Unfetched(self.refuses)
        if headers.get("If-None-Match") == '"1"':
            return Fetched(304)
        return Fetched(200, self.body, etag='"1"', last_modified="Mon, 23 Nov 2026 09:00:00 GMT")


def with_source(source: FeedSource = SOURCE) -> Content:
    return replace(content(), feeds={source.id: source})


async def poll(house: House, server: Server, hosts: tuple[str, ...] = ("feeds.example.org",)) -> FeedState | None:
    """One tick of each kind."""
    known = with_source()
    await FeedPolling(house.database, house.clock, known, server, hosts).run()
    services = house.services
    await UploadWork(house.database, house.clock, known, services.offers.catalogue, services.organisations).run()
    async with house.database.read() as session:
        return await session.get(FeedState, SOURCE.id)


async def brought(house: House) -> list[Opportunity]:
    async with house.database.read() as session:
        query = select(Opportunity).where(Opportunity.source == SOURCE.id).order_by(Opportunity.id)
        return list((await session.execute(query)).scalars())


async def test_a_feed_when_it_is_due_then_what_it_says_is_brought_in(house: House) -> None:
    state = await poll(house, Server(table({"id": "1"}, {"id": "2"})))
    assert state is not None
    assert state.problem is None
    rows = await brought(house)
    assert [row.source_id for row in rows] == ["1", "2"]
    assert {row.check_by for row in rows} == {house.clock.now.date() + timedelta(days=7)}, "as long as its source says"
    async with house.database.read() as session:
        (upload,) = (await session.execute(select(Upload))).scalars()
    assert (upload.state, upload.data) == ("done", None)
    assert upload.outcome["created"] == 2


async def test_a_feed_when_it_is_not_due_then_nobody_is_asked(house: House) -> None:
    server = Server(table({"id": "1"}))
    await poll(house, server)
    await poll(house, server)
    assert len(server.asked) == 1


async def test_a_feed_when_it_did_not_change_then_it_is_asked_for_what_is_new_and_nothing_is_read(
    house: House,
) -> None:
    server = Server(table({"id": "1"}))
    await poll(house, server)
    house.clock.advance(hours=25)
    state = await poll(house, server)
    assert server.asked[1] == {"If-None-Match": '"1"', "If-Modified-Since": "Mon, 23 Nov 2026 09:00:00 GMT"}
    assert state is not None
    assert state.checked_at == house.clock.now


async def test_a_feed_when_a_week_went_by_then_the_whole_of_it_is_seen_again(house: House) -> None:
    server = Server(table({"id": "1"}))
    await poll(house, server)
    house.clock.advance(days=8)
    await poll(house, server)
    assert server.asked[1] == {}
    assert (await brought(house))[0].checked_on == house.clock.now.date()


@pytest.mark.parametrize("why", ["too_large", "too_slow", "not_there"])
async def test_a_feed_when_nothing_usable_comes_then_what_is_known_stays_and_the_reason_is_kept(
    house: House, why: str
) -> None:
    server = Server(table({"id": "1"}))
    await poll(house, server)
    house.clock.advance(hours=25)
    server.refuses = why
    state = await poll(house, server)
    assert state is not None
    assert state.problem == why
    assert [row.state for row in await brought(house)] == ["open"]


async def test_a_feed_when_its_host_is_not_allowed_then_it_is_not_asked(house: House) -> None:
    server = Server(b"")
    state = await poll(house, server, hosts=("other.example.org",))
    assert server.asked == []
    assert state is not None
    assert state.problem == "not_allowed"


async def test_a_feed_when_its_file_is_broken_then_it_is_refused_whole(house: House) -> None:
    await poll(house, Server(b"<html>"))
    async with house.database.read() as session:
        (upload,) = (await session.execute(select(Upload))).scalars()
    assert upload.state == "refused"
    assert upload.outcome["sentence"].endswith(".")
