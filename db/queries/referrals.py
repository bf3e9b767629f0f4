"""Referrals and the links to them: what a contact may see, what nobody opened, and which browser is let in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Select, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Hold, Journey, Opportunity, Person, Referral, ReferralLink

Candidate = tuple[Referral, Journey, Opportunity, Person, str | None]
"""Everything about one referral; last the state of the held place, if there is one."""


async def of_journey(session: AsyncSession, journey_id: int) -> Referral | None:
    """What was sent on a journey."""
    return (await session.execute(select(Referral).where(Referral.journey_id == journey_id))).scalar_one_or_none()


async def all_of(session: AsyncSession, person_id: int) -> list[tuple[Referral, Opportunity | None]]:
    """Everything somebody sent."""
    query = (
        select(Referral, Opportunity)
        .join(Journey, Journey.id == Referral.journey_id)
        .outerjoin(Opportunity, Opportunity.id == Journey.opportunity_id)
        .where(Referral.person_id == person_id)
    )
    return [(referral, row) for referral, row in await session.execute(query.order_by(Referral.id))]


def _candidates() -> Select[Referral, Journey, Opportunity, Person, str | None]:
    return (
        select(Referral, Journey, Opportunity, Person, Hold.state)
        .join(Journey, Journey.id == Referral.journey_id)
        .join(Opportunity, Opportunity.id == Journey.opportunity_id)
        .join(Person, Person.id == Referral.person_id)
        .outerjoin(Hold, (Hold.person_id == Referral.person_id) & (Hold.opportunity_id == Opportunity.id))
    )


async def of_contact(session: AsyncSession, contact: str, since: datetime, most: int) -> list[Candidate]:
    """Everybody sent to a contact whose journey goes on, and those who ended lately."""
    query = _candidates().where(
        Referral.contact == contact, or_(Referral.state != "done", Referral.changed_at >= since)
    )
    return [_candidate(row) for row in await session.execute(query.order_by(Referral.sent_at).limit(most))]


async def get(session: AsyncSession, referral_id: int) -> Candidate | None:
    """One, as it stands at this moment."""
    query = _candidates().where(Referral.id == referral_id).execution_options(populate_existing=True)
    row = (await session.execute(query)).one_or_none()
    return None if row is None else _candidate(row)


async def returned_to(session: AsyncSession, organisation: str, most: int) -> list[Candidate]:
    """What nobody opened, for whoever looks after these people."""
    query = _candidates().where(Journey.organisation == organisation, Referral.state == "returned")
    return [_candidate(row) for row in await session.execute(query.order_by(Referral.return_at).limit(most))]


async def unopened(session: AsyncSession, now: datetime, most: int) -> list[tuple[int, int]]:
    """What nobody opened in time: the referral and its person."""
    query = select(Referral.id, Referral.person_id).where(Referral.state == "sent", Referral.return_at <= now)
    return [(row[0], row[1]) for row in await session.execute(query.order_by(Referral.return_at).limit(most))]


async def mark_opened(session: AsyncSession, contact: str, now: datetime) -> int:
    """The contact is looking: everything sent to them is opened. How many were not before."""
    statement = update(Referral).where(Referral.contact == contact, Referral.state.in_(("sent", "returned")))
    done = await session.execute(statement.values(state="opened", opened_at=now, changed_at=now))
    return cast(CursorResult[Any], done).rowcount


async def close(session: AsyncSession, journey_id: int, now: datetime) -> None:
    """The journey is over: nobody has to open anything any more."""
    statement = update(Referral).where(Referral.journey_id == journey_id)
    await session.execute(statement.values(state="done", changed_at=now))


async def link(session: AsyncSession, digest: str, *, lock: bool = False) -> ReferralLink | None:
    """A link, whether it still works or not; locked where it is to open once."""
    query = select(ReferralLink).where(ReferralLink.digest == digest)
    return (await session.execute(query.with_for_update() if lock else query)).scalar_one_or_none()


async def link_of_session(session: AsyncSession, digest: str, now: datetime) -> ReferralLink | None:
    """The link that a browser came by, while it is let in."""
    query = select(ReferralLink).where(ReferralLink.session == digest, ReferralLink.session_until > now)
    return (await session.execute(query)).scalar_one_or_none()


async def links_since(session: AsyncSession, contact: str, since: datetime) -> int:
    """How many links a contact was sent since then."""
    query = select(func.count()).where(ReferralLink.contact == contact, ReferralLink.created_at >= since)
    return int((await session.execute(query)).scalar_one())


async def forget_links(session: AsyncSession, before: datetime) -> None:
    """Delete links that ran out long enough ago."""
    await session.execute(delete(ReferralLink).where(ReferralLink.expires_at < before))


async def forget_done(session: AsyncSession, before: datetime) -> None:
    """Delete what was sent on journeys that ended long enough ago; that it was sent stays a step of the journey."""
    await session.execute(delete(Referral).where(Referral.state == "done", Referral.changed_at < before))


def _candidate(row: Sequence[Any]) -> Candidate:
    return row[0], row[1], row[2], row[3], row[4]
