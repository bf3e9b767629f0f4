"""A typed client of the control API, for tests, crash runs and benchmarks."""

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import aiohttp

from bot.sandbox.mails import Caught
from bot.sandbox.settings import DEMO_TOKEN

Message = dict[str, Any]


class SandboxError(Exception):
    """The sandbox refused a control call; the text says why."""


@dataclass(slots=True, frozen=True)
class History:
    """A chat as it stands, or what changed in it after a version."""

    version: int
    chat: dict[str, Any]
    messages: list[Message]
    callbacks: list[dict[str, Any]]
    commands: list[dict[str, str]]
    description: str

    @property
    def visible(self) -> list[Message]:
        """The messages that a phone still shows."""
        return [message for message in self.messages if not message["deleted"]]

    def from_bot(self, after_id: int = 0) -> list[Message]:
        """The bot's visible messages, oldest first."""
        return [
            message
            for message in self.visible
            if message["message_id"] > after_id and message.get("from", {}).get("is_bot")
        ]


class SandboxClient:
    """Plays people and reads chats; one client may be shared by many tasks."""

    def __init__(self, url: str, token: str = DEMO_TOKEN) -> None:
        self.url = url.rstrip("/")
        self.token = token
        self.smtp_url: str | None = None  # where e-mail is caught, as far as whoever started it says
        self._bot = token.partition(":")[0]
        self._session: aiohttp.ClientSession | None = None

    @property
    def bot_api(self) -> str:
        """What python-telegram-bot calls `base_url`."""
        return f"{self.url}/bot"

    @property
    def bot_files(self) -> str:
        """What python-telegram-bot calls `base_file_url`."""
        return f"{self.url}/file/bot"

    async def __aenter__(self) -> Self:
        timeout = aiohttp.ClientTimeout(total=180)
        self._session = aiohttp.ClientSession(timeout=timeout, connector=aiohttp.TCPConnector(limit=0))
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def person(self, first_name: str = "Sam", **fields: Any) -> int:
        """Make a person (id, last_name, username, language_code may be given); answers the id."""
        made = await self._call("POST", "/people", {"first_name": first_name, **fields})
        return int(made["id"])

    async def people(self) -> list[dict[str, Any]]:
        """Everybody."""
        return list(await self._call("GET", "/people"))

    async def change_person(self, person: int, **fields: Any) -> None:
        """Another name or phone language."""
        await self._call("PATCH", f"/people/{person}", fields)

    async def delete_person(self, person: int) -> None:
        """Delete the account: "user is deactivated"."""
        await self._call("DELETE", f"/people/{person}")

    async def block(self, person: int) -> None:
        """The person blocks the bot."""
        await self._call("POST", f"/people/{person}/block")

    async def unblock(self, person: int) -> None:
        """The person lets the bot in again."""
        await self._call("POST", f"/people/{person}/unblock")

    async def say(self, person: int, text: str, **fields: Any) -> int:
        """Send a text (chat_id, entities, reply_to may be given); answers the last message id."""
        sent = await self._call("POST", f"/people/{person}/text", {"text": text, **fields})
        return int(sent["message_ids"][-1])

    async def start(self, person: int, payload: str = "") -> int:
        """Press Start, with a deep link's payload or without; answers the message id."""
        sent = await self._call("POST", f"/people/{person}/start", {"payload": payload})
        return int(sent["message_ids"][-1])

    async def say_many(self, texts: Iterable[tuple[int, str]], create_people: bool = True) -> None:
        """Many texts in one call, in order, from many people."""
        body = {"messages": list(texts), "create_people": create_people}
        await self._call("POST", "/bulk", body)

    async def send_media(self, person: int, kind: str, **fields: Any) -> int:
        """Send a photo, document, voice, sticker, video, contact or location; answers the message id."""
        sent = await self._call("POST", f"/people/{person}/media", {"kind": kind, **fields})
        return int(sent["message_ids"][-1])

    async def send_album(self, person: int, items: Sequence[dict[str, Any]], **fields: Any) -> list[int]:
        """Send several media as one group; answers all message ids."""
        sent = await self._call("POST", f"/people/{person}/album", {"items": list(items), **fields})
        return [int(message_id) for message_id in sent["message_ids"]]

    async def edit(self, person: int, message_id: int, text: str, chat_id: int | None = None) -> None:
        """Change an own message."""
        body = {"message_id": message_id, "text": text, "chat_id": chat_id}
        await self._call("POST", f"/people/{person}/edit", body)

    async def tap(
        self,
        person: int,
        message_id: int,
        data: str | None = None,
        *,
        label: str | None = None,
        forged: bool = False,
        chat_id: int | None = None,
    ) -> str | None:
        """Tap a button by data or label; answers the callback id, None for a button that only links."""
        body = {
            "message_id": message_id,
            "data": data,
            "label": label,
            "forged": forged,
            "chat_id": chat_id,
        }
        tapped = await self._call("POST", f"/people/{person}/tap", body)
        return tapped["callback_id"] and str(tapped["callback_id"])

    async def callback(self, callback_id: str, seconds: float = 10) -> dict[str, Any]:
        """The answer (toast) to a tap, waited for."""
        return dict(await self._call("GET", f"/callbacks/{callback_id}", timeout=seconds))

    async def create_chat(self, kind: str, title: str, members: Sequence[int], **fields: Any) -> dict[str, Any]:
        """Make a group, supergroup or channel with the bot in it."""
        body = {"type": kind, "title": title, "members": list(members), **fields}
        return dict(await self._call("POST", "/chats", body))

    async def migrate(self, chat_id: int) -> int:
        """Turn a group into a supergroup; answers the new id."""
        return int((await self._call("POST", f"/chats/{chat_id}/migrate"))["id"])

    async def set_bot_status(self, chat_id: int, status: str, by: int) -> None:
        """Throw the bot out of a group, let it in, promote it."""
        await self._call("POST", f"/chats/{chat_id}/bot", {"status": status, "by": by})

    async def history(self, chat_id: int, after: int = 0, seconds: float = 0) -> History:
        """A chat; with `after` only what changed past that version, waited for up to `seconds`."""
        found = await self._call("GET", f"/chats/{chat_id}/history", after=after, timeout=seconds)
        return History(**found)

    async def until(self, chat_id: int, fits: Callable[[History], Any], seconds: float = 10, after: int = 0) -> History:
        """The whole chat as soon as it fits; TimeoutError says what was there instead."""
        end = time.monotonic() + seconds
        while True:
            found = await self.history(chat_id)
            if fits(found):
                return found
            left = end - time.monotonic()
            if left <= 0:
                shown = [(one["message_id"], one.get("text")) for one in found.visible[-5:]]
                raise TimeoutError(f"chat {chat_id} did not get there; last messages: {shown}")
            await self.history(chat_id, after=max(after, found.version), seconds=left)

    async def reply(self, chat_id: int, after_id: int, seconds: float = 10, count: int = 1) -> list[Message]:
        """The bot's first `count` messages past a message id, waited for."""
        found = await self.until(chat_id, lambda now: len(now.from_bot(after_id)) >= count, seconds)
        return found.from_bot(after_id)

    async def counters(self) -> dict[str, Any]:
        """Calls by method, refusals, messages by chat, updates by kind."""
        return dict(await self._call("GET", "/counters"))

    async def reset_counters(self) -> None:
        """Start counting anew."""
        await self._call("POST", "/counters/reset")

    async def fault(self, kind: str, **fields: Any) -> int:
        """Order a fault; see docs/sandbox.md for kinds and fields. Answers its id."""
        return int((await self._call("POST", "/faults", {"kind": kind, **fields}))["id"])

    async def clear_faults(self) -> None:
        """Everything works again."""
        await self._call("DELETE", "/faults")

    async def faults(self) -> list[dict[str, Any]]:
        """The faults still in force."""
        return list(await self._call("GET", "/faults"))

    async def inject(self, update: Any = None, *, raw: str | None = None, key: str | None = None) -> int:
        """Queue any JSON as an update, or any text in its place; answers the update id."""
        body: dict[str, Any] = {"update": update}
        if raw is not None:
            body = {"raw": raw}
        if key is not None:
            body["key"] = key
        return int((await self._call("POST", "/updates", body))["update_id"])

    async def pending(self) -> list[dict[str, Any]]:
        """The updates that the bot has not confirmed."""
        return list(await self._call("GET", "/updates"))

    async def all_confirmed(self, seconds: float = 30) -> None:
        """Wait until the bot has confirmed every update."""
        await self._call("GET", "/updates/none", timeout=seconds)

    async def advance(self, seconds: float) -> None:
        """Move the sandbox's clock forward."""
        await self._call("POST", "/clock", {"advance": seconds})

    async def limits(self, **values: Any) -> dict[str, Any]:
        """Change rate limits (`off=True` for none); answers all of them."""
        return dict(await self._call("PATCH", "/limits", values))

    async def mails(
        self, to: str | None = None, *, after: int = 0, count: int = 0, seconds: float = 10
    ) -> list[Caught]:
        """Caught e-mails, oldest first; with `count` waits until there are so many."""
        end, last = time.monotonic() + seconds, after
        while True:
            mails = [Caught(**one) for one in await self._call("GET", "/mails", after=after)]
            found = [one for one in mails if to is None or to in one.to]
            if len(found) >= count:
                return found
            if (left := end - time.monotonic()) <= 0:
                raise TimeoutError(f"{len(found)} e-mails came instead of {count}")
            last = mails[-1].id if mails else last
            await self._call("GET", "/mails", after=last, timeout=left)

    async def forget_mails(self) -> None:
        """Empty the mailbox."""
        await self._call("DELETE", "/mails")

    async def mail_trouble(self, step: str, answer: str, *, count: int = 1) -> None:
        """Let the mail server answer a step wrongly; see docs/sandbox.md for steps and answers."""
        await self._call("POST", "/mails/trouble", {"step": step, "answer": answer, "count": count})

    async def add_bot(self, token: str, **fields: Any) -> "SandboxClient":
        """Accept one more token with a world of its own; the new client shares this one's session."""
        await self._call("POST", "/bots", {"token": token, **fields})
        other = SandboxClient(self.url, token)
        other._session = self._session
        return other

    async def healthy(self, seconds: float = 10) -> None:
        """Wait until the sandbox answers."""
        end = time.monotonic() + seconds
        while True:
            try:
                await self._call("GET", "/health")
            except aiohttp.ClientError:
                if time.monotonic() > end:
                    raise
                await asyncio.sleep(0.02)
            else:
                return

    async def _call(self, verb: str, path: str, body: Any = None, **query: Any) -> Any:
        if self._session is None:
            raise SandboxError("use the client as an async context manager")
        query["bot"] = self._bot
        if path in ("/bots", "/health"):
            del query["bot"]
        async with self._session.request(verb, f"{self.url}/sandbox{path}", json=body, params=query) as answer:
            found = await answer.json()
        if answer.status >= 400:
            raise SandboxError(found.get("error", answer.status))
        return found
