"""The only code that turns our messages into Bot API calls, and Telegram's answers into our outcomes.

Calls go straight to the Bot API as JSON: python-telegram-bot's `Bot` builds objects from every answer that nobody
here looks at, which costs more than the rest of sending put together.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from telegram.error import BadRequest, TelegramError

from bot.delivery.errors import is_file_unknown, is_target_gone, is_without_text, outcome_of
from bot.delivery.outcomes import Outcome, Refused, Sent
from bot.delivery.request import AiohttpRequest, Upload
from bot.errors import FileGone
from bot.messages.outgoing import Action, OutgoingMessage, Rows

log = logging.getLogger(__name__)

_DELETE_AT_ONCE = 100
# The Bot API hands no larger files to bots.
_LARGEST_DOWNLOAD = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class File:
    """A file to send: by the id Telegram knows it by, else by what `load` brings."""

    load: Callable[[], Awaitable[Upload]]
    file_id: str | None = None


class Gateway:
    """Speaks to one bot's API; `api_base` is Telegram itself, a local Bot API server or the sandbox."""

    def __init__(self, request: AiohttpRequest, token: str, api_base: str = "https://api.telegram.org") -> None:
        self._request = request
        self._base = f"{api_base.rstrip('/')}/bot{token}/"
        self._files = f"{api_base.rstrip('/')}/file/bot{token}/"
        self._acts: Mapping[Action, Callable[..., Awaitable[Outcome]]] = {
            Action.SEND: self._send,
            Action.EDIT: self._edit,
            Action.DELETE: self._delete,
            Action.DOCUMENT: self._send_file,
            Action.PHOTO: self._send_file,
        }

    async def deliver(
        self, chat_id: int, message: OutgoingMessage, *, target: int | None = None, file: File | None = None
    ) -> Outcome:
        """Send, edit or delete; `target` is Telegram's id of the message an edit or delete is about."""
        try:
            return await self._acts[message.action](chat_id, message, target, file)
        except TelegramError as error:
            return outcome_of(error)

    async def pin(self, chat_id: int, message_id: int) -> Outcome:
        """Pin a message without a sound."""
        return await self._tried(
            "pinChatMessage", {"chat_id": chat_id, "message_id": message_id, "disable_notification": True}
        )

    async def show_typing(self, chat_id: int) -> None:
        """Show that an answer is being written; best effort."""
        await self._tried("sendChatAction", {"chat_id": chat_id, "action": "typing"})

    async def download(self, file_id: str) -> bytes:
        """A file that somebody sent us; raises FileGone when Telegram does not give it."""
        try:
            path = (await self.call("getFile", {"file_id": file_id})).get("file_path")
            if not path:
                raise BadRequest("file is too big")
            return await self._request.fetch(self._files + path, _LARGEST_DOWNLOAD)
        except BadRequest as error:
            raise FileGone("large" if "too big" in str(error) else "gone") from None
        except TelegramError:
            raise FileGone("later") from None

    async def answer_callback(self, callback_id: str, text: str | None = None) -> None:
        """Stop the button's spinner; best effort, an old query is no loss."""
        await self._tried("answerCallbackQuery", {"callback_query_id": callback_id, **({"text": text} if text else {})})

    async def set_commands(self, commands: Sequence[tuple[str, str]], language_code: str | None = None) -> Outcome:
        """Set the menu of commands, in one language or for everybody else."""
        listed = [{"command": name, "description": description} for name, description in commands]
        return await self._tried(
            "setMyCommands", {"commands": listed, **({"language_code": language_code} if language_code else {})}
        )

    async def call(self, method: str, values: Mapping[str, Any], files: Mapping[str, Upload] | None = None) -> Any:
        """Call any method; raises an error of telegram.error."""
        return await self._request.call(self._base + method, values, files)

    async def _tried(self, method: str, values: Mapping[str, Any]) -> Outcome:
        try:
            await self.call(method, values)
        except TelegramError as error:
            return outcome_of(error)
        return Sent()

    async def _send(self, chat_id: int, message: OutgoingMessage, _target: int | None, _file: File | None) -> Outcome:
        values = {"chat_id": chat_id, "text": message.text, **_TEXT, **_manner(message)}
        return Sent((await self.call("sendMessage", values))["message_id"])

    async def _edit(self, chat_id: int, message: OutgoingMessage, target: int | None, file: File | None) -> Outcome:
        if target is None:
            return await self._anew(chat_id, message)
        values = {"chat_id": chat_id, "message_id": target, **_markup(message.buttons)}
        try:
            await self._change(values, message.text)
        except TelegramError as error:
            if is_target_gone(error):
                return await self._anew(chat_id, message)
            outcome = outcome_of(error)
            return Sent(target) if isinstance(outcome, Sent) else outcome
        return Sent(target)

    async def _change(self, values: Mapping[str, Any], text: str) -> None:
        if not text:
            await self.call("editMessageReplyMarkup", values)
            return
        try:
            await self.call("editMessageText", {**values, "text": text, **_TEXT})
        except TelegramError as error:
            if not is_without_text(error):
                raise
            await self.call("editMessageCaption", {**values, "caption": text, **_CAPTION})

    async def _anew(self, chat_id: int, message: OutgoingMessage) -> Outcome:
        """The message to edit is gone: its words go as a new one; taking buttons off it is done already."""
        return await self._send(chat_id, message, None, None) if message.text else Sent()

    async def _delete(self, chat_id: int, message: OutgoingMessage, target: int | None, _file: File | None) -> Outcome:
        ids = [*message.message_ids, *([target] if target is not None else [])]
        refused: Outcome = Sent()
        for start in range(0, len(ids), _DELETE_AT_ONCE):
            part = ids[start : start + _DELETE_AT_ONCE]
            outcome = await self._tried("deleteMessages", {"chat_id": chat_id, "message_ids": part})
            if isinstance(outcome, Refused):
                # Some were too old; the others of this chat can still go.
                refused = outcome
            elif not isinstance(outcome, Sent):
                return outcome
        return refused

    async def _send_file(
        self, chat_id: int, message: OutgoingMessage, _target: int | None, file: File | None
    ) -> Outcome:
        if file is None:
            return Refused("the file is no longer kept")
        kind = message.action.value
        caption = {"caption": message.text, **_CAPTION} if message.text else {}
        values = {"chat_id": chat_id, **caption, **_manner(message)}
        answer = await self._post_file(kind, values, file)
        sent = answer[kind]
        # A photo comes back in several sizes, the largest last.
        return Sent(answer["message_id"], (sent[-1] if isinstance(sent, list) else sent)["file_id"])

    async def _post_file(self, kind: str, values: Mapping[str, Any], file: File) -> Any:
        method = f"send{kind.capitalize()}"
        if file.file_id is not None:
            try:
                return await self.call(method, {**values, kind: file.file_id})
            except TelegramError as error:
                if not is_file_unknown(error):
                    raise
        return await self.call(method, values, {kind: await file.load()})


_TEXT: Mapping[str, Any] = {"parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
_CAPTION: Mapping[str, Any] = {"parse_mode": "HTML"}


def _manner(message: OutgoingMessage) -> dict[str, Any]:
    silent = {"disable_notification": True} if message.silent else {}
    return {**_markup(message.buttons), **silent}


def _markup(buttons: Rows) -> dict[str, Any]:
    if not buttons:
        return {}
    rows = [
        [
            {"text": button.text, "url": button.url}
            if button.url
            else {"text": button.text, "callback_data": button.data}
            for button in row
        ]
        for row in buttons
    ]
    return {"reply_markup": {"inline_keyboard": rows}}
