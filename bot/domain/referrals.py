"""What somebody sends about themselves: how they may be reached, and what is cleaned before it is kept."""

from __future__ import annotations

import re
from enum import StrEnum

LONGEST_NAME = 60
_NOT_NAME = re.compile(r"[^\w' .-]", re.UNICODE)
_PHONE = re.compile(r"\+?[0-9]{8,15}")
_BETWEEN_DIGITS = re.compile(r"[\s().-]")
AGREED_VERSION = 1


class Way(StrEnum):
    """How the organisation may reach somebody; nothing but this is given."""

    CHAT = "chat"
    PHONE = "phone"
    EMAIL = "email"


PARTS = ("area", "skills")


def clean_name(text: str) -> str | None:
    """What they want to be called; None when there is no name in it."""
    name = " ".join(_NOT_NAME.sub("", text).split())[:LONGEST_NAME].strip()
    return name if any(letter.isalpha() for letter in name) else None


def clean_phone(text: str) -> str | None:
    """A number that can be called; None when it is none."""
    number = _BETWEEN_DIGITS.sub("", text.strip())
    return number if _PHONE.fullmatch(number) else None
