"""What schema.org's jobs, courses and events share: ids, places, organisations, prices and ways to apply."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from decimal import Decimal

from bot.feeds.collecting import Reading
from bot.feeds.faults import RowFaults, Unreadable
from bot.feeds.fields import Fields
from bot.feeds.json_ld import Node
from bot.feeds.places import as_home, located, point, postcode_in, says_online
from bot.feeds.rows import Cost, Location, Organisation
from bot.feeds.texts import identifier, line, title
from bot.feeds.values import amount, link
from bot.feeds.vocabulary import OrganisationRole

_COUNTRY = frozenset({"gb", "uk", "united kingdom", "england", "great britain", "se", "sweden", "sverige"})


def identify(node: Node, fields: Fields, *names: str) -> str:
    """The id given, else the address of the page, else what tells this one from others."""
    numbers = (one.first("value") for one in node.nodes("identifier"))
    given = next(numbers, "") or node.first("identifier") or node.first("@id") or node.first("url")
    if not given:
        told = "|".join(node.words(name) for name in names)
        given = f"made-{hashlib.sha256(told.encode()).hexdigest()[:20]}"
    fields.faults.source_id = fields.faults.need("identifier", fields.faults.read("identifier", identifier, given))
    return fields.faults.source_id


def fields_of(node: Node, reading: Reading, faults: RowFaults, *names: str) -> Fields:
    """A node's properties as cells; its id is its page where it is an address of the web and no other is given."""
    values = {name: node.words(name) for name in names}
    if not values.get("url") and node.first("@id").startswith(("https://", "http://")):
        values["url"] = node.first("@id")
    return Fields(values, reading, faults)


def organisations(node: Node, name: str, role: OrganisationRole, faults: RowFaults) -> tuple[Organisation, ...]:
    """Who is named there, as text or as a thing."""
    found: list[Organisation] = []
    for value in node.many(name):
        one = Node({name: value}, node.others)
        called = faults.read(name, title, one.first(name))
        thing = next(iter(one.nodes(name)), None)
        if called:
            address = thing.first("sameAs", "url") if thing else ""
            found.append(Organisation(called, role, faults.read(f"{name}.url", link, address)))
    return tuple(found)


def is_person(node: Node, name: str) -> bool:
    """Whether somebody private stands there: what is theirs is kept short."""
    return any("Person" in one.types for one in node.nodes(name))


def places(node: Node, name: str, *, private: bool = False) -> tuple[tuple[Location, ...], bool]:
    """Where it is, and whether any of it is on the internet."""
    found: list[Location] = []
    online = False
    for value in node.many(name):
        place = next(iter(Node({name: value}, node.others).nodes(name)), None)
        words = Node({name: value}).first(name)
        if (place is None and says_online(words)) or (place is not None and "VirtualLocation" in place.types):
            online = True
        elif place is not None:
            found += _addresses(place)
        elif words:
            found.append(located(words))
    return tuple(as_home(one) if private else one for one in found if one != Location()), online


def cost(node: Node, reading: Reading, faults: RowFaults) -> Cost | None:
    """What taking part costs, by the first offer."""
    if node.first("isAccessibleForFree") in {"yes", "true", "True", "http://schema.org/True"}:
        return Cost(amount=Decimal(0), currency=reading.currency)
    offer = next(iter(node.nodes("offers")), None)
    if offer is None:
        return None
    price, told = _price(offer.first("price", "lowPrice", "category"))
    words = line(offer.first("description")) or told
    currency = offer.first("priceCurrency").upper()[:3] or reading.currency
    return Cost(price, currency, words) if price is not None or words else None


def _price(text: str) -> tuple[Decimal | None, str | None]:
    """A number; or nothing to pay, in words; or other words."""
    if text.strip().lower() in {"free", "gratis"}:
        return Decimal(0), None
    try:
        return (amount(text), None) if text else (None, None)
    except Unreadable:
        return None, line(text)


def _addresses(place: Node) -> Iterator[Location]:
    """A place with an address of several parts, an address in one line, or a name only."""
    geo = next(iter(place.nodes("geo")), Node({}))
    north, east = point(geo.first("latitude"), geo.first("longitude"))
    written = place.nodes("address") or ([place] if "PostalAddress" in place.types else [])
    venue = line(place.first("name")) or None
    if not written:
        single = located(place.first("address"))
        yield Location(venue, single.address, single.town, single.postcode, single.outcode, north, east)
    for address in written:
        street = ", ".join(line(one) for one in address.words("streetAddress").split("\n") if line(one))
        postcode, outcode = postcode_in(line(address.first("postalCode")))
        yield Location(venue, street or None, _town(address), postcode, outcode, north, east)


def _town(address: Node) -> str | None:
    town = line(address.first("addressLocality")) or line(address.first("addressRegion"))
    return town if town and town.lower() not in _COUNTRY else None
