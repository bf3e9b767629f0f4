"""An age that is put right: "im not 18 im 20", "jag är 20 inte 19"."""

from __future__ import annotations

import re

_NOT = re.compile(r"\b(?:not|inte)\s+(\d{2})\b")


def age_denied(text: str) -> int | None:
    """The age that is said to be wrong."""
    found = _NOT.search(text.casefold())
    return int(found[1]) if found else None
