"""People sending what is not text: photos, voice notes, stickers, contacts, places, albums."""

import base64
import secrets
from typing import Any

from aiohttp import BodyPartReader, web

from bot.sandbox import acts
from bot.sandbox.chats import Chat, Entry
from bot.sandbox.control.acting import actor
from bot.sandbox.control.edge import answer, body_of
from bot.sandbox.errors import ActError
from bot.sandbox.methods.files import described
from bot.sandbox.people import Person
from bot.sandbox.samples import SAMPLES
from bot.sandbox.texts import detect
from bot.sandbox.world import World

FILE_KINDS = frozenset(SAMPLES)


def routes() -> list[web.RouteDef]:
    """The endpoints of this module."""
    return [
        web.post("/sandbox/people/{person}/media", send_media),
        web.post("/sandbox/people/{person}/album", send_album),
        web.post("/sandbox/people/{person}/upload", upload),
    ]


async def send_media(request: web.Request) -> web.Response:
    """One medium: `kind`, perhaps `content` (base64), `name`, `caption`, or the fields of a contact or place."""
    body = await body_of(request)
    entry = _send(*actor(request, body), body)
    return answer({"message_ids": [entry.message["message_id"]]}, 201)


async def send_album(request: web.Request) -> web.Response:
    """Several media as one group, each a message of its own."""
    body = await body_of(request)
    group = {"media_group_id": str(secrets.randbits(60))}
    sent = [_send(*actor(request, body), item, group) for item in body["items"]]
    return answer({"message_ids": [entry.message["message_id"] for entry in sent]}, 201)


async def upload(request: web.Request) -> web.Response:
    """A file that the page posts as a form: parts `kind`, `caption`, `file`."""
    body: dict[str, Any] = {}
    reader = await request.multipart()
    while (part := await reader.next()) is not None:
        if not isinstance(part, BodyPartReader) or part.name is None:
            continue
        content = bytes(await part.read())
        if part.filename is None:
            body[part.name] = content.decode()
        else:
            body |= {"bytes": content, "name": part.filename, "mime_type": part.headers.get("Content-Type")}
    entry = _send(*actor(request, body), body)
    return answer({"message_ids": [entry.message["message_id"]]}, 201)


def _send(world: World, who: Person, where: Chat, body: dict[str, Any], group: dict[str, str] | None = None) -> Entry:
    content = _content(world, who, body)
    caption = body.get("caption")
    if caption:
        content["caption"] = caption
        if found := detect(caption):
            content["caption_entities"] = found
    return acts.send(world, who, where, {**content, **(group or {})})


def _content(world: World, who: Person, body: dict[str, Any]) -> dict[str, Any]:
    kind = body["kind"]
    if kind == "contact":
        contact = {"phone_number": body.get("phone_number", "+440000000000"), "first_name": who.first_name}
        return {"contact": {**contact, "user_id": who.id}}
    if kind == "location":
        place = {"latitude": body.get("latitude", 51.5), "longitude": body.get("longitude", 0.0)}
        return {"location": place}
    if kind not in FILE_KINDS:
        raise ActError(f"{kind} is not one of contact, location, {', '.join(sorted(FILE_KINDS))}")
    sample_name, sample_type, sample = SAMPLES[kind]
    content = body.get("bytes") or (base64.b64decode(body["content"]) if body.get("content") else sample)
    name = body.get("name") or sample_name
    stored = world.files.add(kind, name, content, body.get("mime_type") or sample_type)
    return {kind: described(stored, content)}
