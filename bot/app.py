"""One process of Way In: intake, worker and web, started together and stopped together."""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import socket
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import date
from typing import Any

from aiohttp import web
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder, ContextTypes, ExtBot

from bot.bootstrap import build_services, build_understanding, open_database
from bot.clock import Clock, system_clock
from bot.content.faults import Level
from bot.content.lint import load_checked
from bot.content.model import Content
from bot.delivery.fetching import Updates
from bot.delivery.gateway import Gateway
from bot.delivery.jobs import JobRunner
from bot.delivery.leases import Lease, Term
from bot.delivery.mail import MailSender
from bot.delivery.pace import Limits, Pace
from bot.delivery.postman import Postman
from bot.delivery.request import AiohttpRequest
from bot.delivery.sender import Sender, SendingStopped
from bot.delivery.wakeups import Notifications, Wakeups
from bot.delivery.worker import Worker
from bot.duties import gates_of, jobs_of, ticks_of
from bot.errors import ContentError, NotMigrated, Outage, SettingsError, TokenRefused
from bot.handlers.context import TurnContext
from bot.handlers.table import register
from bot.intake.intake import Intake
from bot.intake.polling import Poller
from bot.intake.router import Router
from bot.intake.webhook import Webhook
from bot.messages.menu import commands
from bot.services.failures import Failures
from bot.services.samples import Samples
from bot.services.turns import Outcome, Turns
from bot.settings import Settings
from bot.web import WebServer
from db import migrate
from db.filelock import only_process
from db.session import Database

log = logging.getLogger(__name__)

ROLES = ("intake", "worker", "web")
WEBHOOK_PATH = "/telegram"
# A turn takes a tenth of a second; aiohttp's minute would outlast the patience of whoever stops us, and it may wait for
# a connection on which nothing comes any more.
_LAST_REQUESTS_SECONDS = 3.0


