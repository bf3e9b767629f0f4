"""What a person can see and take away of their cases: everything written there, notes of staff too."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages.texts import Html, LocaleTexts
from bot.services.turns import Turn
from db.queries import cases as queries


class CaseRecords:
    """A holder of the privacy card; erasing a person takes their cases with them."""

    name = "cases"

    async def held_lines(self, turn: Turn, t: LocaleTexts) -> list[Html]:
        """How much was said with advisers; nothing when nothing was."""
        person, _ = turn.known()
        count = len([row for row in await queries.of_person(turn.session, person.id) if row.kind != "event"])
        return [t("cases.held", count=count)] if count else []

    async def everything(self, session: AsyncSession, person_id: int) -> Any:
        """Every entry in order, by whom, with its earlier words; files by name, because Telegram has them."""
        return [
            {
                "case": row.handoff_id,
                "by": row.kind,
                "text": row.text,
                "earlier": row.earlier or [],
                "file": (row.file or {}).get("name") or (row.file or {}).get("kind"),
                "at": row.written_at.isoformat(),
            }
            for row in await queries.of_person(session, person_id)
        ]
