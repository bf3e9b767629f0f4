"""Passwords: sealed and checked with argon2id, away from the event loop, a few at a time."""

from __future__ import annotations

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from bot.domain.sign_in import normal_password

# Each takes 64 MiB for a moment; who wants to sign in while two are checked waits.
_AT_ONCE = 2


class Passwords:
    """Checking takes as long for somebody who does not exist as for somebody who does.

    `refusal_seconds` is how long a refusal takes at least: more than the check and the database need together.
    """

    def __init__(self, hasher: PasswordHasher | None = None, *, refusal_seconds: float = 0.5) -> None:
        self.refusal_seconds = refusal_seconds
        self._hasher = hasher or PasswordHasher()
        self._nobody = self._hasher.hash("nobody has this password")
        self._places = asyncio.Semaphore(_AT_ONCE)

    async def seal(self, password: str) -> str:
        """What to keep of a password."""
        async with self._places:
            return await asyncio.to_thread(self._hasher.hash, normal_password(password))

    async def fits(self, kept: str | None, password: str) -> bool:
        """Whether this is the password; never when nothing is kept, but not any sooner."""
        async with self._places:
            found = await asyncio.to_thread(self._verify, kept or self._nobody, normal_password(password))
        return found and kept is not None

    def _verify(self, kept: str, password: str) -> bool:
        try:
            return self._hasher.verify(kept, password)
        except (VerifyMismatchError, InvalidHashError):
            return False
