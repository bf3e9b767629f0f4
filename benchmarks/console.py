"""How long the console's pages take with a city's cases behind them, and how long a live message takes each way.

The bot runs as `wayin run` does, on PostgreSQL with a webhook; the person's phone is the sandbox. Everything is timed
from outside over HTTP: a page from the request to its last byte, a message from being sent to being seen.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

import aiohttp

from benchmarks.caseload import CLOSED_CASES, LONG_CASE, OPEN_CASES, OWN_CASES, Caseload, fill, right_now
from benchmarks.contenders import Contender, way_in
from benchmarks.databases import postgres_server
from benchmarks.plans import scanned
from benchmarks.processes import running
from benchmarks.reports import Bar, Report, run_alone
from bot.console.security import csrf_token
from bot.sandbox.client import SandboxClient
from bot.sandbox.running import as_process, free_port
from db.keyring import new_key

PAGE_BAR, LIVE_BAR = 150.0, 500.0
TABS = 10
_PATIENCE = 60.0
_SHAPES = {
    "one process": (("run",),),
    "intake, worker and web apart": (
        ("run", "--role", "web"),
        ("run", "--role", "intake"),
        ("run", "--role", "worker"),
    ),
}


@dataclass
class Timed:
    """What one thing took in each round, in milliseconds."""

    rounds: list[list[float]] = field(default_factory=list)

    @property
    def best(self) -> tuple[float, float]:
        """The median and the 95th percentile of the round in which the machine was disturbed least."""
        return min(((statistics.median(one), _p95(one)) for one in self.rounds), key=lambda found: found[1])


class Browser:
    """One signed-in browser; it keeps its connection as a real one does."""

    def __init__(self, http: aiohttp.ClientSession, url: str, token: str) -> None:
        self._http = http
        self._url = url
        self._token = token
        self._headers = {"Cookie": f"wayin_session={token}"}

    async def look(self, path: str) -> str:
        """A page; anything but a page is an error."""
        async with self._http.get(self._url + path, headers=self._headers, allow_redirects=False) as answer:
            if answer.status != 200:
                raise RuntimeError(f"{path} answered {answer.status}")
            return await answer.text()

    async def write(self, case: int, words: str) -> None:
        """Send a person words in a case."""
        form = aiohttp.FormData({"csrf": csrf_token(self._token), "text": words}, default_to_multipart=True)
        address = f"{self._url}/console/cases/{case}/messages"
        async with self._http.post(address, data=form, headers=self._headers, allow_redirects=False) as answer:
            if answer.status != 303:
                raise RuntimeError(f"sending a message answered {answer.status}")

    @asynccontextmanager
    async def watching(self, case: int, after: int) -> AsyncIterator[aiohttp.StreamReader]:
        """The live stream of a case."""
        timeout = aiohttp.ClientTimeout(total=None)
        address = f"{self._url}/console/cases/{case}/stream?after={after}"
        async with self._http.get(address, headers=self._headers, timeout=timeout) as answer:
            yield answer.content


def _p95(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


async def _timed(act: Callable[[int], Awaitable[None]], times: int) -> list[float]:
    found = []
    for number in range(times):
        started = time.perf_counter()
        await act(number)
        found.append((time.perf_counter() - started) * 1000)
    return found


class Pages:
    """The pages that advisers look at all day, as different members of staff see them."""

    def __init__(self, caseload: Caseload, http: aiohttp.ClientSession, url: str) -> None:
        self._adviser = Browser(http, url, caseload.adviser)
        self._coordinator = Browser(http, url, caseload.coordinator)
        self._scoped = Browser(http, url, caseload.scoped)
        self._case = f"/console/cases/{caseload.long_case}"
        self.named = {
            "queue": self._queue,
            f"my cases, {OWN_CASES} of them": self._mine,
            f"case with {LONG_CASE} entries": self._one,
        }

    async def _queue(self, number: int) -> None:
        """The first page most of the time; also later ones, filters, and a narrower scope."""
        who = (self._adviser, self._coordinator, self._scoped)[number % 3]
        where = ("", "?page=2", "?topic=work", "", "?council=newham&page=2", "?locale=sv", "")[number % 7]
        await who.look(f"/console/queue{where}")

    async def _mine(self, _number: int) -> None:
        await self._adviser.look("/console/cases")

    async def _one(self, _number: int) -> None:
        await self._adviser.look(self._case)


class Live:
    """One conversation between an adviser's browser and a person's phone."""

    def __init__(self, caseload: Caseload, sandbox: SandboxClient, adviser: Browser, after: int) -> None:
        self._case = caseload.live_case
        self._chat = caseload.live_chat
        self._sandbox = sandbox
        self._adviser = adviser
        self._count = after
        self._stream: aiohttp.StreamReader | None = None
        self.named = {"person to adviser": self._to_adviser, "adviser to person": self._to_person}

    async def talk(self, rounds: int, messages: int) -> dict[str, Timed]:
        """Both ways in turn, with the case's page open."""
        found = {name: Timed() for name in self.named}
        async with asyncio.timeout(_PATIENCE * rounds), self._adviser.watching(self._case, self._count) as stream:
            self._stream = stream
            await _timed(self._to_adviser, 3)
            await _timed(self._to_person, 3)
            for _ in range(rounds):
                for name, act in self.named.items():
                    found[name].rounds.append(await _timed(act, messages))
        return found

    async def _to_adviser(self, _number: int) -> None:
        words = self._next_words()
        await self._sandbox.say(self._chat, words)
        if self._stream is None:
            raise RuntimeError("nobody watches the case")
        while words.encode() not in await self._stream.readline():
            pass

    async def _to_person(self, _number: int) -> None:
        words = self._next_words()
        await self._adviser.write(self._case, words)
        await self._sandbox.until(self._chat, lambda chat: any(words in one["text"] for one in chat.from_bot()))

    def _next_words(self) -> str:
        self._count += 1
        return f"These are words number {self._count}."


