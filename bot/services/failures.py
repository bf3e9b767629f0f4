"""Updates that failed through a bug of ours: they are kept, and staff may try one again once it is mended."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from bot.services.turns import Outcome
from db.queries import failures
from db.session import Database

Replay = Callable[[dict[str, Any], int], Awaitable[Outcome]]


class Failures:
    """Replaying is only right while the conversation stands where it stood: nobody is answered out of turn."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def replay(self, row_id: int, replay: Replay) -> Outcome | None:
        """Hand a kept update to the intake again; None when there is none or its conversation has gone on since."""
        async with self._database.read() as session:
            row = await failures.get(session, row_id)
            if row is None or row.body is None or row.chat_id is None:
                return None
            if await failures.revision_now(session, row.chat_id) != row.revision:
                return None
            update = json.loads(row.body)
        # No update of Telegram's has a negative id, so the row's own, negated, is free and can be used only once.
        outcome = await replay(update, -row_id)
        if outcome in (Outcome.DONE, Outcome.DUPLICATE):
            async with self._database.write() as session:
                await failures.mark_replayed(session, row_id)
        return outcome
