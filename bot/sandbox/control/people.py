"""People: made, listed, changed, deleted."""

from typing import Any

from aiohttp import web

from bot.sandbox import acts
from bot.sandbox.control.edge import answer, body_of, number_in, world_of
from bot.sandbox.errors import ActError
from bot.sandbox.people import Person
from bot.sandbox.world import World

OPTIONAL = ("last_name", "username", "language_code")
CHANGEABLE = ("first_name", *OPTIONAL)


def routes() -> list[web.RouteDef]:
    """The endpoints of this module."""
    return [
        web.get("/sandbox/people", list_people),
        web.post("/sandbox/people", create_person),
        web.get("/sandbox/people/{person}", show_person),
        web.patch("/sandbox/people/{person}", change_person),
        web.delete("/sandbox/people/{person}", delete_person),
        web.post("/sandbox/people/{person}/block", block),
        web.post("/sandbox/people/{person}/unblock", unblock),
    ]


async def list_people(request: web.Request) -> web.Response:
    """Everybody, deleted people too."""
    return answer([one.row() for one in world_of(request).people.values()])


async def create_person(request: web.Request) -> web.Response:
    """A new phone; without an id it gets a free one."""
    body = await body_of(request)
    return answer(create(world_of(request), body).row(), 201)


def create(world: World, body: dict[str, Any]) -> Person:
    """A person out of a posted object."""
    person_id = int(body.get("id") or world.free_person_id())
    if person_id in world.people:
        raise ActError(f"person {person_id} exists already")
    if not str(body.get("first_name") or "").strip():
        raise ActError("a person needs a first_name")
    person = Person(person_id, str(body["first_name"]))
    for name in OPTIONAL:
        setattr(person, name, str(body[name]) if body.get(name) else None)
    person.started = bool(body.get("started"))
    return world.add_person(person)


async def show_person(request: web.Request) -> web.Response:
    """One person."""
    return answer(acts.person(world_of(request), number_in(request, "person")).row())


async def change_person(request: web.Request) -> web.Response:
    """Another name or phone language."""
    world, body = world_of(request), await body_of(request)
    person = acts.person(world, number_in(request, "person"))
    chat = world.chats[person.id]
    for name in CHANGEABLE:
        if name in body:
            setattr(person, name, body[name] or None)
            if name != "language_code":
                setattr(chat, name, body[name] or None)
    world.save_person(person)
    world.save_chat(chat)
    return answer(person.row())


async def delete_person(request: web.Request) -> web.Response:
    """The account is deleted: the bot gets "user is deactivated"."""
    world = world_of(request)
    acts.delete_person(world, acts.person(world, number_in(request, "person")))
    return answer({"deleted": True})


async def block(request: web.Request) -> web.Response:
    """The person blocks the bot."""
    return _set_blocked(request, blocked=True)


async def unblock(request: web.Request) -> web.Response:
    """The person lets the bot in again."""
    return _set_blocked(request, blocked=False)


def _set_blocked(request: web.Request, blocked: bool) -> web.Response:
    world = world_of(request)
    person = acts.person(world, number_in(request, "person"))
    acts.set_blocked(world, person, blocked)
    return answer(person.row())
