"""The last word before a message leaves: does it still hold, and what does it say now?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages.outgoing import OutgoingMessage
from db.queries.claiming import Claimed

Verdict = OutgoingMessage | str | datetime
"""Send this; or skip it for good, for this reason; or defer it until then."""


class Gate(Protocol):
    """A service that checks, and where needed renders, messages that are about something (`about` is set)."""

    async def judge(self, session: AsyncSession, rows: Sequence[Claimed], now: datetime) -> Mapping[int, Verdict]:
        """A verdict for each row by its id, within the claiming transaction; rows left out are sent as they are."""


class OpenGate:
    """Lets everything through as it was queued."""

    async def judge(self, session: AsyncSession, rows: Sequence[Claimed], now: datetime) -> Mapping[int, Verdict]:
        """No objections."""
        return {}
