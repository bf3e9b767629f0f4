"""`nhs-jobs-xml`: one page of the public NHS Jobs search, or several put together under one `nhsJobs`.

Texts are cut by the source, salaries are free text, and the postcode is what follows the last comma of a place.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from functools import partial
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from bot.feeds.collecting import Collector, Feed, Reading
from bot.feeds.faults import FeedRefused, RowFaults
from bot.feeds.fields import Fields
from bot.feeds.opening import check_utf8, expect
from bot.feeds.pay import pay
from bot.feeds.places import located, says_anywhere, says_online
from bot.feeds.rows import OpportunityRow, Organisation
from bot.feeds.texts import identifier, summary
from bot.feeds.values import folded
from bot.feeds.vocabulary import Contract, Kind, OrganisationRole, Status

FORMAT = "nhs-jobs-xml"
_ITEM = "vacancyDetails"
_PLACES = "locations"
_CONTRACTS = {
    "permanent": Contract.PERMANENT,
    "fixed term": Contract.FIXED_TERM,
    "apprenticeship": Contract.APPRENTICESHIP,
    "bank": Contract.BANK,
    "locum": Contract.TEMPORARY,
    "temporary": Contract.TEMPORARY,
    "voluntary": Contract.VOLUNTARY,
    "volunteer": Contract.VOLUNTARY,
}
_KINDS = {Contract.APPRENTICESHIP: Kind.APPRENTICESHIP, Contract.VOLUNTARY: Kind.VOLUNTEERING}
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})")


def read(raw: bytes, reading: Reading) -> Feed:
    """Every vacancy; the feed is complete only when this is the one page there is."""
    body = check_utf8(raw)
    expect(body, "xml")
    _check_declared(body)
    collector = Collector(FORMAT)
    totals: dict[str, int] = {}
    try:
        _walk(body, collector, reading, totals)
    except DefusedXmlException as fault:
        raise FeedRefused(
            "This XML file defines its own names (a DTD or entities). Such files are not read."
        ) from fault
    except ParseError as fault:
        raise FeedRefused(_why(fault)) from fault
    collector.is_complete = totals.get("totalPages", 1) <= 1 and totals.get("totalResults", 0) <= collector.rows
    return collector.feed()


def _walk(body: bytes, collector: Collector, reading: Reading, totals: dict[str, int]) -> None:
    """One vacancy at a time is held; what was read is let go."""
    root: Element | None = None
    for event, element in iterparse(io.BytesIO(body), events=("start", "end"), forbid_dtd=True):
        if root is None:
            root = element
            if _name(root) != "nhsJobs":
                raise FeedRefused("This XML file is not a list of NHS Jobs: it does not begin with nhsJobs.")
        elif event == "end" and _name(element) == _ITEM:
            collector.take(collector.rows + 1, partial(_row, *_cells(element), reading))
            root.clear()
        elif event == "end" and _name(element) in {"totalPages", "totalResults"}:
            totals[_name(element)] = int(element.text) if (element.text or "").strip().isdigit() else 0


def _cells(item: Element) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """The vacancy's own texts by name, and its places: `location` in `locations`, or `locations` in itself."""
    cells = {_name(child): child.text or "" for child in item if _name(child) != _PLACES}
    nested = (leaf for child in item if _name(child) == _PLACES for leaf in child.iter() if not len(leaf))
    return cells, tuple(leaf.text.strip() for leaf in nested if leaf.text and leaf.text.strip())


def _row(values: Mapping[str, str], places: tuple[str, ...], reading: Reading, faults: RowFaults) -> OpportunityRow:
    fields = Fields(values, reading, faults)
    number = fields.read("id", identifier) or fields.read("reference", identifier)
    faults.source_id = faults.need("id", number)
    closes = fields.day("closeDate")
    contract = _CONTRACTS.get(folded(fields.raw("type")), Contract.OTHER) if fields.raw("type") else None
    apply = fields.apply("url")
    return OpportunityRow(
        source_id=faults.source_id,
        kind=_KINDS.get(contract, Kind.VACANCY) if contract else Kind.VACANCY,
        title=fields.title("title"),
        row=faults.row,
        status=Status.CLOSED if closes and closes.is_over(reading.today) else Status.OPEN,
        summary=fields.read("description", summary),
        organisations=(Organisation(fields.title("employer"), OrganisationRole.EMPLOYER),),
        sector="health",
        locations=tuple(located(place) for place in places if not says_online(place) and not says_anywhere(place)),
        online=any(says_online(place) for place in places),
        national=any(says_anywhere(place) for place in places),
        posted=fields.when("postDate"),
        closes=closes,
        pay=fields.read("salary", lambda text: pay(text, reading.currency)),
        contract=contract,
        contract_text=fields.line("type"),
        has_training=True if contract is Contract.APPRENTICESHIP else None,
        apply=apply,
        link=apply.url if apply else None,
    )


def _name(element: Element) -> str:
    """Without a namespace."""
    return str(element.tag).rpartition("}")[2]


def _check_declared(body: bytes) -> None:
    """A file that says it is something else than what its letters are would be read wrong without anybody noticing."""
    declared = _DECLARED.match(body.lstrip())
    if declared and declared[1].lower() not in {b"utf-8", b"utf8", b"us-ascii"} and not body.isascii():
        raise FeedRefused(
            f"This file says it is saved as {declared[1].decode()}, not as UTF-8. Save it again as UTF-8."
        )


def _why(fault: ParseError) -> str:
    line, _ = fault.position
    if "no element found" in str(fault) or "unclosed" in str(fault):
        return "This XML file is cut off: it ends before its last element does."
    return f"This XML file is not written correctly (line {line})."
