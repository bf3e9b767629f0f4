"""Whether somebody asks what something costs, and whether they mean an event by it."""

from __future__ import annotations

import re

_COSTS = re.compile(r"\b(free|costs?|fees?|charge|charged|gratis|kostar?|kosta|avgift|betala|pay for|have to pay)\b")
_EVENT = re.compile(
    r"\b(event|events|fair|fairs|workshop|session|open evening|drop in|ticket|tickets"
    r"|träff\w*|mäss\w*|evenemang\w*|event\w*|verkstad\w*|kväll\w*|biljett\w*|inträde\w*)\b"
)


def asks_what_it_costs(text: str) -> bool:
    """Whether it asks for the price of all this, and of no event."""
    said = text.casefold()
    return _COSTS.search(said) is not None and _EVENT.search(said) is None
