"""The bot with one fault put in: it says that it has an update before it has committed what the update causes.

Only the crash test runs this, to prove that it would see such a fault.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from bot.cli.main import main
from bot.intake.intake import Intake
from bot.services.turns import Outcome

take = Intake.take
working: set[asyncio.Task[Outcome | None]] = set()


async def take_later(intake: Intake, update: Any) -> None:
    """Answer at once and work afterwards, as with a queue in memory."""
    task = asyncio.create_task(take(intake, update))
    working.add(task)
    task.add_done_callback(working.discard)


if __name__ == "__main__":
    Intake.take = take_later
    sys.exit(main())
