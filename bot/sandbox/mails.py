"""Catches e-mail: a mail server that delivers nothing and shows everything."""

import asyncio
import contextlib
import email
import email.policy
import itertools
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from aiohttp import web
from aiosmtpd.smtp import SMTP, Envelope, Session

from bot.sandbox.errors import ActError
from bot.sandbox.store import Store

MOST_KEPT = 1000
STEPS = ("rcpt", "data", "after_data")
_SHOWN_HEADERS = ("From", "To", "Date", "Message-ID", "Auto-Submitted")


@dataclass(slots=True)
class Caught:
    """One e-mail."""

    id: int
    sender: str
    to: list[str]
    subject: str
    body: str
    headers: dict[str, str]
    received_at: str


@dataclass(slots=True)
class Trouble:
    """What goes wrong at a step: a reply such as `451 later`, or the connection is dropped, or nothing comes."""

    step: str
    answer: str
    left: int


class Mailbox:
    """Everything that was caught, oldest first; the newest thousand are kept."""

    def __init__(self, store: Store) -> None:
        self.port: int | None = None
        self._store = store
        self._kept: dict[int, Caught] = {}
        self._troubles: list[Trouble] = []
        self._came = asyncio.Event()
        for _, row in store.load("mail"):
            self._kept[row["id"]] = Caught(**row)
        self._ids = itertools.count(max(self._kept, default=0) + 1)

    def after(self, mail_id: int = 0) -> list[Caught]:
        """What came later than that one."""
        return [mail for mail in self._kept.values() if mail.id > mail_id]

    async def wait(self, mail_id: int, seconds: float) -> None:
        """Until something later than that one is there, or the time is up."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not self.after(mail_id):
                    self._came.clear()
                    await self._came.wait()

    def forget(self) -> None:
        """Throw everything away, troubles too."""
        for mail in self._kept.values():
            self._store.gone("mail", _key(mail))
        self._kept.clear()
        self._troubles.clear()

    def order(self, step: str, answer: str, count: int) -> None:
        """Let a step go wrong so many times."""
        if step not in STEPS or not (answer in ("drop", "silence") or answer[:3].isdigit()):
            raise ActError(f"a step is one of {', '.join(STEPS)}; an answer is drop, silence or a reply with its code")
        self._troubles.append(Trouble(step, answer, count))

    def catching(self, port: int) -> Callable[[web.Application], AsyncIterator[None]]:
        """Listens while the application runs."""

        async def listen(_: web.Application) -> AsyncIterator[None]:
            loop = asyncio.get_running_loop()
            server = await loop.create_server(self._session, "127.0.0.1", port)
            self.port = server.sockets[0].getsockname()[1]
            yield
            server.close()
            await server.wait_closed()

        return listen

    def _session(self) -> SMTP:
        return SMTP(self, hostname="sandbox", ident="sandbox", enable_SMTPUTF8=True, timeout=60)

    # aiosmtpd finds its hooks by these names.
    async def handle_RCPT(  # noqa: N802 - see above
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """A recipient is named."""
        answer = await self._trouble(server, "rcpt")
        if answer is None or answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(  # noqa: N802 - see above
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """The e-mail is here; `data` goes wrong before it is kept, `after_data` when it is."""
        answer = await self._trouble(server, "data")
        if answer is not None:
            return answer
        self._keep(envelope)
        return await self._trouble(server, "after_data") or "250 OK"

    async def _trouble(self, server: SMTP, step: str) -> str | None:
        trouble = next((one for one in self._troubles if one.step == step), None)
        if trouble is None:
            return None
        trouble.left -= 1
        if not trouble.left:
            self._troubles.remove(trouble)
        if trouble.answer == "silence":
            await asyncio.Event().wait()
        if trouble.answer == "drop" and isinstance(server.transport, asyncio.WriteTransport):
            server.transport.abort()
        return "421 closing" if trouble.answer == "drop" else trouble.answer

    def _keep(self, envelope: Envelope) -> None:
        content = envelope.original_content or b""
        message = email.message_from_bytes(content, policy=email.policy.default)
        text = message.get_body(preferencelist=("plain", "html"))
        mail = Caught(
            id=next(self._ids),
            sender=envelope.mail_from or "",
            to=list(envelope.rcpt_tos),
            subject=str(message["Subject"] or ""),
            body=str(text.get_content()).replace("\r\n", "\n") if text is not None else "",
            headers={name: str(message[name]) for name in _SHOWN_HEADERS if message[name] is not None},
            received_at=datetime.now(UTC).isoformat(timespec="seconds"),
        )
        self._kept[mail.id] = mail
        self._store.changed("mail", _key(mail), lambda: row_of(mail))
        if len(self._kept) > MOST_KEPT:
            oldest = self._kept.pop(next(iter(self._kept)))
            self._store.gone("mail", _key(oldest))
        self._came.set()


def row_of(mail: Caught) -> dict[str, Any]:
    """One e-mail as JSON."""
    return asdict(mail)


def _key(mail: Caught) -> str:
    return f"{mail.id:010}"
