"""Getting updates: the long poll, and switching the webhook on and off."""

import asyncio
import ipaddress
import re
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.calls import Call
from bot.sandbox.errors import bad_request, conflict, too_many_requests
from bot.sandbox.polling import WEBHOOK_ACTIVE

LONGEST_POLL = 50
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
SETTABLE = ("url", "secret_token", "max_connections")


async def get_updates(call: Call) -> Any:
    """getUpdates."""
    if call.world.webhook.url:
        raise conflict(WEBHOOK_ACTIVE)
    poller = call.world.poller
    return await poller.poll(
        offset=call.integer("offset"),
        limit=min(100, max(1, call.integer("limit", 100))),
        seconds=min(LONGEST_POLL, max(0, call.integer("timeout"))),
        allowed=_allowed(call),
    )


async def set_webhook(call: Call) -> bool:
    """setWebhook: http is taken on loopback, where there are no certificates."""
    world, url = call.world, call.text("url")
    if not url:
        return await delete_webhook(call)
    _check_url(url)
    secret = call.text("secret_token")
    if secret and not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    if world.settings.limits.slow_repeated_polls and not world.webhook.may_be_set():
        raise too_many_requests(1)
    if call.flag("drop_pending_updates"):
        world.queue.clear()
    world.queue.allow(_allowed(call))
    world.poller.stop("terminated by setWebhook request")
    await world.webhook.set(url, secret, min(100, max(1, call.integer("max_connections", 40))))
    return True


async def delete_webhook(call: Call) -> bool:
    """deleteWebhook."""
    if call.flag("drop_pending_updates"):
        call.world.queue.clear()
    await call.world.webhook.remove()
    return True


async def get_webhook_info(call: Call) -> dict[str, Any]:
    """getWebhookInfo."""
    await asyncio.sleep(0)
    return call.world.webhook.info()


def _allowed(call: Call) -> list[str] | None:
    kinds = call.json("allowed_updates")
    return [str(kind) for kind in kinds] if isinstance(kinds, list) else None


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    host = parts.hostname or ""
    if not host:
        raise bad_request("bad webhook: URL host is empty")
    if parts.scheme == "https":
        return
    if parts.scheme != "http" or not _is_loopback(host):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
