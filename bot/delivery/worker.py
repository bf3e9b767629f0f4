"""The worker: whoever holds its lease sends, does jobs and keeps the schedule."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any

from bot.delivery.jobs import JobRunner
from bot.delivery.leases import Lease, Term
from bot.delivery.mail import MailSender
from bot.delivery.schedule import Tick, ticking
from bot.delivery.sender import Sender

ROLE = "worker"


class Worker:
    """One of them works at a time, whatever the number of processes."""

    def __init__(
        self, lease: Lease, sender: Sender, jobs: JobRunner, ticks: Sequence[Tick], mail: MailSender | None = None
    ) -> None:
        self._lease = lease
        self._sender = sender
        self._mail = mail
        self._jobs = jobs
        self._ticks = ticks

    @property
    def is_working(self) -> bool:
        """Whether the lease is held by this process."""
        return self._lease.is_held

    async def run(self, stop: asyncio.Event) -> None:
        """Compete for the lease and work while it is held, until told to stop; then the role is given back."""

        async def work(term: Term) -> None:
            mail = () if self._mail is None else (self._mail.run(term, stop),)
            async with ticking(self._ticks):
                await _together(self._sender.run(term, stop), self._jobs.run(stop), *mail)

        await self._lease.run(work, stop)


async def _together(*coroutines: Coroutine[Any, Any, None]) -> None:
    """Run these side by side; when one fails, the others are cancelled and its error is raised as it is."""
    tasks = [asyncio.create_task(coroutine) for coroutine in coroutines]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
