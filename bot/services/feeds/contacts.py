"""The ways to reach whoever offers something, for a page: only addresses that cannot do anything else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from bot.content.schema.organisations import Organisation

_WEB = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
_MAIL = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+")
_PHONE = re.compile(r"[+0-9][0-9 ()./-]{3,30}")


@dataclass(frozen=True, slots=True)
class Contact:
    """One way: `url`, `email`, `phone` or `text`; `whose` is named where it is not theirs who offer it."""

    way: str
    shown: str
    href: str | None = None
    whose: str | None = None


def contacts_of(apply: Mapping[str, Any], fallback: Organisation) -> tuple[Contact, ...]:
    """Every way that was given; where nobody can be asked, how to ask whoever answers for it."""
    found = [way for way in map(_contact, ("url", "email", "phone", "text"), map(apply.get, _WAYS)) if way]
    if not any(one.way != "url" for one in found):
        theirs = map(_contact, ("email", "phone"), (fallback.email, fallback.phone))
        found += [Contact(one.way, one.shown, one.href, fallback.name) for one in theirs if one]
    return tuple(found)


_WAYS = ("url", "email", "phone", "text")


def _contact(way: str, value: Any) -> Contact | None:
    given = str(value or "").strip()
    if way == "url" and _WEB.fullmatch(given):
        return Contact(way, _short(given), given)
    if way == "email" and _MAIL.fullmatch(given):
        return Contact(way, given, f"mailto:{quote(given, safe='@+.-_')}")
    if way == "phone" and _PHONE.fullmatch(given):
        return Contact(way, given, "tel:" + re.sub(r"[^+0-9]", "", given))
    return Contact(way, given) if way == "text" and given else None


def _short(url: str) -> str:
    """The host: what is behind it is too long to read."""
    return re.sub(r"^https?://(www\.)?", "", url, flags=re.IGNORECASE).split("/")[0]
