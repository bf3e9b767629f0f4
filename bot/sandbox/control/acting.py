"""People acting: texts, starts, edits, taps, and many texts at once."""

from typing import Any

from aiohttp import web

from bot.sandbox import acts
from bot.sandbox.chats import Chat
from bot.sandbox.control.edge import answer, body_of, number_in, timeout_of, world_of
from bot.sandbox.control.people import create
from bot.sandbox.errors import ActError
from bot.sandbox.people import Person
from bot.sandbox.world import Callback, World


def routes() -> list[web.RouteDef]:
    """The endpoints of this module."""
    return [
        web.post("/sandbox/people/{person}/text", say),
        web.post("/sandbox/people/{person}/start", start),
        web.post("/sandbox/people/{person}/edit", edit),
        web.post("/sandbox/people/{person}/tap", tap),
        web.get("/sandbox/callbacks/{callback}", show_callback),
        web.post("/sandbox/bulk", bulk),
    ]


def actor(request: web.Request, body: dict[str, Any]) -> tuple[World, Person, Chat]:
    """Who acts, and in which chat: their private one unless `chat_id` says another."""
    world = world_of(request)
    who = acts.person(world, number_in(request, "person"))
    return world, who, acts.chat(world, int(body.get("chat_id") or who.id))


async def say(request: web.Request) -> web.Response:
    """Send a text; answers the ids it got, several when a phone would cut it."""
    body = await body_of(request)
    world, who, where = actor(request, body)
    sent = acts.say(world, who, where, body["text"], body.get("entities"), body.get("reply_to"))
    return answer({"message_ids": [entry.message["message_id"] for entry in sent]}, 201)


async def start(request: web.Request) -> web.Response:
    """Press Start, with the payload of a deep link or without."""
    body = await body_of(request)
    world, who, _ = actor(request, {})
    entry = acts.start(world, who, str(body.get("payload") or ""))
    return answer({"message_ids": [entry.message["message_id"]]}, 201)


async def edit(request: web.Request) -> web.Response:
    """Change an own message."""
    body = await body_of(request)
    world, who, where = actor(request, body)
    entry = acts.edit(world, who, where, int(body["message_id"]), body["text"])
    return answer(entry.record())


async def tap(request: web.Request) -> web.Response:
    """Tap a button by `data` or `label`; with `forged` any data goes, whatever the message shows."""
    body = await body_of(request)
    world, who, where = actor(request, body)
    message_id = int(body["message_id"])
    data = body.get("data")
    if not body.get("forged"):
        button = acts.find_button(where, message_id, data, body.get("label"))
        data = button.get("callback_data")
        if data is None:
            return answer({"callback_id": None, "button": button})
    return answer({"callback_id": acts.tap(world, who, where, message_id, str(data)).id}, 201)


async def show_callback(request: web.Request) -> web.Response:
    """A tap and its answer; with `?timeout=` waits for the answer."""
    world, callback_id = world_of(request), request.match_info["callback"]
    callback = world.callbacks.get(callback_id)
    if callback is None:
        raise ActError("there is no such callback")
    end = world.clock.now() + timeout_of(request)
    while callback.answered_at is None and (left := end - world.clock.now()) > 0:
        await world.journal.wait(callback.chat_id, left)
    return answer(Callback.row(callback))


async def bulk(request: web.Request) -> web.Response:
    """Many texts at once as `[[person, text], …]`, in order; unknown people are made when asked."""
    world, body = world_of(request), await body_of(request)
    messages = body["messages"]
    for person_id, text in messages:
        if person_id not in world.people and body.get("create_people"):
            create(world, {"id": person_id, "first_name": f"Person {person_id}"})
        who = acts.person(world, person_id)
        acts.say(world, who, world.chats[who.id], text)
    return answer({"sent": len(messages), "version": world.journal.version}, 201)
