"""Deep links, `t.me/<bot>?start=<payload>`: what they open and where they were handed out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.suggestions import About
from bot.errors import Outage

# Telegram allows 64 characters of A-Z a-z 0-9 _ and -; a double hyphen parts what opens from where it was handed out.
_PAYLOAD = re.compile(r"^(?:(?P<about>[oe])-(?P<slug>[a-z0-9_]{1,40}))?(?:--?s-(?P<source>[A-Za-z0-9_]{1,20}))?$")
_SOURCE_ONLY = re.compile(r"^s-(?P<source>[A-Za-z0-9_]{1,20})$")


@dataclass(frozen=True, slots=True)
class Link:
    """`about` and `slug` name an opportunity or event; `source` the poster, adviser or college it came from."""

    about: About | None = None
    slug: str | None = None
    source: str | None = None

    @property
    def opens(self) -> bool:
        """Whether it names something to open."""
        return self.about is not None


def read_link(payload: str | None) -> Link:
    """Understand a payload; one that says nothing we know opens nothing and is no error."""
    match = _SOURCE_ONLY.match(payload or "") or _PAYLOAD.match(payload or "")
    if match is None:
        return Link()
    found = match.groupdict()
    about = About(found["about"]) if found.get("about") else None
    slug = found.get("slug")
    return Link(about, slug, found.get("source") or (f"{about.value}-{slug}" if about else None))


def write_link(about: About, slug: str, source: str | None = None) -> str:
    """The payload that opens one thing, with where it is handed out."""
    return f"{about.value}-{slug}" + (f"--s-{source}" if source else "")


class DeepLinks:
    """Whole addresses that open this bot; what it is called is known once Telegram has said so."""

    def __init__(self) -> None:
        self._username: str | None = None

    def known_as(self, username: str) -> None:
        """What Telegram says the bot is called; asked once at the start."""
        self._username = username

    def to(self, payload: str) -> str:
        """The address that starts the bot with this payload. Raises Outage before the start."""
        if self._username is None:
            raise Outage
        return f"https://t.me/{self._username}?start={payload}"
