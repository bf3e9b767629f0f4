"""Telling an adviser that somebody wrote: once until they look, with a link and nothing personal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import pings as messages
from bot.messages.outgoing import OutgoingMessage
from bot.messages.texts import LocaleTexts
from bot.services.languages import Languages
from db import outbox
from db.models import Handoff, StaffMember
from db.queries import staff as queries


class Pings:
    """One ping a case until it is opened; colleagues hear of a promise that was broken."""

    def __init__(self, languages: Languages, console_url: str) -> None:
        self._languages = languages
        self._console_url = console_url.rstrip("/")

    async def person_wrote(self, session: AsyncSession, case: Handoff, now: datetime) -> None:
        """Tell the adviser of a case, or whoever covers for them; a case that waits is everybody's and pings nobody."""
        if case.adviser_id is None or case.pinged_at is not None:
            return
        adviser = await queries.reachable(session, case.adviser_id, now)
        if adviser is not None:
            case.pinged_at = now
            await self._ping(session, adviser, messages.person_wrote, case, now)

    async def promise_broken(self, session: AsyncSession, case: Handoff, now: datetime) -> None:
        """Tell every adviser of the organisation."""
        for colleague in await queries.advisers_of(session, case.organisation):
            await self._ping(session, colleague, messages.promise_broken, case, now)

    async def _ping(
        self,
        session: AsyncSession,
        staff: StaffMember,
        message: Callable[[LocaleTexts, str], OutgoingMessage],
        case: Handoff,
        now: datetime,
    ) -> None:
        """To the Telegram account they linked; whoever linked none sees it in the console."""
        if staff.telegram_chat_id is not None:
            link = f"{self._console_url}/console/cases/{case.id}"
            content = message(self._languages.named(staff.locale), link).to_json()
            await outbox.queue(session, person_id=None, chat_id=staff.telegram_chat_id, content=content, now=now)
