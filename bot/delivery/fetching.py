"""Fetching updates by long polling, and telling Telegram where to deliver them instead."""

from __future__ import annotations

from typing import Any

from telegram.error import InvalidToken, TelegramError

from bot.delivery.gateway import Gateway
from bot.errors import Outage

# What the bot understands; anything else would only be fetched to be thrown away.
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")


class Updates:
    """Raw updates, as JSON: one that cannot be parsed must not stop those that come with it."""

    def __init__(self, gateway: Gateway, *, poll_seconds: int = 15, batch: int = 100) -> None:
        self._gateway = gateway
        self._poll_seconds = poll_seconds
        self._batch = batch

    async def fetch(self, offset: int | None) -> list[Any]:
        """Wait for updates from an offset on; raises Outage when Telegram cannot be reached or is not willing."""
        values = {
            "timeout": self._poll_seconds,
            "limit": self._batch,
            "allowed_updates": ALLOWED_UPDATES,
            **({} if offset is None else {"offset": offset}),
        }
        try:
            return list(await self._gateway.call("getUpdates", values))
        except InvalidToken:
            raise
        except TelegramError as error:
            raise Outage from error

    async def use_webhook(self, url: str, secret: str, *, connections: int = 40) -> None:
        """Have updates delivered to an address."""
        values = {
            "url": url,
            "secret_token": secret,
            "max_connections": connections,
            "allowed_updates": ALLOWED_UPDATES,
        }
        await self._gateway.call("setWebhook", values)

    async def use_polling(self) -> None:
        """Have updates kept until they are fetched; polling and a webhook exclude each other."""
        await self._gateway.call("deleteWebhook", {})
