"""Steering the sandbox itself: health, bots, faults, raw updates, clock, limits."""

import asyncio
import dataclasses
import json
from typing import Any

from aiohttp import web

from bot.sandbox.control.edge import WORLDS, answer, body_of, number_in, timeout_of, world_of
from bot.sandbox.errors import ActError
from bot.sandbox.faults import Fault
from bot.sandbox.settings import Limits
from bot.sandbox.world import World


def routes() -> list[web.RouteDef]:
    """The endpoints of this module."""
    return [
        web.get("/sandbox/health", health),
        web.get("/sandbox/bots", list_bots),
        web.post("/sandbox/bots", add_bot),
        web.get("/sandbox/faults", list_faults),
        web.post("/sandbox/faults", order_fault),
        web.delete("/sandbox/faults", clear_faults),
        web.delete("/sandbox/faults/{fault}", clear_faults),
        web.get("/sandbox/updates", pending_updates),
        web.get("/sandbox/updates/none", wait_confirmed),
        web.post("/sandbox/updates", inject_update),
        web.post("/sandbox/clock", advance_clock),
        web.get("/sandbox/limits", show_limits),
        web.patch("/sandbox/limits", change_limits),
    ]


async def health(request: web.Request) -> web.Response:
    """Up and able to answer."""
    return answer({"ok": True, "bots": len(request.app[WORLDS].by_token)})


async def list_bots(request: web.Request) -> web.Response:
    """The bots by id; tokens stay private."""
    return answer([_bot(world) for world in request.app[WORLDS].by_token.values()])


async def add_bot(request: web.Request) -> web.Response:
    """Accept one more token, with a world of its own."""
    body = await body_of(request)
    token = str(body["token"])
    if not token.partition(":")[0].isdigit() or not token.partition(":")[2]:
        raise ActError("a token is a number, a colon and a secret")
    world = request.app[WORLDS].add(token)
    for name in ("name", "username"):
        if body.get(name):
            world.profile.texts[f"{name}:"] = str(body[name])
    world.profile.save()
    return answer(_bot(world), 201)


async def list_faults(request: web.Request) -> web.Response:
    """The faults in force."""
    return answer([fault.row() for fault in world_of(request).faults.active])


async def order_fault(request: web.Request) -> web.Response:
    """Put a fault in force."""
    body = await body_of(request)
    return answer(world_of(request).faults.add(Fault(**body)).row(), 201)


async def clear_faults(request: web.Request) -> web.Response:
    """Take one fault, or all, out of force."""
    one = number_in(request, "fault") if "fault" in request.match_info else None
    world_of(request).faults.clear(one)
    return answer({"cleared": True})


async def pending_updates(request: web.Request) -> web.Response:
    """What waits for the bot, oldest first."""
    return answer([pending.row() for pending in world_of(request).queue.pending.values()])


async def wait_confirmed(request: web.Request) -> web.Response:
    """Answers when nothing waits for the bot any more; 400 when `?timeout=` passes first."""
    queue = world_of(request).queue
    try:
        await asyncio.wait_for(queue.empty(), timeout_of(request))
    except TimeoutError:
        raise ActError(f"{len(queue.pending)} updates still wait for the bot") from None
    return answer({"pending": 0})


async def inject_update(request: web.Request) -> web.Response:
    """Any `update` object as it is, or any `raw` text in an update's place."""
    world, body = world_of(request), await body_of(request)
    update: Any = body.get("update")
    update_id = world.queue.take_id()
    if isinstance(update, dict):
        update_id = int(update.setdefault("update_id", update_id))
    raw = str(body["raw"]) if "raw" in body else json.dumps(update)
    kind = next((name for name in update if name != "update_id"), "raw") if isinstance(update, dict) else "raw"
    world.queue.put(update_id, kind, str(body.get("key", f"raw{update_id}")), raw)
    return answer({"update_id": update_id}, 201)


async def advance_clock(request: web.Request) -> web.Response:
    """Move the sandbox's time forward by `advance` seconds."""
    worlds, body = request.app[WORLDS], await body_of(request)
    worlds.clock.advance(float(body["advance"]))
    worlds.keep_clock()
    return answer({"now": worlds.clock.now()})


async def show_limits(request: web.Request) -> web.Response:
    """The limits in force for all bots."""
    return answer(dataclasses.asdict(request.app[WORLDS].settings.limits))


async def change_limits(request: web.Request) -> web.Response:
    """Change some limits, or switch all off with `off`; the buckets start empty."""
    worlds, body = request.app[WORLDS], await body_of(request)
    limits = worlds.settings.limits
    values = dataclasses.asdict(Limits.off()) if body.pop("off", False) else body
    unknown = values.keys() - dataclasses.asdict(limits).keys()
    if unknown:
        raise ActError(f"there is no limit {', '.join(sorted(unknown))}")
    for name, value in values.items():
        setattr(limits, name, value)
    for world in worlds.by_token.values():
        world.pace.reset()
    return answer(dataclasses.asdict(limits))


def _bot(world: World) -> dict[str, Any]:
    user = world.bot_user()
    return {
        "id": user["id"],
        "name": user["first_name"],
        "username": user["username"],
        "description": world.profile.text("description", ""),
        "version": world.journal.version,
        "webhook": bool(world.webhook.url),
    }
