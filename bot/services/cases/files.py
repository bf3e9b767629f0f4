"""Files of a case: what a person sent stays with Telegram and is fetched when somebody looks; ours are kept here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.handoffs import is_live
from bot.errors import NotFound
from db.models import Conversation, Person
from db.queries import attachments
from db.queries import cases as queries


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A file of an entry: its bytes if we have them, else what Telegram knows it by."""

    reference: str
    name: str | None
    content: bytes | None = None
    file_id: str | None = None


class CaseFiles:
    """A deleted entry has no file any more."""

    async def find(self, session: AsyncSession, case_id: int, number: int) -> CaseFile:
        """The file of one entry; raises NotFound."""
        case = await queries.get(session, case_id)
        entry = await queries.entry(session, case_id, number)
        person = await session.get(Person, case.person_id) if case is not None else None
        if entry is None or person is None or entry.deleted_at is not None:
            raise NotFound("file", number)
        if entry.attachment_id is not None:
            kept = await attachments.find(session, entry.attachment_id)
            if kept is not None:
                return CaseFile(person.reference, kept.name, kept.content, kept.file_id)
        if entry.file is None or "file_id" not in entry.file:
            raise NotFound("file", number)
        return CaseFile(person.reference, entry.file.get("name"), None, entry.file["file_id"])

    async def live_chat(self, session: AsyncSession, case_id: int, now: datetime) -> int | None:
        """The chat of a live conversation; None when nobody speaks there now."""
        case = await queries.get(session, case_id)
        person = await session.get(Person, case.person_id) if case is not None else None
        conversation = await session.get(Conversation, person.id) if person is not None else None
        if person is None or conversation is None or not is_live(conversation.live_until, now):
            return None
        return person.chat_id
