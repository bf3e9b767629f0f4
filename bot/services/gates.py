"""One gate for the sender: every row that is about something goes to whoever knows whether it still holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages.outgoing import OutgoingMessage

Verdict = OutgoingMessage | str | datetime
"""Send this; or skip it for good, for this reason; or look again then."""


AT_THIS_MOMENT = timedelta(seconds=1)
"""What somebody is changing is looked at again after this: a turn, and a coordinator's change, take a tenth of it."""


class Due(Protocol):
    """A row of the outbox that is about to be sent."""

    @property
    def id(self) -> int:
        """The row."""

    @property
    def person_id(self) -> int | None:
        """Whose it is."""

    @property
    def about(self) -> str | None:
        """What must still hold."""

    @property
    def about_id(self) -> int | None:
        """Which of those."""

    @property
    def content(self) -> Any:
        """What was queued, if anything was."""

    @property
    def due_at(self) -> datetime:
        """When it was to go."""


class Judge(Protocol):
    """Knows one kind of thing that messages are about."""

    async def judge(self, session: AsyncSession, rows: Sequence[Due], now: datetime) -> Mapping[int, Verdict]:
        """A verdict for each row; one left out is sent as it was queued."""


class Gates:
    """Sorts rows by what they are about; a kind nobody judges is sent as it was queued."""

    def __init__(self, judges: Mapping[str, Judge]) -> None:
        self._judges = judges

    async def judge(self, session: AsyncSession, rows: Sequence[Due], now: datetime) -> Mapping[int, Verdict]:
        """Ask each judge once about all rows of its kind."""
        verdicts: dict[int, Verdict] = {}
        for kind in sorted({row.about for row in rows if row.about is not None}):
            judge = self._judges.get(kind)
            if judge is not None:
                verdicts |= await judge.judge(session, [row for row in rows if row.about == kind], now)
        return verdicts
