"""From a raw update to a committed turn; polling and the webhook both come through here."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from telegram import Update

from bot.intake.chats import ChatQueues
from bot.intake.envelope import NotAnUpdate, cleaned, envelope
from bot.intake.router import Router
from bot.services.turns import Handle, Incoming, Outcome, Turn, Turns

log = logging.getLogger(__name__)

AnswerTap = Callable[[str], Awaitable[None]]
Screen = Callable[[Turn], Awaitable[bool]]
"""Says whether an update goes no further than the record of it (a burst, a stranger's old tap)."""


class Intake:
    """`take` returns when everything the update caused is committed; only then may it be acknowledged."""

    def __init__(self, turns: Turns, router: Router, screen: Screen, apologise: Handle, answer_tap: AnswerTap) -> None:
        self._turns = turns
        self._router = router
        self._screen = screen
        self._apologise = apologise
        self._answer_tap = answer_tap
        self._queues = ChatQueues()
        self._taps: set[asyncio.Task[None]] = set()

    async def take(self, update: Any) -> Outcome | None:
        """Handle one update; None if it was no update at all; raises Outage if nothing could be kept."""
        update = cleaned(update)
        try:
            incoming = envelope(update)
        except NotAnUpdate:
            log.warning("something without an update id was dropped")
            return None
        if incoming.callback_id:
            self._answer_early(incoming.callback_id)
        # An update without a chat has no order to keep: it queues behind nobody.
        async with self._queues.place(incoming.chat_id or -incoming.update_id):
            return await self._turn(incoming, update)

    async def replay(self, update: dict[str, Any], as_id: int) -> Outcome:
        """Handle a kept update once more under an id of its own, so that even a replay acts only once."""
        incoming = replace(envelope(update), update_id=as_id, callback_id=None)
        async with self._queues.place(incoming.chat_id or as_id):
            return await self._turn(incoming, update)

    async def _turn(self, incoming: Incoming, raw: dict[str, Any]) -> Outcome:
        try:
            update = self._router.parse(raw)
        except Exception as error:
            # A parser meeting what it was not written for can raise anything; whatever it is, the update is kept.
            log.warning("update %d could not be parsed: %s", incoming.update_id, type(error).__name__)
            return await self._turns.keep_unreadable(incoming)
        return await self._turns.run(incoming, self._handler(update), self._apologise)

    def _handler(self, update: Update) -> Handle:
        async def handle(turn: Turn) -> None:
            if not await self._screen(turn):
                await self._router.route(update, turn)

        return handle

    def _answer_early(self, callback_id: str) -> None:
        # A tap waits for its answer at most 150 s and shows a spinner meanwhile: best effort, outside the turn.
        task = asyncio.create_task(_quietly(self._answer_tap(callback_id)))
        self._taps.add(task)
        task.add_done_callback(self._taps.discard)


async def _quietly(answer: Awaitable[None]) -> None:
    try:
        await answer
    except Exception as error:
        log.info("a tap was not answered: %s", type(error).__name__)
