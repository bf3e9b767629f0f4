"""The web server of one process: health, pages for everybody, the staff console, and the webhook if there is one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from aiohttp import web

from bot.bootstrap import build_console, build_reachability
from bot.clock import Clock
from bot.console.console import TelegramChats
from bot.console.table import PREFIX, console_application
from bot.content.model import Content
from bot.errors import PortTaken
from bot.public.table import public_routes
from bot.services.equality.pages import EqualityPages
from bot.services.events.poster_counts import PosterCounts
from bot.services.feeds.listings import Listings
from bot.services.journeys.referral_pages import ReferralPages
from bot.services.journeys.step_pages import StepDoor
from bot.services.opportunities.wording import Wording
from bot.services.safeguarding.demo_duty import DemoDuty
from bot.services.services import Services
from bot.services.staff.audit import Audit
from bot.settings import Settings
from db.session import Database

# A turn takes a tenth of a second; aiohttp's minute would outlast the patience of whoever stops us, and it may wait for
# a connection on which nothing comes any more.
_LAST_REQUESTS_SECONDS = 3.0


class WebServer:
    """One server for everything that comes by HTTP."""

    def __init__(
        self,
        settings: Settings,
        content: Content,
        services: Services,
        clock: Clock,
        telegram: TelegramChats,
        wake: Callable[[], None],
    ) -> None:
        self._settings = settings
        self._content = content
        self._services = services
        self._clock = clock
        self._telegram = telegram
        self._wake = wake

    async def open(
        self, database: Database, is_working: Callable[[], bool], webhook: Sequence[web.RouteDef]
    ) -> web.AppRunner:
        """Listen and answer; raises PortTaken. Whoever opens it lets `serve` close it."""
        application = await self._application(database, is_working)
        application.add_routes(webhook)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=_LAST_REQUESTS_SECONDS)
        await runner.setup()
        try:
            await self._listen(runner)
        except BaseException:
            await runner.cleanup()
            raise
        return runner

    async def serve(self, runner: web.AppRunner, stop: asyncio.Event) -> None:
        """Answer until told to stop."""
        try:
            await stop.wait()
        finally:
            await runner.cleanup()

    async def _application(self, database: Database, is_working: Callable[[], bool]) -> web.Application:
        application, services = web.Application(), self._services

        reachability = build_reachability(self._settings, services, database, self._clock)

        async def health(_request: web.Request) -> web.Response:
            safeguarding = await reachability.said()
            return web.json_response({"ok": True, "worker": is_working(), "safeguarding": safeguarding})

        application.add_routes([web.get("/health", health)])
        pages = EqualityPages(database, self._clock, services.equality, services.languages, services.organisations)
        trip = services.journeying
        referrals = ReferralPages(
            database,
            self._clock,
            self._content,
            services.languages,
            trip.links,
            trip.partner_moves,
            trip.fair_employers,
            Audit(),
        )
        posters = PosterCounts(database, services.gatherings.posters, services.languages)
        steps = StepDoor(database, self._clock, trip.step_pages, services.languages)
        application.add_routes(public_routes(services, pages, referrals, posters, steps, self._listings(database)))
        console = build_console(
            self._settings,
            self._content,
            services,
            database,
            self._clock,
            telegram=self._telegram,
            wake=self._wake,
        )
        if console.demo is not None and self._settings.demo_secret is not None:
            await console.demo.load(self._settings.demo_secret.get_secret_value())
            controllers = tuple(services.organisations.controller(name).id for name in self._settings.countries)
            await DemoDuty(console.door, services.duty, controllers).load()
        await reachability.warn()
        application.add_subapp(PREFIX, console_application(console))
        return application

    def _listings(self, database: Database) -> Listings | None:
        """The pages of what is open, unless they are switched off."""
        settings, services = self._settings, self._services
        if not settings.public_pages:
            return None
        wording = Wording(self._content, services.eligibility)
        return Listings(
            database,
            self._clock,
            self._content,
            services.languages,
            services.organisations,
            wording,
            services.offers.links,
            settings.console_url,
            settings.countries,
        )

    async def _listen(self, runner: web.AppRunner) -> None:
        host, port = self._settings.listen_host, self._settings.listen_port
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise PortTaken(host, port) from error
