"""A member of staff's own account: first password, second factor, language, who stands in while they are away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.access import Role, needs_second_factor
from bot.domain.sign_in import password_problem
from bot.errors import BadInput, NotFound
from bot.services.languages import Languages
from bot.services.staff import second_factor
from bot.services.staff.audit import Audit
from bot.services.staff.door import Door
from bot.services.staff.passwords import Passwords
from bot.services.staff.sign_in import begin, count_try, give_back, is_locked, is_usable
from bot.services.tokens import digest_of
from db.models import StaffMember
from db.queries import staff as queries

PASSWORD_LINKS = ("invite", "reset")


@dataclass(frozen=True, slots=True)
class Invitation:
    """What somebody who holds a link may know: whom it is for, what for, and their language."""

    name: str
    email: str
    locale: str
    purpose: str


class Accounts:
    """Sealing a password takes long, so it is done before a transaction is opened."""

    def __init__(self, door: Door, passwords: Passwords, languages: Languages, audit: Audit) -> None:
        self._door = door
        self._passwords = passwords
        self._languages = languages
        self._audit = audit

    async def invitation(self, token: str) -> Invitation | None:
        """Whose link this is; looking does not use it up. None when it does not work."""
        async with self._door.read() as session:
            link = await queries.link(session, digest_of(token))
            if link is None or link.purpose not in PASSWORD_LINKS or not is_usable(link, self._door.now):
                return None
            member = await queries.get(session, link.staff_id)
        if member is None or member.disabled_at is not None:
            return None
        return Invitation(member.name, member.email, member.locale, link.purpose)

    async def accept(self, token: str, password: str) -> str | None:
        """Use a link up by choosing a password; the token of a session. Raises BadInput for a weak password."""
        invitation = await self.invitation(token)
        if invitation is None:
            return None
        _check_password(password, invitation.email)
        sealed, now = await self._passwords.seal(password), self._door.now
        async with self._door.write() as session:
            member = await self._use(session, token, now)
            if member is None:
                return None
            member.password_hash, member.failures, member.locked_until = sealed, 0, None
            await queries.end_all(session, member.id)
            await self._audit.note(session, member.id, "password.chosen", now=now)
            return await begin(session, member, now, is_verified=False)

    async def change_password(self, staff_id: int, current: str, new: str, *, keep: str) -> None:
        """Another password; other browsers are signed out. Raises BadInput when the current one is wrong."""
        member = await self._charge(staff_id)
        if not await self._passwords.fits(member.password_hash, current):
            raise BadInput("current", "wrong")
        _check_password(new, member.email)
        sealed, now = await self._passwords.seal(new), self._door.now
        async with self._door.write() as session:
            locked = await _locked(session, staff_id)
            give_back(locked)
            locked.password_hash = sealed
            await queries.end_all(session, staff_id, but=digest_of(keep))
            await self._audit.note(session, staff_id, "password.changed", now=now)

    async def set_second_factor(self, staff_id: int, secret: str, code: str, *, current: str | None) -> str:
        """Keep a secret once a code of it is right; the session's new token. Replacing one takes a code of the old."""
        now = self._door.now
        if not second_factor.is_secret(secret):
            raise BadInput("code", "wrong")
        if current is not None:
            await self._charge(staff_id)
        async with self._door.write() as session:
            member = await _locked(session, staff_id)
            self._check_current(member, current, now)
            step = second_factor.matching_step(secret, code, None, now)
            if step is None:
                raise BadInput("code", "wrong")
            member.totp_secret, member.totp_step, member.signed_in_at = secret, step, now
            await queries.end_all(session, staff_id)
            await self._audit.note(session, staff_id, "second_factor.set", now=now)
            return await begin(session, member, now, is_verified=True)

    async def remove_second_factor(self, staff_id: int, current: str) -> None:
        """Sign in with the password alone from now on; refused to roles that need more."""
        now = self._door.now
        await self._charge(staff_id)
        async with self._door.write() as session:
            member = await _locked(session, staff_id)
            if needs_second_factor(frozenset(Role(role) for role in member.roles)):
                raise BadInput("current", "needed")
            self._check_current(member, current, now)
            member.totp_secret = member.totp_step = None
            await self._audit.note(session, staff_id, "second_factor.removed", now=now)

    async def speak(self, staff_id: int, locale: str) -> None:
        """Use the console in another language."""
        if not self._languages.is_offered(locale):
            raise BadInput("locale", "unknown")
        async with self._door.write() as session:
            (await _locked(session, staff_id)).locale = locale

    async def be_away(self, staff_id: int, until: datetime | None, cover_id: int | None) -> None:
        """Let a colleague of the same organisation stand in until a moment; None means being here."""
        now = self._door.now
        async with self._door.write() as session:
            member = await _locked(session, staff_id)
            if until is not None and until <= now:
                raise BadInput("until", "past")
            cover = await queries.get(session, cover_id) if cover_id is not None and until is not None else None
            if cover is not None and not _can_cover(cover, member):
                raise BadInput("cover", "unknown")
            member.away_until, member.cover_id = until, cover.id if cover else None
            act = "away.set" if until is not None else "away.ended"
            await self._audit.note(session, staff_id, act, subject=f"staff:{cover.id}" if cover else None, now=now)

    async def sign_out_everywhere(self, staff_id: int) -> None:
        """End every session, this one too."""
        async with self._door.write() as session:
            await queries.end_all(session, staff_id)
            await self._audit.note(session, staff_id, "signed_out_everywhere", now=self._door.now)

    async def get(self, staff_id: int) -> StaffMember:
        """The account as it stands."""
        async with self._door.read() as session:
            return await _known(session, staff_id)

    async def browsers(self, staff_id: int) -> int:
        """How many browsers are signed in."""
        async with self._door.read() as session:
            return await queries.count_sessions(session, staff_id)

    def _check_current(self, member: StaffMember, code: str | None, now: datetime) -> None:
        if member.totp_secret is None:
            return
        step = second_factor.matching_step(member.totp_secret, code or "", member.totp_step, now)
        if step is None:
            raise BadInput("current", "wrong")
        member.totp_step = step
        give_back(member)

    async def _charge(self, staff_id: int) -> StaffMember:
        """Count a try at something secret before it is checked; raises BadInput while there have been too many."""
        now = self._door.now
        async with self._door.write() as session:
            member = await _locked(session, staff_id)
            if is_locked(member, now):
                raise BadInput("current", "wait")
            count_try(member, now)
            return member

    async def _use(self, session: AsyncSession, token: str, now: datetime) -> StaffMember | None:
        link = await queries.link(session, digest_of(token))
        member = await queries.locked(session, link.staff_id) if link else None
        # Somebody else may have used it while we waited for the lock.
        link = await queries.link(session, digest_of(token))
        if member is None or link is None or member.disabled_at is not None or not is_usable(link, now):
            return None
        link.used_at = now
        return member


def _check_password(password: str, email: str) -> None:
    problem = password_problem(password, email)
    if problem is not None:
        raise BadInput("password", problem)


def _can_cover(cover: StaffMember, member: StaffMember) -> bool:
    return cover.id != member.id and cover.organisation == member.organisation and cover.disabled_at is None


async def _known(session: AsyncSession, staff_id: int) -> StaffMember:
    found = await queries.get(session, staff_id)
    if found is None:
        raise NotFound("staff", staff_id)
    return found


async def _locked(session: AsyncSession, staff_id: int) -> StaffMember:
    found = await queries.locked(session, staff_id)
    if found is None:
        raise NotFound("staff", staff_id)
    return found
