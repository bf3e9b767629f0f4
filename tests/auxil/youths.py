"""A young person's phone in the sandbox that waits for what it expects: the bot is a process of its own."""

from __future__ import annotations

from typing import Any

from bot.sandbox.client import History, Message, SandboxClient
from tests.e2e.phones import buttons_of

# Enough for a machine that runs other tests at the same time.
PATIENCE = 20


class Youth:
    """One person in their private chat; what was read once is not waited for again."""

    def __init__(self, sandbox: SandboxClient, chat_id: int) -> None:
        self.sandbox = sandbox
        self.chat_id = chat_id
        self._read = 0

    @classmethod
    async def called(cls, sandbox: SandboxClient, name: str = "Sam", language: str = "en") -> Youth:
        """Somebody new whose phone speaks this language."""
        return cls(sandbox, await sandbox.person(name, language_code=language))

    async def say(self, text: str) -> int:
        """Type; the id of the message."""
        return await self.sandbox.say(self.chat_id, text)

    async def change(self, message_id: int, text: str) -> None:
        """Edit an own message."""
        await self.sandbox.edit(self.chat_id, message_id, text)

    async def send(self, kind: str, **fields: Any) -> int:
        """A photo, a voice note, a document."""
        return await self.sandbox.send_media(self.chat_id, kind, **fields)

    async def tap(self, label: str) -> None:
        """Tap a button as soon as it is there."""
        found = await self._until(lambda now: _button(now, label))
        message, button = _button(found, label) or ({}, {})
        await self.sandbox.tap(self.chat_id, message["message_id"], button["callback_data"])

    async def sees_button(self, label: str) -> None:
        """A button is there that can be tapped."""
        await self._until(lambda now: _button(now, label))

    async def reads(self, *words: str) -> Message:
        """The next message of the bot with all these words, after the one that was read last."""
        found = await self._until(lambda now: self._saying(now, words))
        (message, *_) = self._saying(found, words)
        self._read = message["message_id"]
        return message

    async def sees(self, words: str) -> None:
        """These words are somewhere in the chat now."""
        await self._until(lambda now: any(words in _words(one) for one in now.visible))

    async def go_through(self, *steps: str) -> None:
        """Type the steps, or tap them where they are written [like this]."""
        for step in steps:
            await (self.tap(step[1:-1]) if step.startswith("[") else self.say(step))

    async def heard(self) -> list[str]:
        """Everything that anybody said to them, oldest first."""
        return [_words(one) for one in (await self.sandbox.history(self.chat_id)).from_bot()]

    async def _until(self, fits: Any) -> History:
        return await self.sandbox.until(self.chat_id, fits, PATIENCE)

    def _saying(self, now: History, words: tuple[str, ...]) -> list[Message]:
        return [one for one in now.from_bot(self._read) if all(word in _words(one) for word in words)]


def _words(message: Message) -> str:
    return str(message.get("text") or message.get("caption") or "")


def _button(now: History, label: str) -> tuple[Message, dict[str, Any]] | None:
    for message in reversed(now.from_bot()):
        for button in buttons_of(message):
            if button["text"].removeprefix("✓ ").startswith(label) and "callback_data" in button:
                return message, button
    return None
