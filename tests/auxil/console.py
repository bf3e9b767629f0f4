"""The staff console on a real port, with staff in it and clients that are signed in.

async with serving(house) as console:
    admin = await console.member("admin")
    async with console.client(admin) as client:
        page = await client.get("/console/staff")
        page = await client.post("/console/staff/invite", {"email": …})
"""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer
from argon2 import PasswordHasher
from playwright.async_api import Browser, BrowserContext

from bot.bootstrap import build_console
from bot.console.console import Console as Given
from bot.console.security import csrf_token
from bot.console.table import PREFIX, console_application
from bot.domain.access import Role
from bot.services.staff import second_factor
from bot.services.staff.passwords import Passwords
from bot.services.staff.sign_in import begin
from db.models import StaffMember
from db.queries import staff as queries
from tests.auxil.chats import House, content, demo_settings

UK, SE = "thamesway_advice", "vagvisaren"
PASSWORD = "correct horse battery staple"
# Real passwords take a tenth of a second each; what is tested here is not how long.
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@dataclass(frozen=True)
class Member:
    """A member of staff and what only they know."""

    id: int
    email: str
    name: str
    password: str
    secret: str | None


@dataclass(frozen=True)
class Answer:
    """What came back, read to its end."""

    status: int
    text: str
    headers: Mapping[str, str]
    url: str

    @property
    def words(self) -> str:
        """What a person reads: no tags, and spaces as one sees them."""
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", self.text)).split())

    @property
    def place(self) -> str:
        """Where it sends the browser."""
        return self.headers.get("Location", "")


class Client:
    """A browser without a screen: keeps cookies, sends the token of the last page, follows nothing by itself."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self.http = http
        self.url = url

    async def get(self, path: str, **more: Any) -> Answer:
        """A page."""
        async with self.http.get(self.url + path, allow_redirects=False, **more) as answer:
            return await _read(answer)

    async def post(self, path: str, form: Mapping[str, Any] | None = None, **more: Any) -> Answer:
        """A form, with the token that our pages would have put in it."""
        fields: list[tuple[str, Any]] = [("csrf", self.csrf)]
        for name, value in (form or {}).items():
            fields += [(name, one) for one in value] if isinstance(value, list | tuple) else [(name, value)]
        return await self.post_raw(path, fields, **more)

    async def post_raw(self, path: str, fields: Sequence[tuple[str, Any]], **more: Any) -> Answer:
        """A form exactly as given."""
        async with self.http.post(
            self.url + path, data=aiohttp.FormData(fields), allow_redirects=False, **more
        ) as answer:
            return await _read(answer)

    @property
    def cookies(self) -> dict[str, str]:
        """What the browser keeps."""
        return {cookie.key: cookie.value for cookie in self.http.cookie_jar}

    @property
    def csrf(self) -> str:
        """The token of our pages for this browser."""
        kept = self.cookies
        return csrf_token(kept.get("wayin_session") or kept.get("wayin_visitor") or "")


class Console:
    """The running console."""

    def __init__(self, house: House, given: Given, url: str) -> None:
        self.house = house
        self.given = given
        self.url = url
        self._numbers = itertools.count(1)

    async def member(
        self,
        *roles: str,
        organisation: str = UK,
        locale: str = "en",
        name: str | None = None,
        councils: Sequence[str] = (),
        programmes: Sequence[str] = (),
        with_second_factor: bool | None = None,
    ) -> Member:
        """Somebody who can sign in; with a second factor where their role needs one, unless told otherwise."""
        number = next(self._numbers)
        given = frozenset(Role(role) for role in roles or ("adviser",))
        needs = bool(given & {Role.ADMIN, Role.SAFEGUARDING_LEAD})
        secret = second_factor.new_secret() if (needs if with_second_factor is None else with_second_factor) else None
        row = StaffMember(
            email=f"staff{number}@example.org",
            name=name or f"Sample Person {number} (example)",
            organisation=organisation,
            roles=sorted(role.value for role in given),
            councils=list(councils),
            programmes=list(programmes),
            locale=locale,
            password_hash=QUICK.hash(PASSWORD),
            totp_secret=secret,
            created_at=self.house.clock.now,
        )
        async with self.house.database.write() as session:
            session.add(row)
            await session.flush()
        return Member(row.id, row.email, row.name, PASSWORD, secret)

    async def row(self, member: Member) -> StaffMember:
        """Somebody as the database has them now."""
        async with self.house.database.read() as session:
            found = await queries.get(session, member.id)
        assert found is not None
        return found

    def code(self, member: Member) -> str:
        """The six digits that their app shows now."""
        assert member.secret is not None
        return second_factor.code_at(member.secret, self.house.clock.now)

    async def token(self, member: Member) -> str:
        """A session of theirs, all the way in."""
        async with self.house.database.write() as session:
            row = await queries.locked(session, member.id)
            assert row is not None
            return await begin(session, row, self.house.clock.now, is_verified=True)

    @asynccontextmanager
    async def client(self, member: Member | None = None) -> AsyncIterator[Client]:
        """A browser without a screen; signed in if somebody is given."""
        jar = aiohttp.CookieJar(unsafe=True)
        if member is not None:
            jar.update_cookies({"wayin_session": await self.token(member)}, response_url=aiohttp.client.URL(self.url))
        async with aiohttp.ClientSession(cookie_jar=jar) as http:
            client = Client(http, self.url)
            if member is None:
                await client.get("/console/sign-in")  # every browser has been somewhere before it sends a form
            yield client

    async def browser_context(self, browser: Browser, member: Member | None = None, **options: Any) -> BrowserContext:
        """A real browser's window of its own; signed in if somebody is given."""
        context = await browser.new_context(base_url=self.url, **options)
        context.set_default_timeout(8000)
        if member is not None:
            token = await self.token(member)
            await context.add_cookies(
                [{"name": "wayin_session", "value": token, "url": self.url, "httpOnly": True, "sameSite": "Lax"}]
            )
        return context


@asynccontextmanager
async def serving(house: House, **settings: Any) -> AsyncIterator[Console]:
    """The console as the bot runs it, at the house's clock; its services are in `console.given`."""
    chosen = demo_settings(**settings)
    given = build_console(
        chosen, content(), house.services, house.database, house.clock, Passwords(QUICK, refusal_seconds=0)
    )
    application = web.Application()
    application.add_subapp(PREFIX, console_application(given))
    async with TestServer(application) as server:
        yield Console(house, given, str(server.make_url("/")).rstrip("/"))


async def _read(answer: aiohttp.ClientResponse) -> Answer:
    return Answer(answer.status, await answer.text(errors="replace"), answer.headers, str(answer.url))
