"""Chats and the messages in them, as the sandbox keeps them."""

from dataclasses import dataclass, field
from typing import Any

PRIVATE = "private"
CHANNEL = "channel"


@dataclass(slots=True)
class Entry:
    """One message with what a test wants to know about it beside the Bot API's own object."""

    message: dict[str, Any]
    version: int
    sent_at: float
    edited_at: float | None = None
    deleted_at: float | None = None
    deleted_by: str | None = None
    silent: bool = False
    reactions: list[dict[str, Any]] = field(default_factory=list)

    def row(self) -> dict[str, Any]:
        """All that is kept, as JSON."""
        return {name: getattr(self, name) for name in self.__slots__}

    def record(self) -> dict[str, Any]:
        """What the control API shows: the message with its flags and times."""
        return {
            **self.message,
            "version": self.version,
            "sent_at": self.sent_at,
            "edited_at": self.edited_at,
            "edited": self.edited_at is not None,
            "deleted": self.deleted_at is not None,
            "deleted_at": self.deleted_at,
            "deleted_by": self.deleted_by,
            "silent": self.silent,
            "reactions": self.reactions,
        }


@dataclass(slots=True)
class Chat:
    """A private chat, group, supergroup or channel with its whole history."""

    id: int
    type: str
    title: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    username: str | None = None
    members: list[int] = field(default_factory=list)
    bot_status: str = "member"
    migrated_to: int | None = None
    last_message_id: int = 0
    pinned: list[int] = field(default_factory=list)
    keyboard: dict[str, Any] | None = None
    """The reply keyboard, or the force-reply request, that the phone shows now."""
    menu_button: dict[str, Any] | None = None
    entries: dict[int, Entry] = field(default_factory=dict)

    @property
    def is_private(self) -> bool:
        """A chat between one person and the bot."""
        return self.type == PRIVATE

    def brief(self) -> dict[str, Any]:
        """The Bot API's Chat object as it stands inside messages."""
        chat: dict[str, Any] = {"id": self.id, "type": self.type}
        for name in ("title", "first_name", "last_name", "username"):
            value = getattr(self, name)
            if value:
                chat[name] = value
        return chat

    def row(self) -> dict[str, Any]:
        """All that is kept except the messages, as JSON."""
        return {name: getattr(self, name) for name in self.__slots__ if name != "entries"}

    def record(self) -> dict[str, Any]:
        """What the control API shows of a chat."""
        return {**self.row(), "messages": len(self.entries)}
