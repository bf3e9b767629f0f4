"""Files we send: kept encrypted, uploaded once, then sent by the id Telegram gave them."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Attachment

MAX_BYTES = 10 * 1024 * 1024


async def add(
    session: AsyncSession, *, person_id: int | None, name: str, mime: str, content: bytes, now: datetime
) -> int:
    """Keep a file; its id for an outgoing message. Raises ValueError past 10 MB."""
    if len(content) > MAX_BYTES:
        raise ValueError("a file to send may have 10 MB at most")
    digest = hashlib.sha256(content).digest()
    kept = Attachment(person_id=person_id, name=name, mime=mime, content=content, digest=digest, created_at=now)
    session.add(kept)
    await session.flush()
    return kept.id


async def find(session: AsyncSession, attachment_id: int) -> Attachment | None:
    """A kept file with its content."""
    return await session.get(Attachment, attachment_id)


async def remember_file_id(session: AsyncSession, attachment_id: int, file_id: str) -> None:
    """From now on this file is sent by Telegram's id."""
    await session.execute(update(Attachment).where(Attachment.id == attachment_id).values(file_id=file_id))
