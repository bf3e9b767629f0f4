"""What grew old comes before a person's eyes: days that passed, and links that stopped working."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from bot.domain.access import Viewer
from bot.services.feeds.freshness import BROKEN_LINK, PAST_CHECK, Freshness, LinkLooks
from db.models import Event, Opportunity, OpportunityCheck, StaffMember
from tests.auxil.chats import House, content

URL = "https://jobs.example.org/1"


class Links:
    """Answers with a status each address was given."""

    def __init__(self) -> None:
        self.status: int | None = 200
        self.asked: list[str] = []

    async def __call__(self, url: str) -> int | None:
        self.asked.append(url)
        return self.status if url == URL else 200


async def waiting(house: House) -> list[OpportunityCheck]:
    async with house.database.read() as session:
        query = select(OpportunityCheck).where(OpportunityCheck.done_at.is_(None)).order_by(OpportunityCheck.id)
        return list((await session.execute(query)).scalars())


async def change(house: House, slug: str, **values: object) -> None:
    async with house.database.write() as session:
        await session.execute(update(Opportunity).where(Opportunity.slug == slug).values(**values))


async def test_a_day_when_it_passed_then_somebody_is_asked_once(house: House) -> None:
    await change(house, "shop_weekend", check_by=house.clock.now.date() - timedelta(days=1))
    tick = Freshness(house.database, house.clock, content())
    await tick.run()
    await tick.run()
    assert [(one.reason, one.times) for one in await waiting(house)] == [(PAST_CHECK, 1)]


async def test_a_link_when_it_fails_twice_then_somebody_is_asked_and_not_before(house: House) -> None:
    await change(house, "shop_weekend", apply={"url": URL})
    links = Links()
    looks = LinkLooks(house.database, house.clock, links)
    links.status = 404
    await looks.look_at(100)
    assert await waiting(house) == [], "one bad night is none"
    house.clock.advance(days=1, seconds=1)
    await looks.look_at(100)
    assert [one.reason for one in await waiting(house)] == [BROKEN_LINK]
    assert [(one.url, one.failures, one.status) for one in await looks.broken()] == [(URL, 2, 404)]


async def test_a_link_when_it_works_again_then_nobody_has_to_look(house: House) -> None:
    await change(house, "shop_weekend", apply={"url": URL})
    links = Links()
    looks = LinkLooks(house.database, house.clock, links)
    links.status = None
    for _ in range(2):
        await looks.look_at(100)
        house.clock.advance(days=1, seconds=1)
    assert len(await waiting(house)) == 1
    links.status = 301
    await looks.look_at(100)
    assert await waiting(house) == []


async def test_a_link_when_it_was_looked_at_this_week_then_it_is_left_alone(house: House) -> None:
    links = Links()
    looks = LinkLooks(house.database, house.clock, links)
    await looks.look_at(100)
    before = len(links.asked)
    assert before > 0
    await looks.look_at(100)
    assert len(links.asked) == before


async def test_an_event_when_nobody_looked_for_long_or_its_link_is_dead_then_its_keeper_is_asked(house: House) -> None:
    queue, viewer = house.services.offers.check_queue, Viewer(1, "thamesway_advice", frozenset())
    async with house.database.write() as session:
        rows = list((await session.execute(select(Event).where(Event.country == "uk").order_by(Event.id))).scalars())
        old, linked = rows[0], rows[1]
        old.checked_on = house.clock.now.date() - timedelta(days=61)
        linked.link = URL
    links = Links()
    links.status = 404
    looks = LinkLooks(house.database, house.clock, links)
    for _ in range(2):
        await looks.look_at(100)
        house.clock.advance(days=1, seconds=1)
    async with house.database.write() as session:
        found = await queue.events(session, viewer, house.clock.now)
        assert {one.event.slug: (one.reason, one.link) for one in found} == {
            old.slug: (PAST_CHECK, None),
            linked.slug: (BROKEN_LINK, URL),
        }
        for one in found:
            await queue.event_is_right(session, one.event.id, house.clock.now)
    async with house.database.read() as session:
        assert await queue.events(session, viewer, house.clock.now) == []


async def test_what_an_organisation_offers_when_it_has_no_coordinator_then_whoever_runs_the_service_looks_after_it(
    house: House,
) -> None:
    queue = house.services.offers.check_queue
    await change(house, "ward_helper", check_by=house.clock.now.date() - timedelta(days=1))
    await Freshness(house.database, house.clock, content()).run()
    async with house.database.write() as session:
        mine = await queue.waiting(session, Viewer(1, "thamesway_advice", frozenset()))
        assert [one.row.slug for one in mine] == ["ward_helper"]
        member = StaffMember(
            email="x@example.org",
            name="X",
            organisation="riverside_hospitals",
            roles=["coordinator"],
            created_at=house.clock.now,
        )
        session.add(member)
        await session.flush()
        assert await queue.waiting(session, Viewer(1, "thamesway_advice", frozenset())) == []
        theirs = await queue.waiting(session, Viewer(member.id, "riverside_hospitals", frozenset()))
        assert [one.row.slug for one in theirs] == ["ward_helper"]
