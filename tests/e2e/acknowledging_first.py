"""The bot with one fault put in: it says that it has an update before it has committed what the update causes.

Only the crash test runs this, to prove that it would see such a fault.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import bot.bootstrap
from bot.cli.main import main
from bot.intake.intake import Intake
from bot.services.turns import Outcome


class HastyIntake(Intake):
    """Answers at once and works afterwards, as a queue in memory would."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._working: set[asyncio.Task[Outcome | None]] = set()

    async def take(self, update: Any) -> Outcome | None:
        """Put it behind those before it and return."""
        task = asyncio.create_task(super().take(update))
        self._working.add(task)
        task.add_done_callback(self._working.discard)
        return None


if __name__ == "__main__":
    bot.bootstrap.Intake = HastyIntake
    sys.exit(main())
