"""Signing in to the console: password, second factor, sessions. Nothing said here tells who has an account.

Every try is counted before it is checked, so that many at once are not cheaper than one after another.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from time import monotonic

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.access import Role, Viewer, needs_second_factor
from bot.domain.sign_in import FREE_TRIES, MOST_COUNTED, SESSION_LIMIT, back_off, is_alive
from bot.services.staff import second_factor
from bot.services.staff.attempts import Attempts
from bot.services.staff.audit import Audit
from bot.services.staff.door import Door
from bot.services.staff.passwords import Passwords
from bot.services.tokens import digest_of, new_token
from db.models import StaffLink, StaffMember, StaffSession
from db.queries import staff as queries

_TOUCHED_EVERY = timedelta(minutes=1)


class Stage(StrEnum):
    """How far somebody has come: a code is still asked for, a second factor is still to be set up, or all is done."""

    CODE = "code"
    ENROL = "enrol"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is at the other end of a session."""

    viewer: Viewer
    stage: Stage
    name: str
    email: str
    locale: str
    has_second_factor: bool


class SignIn:
    """Tokens go out, only their digests are kept; a new one is made whenever somebody proves more."""

    def __init__(self, door: Door, passwords: Passwords, attempts: Attempts, audit: Audit) -> None:
        self._door = door
        self._passwords = passwords
        self._attempts = attempts
        self._audit = audit

    def wait(self, address: str) -> timedelta:
        """How long this address has to wait before it may try again."""
        return self._attempts.wait(address, self._door.now)

    async def with_password(self, email: str, password: str, address: str) -> str | None:
        """The token of a new session; None whatever was wrong, and after the same time."""
        started, now = monotonic(), self._door.now
        member = await self._charge(email.strip().lower(), now)
        fits = await self._passwords.fits(member.password_hash if member else None, password)
        if member is None or not fits:
            self._attempts.count(address, now)
            await self._note_refusal(member, now)
            await asyncio.sleep(max(0.0, started + self._passwords.refusal_seconds - monotonic()))
            return None
        async with self._door.write() as session:
            locked = await queries.locked(session, member.id)
            if locked is None or not _can_sign_in(locked) or locked.password_hash != member.password_hash:
                return None
            give_back(locked)
            if locked.totp_secret is None:
                await self._note_arrival(session, locked, now)
            return await begin(session, locked, now, is_verified=False)

    async def with_code(self, token: str, code: str, address: str) -> str | None:
        """The token of the session from here on; None when the code is wrong, used, or there have been too many."""
        now = self._door.now
        async with self._door.write() as session:
            member = await self._waiting_for_code(session, token, now)
            if member is None or member.totp_secret is None:
                return None
            step = second_factor.matching_step(member.totp_secret, code, member.totp_step, now)
            if step is None or is_locked(member, now):
                count_try(member, now)
                self._attempts.count(address, now)
                if member.failures >= FREE_TRIES:
                    await queries.end(session, digest_of(token))
                return None
            member.totp_step = step
            await self._note_arrival(session, member, now)
            await queries.end(session, digest_of(token))
            return await begin(session, member, now, is_verified=True)

    async def session(self, token: str) -> SignedIn | None:
        """Who this token belongs to now; None when the session is over or was never there."""
        now, digest = self._door.now, digest_of(token)
        async with self._door.read() as session:
            found = await queries.signed_in(session, digest)
            if found is None or not is_alive(found[0].seen_at, found[0].expires_at, now):
                return None
            covers = frozenset(await queries.covered_by(session, found[1].id, now))
        kept, member = found
        if not _can_sign_in(member):
            return None
        if now - kept.seen_at >= _TOUCHED_EVERY:
            async with self._door.write() as session:
                await queries.touch(session, digest, now)
        return SignedIn(
            viewer_of(member, covers),
            _stage(member, kept),
            member.name,
            member.email,
            member.locale,
            member.totp_secret is not None,
        )

    async def out(self, token: str) -> None:
        """End this session."""
        async with self._door.write() as session:
            await queries.end(session, digest_of(token))

    async def _charge(self, email: str, now: datetime) -> StaffMember | None:
        """Count a try beforehand; None when nobody could sign in with it now."""
        async with self._door.write() as session:
            member = await queries.locked_by_email(session, email)
            if member is None or not _can_sign_in(member) or is_locked(member, now):
                return None
            count_try(member, now)
            return member

    async def _note_refusal(self, member: StaffMember | None, now: datetime) -> None:
        """Admins read in the log who was tried too often; single slips are nobody's business."""
        if member is None or member.failures < FREE_TRIES:
            return
        async with self._door.write() as session:
            await self._audit.note(session, member.id, "sign_in.blocked", now=now)

    async def _waiting_for_code(self, session: AsyncSession, token: str, now: datetime) -> StaffMember | None:
        found = await queries.signed_in(session, digest_of(token))
        if found is None or not is_alive(found[0].seen_at, found[0].expires_at, now):
            return None
        member = await queries.locked(session, found[1].id)
        return member if member is not None and _can_sign_in(member) else None

    async def _note_arrival(self, session: AsyncSession, member: StaffMember, now: datetime) -> None:
        member.failures, member.locked_until, member.signed_in_at = 0, None, now
        await self._audit.note(session, member.id, "sign_in.done", now=now)


async def begin(session: AsyncSession, member: StaffMember, now: datetime, *, is_verified: bool) -> str:
    """A new session of somebody who has just proven who they are; its token."""
    token = new_token()
    session.add(
        StaffSession(
            digest=digest_of(token),
            staff_id=member.id,
            is_verified=is_verified,
            created_at=now,
            seen_at=now,
            expires_at=now + SESSION_LIMIT,
        )
    )
    await session.flush()
    return token


def viewer_of(member: StaffMember, stands_in_for: frozenset[int] = frozenset()) -> Viewer:
    """A member of staff as access sees them."""
    return Viewer(
        member.id,
        member.organisation,
        frozenset(Role(role) for role in member.roles),
        frozenset(member.councils),
        frozenset(member.programmes),
        stands_in_for,
    )


def is_usable(link: StaffLink | None, now: datetime) -> bool:
    """Whether a link still works."""
    return link is not None and link.used_at is None and now < link.expires_at


def _stage(member: StaffMember, kept: StaffSession) -> Stage:
    if kept.is_verified:
        return Stage.FULL
    if member.totp_secret is not None:
        return Stage.CODE
    roles = frozenset(Role(role) for role in member.roles)
    return Stage.ENROL if needs_second_factor(roles) else Stage.FULL


def _can_sign_in(member: StaffMember) -> bool:
    return member.disabled_at is None


def is_locked(member: StaffMember, now: datetime) -> bool:
    """Whether nobody may try for this account now."""
    return member.locked_until is not None and now < member.locked_until


def count_try(member: StaffMember, now: datetime) -> None:
    """Count a try, wrong until proven right, and the wait that follows from it."""
    member.failures = min(MOST_COUNTED, member.failures + 1)
    pause = back_off(member.failures)
    member.locked_until = now + pause if pause else None


def give_back(member: StaffMember) -> None:
    """The try was a good one; those before it are forgotten only when all is proven."""
    member.failures = max(0, member.failures - 1)
    member.locked_until = None
