"""The demo's staff in the database, and the one-time links that sign them straight in. It exists only in the demo."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.content.model import Content
from bot.domain.demo_staff import DEMO_STAFF, DemoMember, demo_token
from bot.services.staff.audit import Audit
from bot.services.staff.door import Door
from bot.services.staff.sign_in import begin, is_usable
from bot.services.tokens import digest_of
from db.models import StaffMember
from db.queries import staff as queries

_LIVES = timedelta(days=30)
PURPOSE = "demo"


class DemoStaff:
    """Each start makes fresh links; those of the start before stop working."""

    def __init__(self, door: Door, content: Content, countries: tuple[str, ...], audit: Audit) -> None:
        self._door = door
        self._content = content
        self._members = tuple(member for member in DEMO_STAFF if member.country in countries)
        self._audit = audit

    async def load(self, secret: str) -> None:
        """Put everybody in who is missing, and keep the digests of their links."""
        now = self._door.now
        async with self._door.write() as session:
            for member in self._members:
                row = await queries.locked_by_email(session, member.email) or await self._add(session, member)
                digest = digest_of(demo_token(secret, member.email))
                await queries.add_link(session, digest, row.id, PURPOSE, now + _LIVES)

    async def sign_in(self, token: str) -> str | None:
        """Use a link up: the token of a session that needs no code. None when it does not work."""
        now = self._door.now
        async with self._door.write() as session:
            link = await queries.link(session, digest_of(token))
            member = await queries.locked(session, link.staff_id) if link else None
            link = await queries.link(session, digest_of(token))
            if member is None or link is None or link.purpose != PURPOSE or not is_usable(link, now):
                return None
            link.used_at = member.signed_in_at = now
            await self._audit.note(session, member.id, "sign_in.done", now=now)
            return await begin(session, member, now, is_verified=True)

    async def _add(self, session: AsyncSession, member: DemoMember) -> StaffMember:
        row = StaffMember(
            email=member.email,
            name=member.name,
            organisation=member.organisation,
            roles=[role.value for role in member.roles],
            councils=[],
            programmes=[],
            locale=self._content.countries[member.country].default_locale,
            created_at=self._door.now,
        )
        session.add(row)
        await session.flush()
        return row
