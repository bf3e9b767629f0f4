"""Which server takes our e-mails, read from one address such as `smtp://user:password@mail.example.org:587`."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qs, unquote, urlsplit

_PORTS = {"smtp": 587, "smtps": 465}


class Tls(StrEnum):
    """How a connection is made private: from its first byte, by STARTTLS, or not at all."""

    FROM_THE_START = "from_the_start"
    STARTTLS = "starttls"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class MailServer:
    """One server and our log-in there; the password is left out of its representation."""

    host: str
    port: int
    tls: Tls
    user: str | None = None
    password: _Hidden | None = None


class _Hidden(str):
    """A word that does not show in tracebacks."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'**********'"


def read_mail_server(url: str) -> MailServer:
    """Understand the setting; raises ValueError in words that quote nothing of it, for it holds a password."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        raise ValueError("the port must be a number") from None
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError("must look like smtp://user:password@host:587 or smtps://user:password@host:465")
    if parts.username and not parts.password:
        raise ValueError("a user needs a password")
    return MailServer(
        host=parts.hostname,
        port=port or _PORTS[parts.scheme],
        tls=_tls(parts.scheme, parts.hostname, parse_qs(parts.query).get("tls", [""])[-1]),
        user=unquote(parts.username) if parts.username else None,
        password=_Hidden(unquote(parts.password)) if parts.password else None,
    )


def _tls(scheme: str, host: str, asked: str) -> Tls:
    """A server on this machine may do without; any other only when that is asked for in so many words."""
    if asked not in ("", "never"):
        raise ValueError("tls can only be set to never")
    if scheme == "smtps":
        return Tls.FROM_THE_START
    return Tls.NEVER if asked or _is_here(host) else Tls.STARTTLS


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
