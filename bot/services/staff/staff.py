"""Staff: invited by an admin or the command line, changed, put off, let back in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content.model import Content
from bot.content.schema.base import Localised
from bot.domain.access import Role, Subject
from bot.domain.sign_in import INVITATION_LIVES, RESET_LIVES
from bot.errors import BadInput, NotFound
from bot.services.organisations import Organisations
from bot.services.staff.audit import Audit
from bot.services.tokens import digest_of, new_token
from db.models import StaffMember
from db.queries import staff as queries

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Post:
    """What somebody is here for: roles, and the councils and programmes they work with (empty: all)."""

    name: str
    roles: frozenset[Role]
    councils: frozenset[str] = frozenset()
    programmes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class StaffLine:
    """Somebody in the list, and how things stand: `active`, `invited`, `expired` (their link ran out) or `disabled`."""

    member: StaffMember
    state: str


class Staff:
    """Every change is noted in the audit log; `by` is the admin, None on the command line."""

    def __init__(self, content: Content, organisations: Organisations, audit: Audit, console_url: str) -> None:
        self._content = content
        self._organisations = organisations
        self._audit = audit
        self._console_url = console_url.rstrip("/")

    async def invite(
        self, session: AsyncSession, email: str, organisation: str, post: Post, *, by: int | None, now: datetime
    ) -> str:
        """Add somebody: the link with which they choose a password. Raises BadInput, also for who is here already."""
        email = checked_email(email)
        self._check(organisation, post)
        if await queries.locked_by_email(session, email) is not None:
            raise BadInput("email", "taken")
        country = self._content.countries[self._organisations.get(organisation).country]
        member = StaffMember(
            email=email,
            organisation=organisation,
            locale=country.default_locale,
            created_at=now,
            **_values(post),
        )
        session.add(member)
        try:
            await session.flush()
        except IntegrityError:
            # Somebody else invited them at the same moment.
            raise BadInput("email", "taken") from None
        await self._note(session, by, "staff.invited", member, now)
        return await self._link(session, member, "invite", INVITATION_LIVES, now)

    async def change(self, session: AsyncSession, staff_id: int, post: Post, *, by: int, now: datetime) -> None:
        """Other roles or another scope; at once, also for whoever is signed in."""
        member = await self._locked(session, staff_id)
        self._check(member.organisation, post)
        if member.id == by and Role.ADMIN not in post.roles:
            raise BadInput("roles", "own_admin")
        for name, value in _values(post).items():
            setattr(member, name, value)
        await self._note(session, by, "staff.changed", member, now)

    async def disable(self, session: AsyncSession, staff_id: int, *, by: int | None, now: datetime) -> None:
        """Sign them out everywhere and let them in no more; what they did stays in the log."""
        member = await self._locked(session, staff_id)
        if member.id == by:
            raise BadInput("staff", "own_account")
        member.disabled_at = member.disabled_at or now
        await queries.end_all(session, member.id)
        await queries.delete_links(session, member.id)
        await self._note(session, by, "staff.disabled", member, now)

    async def enable(self, session: AsyncSession, staff_id: int, *, by: int | None, now: datetime) -> None:
        """Let somebody in again."""
        member = await self._locked(session, staff_id)
        member.disabled_at = None
        await self._note(session, by, "staff.enabled", member, now)

    async def reset(
        self, session: AsyncSession, staff_id: int, *, second_factor: bool, by: int | None, now: datetime
    ) -> str:
        """The old password stops working at once; the link with which they choose a new one."""
        member = await self._locked(session, staff_id)
        if member.id == by:
            raise BadInput("staff", "own_account")
        if member.disabled_at is not None:
            raise BadInput("staff", "disabled")
        member.password_hash, member.failures, member.locked_until = None, 0, None
        if second_factor:
            member.totp_secret = member.totp_step = None
        await queries.end_all(session, member.id)
        await self._note(session, by, "staff.reset", member, now)
        return await self._link(session, member, "reset", RESET_LIVES, now)

    async def sign_out_everywhere(self, session: AsyncSession, staff_id: int, *, by: int | None, now: datetime) -> None:
        """End every session they have."""
        member = await self._locked(session, staff_id)
        await queries.end_all(session, member.id)
        await self._note(session, by, "staff.signed_out", member, now)

    async def get(self, session: AsyncSession, staff_id: int) -> StaffMember:
        """One member of staff; raises NotFound."""
        found = await queries.get(session, staff_id)
        if found is None:
            raise NotFound("staff", staff_id)
        return found

    async def by_email(self, session: AsyncSession, email: str) -> StaffMember:
        """One member of staff, locked; raises NotFound."""
        found = await queries.locked_by_email(session, email.strip().lower())
        if found is None:
            raise NotFound("staff", "of that address")
        return found

    async def subject(self, session: AsyncSession, staff_id: int) -> Subject | None:
        """A member of staff as access sees them; None when there is none."""
        found = await queries.get(session, staff_id)
        return Subject(found.organisation, holder_id=found.id) if found else None

    async def listed(self, session: AsyncSession, organisation: str | None, now: datetime) -> list[StaffLine]:
        """Everybody of an organisation (or of all)."""
        members = await queries.everybody(session, organisation)
        invited = await queries.invited(session, [member.id for member in members], now)
        return [StaffLine(member, _state(member, invited)) for member in members]

    async def line(self, session: AsyncSession, staff_id: int, now: datetime) -> StaffLine:
        """One member of staff and how things stand; raises NotFound."""
        member = await self.get(session, staff_id)
        return StaffLine(member, _state(member, await queries.invited(session, [staff_id], now)))

    async def colleagues(self, session: AsyncSession, staff_id: int) -> Sequence[StaffMember]:
        """Who of the same organisation could stand in: everybody who may sign in, but for themselves."""
        member = await self.get(session, staff_id)
        everybody = await queries.everybody(session, member.organisation)
        return [other for other in everybody if other.id != staff_id and other.disabled_at is None]

    def councils(self, organisation: str) -> Mapping[str, str]:
        """The councils an organisation works in, by id, in the order of their names."""
        ids = self._organisations.places_of(organisation)
        named = {
            place: self._content.place_entries[place].name for place in ids if place in self._content.place_entries
        }
        return dict(sorted(named.items(), key=lambda item: item[1]))

    def programmes(self, organisation: str) -> Mapping[str, Localised]:
        """The programmes an organisation works for, by id."""
        given = self._organisations.get(organisation).programmes
        return {name: self._content.programmes[name].name for name in given if name in self._content.programmes}

    def _check(self, organisation: str, post: Post) -> None:
        try:
            self._organisations.get(organisation)
        except NotFound:
            raise BadInput("organisation", "unknown") from None
        if not post.name.strip():
            raise BadInput("name", "missing")
        if len(post.name) > LONGEST_NAME:
            raise BadInput("name", "long")
        if not post.roles:
            raise BadInput("roles", "missing")
        _check_known("councils", post.councils, self.councils(organisation))
        _check_known("programmes", post.programmes, self.programmes(organisation))

    async def _locked(self, session: AsyncSession, staff_id: int) -> StaffMember:
        member = await queries.locked(session, staff_id)
        if member is None:
            raise NotFound("staff", staff_id)
        return member

    async def _link(
        self, session: AsyncSession, member: StaffMember, purpose: str, lives: timedelta, now: datetime
    ) -> str:
        token = new_token()
        await queries.add_link(session, digest_of(token), member.id, purpose, now + lives)
        return f"{self._console_url}/console/join/{token}"

    async def _note(self, session: AsyncSession, by: int | None, act: str, member: StaffMember, now: datetime) -> None:
        await self._audit.note(session, by, act, subject=f"staff:{member.id}", now=now)


def checked_email(email: str) -> str:
    """An address in small letters that could be one; raises BadInput."""
    email = email.strip().lower()
    name, _, domain = email.rpartition("@")
    if not name or "." not in domain.strip(".") or any(char.isspace() or not char.isprintable() for char in email):
        raise BadInput("email", "unreadable")
    if len(email) > 254:
        raise BadInput("email", "long")
    return email


def _check_known(field: str, given: Collection[str], known: Collection[str]) -> None:
    if set(given) - set(known):
        raise BadInput(field, "unknown")


def _values(post: Post) -> dict[str, object]:
    return {
        "name": post.name.strip(),
        "roles": [role.value for role in Role if role in post.roles],
        "councils": sorted(post.councils),
        "programmes": sorted(post.programmes),
    }


def _state(member: StaffMember, invited: frozenset[int]) -> str:
    if member.disabled_at is not None:
        return "disabled"
    if member.password_hash is not None:
        return "active"
    return "invited" if member.id in invited else "expired"
