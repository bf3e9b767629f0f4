"""Puts the sandbox together as one aiohttp application."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from aiohttp import web

from bot.sandbox import mail_page, page
from bot.sandbox.control import acting, chats, edge, mails, media, people, reading, steering
from bot.sandbox.dispatch import BotApi
from bot.sandbox.files import UPLOAD_LIMIT
from bot.sandbox.mails import Mailbox
from bot.sandbox.settings import Settings
from bot.sandbox.world import World
from bot.sandbox.worlds import Worlds

BODY_LIMIT = UPLOAD_LIMIT + 1024 * 1024


def create_app(settings: Settings) -> web.Application:
    """The whole sandbox; its tasks live as long as the application runs."""
    worlds = Worlds(settings)
    api = BotApi(worlds)
    app = web.Application(middlewares=[edge.control_edge], client_max_size=BODY_LIMIT)
    app[edge.WORLDS] = worlds
    app[reading.CLOSING] = api.closing
    app[mails.MAILBOX] = mailbox = Mailbox(worlds.store)
    for module in (steering, people, chats, acting, media, reading, mails, mail_page, page):
        app.add_routes(module.routes())
    app.router.add_route("*", "/file/bot{rest:.+}", api.download)
    app.router.add_route("*", "/bot{rest:.+}", api.answer)
    app.cleanup_ctx.append(lambda _: _living(worlds, api))
    if settings.smtp_port is not None:
        app.cleanup_ctx.append(mailbox.catching(settings.smtp_port))
    app.on_shutdown.append(lambda _: _close_streams(worlds, api))
    return app


async def _living(worlds: Worlds, api: BotApi) -> AsyncIterator[None]:
    """Webhooks push and the file is written while this lives."""
    worlds.on_new = lambda world: connect(world, api)
    for world in worlds.by_token.values():
        connect(world, api)
    flushing = asyncio.create_task(worlds.store.keep_flushing(worlds.settings.flush_seconds))
    yield
    flushing.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await flushing
    for world in worlds.by_token.values():
        await world.webhook.stop()
    await worlds.store.close()


def connect(world: World, api: BotApi) -> None:
    """Let a world's webhook push, and carry out what the bot answers to it."""
    world.webhook.execute = lambda method, values: api.execute(world, method, values)
    world.webhook.start()


async def _close_streams(worlds: Worlds, api: BotApi) -> None:
    """End event streams, long polls and silences, which would hold up the shutdown."""
    api.closing.set()
    for world in worlds.by_token.values():
        world.poller.wake()
        world.journal.add("closing")
