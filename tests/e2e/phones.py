"""Somebody's phone: types, taps and reads in the sandbox, over real HTTP."""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox.client import History, Message, SandboxClient

_REFERENCE = re.compile(r"\bWI-[0-9A-Z]{6}\b")


def words_of(message: Message) -> str:
    """What a message says, with everybody's own reference code made the same."""
    return _REFERENCE.sub("WI-XXXXXX", message.get("text") or message.get("caption") or "")


def buttons_of(message: Message) -> list[dict[str, Any]]:
    """A message's buttons, row after row."""
    return [button for row in message.get("reply_markup", {}).get("inline_keyboard", []) for button in row]


class Phone:
    """One person in their private chat."""

    def __init__(self, sandbox: SandboxClient, chat_id: int) -> None:
        self.sandbox = sandbox
        self.chat_id = chat_id

    @classmethod
    async def of_somebody_new(cls, sandbox: SandboxClient, language: str = "en") -> Phone:
        """A new person whose phone speaks this language."""
        return cls(sandbox, await sandbox.person("Sam", language_code=language))

    async def act(self, step: str) -> None:
        """Type a step, or tap it when it is written [like this]."""
        if step.startswith("[") and step.endswith("]"):
            await self.tap(step[1:-1])
        else:
            await self.sandbox.say(self.chat_id, step)

    async def tap(self, wanted: str) -> Message:
        """Tap the newest button whose label or data begins like this; the message it is under."""
        message, button = find_button((await self.history()).from_bot(), wanted)
        await self.sandbox.tap(self.chat_id, message["message_id"], button["callback_data"])
        return message

    async def history(self) -> History:
        """The chat as it stands."""
        return await self.sandbox.history(self.chat_id)


def find_button(messages: list[Message], wanted: str) -> tuple[Message, dict[str, Any]]:
    """The newest button whose label or data begins like this, and its message."""
    for message in reversed(messages):
        for button in buttons_of(message):
            label, data = button["text"].removeprefix("✓ "), button.get("callback_data", "")
            if label.startswith(wanted) or data.startswith(wanted):
                return message, button
    shown = [button for message in messages[-3:] for button in buttons_of(message)]
    raise AssertionError(f"no button {wanted!r} in {shown}")
