"""Groups and channels: made, moved, and the bot's place in them."""

from aiohttp import web

from bot.sandbox import acts, gatherings
from bot.sandbox.control.edge import answer, body_of, number_in, world_of


def routes() -> list[web.RouteDef]:
    """The endpoints of this module."""
    return [
        web.post("/sandbox/chats", create),
        web.post("/sandbox/chats/{chat}/migrate", migrate),
        web.post("/sandbox/chats/{chat}/bot", set_bot_status),
    ]


async def create(request: web.Request) -> web.Response:
    """A new group, supergroup or channel."""
    body = await body_of(request)
    options = {name: body[name] for name in ("username", "bot_status") if body.get(name)}
    chat = gatherings.create(
        world_of(request), body["type"], body["title"], [int(one) for one in body["members"]], **options
    )
    return answer(chat.record(), 201)


async def migrate(request: web.Request) -> web.Response:
    """A group becomes a supergroup."""
    world = world_of(request)
    return answer(gatherings.migrate(world, acts.chat(world, number_in(request, "chat"))).record(), 201)


async def set_bot_status(request: web.Request) -> web.Response:
    """Somebody in the group changes the bot's place in it."""
    world, body = world_of(request), await body_of(request)
    chat = acts.chat(world, number_in(request, "chat"))
    gatherings.set_bot_status(world, chat, acts.person(world, int(body["by"])), str(body["status"]))
    return answer(chat.record())
