"""Handing one e-mail to the mail server, and our own words for every answer it may give."""

from __future__ import annotations

import re
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime

from aiosmtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPException,
    SMTPNotSupported,
    SMTPResponseException,
)

from bot.clock import Clock
from bot.delivery.mail_outcomes import Later, MailOutcome
from bot.delivery.outcomes import NotSent, Refused, Sent, Uncertain
from bot.domain.mail_server import MailServer, Tls
from bot.messages.emails import Email

# The server's words may quote an address; the enhanced status code (5.1.1) says as much and quotes nobody.
_ENHANCED = re.compile(r"^([245]\.\d{1,3}\.\d{1,3})\b")


class Postman:
    """Speaks SMTP over one connection, opened when there is something to send and kept while there is more."""

    def __init__(self, server: MailServer, sender: str, clock: Clock, *, seconds: float = 20.0) -> None:
        self._server = server
        self._sender = sender
        self._clock = clock
        self._seconds = seconds
        self._smtp: SMTP | None = None

    async def carry(self, email: Email, row_id: int) -> MailOutcome:
        """Hand over one e-mail; whatever the server or the line does is an outcome."""
        smtp, problem = await self._connected()
        if smtp is None:
            return NotSent(problem)
        step = "MAIL"
        try:
            await smtp.mail(self._sender)
            step = "RCPT"
            await smtp.rcpt(email.to)
            step = "DATA"
            await smtp.data(self._written(email, row_id))
        except SMTPResponseException as error:
            await self.hang_up()
            return _answered(error, step)
        except (SMTPNotSupported, ValueError):
            await self.hang_up()
            return Refused("the server takes no such address")
        except (SMTPException, OSError, TimeoutError) as error:
            self._drop()
            # Before DATA nothing has been handed over; after it, only the server knows.
            lost = f"the line broke after {step}: {type(error).__name__}"
            return Uncertain(lost) if step == "DATA" else Later(lost)
        return Sent()

    async def hang_up(self) -> None:
        """Say goodbye; the next e-mail opens a new connection."""
        smtp, self._smtp = self._smtp, None
        if smtp is None:
            return
        try:
            await smtp.quit(timeout=1)
        except (SMTPException, OSError, TimeoutError):
            smtp.close()

    async def _connected(self) -> tuple[SMTP | None, str]:
        """The open connection, or why there is none."""
        if self._smtp is not None and self._smtp.is_connected:
            return self._smtp, ""
        server = self._server
        smtp = SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            use_tls=server.tls is Tls.FROM_THE_START,
            start_tls=server.tls is Tls.STARTTLS,
            timeout=self._seconds,
        )
        try:
            await smtp.connect()
        except SMTPAuthenticationError:
            smtp.close()
            return None, "the mail server refuses our log-in"
        except (SMTPException, OSError, TimeoutError) as error:
            smtp.close()
            return None, f"no connection to the mail server: {type(error).__name__}"
        self._smtp = smtp
        return smtp, ""

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None

    def _written(self, email: Email, row_id: int) -> bytes:
        message = EmailMessage(policy=SMTP_POLICY.clone(cte_type="7bit"))
        message["From"] = self._sender
        message["To"] = email.to
        message["Subject"] = email.subject
        message["Date"] = format_datetime(self._clock())
        # The same at every attempt: a mailbox that got it twice can tell, and many show it once.
        message["Message-ID"] = f"<way-in-{row_id}@{self._sender.rpartition('@')[2]}>"
        # Nobody on holiday answers a machine.
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(email.body)
        return message.as_bytes()


def _answered(error: SMTPResponseException, step: str) -> MailOutcome:
    code = _ENHANCED.match(error.message)
    reason = f"the server answered {error.code}{f' {code.group(1)}' if code else ''} to {step}"
    return Refused(reason) if 500 <= error.code < 600 else Later(reason)
