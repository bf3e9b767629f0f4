"""Staff: who they are and who stands in for whom, their links and their sessions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Row, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import StaffLink, StaffMember, StaffSession


async def get(session: AsyncSession, staff_id: int) -> StaffMember | None:
    """One member of staff, disabled ones too."""
    return await session.get(StaffMember, staff_id)


async def names(session: AsyncSession, staff_ids: Collection[int]) -> dict[int, str]:
    """What these members of staff are called, disabled ones too."""
    if not staff_ids:
        return {}
    rows = await session.execute(select(StaffMember.id, StaffMember.name).where(StaffMember.id.in_(staff_ids)))
    return {row.id: row.name for row in rows}


async def locked(session: AsyncSession, staff_id: int) -> StaffMember | None:
    """One member of staff whose row nobody else changes until this transaction ends."""
    query = select(StaffMember).where(StaffMember.id == staff_id).with_for_update()
    return (await session.execute(query, execution_options={"populate_existing": True})).scalar_one_or_none()


async def locked_by_email(session: AsyncSession, email: str) -> StaffMember | None:
    """The same, found by the e-mail address in small letters."""
    query = select(StaffMember).where(StaffMember.email == email).with_for_update()
    return (await session.execute(query, execution_options={"populate_existing": True})).scalar_one_or_none()


async def everybody(session: AsyncSession, organisation: str | None) -> Sequence[StaffMember]:
    """Everybody of an organisation (or of all), those who may sign in first, then in the order they came."""
    query = select(StaffMember).order_by(StaffMember.disabled_at.is_not(None), StaffMember.id)
    if organisation is not None:
        query = query.where(StaffMember.organisation == organisation)
    return (await session.execute(query)).scalars().all()


async def of_organisation(session: AsyncSession, organisation: str) -> Sequence[StaffMember]:
    """Everybody who may sign in there, by e-mail."""
    query = select(StaffMember).where(StaffMember.organisation == organisation, StaffMember.disabled_at.is_(None))
    return (await session.execute(query.order_by(StaffMember.email))).scalars().all()


async def advisers_of(session: AsyncSession, organisation: str) -> list[StaffMember]:
    """The advisers of an organisation."""
    return [one for one in await of_organisation(session, organisation) if "adviser" in one.roles]


async def staffed(session: AsyncSession) -> frozenset[str]:
    """The organisations that have an adviser."""
    return await _having(session, "adviser")


async def keeping(session: AsyncSession) -> frozenset[str]:
    """The organisations that have a coordinator."""
    return await _having(session, "coordinator")


async def _having(session: AsyncSession, role: str) -> frozenset[str]:
    rows = await session.execute(
        select(StaffMember.organisation, StaffMember.roles).where(StaffMember.disabled_at.is_(None))
    )
    return frozenset(organisation for organisation, roles in rows if role in roles)


async def reachable(session: AsyncSession, staff_id: int, now: datetime) -> StaffMember | None:
    """This member of staff, or whoever covers while they are away; None when neither works here any more."""
    member = await session.get(StaffMember, staff_id)
    if member is not None and member.away_until is not None and member.away_until > now and member.cover_id is not None:
        member = await session.get(StaffMember, member.cover_id) or member
    return member if member is not None and member.disabled_at is None else None


async def covered_by(session: AsyncSession, staff_id: int, now: datetime) -> list[int]:
    """Whose cases somebody looks after while those are away."""
    query = select(StaffMember.id).where(StaffMember.cover_id == staff_id, StaffMember.away_until > now)
    return list((await session.execute(query)).scalars())


async def add_link(session: AsyncSession, digest: str, staff_id: int, purpose: str, expires_at: datetime) -> None:
    """Keep a new link and forget the earlier ones for the same purpose, so that one works at a time."""
    await session.execute(delete(StaffLink).where(StaffLink.staff_id == staff_id, StaffLink.purpose == purpose))
    session.add(StaffLink(digest=digest, staff_id=staff_id, purpose=purpose, expires_at=expires_at))
    await session.flush()


async def link(session: AsyncSession, digest: str) -> StaffLink | None:
    """A link by its token's digest, used or expired ones too."""
    return await session.get(StaffLink, digest, populate_existing=True)


async def delete_links(session: AsyncSession, staff_id: int) -> None:
    """Forget every link of somebody."""
    await session.execute(delete(StaffLink).where(StaffLink.staff_id == staff_id))


async def invited(session: AsyncSession, staff_ids: Sequence[int], now: datetime) -> frozenset[int]:
    """Who of these holds an invitation that still works."""
    query = select(StaffLink.staff_id).where(
        StaffLink.staff_id.in_(staff_ids),
        StaffLink.purpose.in_(("invite", "reset")),
        StaffLink.used_at.is_(None),
        StaffLink.expires_at > now,
    )
    return frozenset((await session.execute(query)).scalars())


async def signed_in(session: AsyncSession, digest: str) -> Row[StaffSession, StaffMember] | None:
    """A session and whose it is."""
    query = (
        select(StaffSession, StaffMember)
        .join(StaffMember, StaffMember.id == StaffSession.staff_id)
        .where(StaffSession.digest == digest)
    )
    return (await session.execute(query)).one_or_none()


async def touch(session: AsyncSession, digest: str, now: datetime) -> None:
    """Note that a session was used."""
    await session.execute(update(StaffSession).where(StaffSession.digest == digest).values(seen_at=now))


async def end(session: AsyncSession, digest: str) -> None:
    """End one session."""
    await session.execute(delete(StaffSession).where(StaffSession.digest == digest))


async def end_all(session: AsyncSession, staff_id: int, *, but: str | None = None) -> None:
    """End every session of somebody, but one if given."""
    query = delete(StaffSession).where(StaffSession.staff_id == staff_id)
    await session.execute(query if but is None else query.where(StaffSession.digest != but))


async def count_sessions(session: AsyncSession, staff_id: int) -> int:
    """How many browsers somebody is signed in with."""
    query = select(StaffSession.digest).where(StaffSession.staff_id == staff_id)
    return len((await session.execute(query)).all())


async def forget_expired(session: AsyncSession, *, idle_since: datetime, now: datetime) -> None:
    """Delete sessions and links that can no longer be used."""
    over = or_(StaffSession.expires_at < now, StaffSession.seen_at < idle_since)
    await session.execute(delete(StaffSession).where(over))
    await session.execute(delete(StaffLink).where(StaffLink.expires_at < now))
