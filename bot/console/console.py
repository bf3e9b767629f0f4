"""Everything the console's views are given, put together once by the composition root."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from bot.content.model import Content
from bot.domain.access import Subject
from bot.services.safeguarding.rota import Rota
from bot.services.services import Services
from bot.services.staff.accounts import Accounts
from bot.services.staff.audit import Audit
from bot.services.staff.demo_staff import DemoStaff
from bot.services.staff.door import Door
from bot.services.staff.sign_in import SignIn
from bot.services.staff.staff import Staff

SubjectOf = Callable[[Any, int], Awaitable[Subject | None]]
"""Looks up, in a session, what a number in an address stands for; None when it stands for nothing."""


class TelegramChats(Protocol):
    """The little the console asks of Telegram at once; whatever is said goes through the outbox."""

    async def show_typing(self, chat_id: int) -> None:
        """Show that an answer is being written; best effort."""

    async def download(self, file_id: str) -> bytes:
        """A file that somebody sent; raises FileGone."""


@dataclass(frozen=True, slots=True)
class Console:
    """`subjects` answers for every kind that a row of the access table names in `of`."""

    door: Door
    services: Services
    sign_in: SignIn
    accounts: Accounts
    staff: Staff
    audit: Audit
    rota: Rota
    subjects: Mapping[str, SubjectOf]
    content: Content
    console_url: str
    telegram: TelegramChats | None = None
    wake: Callable[[], None] = lambda: None
    proxies: int = 0
    demo: DemoStaff | None = None

    def committed(self, case_id: int) -> None:
        """Something in a case was committed: wake its watchers, and the sender for what was queued."""
        self.services.desk.bells.ring(case_id)
        self.wake()

    @property
    def is_https(self) -> bool:
        """Whether browsers reach us over TLS, so that cookies may ask for it."""
        return self.console_url.startswith("https:")