@asynccontextmanager
async def _started(bot: Contender, shape: str) -> AsyncIterator[str]:
    """The bot in one shape; the address of its console."""
    async with AsyncExitStack() as stack, aiohttp.ClientSession() as http:
        ports = [int(bot.environment["WAYIN_LISTEN_PORT"]), *(free_port() for _ in _SHAPES[shape][1:])]
        # Updates are brought to whoever does intake.
        intake = ports[0] if len(ports) == 1 else ports[1]
        for port, arguments in zip(ports, _SHAPES[shape], strict=True):
            environment = {
                **bot.environment,
                "WAYIN_LISTEN_PORT": str(port),
                "WAYIN_WEBHOOK_URL": f"http://127.0.0.1:{intake}",
            }
            process = stack.enter_context(running(bot.module, arguments, environment))
            ends = time.monotonic() + _PATIENCE
            while not await _healthy(http, port):
                process.check()
                if time.monotonic() > ends:
                    raise TimeoutError("the bot did not start")
                await asyncio.sleep(0.2)
        yield f"http://127.0.0.1:{ports[0]}"


async def _healthy(http: aiohttp.ClientSession, port: int) -> bool:
    try:
        async with http.get(f"http://127.0.0.1:{port}/health") as answer:
            return answer.status == 200
    except aiohttp.ClientError:
        return False


@asynccontextmanager
async def _tabs(adviser: Browser, count: int) -> AsyncIterator[None]:
    """Other tabs that are open meanwhile, each with its stream."""

    async def keep_open(case: int) -> None:
        async with adviser.watching(case, 12) as stream:
            while await stream.readline():
                pass

    tasks = [asyncio.create_task(keep_open(3 + number)) for number in range(count)]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _measured(url: str, given: argparse.Namespace) -> tuple[dict[str, Timed], dict[str, list[str]]]:
    key, now = new_key(), right_now()
    sys.stderr.write(f"filling with {given.people:,} people\n")
    caseload = await fill(url, key, given.people, now)
    found: dict[str, Timed] = {}
    async with as_process() as (sandbox, process), aiohttp.ClientSession() as http:
        await sandbox.person("Sam", id=caseload.live_chat, language_code="en")
        bot = way_in("Way In", process.url, url, webhook=True, key=key)
        said = 1_000
        for shape in _SHAPES:
            sys.stderr.write(f"measuring with {shape}\n")
            async with _started(bot, shape) as address:
                adviser = Browser(http, address, caseload.adviser)
                async with _tabs(adviser, TABS):
                    if shape == "one process":
                        found |= await _pages(Pages(caseload, http, address), given.rounds, given.requests)
                    live = await Live(caseload, sandbox, adviser, said).talk(given.rounds, given.messages)
                    found |= {f"{name}, {shape}": timed for name, timed in live.items()}
            said += 1_000
    return found, await scanned(url, key, caseload, now)


async def _pages(pages: Pages, rounds: int, requests: int) -> dict[str, Timed]:
    found = {name: Timed() for name in pages.named}
    for act in pages.named.values():
        await _timed(act, 5)
    for _ in range(rounds):
        for name, act in pages.named.items():
            found[name].rounds.append(await _timed(act, requests))
    return found


def measure(given: argparse.Namespace) -> Report:
    """Fill a database, start the bot on it in each shape, and look from outside."""
    with postgres_server() as server:
        found, scans = asyncio.run(_measured(server.take(), given))
    done = Report("console", "pages of the console and live messages, on PostgreSQL over HTTP")
    for name, timed in found.items():
        half, most = timed.best
        worst = max(_p95(one) for one in timed.rounds)
        done.rows.append({"what": name, "p50 ms": half, "p95 ms": most, "p95 ms, worst round": worst})
        bar = LIVE_BAR if " to " in name else PAGE_BAR
        done.bars.append(Bar(f"{name}: p95", most, bar, " ms"))
    for page, tables in scans.items():
        done.bars.append(Bar(f"{page}: large tables read whole", len(tables), 0))
        done.notes += [f"{page} reads all of: {', '.join(tables)}."] if tables else []
    done.notes.append(
        f"{given.people:,} people, {OPEN_CASES:,} open cases and {CLOSED_CASES:,} closed ones; {TABS} other tabs open. "
        f"Best of {given.rounds} rounds of {given.requests} requests a page and {given.messages} messages each way."
    )
    return done


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.console", description=__doc__)
    parser.add_argument("--people", type=int, default=20_000, help="default: %(default)s")
    parser.add_argument("--requests", type=int, default=60, help="for each page and round (default: %(default)s)")
    parser.add_argument("--messages", type=int, default=40, help="each way and round (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="default: %(default)s")
    sys.exit(run_alone(measure, parser))
