"""The e-mails that lead a contact to the candidates sent to them: a link that opens once, and nothing about anybody."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.content.model import Content
from bot.messages import referrals as messages
from bot.services.languages import Languages
from bot.services.mail import Mail
from bot.services.tokens import digest_of, new_token
from db.models import ReferralLink

ABOUT = "referral"
LINK_DAYS = timedelta(days=14)


class ReferralLinks:
    """Each e-mail has a link of its own; one that was used or ran out can be asked for anew."""

    def __init__(self, content: Content, languages: Languages, mail: Mail, console_url: str) -> None:
        self._content = content
        self._languages = languages
        self._mail = mail
        self._url = console_url.rstrip("/")

    @property
    def is_https(self) -> bool:
        """Whether our addresses are reached over TLS."""
        return self._url.startswith("https:")

    def zone(self, country: str) -> ZoneInfo:
        """The clock of a country."""
        return ZoneInfo(self._content.countries[country].zone)

    def holidays(self, country: str) -> tuple[date, ...]:
        """When nobody there works."""
        return self._content.countries[country].holidays

    async def write(
        self,
        session: AsyncSession,
        contact: str,
        country: str,
        now: datetime,
        referral_id: int | None = None,
        words: str = "referrals.mail",
    ) -> None:
        """Queue an e-mail with a new link; `words` are the texts that say what for."""
        token = new_token()
        session.add(
            ReferralLink(
                digest=digest_of(token),
                contact=contact,
                country=country,
                created_at=now,
                expires_at=now + LINK_DAYS,
            )
        )
        t = self._languages.named(self._content.countries[country].default_locale)
        email = messages.email(t, contact, f"{self._url}/referrals/{token}", words)
        await self._mail.send(session, email, now=now, about=ABOUT, about_id=referral_id)
