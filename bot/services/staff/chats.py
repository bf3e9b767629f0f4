"""Staff's own Telegram accounts: linked by a one-time link, so that pings and alerts reach them there."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Outage
from bot.messages import alerts as messages
from bot.services.languages import Languages
from bot.services.staff.audit import Audit
from bot.services.tokens import digest_of, new_token
from bot.services.turns import Turn
from db.models import StaffMember
from db.queries import staff_chats as queries

PURPOSE = "telegram"
LIVES = timedelta(minutes=30)
_PREFIX = "staff_"


class StaffChats:
    """Linking makes nobody a person of ours: whoever is linked may still use the bot like anybody."""

    def __init__(self, languages: Languages, audit: Audit) -> None:
        self._languages = languages
        self._audit = audit
        self._username: str | None = None

    def known_as(self, username: str) -> None:
        """What Telegram says the bot is called; asked once at the start."""
        self._username = username

    @property
    def can_link(self) -> bool:
        """Whether the bot's name is known, so that a link can be made."""
        return self._username is not None

    async def link(self, session: AsyncSession, staff: StaffMember, now: datetime) -> str:
        """A deep link that works once, for half an hour, instead of any earlier one. Raises Outage before the start."""
        if self._username is None:
            raise Outage
        token = new_token()
        await queries.replace_link(session, digest_of(token), staff.id, PURPOSE, now + LIVES)
        return f"https://t.me/{self._username}?start={_PREFIX}{token}"

    async def take(self, turn: Turn, token: str) -> None:
        """`/start staff_…`: link this chat, and say plainly how it went."""
        chat_id = turn.incoming.chat_id
        t = self._languages.of(turn)
        holder = await queries.of_chat(turn.session, chat_id) if chat_id is not None else None
        staff = await queries.use_link(turn.session, digest_of(token), PURPOSE, turn.now, unless_held_by=holder)
        if staff is None or chat_id is None:
            what = "taken" if holder is not None else "used"
            turn.say(messages.link_answer(t, what))
            return
        staff.telegram_chat_id = chat_id
        await self._audit.note(turn.session, staff.id, "telegram.linked", now=turn.now)
        turn.say(messages.link_answer(self._languages.named(staff.locale), "done"))

    async def let_go(self, turn: Turn) -> None:
        """`/unlink`: no more of these messages here."""
        staff = await queries.of_chat(turn.session, turn.incoming.chat_id or 0)
        if staff is None:
            turn.say(messages.link_answer(self._languages.of(turn), "none"))
            return
        await self.unlink(turn.session, staff, turn.now)
        turn.say(messages.link_answer(self._languages.named(staff.locale), "off"))

    async def lost(self, turn: Turn) -> None:
        """They blocked the bot: a link that reaches nobody would hide that nobody is reached."""
        staff = await queries.of_chat(turn.session, turn.incoming.chat_id or 0)
        if staff is not None:
            await self.unlink(turn.session, staff, turn.now)

    async def unlink(self, session: AsyncSession, staff: StaffMember, now: datetime) -> None:
        """From the chat or the console."""
        if staff.telegram_chat_id is not None:
            staff.telegram_chat_id = None
            await self._audit.note(session, staff.id, "telegram.unlinked", now=now)


def staff_token(payload: str | None) -> str | None:
    """The token in the payload of a deep link for staff; None in any other payload."""
    return payload.removeprefix(_PREFIX) if payload and payload.startswith(_PREFIX) else None
