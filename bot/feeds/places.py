"""Where something is, out of an address as it was written: town, postcode and its outward half."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.feeds.rows import Location
from bot.feeds.texts import line

_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?) ?(\d[ABD-HJLNP-UW-Z]{2})\b", re.IGNORECASE)
_OUTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\b", re.IGNORECASE)
_SWEDISH = re.compile(r"\b(?:SE?-)?([1-9]\d{2}) ?(\d{2})\b(?! ?\d)")
_ONLINE = re.compile(
    r"\b(?:online|on-line|remote(?:ly)?|virtual|zoom|microsoft teams|google meet|home ?based|work(?:ing)? from home"
    r"|distans|på nätet|digitalt|hemifrån)\b",
    re.IGNORECASE,
)
_ANYWHERE = re.compile(
    r"\b(?:nationwide|national|uk[ -]wide|united kingdom|england|various locations|hela landet)\b", re.I
)


def located(text: str) -> Location:
    """A place written in one line, such as "London, E13 8SL": what follows the last comma may be the postcode."""
    words = line(text)
    postcode, outcode = postcode_in(words)
    before = _POSTCODE.sub("", words) if postcode else words
    parts = [part.strip() for part in before.split(",") if part.strip()]
    if outcode and not postcode and parts and _OUTCODE.fullmatch(parts[-1]):
        parts.pop()
    return Location(
        address=", ".join(parts) if len(parts) > 1 else None,
        town=parts[-1] if parts else None,
        postcode=postcode,
        outcode=outcode,
    )


def postcode_in(text: str) -> tuple[str | None, str | None]:
    """A whole British postcode and its outcode, or a lone outcode; a Swedish postcode has no outcode."""
    if match := _POSTCODE.search(text):
        outcode = match[1].upper()
        return f"{outcode} {match[2].upper()}", outcode
    if match := _SWEDISH.search(text):
        return f"{match[1]} {match[2]}", None
    last = text.rpartition(",")[2].strip()
    return None, last.upper() if _OUTCODE.fullmatch(last) else None


def as_home(location: Location) -> Location:
    """Somebody's own home: nothing that finds the door."""
    return replace(location, venue=None, address=None, postcode=None, latitude=None, longitude=None)


def says_online(text: str) -> bool:
    """Whether a place is no place at all but the internet."""
    return bool(_ONLINE.search(text))


def says_anywhere(text: str) -> bool:
    """Whether a place is a whole country."""
    return bool(_ANYWHERE.search(text)) and not postcode_in(text)[1]


def point(latitude: object, longitude: object) -> tuple[float | None, float | None]:
    """A point on the map, where both numbers are sensible; 0, 0 is how sources say that they do not know."""
    try:
        north, east = float(str(latitude)), float(str(longitude))
    except ValueError:
        return None, None
    if (north, east) == (0.0, 0.0) or not (-90 <= north <= 90 and -180 <= east <= 180):
        return None, None
    return north, east
