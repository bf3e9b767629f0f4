"""Reading chats, counters and the live stream of changes."""

import asyncio
import json
from typing import Any

from aiohttp import web

from bot.sandbox import acts
from bot.sandbox.chats import Chat
from bot.sandbox.control.edge import answer, number_in, timeout_of, world_of
from bot.sandbox.journal import Change
from bot.sandbox.world import World

CLOSING = web.AppKey("closing", asyncio.Event)
HEARTBEAT_SECONDS = 15.0


def routes() -> list[web.RouteDef]:
    """The endpoints of this module."""
    return [
        web.get("/sandbox/chats", list_chats),
        web.get("/sandbox/chats/{chat}/history", history),
        web.get("/sandbox/counters", counters),
        web.post("/sandbox/counters/reset", reset_counters),
        web.get("/sandbox/events", events),
        web.get("/sandbox/files/{file}", download),
    ]


async def list_chats(request: web.Request) -> web.Response:
    """All chats, without their messages."""
    return answer([chat.record() for chat in world_of(request).chats.values()])


async def history(request: web.Request) -> web.Response:
    """A chat's messages and taps past `?after=` a version; with `?timeout=` waits for some."""
    world = world_of(request)
    chat = acts.chat(world, number_in(request, "chat"))
    after = int(request.query.get("after", "0"))
    end = asyncio.get_running_loop().time() + timeout_of(request)
    while True:
        found = transcript(world, chat, after)
        left = end - asyncio.get_running_loop().time()
        if found["messages"] or found["callbacks"] or left <= 0:
            return answer(found)
        await world.journal.wait(chat.id, left)


def transcript(world: World, chat: Chat, after: int) -> dict[str, Any]:
    """What changed in a chat after a version, deleted messages marked as such."""
    person = world.people.get(chat.id)
    language = (person.language_code or "") if person else ""
    taps = [tap.row() for tap in world.taps.get(chat.id, []) if tap.version > after]
    return {
        "version": world.journal.version,
        "chat": chat.record(),
        "messages": [entry.record() for entry in chat.entries.values() if entry.version > after],
        "callbacks": taps,
        "commands": world.profile.commands_for(chat.id, chat.is_private, language),
        "description": world.profile.text("description", language),
    }


async def counters(request: web.Request) -> web.Response:
    """Totals of calls, refusals, messages and updates."""
    world = world_of(request)
    return answer({**world.counters.row(), "pending_updates": len(world.queue.pending)})


async def reset_counters(request: web.Request) -> web.Response:
    """Start counting anew."""
    world = world_of(request)
    world.counters.reset()
    world.count()
    return answer({"reset": True})


async def download(request: web.Request) -> web.Response:
    """A file for the page; shown in place only when it is an image."""
    world = world_of(request)
    stored = world.files.find(request.match_info["file"])
    if stored is None:
        return answer({"error": "there is no such file"}, 404)
    inline = stored.mime_type in ("image/png", "image/jpeg", "image/gif", "image/webp", "audio/ogg", "audio/webm")
    name = "".join(char for char in stored.name if char.isalnum() or char in " ._-") or "file"
    kept = "inline" if inline else "attachment"
    return web.Response(
        body=world.files.content(stored),
        content_type=stored.mime_type if inline else "application/octet-stream",
        headers={
            "Content-Disposition": f'{kept}; filename="{name.encode("ascii", "replace").decode()}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


async def events(request: web.Request) -> web.StreamResponse:
    """Server-Sent Events; takes up after `Last-Event-ID`, or says `reset` when it cannot."""
    world = world_of(request)
    seen = int(request.headers.get("Last-Event-ID") or request.query.get("after") or world.journal.version)
    stream = web.StreamResponse(
        headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"},
    )
    await stream.prepare(request)
    chats = {int(one) for one in request.query.get("chats", "").split(",") if one}
    try:
        await _follow(world, stream, seen, chats, request.app[CLOSING])
    except ConnectionResetError:
        # The page was closed: there is nobody left to tell.
        return stream
    return stream


async def _follow(world: World, stream: web.StreamResponse, seen: int, chats: set[int], closing: asyncio.Event) -> None:
    await stream.write(b"retry: 500\n\n")
    while not closing.is_set():
        changes = world.journal.since(seen)
        seen = world.journal.version
        if changes is None:
            await stream.write(f"id: {seen}\nevent: reset\ndata: {{}}\n\n".encode())
        elif changes:
            await stream.write(b"".join([b":\n", *frames(world, changes, chats)]))
        elif not await world.journal.wait(None, HEARTBEAT_SECONDS):
            await stream.write(b": still here\n\n")


def frames(world: World, changes: list[Change], chats: set[int]) -> list[bytes]:
    """The changes as SSE frames; what changed twice is shown once, in its last state.

    With `chats`, only those of these chats and those of no chat.
    """
    newest = {(change.kind, change.chat_id, change.about): change.version for change in changes}
    return [
        f"id: {change.version}\nevent: {change.kind}\ndata: {json.dumps(_shown(world, change))}\n\n".encode()
        for change in changes
        if (not chats or change.chat_id is None or change.chat_id in chats)
        and newest[change.kind, change.chat_id, change.about] == change.version
    ]


def _shown(world: World, change: Change) -> dict[str, Any]:
    shown: dict[str, Any] = {"chat_id": change.chat_id}
    if change.kind == "message":
        shown["message"] = world.chats[change.chat_id or 0].entries[change.about].record()
    elif change.kind == "callback":
        shown["callback"] = world.callbacks[change.about].row()
    elif change.kind == "person":
        shown["person"] = world.people[change.about].row()
    elif change.kind == "chat":
        shown["chat"] = world.chats[change.about].record()
    else:
        shown["about"] = change.about
    return shown
