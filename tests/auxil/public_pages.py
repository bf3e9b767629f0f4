"""The pages without sign-in on a real port, with the house they belong to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.public.table import public_routes
from bot.services.equality.pages import EqualityPages
from bot.services.events.poster_counts import PosterCounts
from bot.services.feeds.listings import Listings
from bot.services.journeys.referral_pages import ReferralPages
from bot.services.journeys.step_pages import StepDoor
from bot.services.opportunities.wording import Wording
from bot.services.staff.audit import Audit
from db.queries import people
from tests.auxil.chats import House, content


def equality_pages(house: House) -> EqualityPages:
    """The private page's own door, at the house's clock."""
    services = house.services
    return EqualityPages(house.database, house.clock, services.equality, services.languages, services.organisations)


def listings(house: House) -> Listings:
    """What is open, at the house's clock."""
    services = house.services
    return Listings(
        house.database,
        house.clock,
        content(),
        services.languages,
        services.organisations,
        Wording(content(), services.eligibility),
        services.offers.links,
        "https://way-in.example.org",
        ("uk", "se"),
    )


def referral_pages(house: House) -> ReferralPages:
    """The partners' own door, at the house's clock."""
    services, trip = house.services, house.services.journeying
    return ReferralPages(
        house.database,
        house.clock,
        content(),
        services.languages,
        trip.links,
        trip.partner_moves,
        trip.fair_employers,
        Audit(),
    )


@asynccontextmanager
async def serving(house: House, *, is_listed: bool = True) -> AsyncIterator[TestServer]:
    """The web server as the bot runs it."""
    application = web.Application()
    listed = listings(house) if is_listed else None
    posters = PosterCounts(house.database, house.services.gatherings.posters, house.services.languages)
    steps = StepDoor(house.database, house.clock, house.services.journeying.step_pages, house.services.languages)
    routes = public_routes(house.services, equality_pages(house), referral_pages(house), posters, steps, listed)
    application.add_routes(routes)
    async with TestServer(application) as server:
        yield server


async def link_path(house: House, chat_id: int) -> str:
    """A fresh link of the person in this chat, without the address it stands at."""
    async with house.database.write() as session:
        found = await people.locked_by_chat(session, chat_id)
        assert found is not None
        url = await house.services.equality.link(session, found[0], house.clock.now)
    return "/equality/" + url.rpartition("/")[2]
