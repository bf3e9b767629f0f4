"""One call of a Bot API method: its parameters, read as Telegram reads them."""

import json
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.chats import Chat, Entry
from bot.sandbox.errors import bad_request, forbidden, migrated, too_many_requests
from bot.sandbox.world import World


@dataclass(slots=True)
class Upload:
    """A file part of a multipart body."""

    name: str
    content: bytes
    mime_type: str | None


@dataclass(slots=True)
class Call:
    """Parameters arrive as JSON values or as strings, whichever way the bot posted them."""

    world: World
    method: str
    values: dict[str, Any]
    uploads: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A string; empty when missing."""
        value = self.values.get(name)
        if value is None:
            return ""
        return value if isinstance(value, str) else json.dumps(value)

    def integer(self, name: str, default: int = 0) -> int:
        """A whole number, or the default when it is missing or none."""
        try:
            return int(self.values.get(name, default))
        except (TypeError, ValueError):
            return default

    def flag(self, name: str) -> bool:
        """True for `true`, `yes` and 1 in any spelling."""
        value = self.values.get(name, False)
        return value is True or str(value).lower() in ("true", "yes", "1")

    def json(self, name: str) -> Any:
        """An object or list, posted as JSON or as a string that holds JSON."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object") from None

    def chat(self) -> Chat:
        """The chat of `chat_id`, a number or a public @username."""
        value = self.text("chat_id")
        if not value:
            raise bad_request("chat_id is empty")
        chat = self._named(value[1:]) if value.startswith("@") else self._numbered(value)
        if chat is None:
            raise bad_request("chat not found")
        if chat.migrated_to is not None:
            raise migrated(chat.migrated_to)
        return chat

    def writable_chat(self) -> Chat:
        """The chat, when the bot may write there now and its pace allows it."""
        chat = self.chat()
        self._check_reachable(chat)
        return chat

    def take_pace(self, chat: Chat) -> None:
        """Count one message against the limits; last, so that a bad request costs nothing."""
        seconds = self.world.pace.take(chat.id, not chat.is_private)
        if seconds:
            self.world.counters.too_many += 1
            raise too_many_requests(seconds)

    def entry(self, chat: Chat, missing: str) -> Entry:
        """The message of `message_id`, or Telegram's complaint that it is not there."""
        message_id = self.integer("message_id")
        if message_id == 0:
            raise bad_request("message identifier is not specified")
        entry = chat.entries.get(message_id)
        if entry is None or entry.deleted_at is not None:
            raise bad_request(missing)
        return entry

    def is_own(self, entry: Entry) -> bool:
        """Whether the bot itself wrote the message."""
        sender = entry.message.get("from")
        if sender is None:
            return entry.message["chat"]["type"] == "channel" and entry.message.get("author_signature") is None
        return bool(sender["id"] == self.world.bot_id)

    def _numbered(self, value: str) -> Chat | None:
        try:
            return self.world.chats.get(int(value))
        except ValueError:
            return None

    def _named(self, username: str) -> Chat | None:
        chats = self.world.chats.values()
        return next((chat for chat in chats if chat.username == username and not chat.is_private), None)

    def _check_reachable(self, chat: Chat) -> None:
        if not chat.is_private:
            if chat.bot_status in ("kicked", "left"):
                kind = "channel" if chat.type == "channel" else f"{chat.type} chat"
                was = "was kicked from" if chat.bot_status == "kicked" else "is not a member of"
                raise forbidden(f"bot {was} the {kind}")
            return
        person = self.world.people[chat.id]
        if person.deleted:
            raise forbidden("user is deactivated")
        if person.blocked:
            raise forbidden("bot was blocked by the user")
        if not person.started:
            raise forbidden("bot can't initiate conversation with a user")
