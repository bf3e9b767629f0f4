"""Staff's linked chats, and the one-time links that link them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import StaffLink, StaffMember


async def of_chat(session: AsyncSession, chat_id: int) -> StaffMember | None:
    """Who linked this chat."""
    query = select(StaffMember).where(StaffMember.telegram_chat_id == chat_id)
    return (await session.execute(query)).scalar_one_or_none()


async def replace_link(session: AsyncSession, digest: str, staff_id: int, purpose: str, expires_at: datetime) -> None:
    """Keep a new link instead of earlier ones for the same purpose."""
    await session.execute(delete(StaffLink).where(StaffLink.staff_id == staff_id, StaffLink.purpose == purpose))
    session.add(StaffLink(digest=digest, staff_id=staff_id, purpose=purpose, expires_at=expires_at))
    await session.flush()


async def use_link(
    session: AsyncSession, digest: str, purpose: str, now: datetime, *, unless_held_by: StaffMember | None
) -> StaffMember | None:
    """Whose link it is, used up now; None when it does not work, or when somebody else holds what it would give."""
    found = await session.get(StaffLink, digest)
    if found is None or (unless_held_by is not None and unless_held_by.id != found.staff_id):
        return None
    done = await session.execute(
        update(StaffLink)
        .where(
            StaffLink.digest == digest,
            StaffLink.purpose == purpose,
            StaffLink.used_at.is_(None),
            StaffLink.expires_at > now,
        )
        .values(used_at=now)
        .returning(StaffLink.staff_id)
    )
    staff_id = done.scalar_one_or_none()
    query = select(StaffMember).where(StaffMember.id == staff_id, StaffMember.disabled_at.is_(None)).with_for_update()
    return None if staff_id is None else (await session.execute(query)).scalar_one_or_none()
