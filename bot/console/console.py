"""Everything the console's views are given, put together once by the composition root."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.access import Subject
from bot.services.accounts import Accounts
from bot.services.audit import Audit
from bot.services.demo_staff import DemoStaff
from bot.services.door import Door
from bot.services.rota import Rota
from bot.services.services import Services
from bot.services.sign_in import SignIn
from bot.services.staff import Staff

SubjectOf = Callable[[Any, int], Awaitable[Subject | None]]
"""Looks up, in a session, what a number in an address stands for; None when it stands for nothing."""


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
    console_url: str
    proxies: int = 0
    demo: DemoStaff | None = None

    @property
    def is_https(self) -> bool:
        """Whether browsers reach us over TLS, so that cookies may ask for it."""
        return self.console_url.startswith("https:")
