"""Everything one bot shares with its people: chats, messages, callbacks, counters."""

import time
from dataclasses import dataclass
from typing import Any

from bot.sandbox.chats import PRIVATE, Chat, Entry
from bot.sandbox.clock import Clock
from bot.sandbox.counters import Counters
from bot.sandbox.faults import Faults
from bot.sandbox.files import Files
from bot.sandbox.journal import Journal
from bot.sandbox.limits import Pace
from bot.sandbox.people import Person
from bot.sandbox.polling import Poller
from bot.sandbox.profile import Profile
from bot.sandbox.settings import Settings
from bot.sandbox.store import Store
from bot.sandbox.updates import Pending, UpdateQueue
from bot.sandbox.webhook import Webhook

FIRST_PERSON = 1_000_001
RESTART_GAP = 1000
"""Versions skipped at a start, in case the last ones before a kill were not written."""


@dataclass(slots=True)
class Callback:
    """A tap on a button and the answer it got."""

    id: str
    person_id: int
    chat_id: int
    message_id: int
    data: str
    created: float
    version: int
    answered_at: float | None = None
    answer: dict[str, Any] | None = None

    def row(self) -> dict[str, Any]:
        """All that is kept, as JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


class World:
    """One bot's own telegram; worlds of different tokens share nothing but the process."""

    def __init__(self, token: str, store: Store, clock: Clock, settings: Settings) -> None:
        self.token, self.name = token, token.partition(":")[0]
        self.store, self.clock, self.settings = store, clock, settings
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.callbacks: dict[str, Callback] = {}
        self.taps: dict[int, list[Callback]] = {}
        self.faults = Faults()
        self.pace = Pace(settings.limits, time.monotonic)
        self.queue = UpdateQueue(self.name, store, clock, settings)
        self.files = Files(self.name, store)
        self.profile = Profile(self.name, store)
        self.poller = Poller(self.queue, self.faults, settings.limits, settings.seed)
        self.webhook = Webhook(self.queue, self.faults, self.profile, clock, settings)
        self.queue.on_add = self._added
        self.journal = Journal()
        self.counters = Counters()
        self.load()

    @property
    def bot_id(self) -> int:
        """The bot's user id: the number in front of its token."""
        return int(self.name)

    def bot_user(self) -> dict[str, Any]:
        """The bot as the Bot API's User object."""
        return {
            "id": self.bot_id,
            "is_bot": True,
            "first_name": self.profile.text("name", "") or "Sandbox bot",
            "username": self.profile.text("username", "") or f"sandbox_{self.name}_bot",
        }

    def load(self) -> None:
        """Take up where the file left off."""
        prefix = f"{self.name}:"
        for _, row in self.store.load("person", prefix):
            self.people[row["id"]] = Person(**row)
        for _, row in self.store.load("chat", prefix):
            self.chats[row["id"]] = Chat(**row)
        for _, row in self.store.load("message", prefix):
            entry = Entry(**row)
            self.chats[entry.message["chat"]["id"]].entries[entry.message["message_id"]] = entry
        for _, row in self.store.load("callback", prefix):
            self._keep_callback(Callback(**row))
        for _, row in self.store.load("counters", prefix):
            self.counters = Counters(row)
        for _, row in self.store.load("journal", prefix):
            self.journal = Journal(row["version"] + RESTART_GAP)

    def note(self, kind: str, chat_id: int | None = None, about: Any = None) -> int:
        """Tell pages and waiters that something changed."""
        version = self.journal.add(kind, chat_id, about)
        self.store.changed("journal", f"{self.name}:", self._journal_row)
        return version

    def count(self) -> None:
        """Keep the counters, which were just raised."""
        self.store.changed("counters", f"{self.name}:", self.counters.row)

    def save_person(self, person: Person) -> None:
        """Keep a person and show the change."""
        self.people[person.id] = person
        self.store.changed("person", f"{self.name}:{person.id}", person.row)
        self.note("person", person.id, person.id)

    def save_chat(self, chat: Chat) -> None:
        """Keep a chat and show the change."""
        self.chats[chat.id] = chat
        self.store.changed("chat", f"{self.name}:{chat.id}", chat.row)
        self.note("chat", chat.id, chat.id)

    def save_callback(self, callback: Callback) -> None:
        """Keep a tap and show its state."""
        callback.version = self.note("callback", callback.chat_id, callback.id)
        if callback.id not in self.callbacks:
            self._keep_callback(callback)
        self.store.changed("callback", f"{self.name}:{callback.id}", callback.row)

    def _keep_callback(self, callback: Callback) -> None:
        self.callbacks[callback.id] = callback
        self.taps.setdefault(callback.chat_id, []).append(callback)

    def add_person(self, person: Person) -> Person:
        """A new phone, with its private chat with the bot."""
        self.save_person(person)
        self.save_chat(
            Chat(
                id=person.id,
                type=PRIVATE,
                first_name=person.first_name,
                last_name=person.last_name,
                username=person.username,
                members=[person.id],
            )
        )
        return person

    def free_person_id(self) -> int:
        """An id nobody has."""
        return max([FIRST_PERSON - 1, *self.people]) + 1

    def post(self, chat: Chat, sender: dict[str, Any] | None, content: dict[str, Any]) -> Entry:
        """Put a message into a chat under the chat's next message id."""
        chat.last_message_id += 1
        now = self.clock.now()
        message: dict[str, Any] = {"message_id": chat.last_message_id}
        if sender is not None:
            message["from"] = sender
        else:
            message["sender_chat"] = chat.brief()
        message["chat"], message["date"] = chat.brief(), int(now)
        message.update(content)
        entry = Entry(message, 0, now)
        chat.entries[chat.last_message_id] = entry
        self.store.changed("chat", f"{self.name}:{chat.id}", chat.row)
        self.touch(chat, entry)
        return entry

    def touch(self, chat: Chat, entry: Entry) -> None:
        """Give a new or changed message the next version, and keep it."""
        message_id = entry.message["message_id"]
        entry.version = self.note("message", chat.id, message_id)
        self.store.changed("message", f"{self.name}:{chat.id}:{message_id:09d}", entry.row)

    def delete(self, chat: Chat, entry: Entry, by: str) -> None:
        """Take a message out of sight; the history keeps it, marked."""
        entry.deleted_at, entry.deleted_by = self.clock.now(), by
        if entry.message["message_id"] in chat.pinned:
            chat.pinned.remove(entry.message["message_id"])
            self.save_chat(chat)
        self.touch(chat, entry)

    def _added(self, pending: Pending) -> None:
        self.counters.updates[pending.kind] += 1
        if self.webhook.url:
            self.webhook.push(pending)
        else:
            self.poller.wake()

    def _journal_row(self) -> dict[str, Any]:
        return {"version": self.journal.version}
