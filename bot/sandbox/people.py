"""The people who talk to the bot."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(slots=True)
class Person:
    """A phone in the sandbox; `id` is also the id of the private chat with the bot."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    started: bool = False
    blocked: bool = False
    deleted: bool = False

    def user(self) -> dict[str, Any]:
        """The Bot API's User object."""
        user: dict[str, Any] = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        for name in ("last_name", "username", "language_code"):
            value = getattr(self, name)
            if value:
                user[name] = value
        return user

    def row(self) -> dict[str, Any]:
        """All that is kept, as JSON."""
        return asdict(self)
