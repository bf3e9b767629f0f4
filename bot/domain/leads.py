"""What an employer leaves with us: who they are, what they offer, how to reach them."""

from __future__ import annotations

import re

FIELDS = ("organisation", "offer", "contact")
OFFERS = ("placements", "apprenticeships", "jobs", "visits")
_EMAIL = re.compile(r"[^\s@]{1,64}@[^\s@]{1,190}\.[^\s@.]{2,24}")
_FEWEST_DIGITS = 7


def is_reachable(contact: str) -> bool:
    """Whether it holds an e-mail address or enough digits to be a phone number, in any script's digits."""
    return bool(_EMAIL.search(contact[:400])) or sum(mark.isdigit() for mark in contact) >= _FEWEST_DIGITS


def field_after(field: str) -> str | None:
    """What is asked next, None after the last."""
    at = FIELDS.index(field) + 1
    return FIELDS[at] if at < len(FIELDS) else None


def field_before(field: str) -> str | None:
    """What was asked before, None before the first."""
    at = FIELDS.index(field)
    return FIELDS[at - 1] if at else None