class App:
    """One process: whichever of intake, worker and web it is asked to be."""

    def __init__(
        self, settings: Settings, *, roles: frozenset[str] = frozenset(ROLES), clock: Clock = system_clock
    ) -> None:
        self._settings = settings
        self._roles = roles
        self._clock = clock
        self._content = _checked_content(clock().date())
        self._services = build_services(settings, self._content, build_understanding(self._content, settings.cache_dir))
        if roles != frozenset(ROLES) and settings.database_url.startswith("sqlite"):
            raise SettingsError(("--role needs PostgreSQL: on SQLite one process does everything",))

    async def run(self, stop: asyncio.Event) -> None:
        """Until told to stop; then what is in hand is finished. Raises when it cannot start or go on."""
        async with AsyncExitStack() as stack:
            stack.enter_context(only_process(self._settings.database_url))
            database = await stack.enter_async_context(self._database())
            request = AiohttpRequest(read_timeout=30)
            await request.initialize()
            stack.push_async_callback(request.shutdown)
            gateway = Gateway(request, self._token, self._settings.telegram_api_base)
            application = await self._application(request)
            wakeups = Wakeups()
            intake = self._intake(database, gateway, application, wakeups)
            await self._run_parts(stop, database, gateway, wakeups, intake)

    async def replay(self, row_id: int) -> Outcome | None:
        """Try a kept update again; None when there is none, or its conversation has gone on since."""
        async with AsyncExitStack() as stack:
            database = await stack.enter_async_context(self._database())
            request = AiohttpRequest(read_timeout=30)
            await request.initialize()
            stack.push_async_callback(request.shutdown)
            gateway = Gateway(request, self._token, self._settings.telegram_api_base)
            intake = self._intake(database, gateway, await self._application(request), Wakeups())
            return await Failures(database).replay(row_id, intake.replay)

    async def _run_parts(
        self, stop: asyncio.Event, database: Database, gateway: Gateway, wakeups: Wakeups, intake: Intake
    ) -> None:
        worker = self._worker(database, gateway, wakeups)
        server = WebServer(self._settings, self._content, self._services, self._clock, gateway, wakeups.wake)
        # Before anything else: a port that somebody has must stop us while there is nothing to undo.
        runner = await server.open(database, lambda: worker.is_working, self._webhook_routes(intake))
        parts: list[Coroutine[Any, Any, None]] = [server.serve(runner, stop)]
        if "worker" in self._roles:
            parts.append(worker.run(stop))
        if "intake" in self._roles:
            parts.append(self._take_updates(database, gateway, intake, stop))
        if not database.is_sqlite:
            notifications = Notifications(
                database.url, wakeups, self._services.desk.bells, worker_is_here=lambda: worker.is_working
            )
            parts.append(notifications.run(stop))
        await _until_one_fails(parts, stop)

    @property
    def _token(self) -> str:
        return self._settings.bot_token.get_secret_value()

    @asynccontextmanager
    async def _database(self) -> AsyncIterator[Database]:
        database = open_database(self._settings)
        try:
            if self._settings.demo:
                await migrate.upgrade(database.engine)
            found = await migrate.revision_of(database.engine)
            if found != migrate.newest_revision():
                raise NotMigrated(found)
            if self._settings.demo:
                async with database.write() as session:
                    await Samples(self._content, self._services.offers.catalogue).load(session, self._clock())
            yield database
        finally:
            await database.close()

    async def _application(self, request: AiohttpRequest) -> Application[Any, Any, Any, Any, Any, Any]:
        """python-telegram-bot's application, for its handlers; it starts nothing and sends nothing."""
        base = f"{self._settings.telegram_api_base.rstrip('/')}/bot"
        try:
            bot: ExtBot[None] = ExtBot(self._token, base_url=base, request=request, get_updates_request=request)
            await bot.initialize()
        except InvalidToken:
            raise TokenRefused from None
        except TelegramError as error:
            raise Outage from error
        return ApplicationBuilder().bot(bot).updater(None).context_types(ContextTypes(context=TurnContext)).build()

    def _intake(
        self,
        database: Database,
        gateway: Gateway,
        application: Application[Any, Any, Any, Any, Any, Any],
        wakeups: Wakeups,
    ) -> Intake:
        self._services.staff_chats.known_as(application.bot.username)
        self._services.offers.links.known_as(application.bot.username)
        turns = Turns(database, self._clock, application.bot.id, wakeups.wake, self._services.desk.bells.ring)
        router = Router(application, register(self._services))
        conversations = self._services.conversations
        return Intake(turns, router, conversations.screen, conversations.apologise, gateway.answer_callback)

    def _worker(self, database: Database, gateway: Gateway, wakeups: Wakeups) -> Worker:
        given = self._settings
        pace = Pace(Limits(given.pace_overall, given.pace_chat, given.pace_chat_burst, given.pace_group))
        services = self._services
        return Worker(
            Lease(database, "worker", _holder()),
            Sender(database, gateway, pace, wakeups, self._clock, gate=gates_of(services)),
            JobRunner(database, jobs_of(services, self._clock), wakeups, self._clock),
            ticks_of(given, services, self._content, database, self._clock, wakeups.wake),
            self._mail_sender(database, wakeups),
        )

    def _mail_sender(self, database: Database, wakeups: Wakeups) -> MailSender | None:
        server, address = self._settings.mail_server, self._settings.mail_from
        if server is None or address is None:
            return None
        return MailSender(database, Postman(server, address, self._clock), wakeups, self._clock)

    def _webhook_routes(self, intake: Intake) -> list[web.RouteDef]:
        """Where Telegram brings updates; nowhere when we fetch them."""
        if self._settings.webhook_secret is None or "intake" not in self._roles:
            return []
        return list(Webhook(intake, self._settings.webhook_secret.get_secret_value()).routes(WEBHOOK_PATH))

    async def _take_updates(self, database: Database, gateway: Gateway, intake: Intake, stop: asyncio.Event) -> None:
        updates = Updates(gateway)
        try:
            await self._introduce(gateway)
            is_polling = await self._choose_delivery(updates)
        except InvalidToken:
            raise TokenRefused from None
        except TelegramError as error:
            raise Outage from error
        if not is_polling:
            await stop.wait()
            return
        poller = Poller(updates.fetch, intake)

        async def poll(_term: Term) -> None:
            await poller.run(stop)

        await Lease(database, "poller", _holder()).run(poll, stop)

    async def _choose_delivery(self, updates: Updates) -> bool:
        """Tell Telegram where updates go; True when we fetch them ourselves."""
        if self._settings.webhook_url and self._settings.webhook_secret:
            url = self._settings.webhook_url.rstrip("/") + WEBHOOK_PATH
            await updates.use_webhook(url, self._settings.webhook_secret.get_secret_value())
            return False
        await updates.use_polling()
        return True

    async def _introduce(self, gateway: Gateway) -> None:
        """Show the commands in each language; the name is its owner's to set, except in the sandbox."""
        if self._settings.demo:
            await gateway.call("setMyName", {"name": "Way In"})
        default = self._content.countries[self._settings.countries[0]].default_locale
        for code in self._services.languages.codes:
            shown = list(commands(self._services.languages.named(code)).items())
            await gateway.set_commands(shown, language_code=code)
            if code == default:
                await gateway.set_commands(shown)


def _checked_content(today: date) -> Content:
    """The content, or every error in it at once; warnings are logged and never stop anybody."""
    content, faults = load_checked(None, today)
    errors = [fault for fault in faults if fault.level is Level.ERROR]
    if content is None or errors:
        raise ContentError(errors)
    if faults:
        log.info("the content has %d warnings; `wayin check` lists them", len(faults))
    return content


async def _until_one_fails(parts: list[Coroutine[Any, Any, None]], stop: asyncio.Event) -> None:
    """Run every part until told to stop; when one fails the others finish what they hold, and its error is raised."""
    tasks = [asyncio.create_task(part) for part in parts]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    stop.set()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    for result in results:
        if isinstance(result, SendingStopped | InvalidToken):
            raise TokenRefused from None
        if isinstance(result, BaseException):
            raise result


def _holder() -> str:
    """A name for leases that no two processes share."""
    return f"{socket.gethostname()[:30]}:{os.getpid()}:{secrets.token_hex(4)}"
