"""The pages without sign-in on a real port, with the house they belong to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.public.table import public_routes
from bot.services.equality.pages import EqualityPages
from db.queries import people
from tests.auxil.chats import House


def equality_pages(house: House) -> EqualityPages:
    """The private page's own door, at the house's clock."""
    services = house.services
    return EqualityPages(house.database, house.clock, services.equality, services.languages, services.organisations)


@asynccontextmanager
async def serving(house: House) -> AsyncIterator[TestServer]:
    """The web server as the bot runs it."""
    application = web.Application()
    application.add_routes(public_routes(house.services, equality_pages(house)))
    async with TestServer(application) as server:
        yield server


async def link_path(house: House, chat_id: int) -> str:
    """A fresh link of the person in this chat, without the address it stands at."""
    async with house.database.write() as session:
        found = await people.locked_by_chat(session, chat_id)
        assert found is not None
        url = await house.services.equality.link(session, found[0], house.clock.now)
    return "/equality/" + url.rpartition("/")[2]
