"""Telling staff at once: whoever is on call about a concern, then the next, then everybody; and pings about a case.

Rows are written in the transaction of what they tell of, so nothing is kept without somebody being told.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.content.model import Content
from bot.messages import alerts as messages
from bot.messages.emails import is_address
from bot.services.languages import Languages
from bot.services.mail import Mail
from bot.services.organisations import Organisations
from bot.services.safeguarding.duty import ADMIN, LEAD, Duty
from db import outbox
from db.models import Concern, StaffMember
from db.queries import alerts as queries
from db.queries import duty as staff_queries

log = logging.getLogger(__name__)

ABOUT = "concern"
PING = "ping"


class Alerts:
    """Every alert goes by Telegram, where somebody linked it, and by e-mail; either may fail without the other."""

    def __init__(
        self,
        content: Content,
        languages: Languages,
        organisations: Organisations,
        duty: Duty,
        mail: Mail,
        console_url: str,
    ) -> None:
        self._countries = content.countries
        self._languages = languages
        self._organisations = organisations
        self._duty = duty
        self._mail = mail
        self._console_url = console_url.rstrip("/")

    async def raised(self, session: AsyncSession, concern: Concern, now: datetime) -> None:
        """A concern was kept, or rose to imminent: tell who is on call, and an adviser who speaks with the person."""
        concern.alerted_at, concern.escalated_at, concern.everybody_at = now, None, None
        await self._tell_live_adviser(session, concern, now)
        called = await self._duty.on_call(session, concern.organisation, now)
        if called.first is None:
            await self._tell_everybody(session, concern, now)
        else:
            await self._tell(session, concern, [called.first], now)

    async def escalate(self, session: AsyncSession, concern: Concern, now: datetime) -> bool:
        """When nobody acknowledged it in time, tell the next; True when somebody was told."""
        since = concern.escalated_at or concern.alerted_at
        if concern.state != "open" or concern.everybody_at is not None:
            return False
        if since is not None and now < self._duty.deadline(concern.organisation, concern.level, since):
            return False
        called = await self._duty.on_call(session, concern.organisation, now)
        if concern.escalated_at is not None or called.second is None:
            await self._tell_everybody(session, concern, now)
        else:
            concern.escalated_at = now
            await self._tell(session, concern, called.everyone, now)
        return True

    async def settled(self, session: AsyncSession, concern: Concern) -> None:
        """Somebody has it: what has not left yet need not."""
        await queries.take_back(session, ABOUT, concern.id, "acknowledged before it was sent")

    async def ping(
        self, session: AsyncSession, staff: StaffMember, text_key: str, link: str, *, about_id: int, now: datetime
    ) -> bool:
        """One sentence with a link to the Telegram account they linked; False where there is none.

        At most one about each case until `seen` says that they opened it.
        """
        if staff.telegram_chat_id is None or staff.disabled_at is not None:
            return False
        key = _ping_key(staff.id, about_id)
        row = await self._telegram(session, staff, text_key, link, about=PING, about_id=about_id, key=key, now=now)
        return row is not None

    async def seen(self, session: AsyncSession, staff_id: int, about_id: int) -> None:
        """They opened the case: the next thing that happens there pings them again."""
        await queries.free_key(session, _ping_key(staff_id, about_id))

    def concern_link(self, concern: Concern) -> str:
        """Where a lead reads it."""
        return f"{self._console_url}/console/safeguarding/{concern.id}"

    async def _tell_everybody(self, session: AsyncSession, concern: Concern, now: datetime) -> None:
        """Every lead and admin, and the address the organisation names."""
        concern.escalated_at = concern.escalated_at or now
        concern.everybody_at = now
        active = await staff_queries.active_staff(session, concern.organisation)
        everybody = [one for one in active if {LEAD, ADMIN} & set(one.roles)]
        await self._tell(session, concern, everybody, now, stage="all")
        address = self._organisations.get(concern.organisation).safeguarding_lead or ""
        is_new = address.lower() not in {one.email for one in everybody}
        if is_address(address) and is_new:
            locale = self._countries[concern.country].default_locale
            email = messages.email(self._languages.named(locale), address, _text(concern), self.concern_link(concern))
            key = f"{_alert_key(concern, 'all', 'address')}:e"
            await self._mail.send(session, email, now=now, dedupe_key=key, about=ABOUT, about_id=concern.id)
        elif not everybody:
            log.error("nobody can be told of concern %d: %s names nobody", concern.id, concern.organisation)

    async def _tell(
        self,
        session: AsyncSession,
        concern: Concern,
        staff: Iterable[StaffMember],
        now: datetime,
        *,
        stage: str = "call",
    ) -> None:
        for one in staff:
            # Admins may not read a concern: what they can do is find somebody who may.
            is_lead = LEAD in one.roles
            text = _text(concern) if is_lead else "alerts.find_lead"
            link = self.concern_link(concern) if is_lead else f"{self._console_url}/console/duty"
            key = _alert_key(concern, stage, str(one.id))
            await self._telegram(session, one, text, link, about=ABOUT, about_id=concern.id, key=f"{key}:t", now=now)
            email = messages.email(self._languages.named(one.locale), one.email, text, link)
            await self._mail.send(session, email, now=now, dedupe_key=f"{key}:e", about=ABOUT, about_id=concern.id)

    async def _tell_live_adviser(self, session: AsyncSession, concern: Concern, now: datetime) -> None:
        """At the same moment, because they are the one the person is talking with."""
        found = await queries.live_adviser(session, concern.person_id or 0, now)
        if found is None:
            return
        adviser, case_id = found
        key, link = _alert_key(concern, "live", str(adviser.id)), f"{self._console_url}/console/cases/{case_id}"
        await self._telegram(
            session, adviser, "alerts.live", link, about=ABOUT, about_id=concern.id, key=f"{key}:t", now=now
        )
        email = messages.email(self._languages.named(adviser.locale), adviser.email, "alerts.live", link)
        await self._mail.send(session, email, now=now, dedupe_key=f"{key}:e", about=ABOUT, about_id=concern.id)

    async def _telegram(
        self,
        session: AsyncSession,
        staff: StaffMember,
        text_key: str,
        link: str,
        *,
        about: str,
        about_id: int,
        key: str,
        now: datetime,
    ) -> int | None:
        if staff.telegram_chat_id is None:
            return None
        return await outbox.queue(
            session,
            person_id=None,
            chat_id=staff.telegram_chat_id,
            content=messages.ping(self._languages.named(staff.locale), text_key, link).to_json(),
            now=now,
            dedupe_key=key,
            about=about,
            about_id=about_id,
        )


def _text(concern: Concern) -> str:
    return "alerts.imminent" if concern.level == "imminent" else "alerts.concern"


def _alert_key(concern: Concern, stage: str, whom: str) -> str:
    """Each is told once a round and stage; a round begins when the concern is kept or rises."""
    began = int(concern.alerted_at.timestamp()) if concern.alerted_at else 0
    return f"concern:{concern.id}:{began}:{stage}:{whom}"


def _ping_key(staff_id: int, about_id: int) -> str:
    return f"ping:{about_id}:{staff_id}"
