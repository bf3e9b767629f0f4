"""The picture of a broadcast while its draft is written: a fault elsewhere in the form does not lose it."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.broadcasts.drafts import Image
from db.queries import attachments

_TOKEN = re.compile(r"^(\d{1,15})-([0-9a-f]{64})$")


async def keep(session: AsyncSession, image: Image, now: datetime) -> int:
    """Its row, the same when it has one; what no broadcast takes up in the end is forgotten by itself."""
    if image.kept_as is not None:
        return image.kept_as
    return await attachments.add(
        session, person_id=None, name=image.name[:120], mime=image.mime, content=image.content, now=now
    )


async def token_of(session: AsyncSession, attachment_id: int | None) -> str:
    """What a form carries for a kept picture: its row, and what only somebody who has the picture could know."""
    found = await attachments.find(session, attachment_id) if attachment_id else None
    return f"{found.id}-{found.digest.hex()}" if found else ""


async def find(session: AsyncSession, token: str) -> Image | None:
    """The picture that a form carries; None for a token of nothing, or of a file that is somebody's own."""
    match = _TOKEN.match(token)
    found = await attachments.find(session, int(match[1])) if match else None
    if match is None or found is None or found.person_id is not None or found.digest.hex() != match[2]:
        return None
    if found.content is None:
        return None
    return Image(found.name, found.mime, found.content, kept_as=found.id)
