"""E-mail through the outbox: queued where a mail server is set, else kept for staff to pass on by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages.emails import Email
from db import outbox
from db.models import OutboxMessage
from db.queries import emails

NO_MAIL = "no mail is set up"
_SHOWN_FOR = timedelta(days=30)


class Mail:
    """Writes outbox rows of the channel `email`; what is sent, and when, is the mail sender's."""

    def __init__(self, *, is_set_up: bool) -> None:
        self.is_set_up = is_set_up

    async def send(
        self,
        session: AsyncSession,
        email: Email,
        *,
        now: datetime,
        lane: int = 0,
        due_at: datetime | None = None,
        dedupe_key: str | None = None,
        about: str | None = None,
        about_id: int | None = None,
    ) -> int | None:
        """Queue one e-mail; its row, or None when this dedupe key was used before."""
        row_id = await outbox.queue(
            session,
            person_id=None,
            chat_id=None,
            content=email.to_json(),
            now=now,
            lane=lane,
            due_at=due_at,
            dedupe_key=dedupe_key,
            about=about,
            about_id=about_id,
            channel=emails.CHANNEL,
        )
        if row_id is not None and not self.is_set_up:
            await outbox.skip(session, [row_id], NO_MAIL)
        return row_id

    async def to_pass_on(
        self, session: AsyncSession, now: datetime, *, about: str | None = None, about_id: int | None = None
    ) -> Sequence[tuple[OutboxMessage, Email]]:
        """What could not be sent because no mail is set up, newest first: staff pass the link on themselves."""
        rows = await emails.skipped(session, NO_MAIL, since=now - _SHOWN_FOR, about=about, about_id=about_id)
        return [(row, Email.from_json(row.content or {})) for row in rows]
