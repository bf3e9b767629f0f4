"""A chat without Telegram: raw updates go through the real intake, answers are read from the outbox."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import select
from telegram import User
from telegram.ext import Application, ApplicationBuilder, ContextTypes

from bot.bootstrap import build_services, build_understanding
from bot.content.intent_library import load_intents
from bot.content.loader import load_content
from bot.content.model import Content
from bot.domain.intents.library import IntentLibrary
from bot.domain.intents.understanding import Understanding
from bot.handlers.context import TurnContext
from bot.handlers.table import register
from bot.intake.intake import Intake
from bot.intake.router import Router
from bot.messages.outgoing import Action, Button, OutgoingMessage
from bot.services.samples import Samples
from bot.services.services import Services
from bot.services.turns import Outcome, Turns
from bot.settings import SANDBOX_TOKEN, Settings
from db.keyring import new_key
from db.models import OutboxMessage
from db.session import Database
from tests.auxil.clocks import FixedClock
from tests.auxil.snapshots import load_once

BOT_ID = 1


@cache
def content() -> Content:
    """The product's own content, loaded once a worker."""
    return load_content()


@cache
def library() -> IntentLibrary:
    """What its intents are made of, read once a worker."""
    return load_intents()


@cache
def understanding() -> Understanding:
    """What is typed, understood; learned once, as every bot that a test starts does."""
    return build_understanding(content(), demo_settings().cache_dir)


def demo_settings(**changed: Any) -> Settings:
    """Settings of a demo with both countries; nothing connects anywhere."""
    given = {
        "bot_token": SANDBOX_TOKEN,
        "telegram_api_base": "http://127.0.0.1:9",
        "data_keys": new_key(),
        "countries": "uk,se",
        "demo": True,
    }
    return Settings(**(given | changed))


@cache
def offline_application() -> Application[Any, Any, Any, Any, Any, Any]:
    """python-telegram-bot's application as the router needs it, knowing its own name without asking; one a worker."""
    application = (
        ApplicationBuilder().token(SANDBOX_TOKEN).updater(None).context_types(ContextTypes(context=TurnContext)).build()
    )
    application.bot._bot_user = User(BOT_ID, "Way In", True, username="way_in_bot")
    return application


class House:
    """The bot without its edges."""

    def __init__(self, database: Database, settings: Settings | None = None, clock: FixedClock | None = None) -> None:
        self.database = database
        self.clock = clock or FixedClock()
        self.services: Services = build_services(settings or demo_settings(), content(), understanding())
        self.services.offers.links.known_as("way_in_bot")
        self.taps_answered: list[str] = []
        self.woken = 0
        self.turns = Turns(database, self.clock, BOT_ID, self._wake, self.services.desk.bells.ring)
        self.router = Router(offline_application(), register(self.services))
        conversations = self.services.conversations
        self.intake = Intake(self.turns, self.router, conversations.screen, conversations.apologise, self._answer_tap)
        self._update_ids = itertools.count(1000)

    async def load_samples(self) -> None:
        """What people can say yes to."""
        samples, now = Samples(content(), self.services.offers.catalogue), self.clock.now
        async with self.database.write() as session:
            await load_once(session, now, lambda: samples.load(session, now))

    def phone(self, chat_id: int = 77, language_code: str = "en") -> Phone:
        """Somebody's chat with the bot."""
        return Phone(self, chat_id, language_code)

    def next_update_id(self) -> int:
        """Telegram's numbering."""
        return next(self._update_ids)

    async def _answer_tap(self, callback_id: str) -> None:
        self.taps_answered.append(callback_id)

    def _wake(self) -> None:
        self.woken += 1


@dataclass(frozen=True)
class Received:
    """One message as the person sees it."""

    row_id: int
    message: OutgoingMessage

    @property
    def text(self) -> str:
        """Its text with tags."""
        return self.message.text

    @property
    def buttons(self) -> list[Button]:
        """Its buttons, row after row."""
        return [button for row in self.message.buttons for button in row]


class Phone:
    """Types, taps and reads in one private chat."""

    def __init__(self, house: House, chat_id: int, language_code: str) -> None:
        self.house = house
        self.chat_id = chat_id
        self.user = {"id": chat_id, "is_bot": False, "first_name": "Sam", "language_code": language_code}
        self.chat = {"id": chat_id, "type": "private", "first_name": "Sam"}
        self._message_ids = itertools.count(1)
        self._seen = 0
        self.messages: list[Received] = []

    async def type(self, text: str, **more: Any) -> list[Received]:
        """Send a text and read the answers."""
        return await self.send(self.message(text=text, **more))

    async def tap(self, label: str) -> list[Received]:
        """Tap the newest button whose label begins like this."""
        return await self.tap_data(self.button(label).data or "")

    async def tap_data(self, data: str, message_id: int = 1) -> list[Received]:
        """Send a tap, forged or not."""
        message = {"message_id": message_id, "date": 1, "chat": self.chat, "text": "x"}
        query = {"id": str(self.house.next_update_id()), "from": self.user, "chat_instance": "1", "data": data}
        return await self.send({"callback_query": {**query, "message": message}})

    def button(self, label: str) -> Button:
        """The newest button whose label begins like this."""
        for received in reversed(self.messages):
            for button in received.buttons:
                if button.text.removeprefix("✓ ").startswith(label):
                    return button
        raise AssertionError(f"no button {label!r} in {[b.text for m in self.messages[-3:] for b in m.buttons]}")

    def message(self, **fields: Any) -> dict[str, Any]:
        """An update with a message of this person."""
        text = fields.get("text", "")
        if text.startswith("/"):
            command = text.split()[0]
            fields["entities"] = [{"type": "bot_command", "offset": 0, "length": len(command)}]
        head = {"message_id": next(self._message_ids), "date": 1, "chat": self.chat, "from": self.user}
        return {"message": {**head, **fields}}

    async def send(self, update: dict[str, Any]) -> list[Received]:
        """Send any update and read what it brought."""
        await self.give(update)
        return await self.read()

    async def give(self, update: dict[str, Any]) -> Outcome | None:
        """Send any update; its id is added unless it has one."""
        return await self.house.intake.take({"update_id": self.house.next_update_id(), **update})

    async def read(self) -> list[Received]:
        """What has been put in the outbox for this chat since the last reading."""
        query = (
            select(OutboxMessage)
            .where(
                OutboxMessage.chat_id == self.chat_id,
                OutboxMessage.id > self._seen,
                OutboxMessage.due_at <= self.house.clock.now,
                OutboxMessage.content.is_not(None),
            )
            .order_by(OutboxMessage.id)
        )
        async with self.house.database.read() as session:
            rows = (await session.execute(query)).scalars().all()
        new = [Received(row.id, OutgoingMessage.from_json(row.content)) for row in rows]
        if new:
            self._seen = new[-1].row_id
        self.messages += new
        return new

    async def go_through(self, *steps: str) -> list[Received]:
        """Type each step, or tap it when it is written [like this]; the answers to the last."""
        answers: list[Received] = []
        for step in steps:
            is_tap = step.startswith("[") and step.endswith("]")
            answers = await (self.tap(step[1:-1]) if is_tap else self.type(step))
        return answers


def texts_of(received: list[Received]) -> Iterator[str]:
    """The texts of what was sent, without deletions."""
    return (item.text for item in received if item.message.action is not Action.DELETE)
