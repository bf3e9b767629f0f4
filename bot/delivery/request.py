"""HTTP to the Bot API over aiohttp: one pool of kept connections, and errors that never show the token.

python-telegram-bot's own request class costs several times the CPU a call under concurrency. `call` is the short way
for our own sending; `do_request` serves python-telegram-bot's `Bot` through the same connections.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientHttpProxyError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    FormData,
    TCPConnector,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest, RequestData

_JSON = {"Content-Type": "application/json"}
# Kept connections that the far side may have closed meanwhile lose requests; Telegram keeps them for longer than this.
_KEEP_SECONDS = 30.0


class NotConnected(NetworkError):
    """The connection was never made, so the request has not arrived."""


class FloodWait(TelegramError):
    """Too many requests; telegram.error.RetryAfter warns about its own attribute when it is made."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"too many requests: wait {seconds:g} s")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that goes along with a call."""

    name: str
    mime: str
    content: bytes


class AiohttpRequest(BaseRequest):
    """Talks to the Bot API; use it in `async with`, or call `initialize` and `shutdown`."""

    def __init__(
        self,
        *,
        read_timeout: float = 20.0,
        connect_timeout: float = 5.0,
        connections: int = 64,
        proxy: str | None = None,
    ) -> None:
        self._read_timeout = read_timeout
        self._connect_timeout = connect_timeout
        self._connections = connections
        self._proxy = proxy
        self._timeout = _timeouts(connect_timeout, read_timeout)
        self._session: ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds without a byte of the answer after which it counts as lost."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Open the pool of connections; they are made when they are needed."""
        if self._session is None:
            self._session = ClientSession(
                connector=TCPConnector(limit=self._connections, keepalive_timeout=_KEEP_SECONDS, ttl_dns_cache=300),
                cookie_jar=DummyCookieJar(),
                proxy=self._proxy,
                skip_auto_headers=("User-Agent", "Accept-Encoding"),
            )

    async def shutdown(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def call(self, url: str, values: Mapping[str, Any], files: Mapping[str, Upload] | None = None) -> Any:
        """Call a method and return its `result`; raises an error of telegram.error, NotConnected or FloodWait."""
        if files:
            status, body = await self._post(url, _form(values, files), {}, self._timeout)
        else:
            data = json.dumps(values, separators=(",", ":")).encode()
            status, body = await self._post(url, data, _JSON, self._timeout)
        answer = _parsed(body)
        if status == 200 and answer is not None and answer.get("ok"):
            return answer.get("result")
        raise _error(status, answer or {})

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Carry one request of python-telegram-bot's `Bot`: JSON, or a form when files go along."""
        given = _timeouts(
            _or(connect_timeout, self._connect_timeout),
            _or(read_timeout, self._read_timeout),
        )
        if request_data is None:
            return await self._post(url, b"{}", _JSON, given)
        if request_data.contains_files:
            return await self._post(url, _bot_form(request_data), {}, given)
        return await self._post(url, json.dumps(request_data.parameters).encode(), _JSON, given)

    async def fetch(self, url: str, most: int) -> bytes:
        """A file's bytes, `most` of them at the largest; raises an error of telegram.error, never with the address."""
        if self._session is None:
            raise RuntimeError("this request object is not initialised")
        try:
            async with self._session.get(url, timeout=self._timeout, allow_redirects=False) as response:
                if response.status != 200:
                    raise BadRequest(f"the file is not there (HTTP status {response.status})")
                content = await response.content.read(most + 1)
                while len(content) <= most and (more := await response.content.read(most + 1 - len(content))):
                    content += more
        except (ClientError, OSError, TimeoutError) as error:
            problem = NetworkError(f"the file did not come ({type(error).__name__})")
            raise problem from None
        if len(content) > most:
            raise BadRequest("file is too big")
        return content

    async def _post(
        self, url: str, data: bytes | FormData, headers: Mapping[str, str], limits: ClientTimeout
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise RuntimeError("this request object is not initialised")
        # Errors are raised afresh and without their cause: some carry the address, and with it the token.
        try:
            async with self._session.post(
                url, data=data, headers=headers, timeout=limits, allow_redirects=False
            ) as response:
                return response.status, await response.read()
        except (ClientConnectorError, ConnectionTimeoutError, ClientHttpProxyError) as error:
            problem: NetworkError = NotConnected(f"no connection to Telegram ({type(error).__name__})")
        except TimeoutError:
            problem = TimedOut("no answer from Telegram in time")
        except (ClientError, OSError) as error:
            problem = NetworkError(f"the answer from Telegram was lost ({type(error).__name__})")
        raise problem from None


def _timeouts(connect: float | None, read: float | None) -> ClientTimeout:
    # No total: it would cut off a connection attempt without telling that it was one.
    return ClientTimeout(total=None, connect=connect, sock_read=read)


def _or(given: Any, default: float) -> Any:
    return default if given is BaseRequest.DEFAULT_NONE else given


def _form(values: Mapping[str, Any], files: Mapping[str, Upload]) -> FormData:
    form = FormData()
    for name, value in values.items():
        form.add_field(name, value if isinstance(value, str) else json.dumps(value))
    for name, file in files.items():
        form.add_field(name, file.content, filename=file.name, content_type=file.mime)
    return form


def _bot_form(request_data: RequestData) -> FormData:
    form = FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form


def _parsed(body: bytes) -> dict[str, Any] | None:
    try:
        answer = json.loads(body)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None


def _error(status: int, answer: Mapping[str, Any]) -> TelegramError:
    """Telegram's refusal as an exception; an answer that is no refusal at all is a lost one."""
    said = str(answer.get("description") or f"HTTP status {status}")
    parameters = answer.get("parameters") or {}
    if "migrate_to_chat_id" in parameters:
        return ChatMigrated(parameters["migrate_to_chat_id"])
    if "retry_after" in parameters or status == 429:
        return FloodWait(float(parameters.get("retry_after", 1)))
    if status in _BY_STATUS:
        return _BY_STATUS[status](said)
    return BadRequest(said) if 400 <= status < 500 else NetworkError(said)


_BY_STATUS: Mapping[int, type[TelegramError]] = {
    401: InvalidToken,
    403: Forbidden,
    404: InvalidToken,
    409: Conflict,
}


def seconds_of(wait: float | timedelta) -> float:
    """A waiting time as seconds, whichever way python-telegram-bot gives it."""
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
