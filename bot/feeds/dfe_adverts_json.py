"""`dfe-adverts-json`: apprenticeships from the Display Advert API, version 2: pages, a list of adverts or one advert.

Closing dates are whole days, a national vacancy has no address, and the contact's name is not taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from bot.feeds.collecting import Collector, Feed, Reading
from bot.feeds.faults import FeedRefused, RowFaults
from bot.feeds.fields import Fields
from bot.feeds.json_documents import cells_of, load_json, text_of
from bot.feeds.pay import with_period
from bot.feeds.places import point, postcode_in
from bot.feeds.rows import Apply, Hours, Location, OpportunityRow, Organisation, Pay
from bot.feeds.texts import identifier, line, long_text, summary
from bot.feeds.values import amount, count, folded, link, yes_or_no
from bot.feeds.vocabulary import Contract, Kind, OrganisationRole, PayBasis, Period, Status, Topic

FORMAT = "dfe-adverts-json"
_BASES = {
    "apprenticeshipminimum": PayBasis.APPRENTICE_MINIMUM,
    "nationalminimum": PayBasis.NATIONAL_MINIMUM,
}
_UNITS = {"weekly": Period.WEEK, "monthly": Period.MONTH, "annually": Period.YEAR}
_TEXTS = (
    (Topic.DESCRIPTION, "fulldescription"),
    (Topic.TRAINING, "trainingdescription"),
    (Topic.TRAINING, "additionaltrainingdescription"),
    (Topic.NEXT, "outcomedescription"),
    (Topic.CONSIDER, "thingstoconsider"),
    (Topic.BENEFITS, "companybenefitsinformation"),
)


def read(raw: bytes, reading: Reading) -> Feed:
    """Every advert; the feed is complete when no page of it is missing."""
    document = load_json(raw)
    pages = [_lowered(page) for page in _pages(document)]
    collector = Collector(FORMAT)
    for advert in _adverts(pages):
        if isinstance(advert, Mapping):
            collector.take(collector.rows + 1, partial(_row, advert, reading))
        else:
            collector.refuse(collector.rows + 1, "row", "This is not an advert.")
    totals = [count(text_of(page.get("totalfiltered")) or "0") for page in pages]
    collector.is_complete = isinstance(document, list) or max(totals, default=0) <= collector.rows
    if len(pages) == 1 and "vacancies" not in pages[0]:
        collector.is_complete = False
    return collector.feed()


def _pages(document: Any) -> Sequence[Mapping[str, Any]]:
    pages = document if isinstance(document, list) else [document]
    found = [page for page in pages if isinstance(page, Mapping)]
    known = [page for page in found if {"vacancies", "vacancyreference"} & {name.lower() for name in page}]
    if pages and not known:
        raise FeedRefused("This JSON holds no adverts: there is no list called vacancies in it.")
    return found


def _adverts(pages: Sequence[Mapping[str, Any]]) -> Iterator[Any]:
    for page in pages:
        held = page.get("vacancies", page)
        if isinstance(held, list):
            yield from held
        else:
            yield held


def _row(advert: Mapping[str, Any], reading: Reading, faults: RowFaults) -> OpportunityRow:
    cells = dict(cells_of(advert))
    shown = {name.lower(): name for name in cells}
    fields = Fields({name.lower(): cell for name, cell in cells.items()}, reading, faults, shown)
    faults.source_id = fields.need("vacancyreference", _reference)
    lowered = _lowered(advert)
    closes = fields.day("closingdate")
    is_national = bool(fields.read("isnationalvacancy", yes_or_no))
    page = fields.read("vacancyurl", link)
    return OpportunityRow(
        source_id=faults.source_id,
        kind=Kind.APPRENTICESHIP,
        title=fields.title("title"),
        row=faults.row,
        status=Status.CLOSED if closes and closes.is_over(reading.today) else Status.OPEN,
        summary=fields.read("description", summary),
        details=fields.details(*_TEXTS),
        organisations=_organisations(fields),
        sector=fields.line("course.route"),
        role=fields.line("course.title"),
        level=_level(fields),
        locations=() if is_national else _locations(lowered),
        national=is_national,
        national_details=fields.text("isnationalvacancydetails"),
        posted=fields.when("posteddate"),
        starts=fields.day("startdate"),
        closes=closes,
        length=fields.line("expectedduration"),
        hours=_hours(fields),
        pay=_pay(fields),
        contract=Contract.APPRENTICESHIP,
        has_training=True,
        entry_requirements=_requirements(lowered),
        disability_confident=fields.read("isdisabilityconfident", yes_or_no),
        positions=fields.read("numberofpositions", count),
        apply=_apply(fields, page),
        link=page,
    )


def _reference(text: str) -> str:
    """Some answers put VAC before the number and some do not."""
    return re.sub(r"(?i)^VAC(?=\d)", "", identifier(text))


def _organisations(fields: Fields) -> tuple[Organisation, ...]:
    employer = Organisation(
        fields.title("employername"), OrganisationRole.EMPLOYER, fields.read("employerwebsiteurl", link)
    )
    trainer = fields.line("providername")
    ukprn = fields.raw("ukprn")
    if trainer is None:
        return (employer,)
    return employer, Organisation(trainer, OrganisationRole.TRAINER, reference=ukprn if ukprn != "0" else None)


def _level(fields: Fields) -> str | None:
    number = fields.raw("course.level")
    words = [f"level {number}" if number and number != "0" else "", fields.raw("apprenticeshiplevel").lower()]
    if folded(fields.raw("course.type")) == "foundationapprenticeship":
        words.append("foundation apprenticeship")
    return ", ".join(word for word in words if word) or None


def _locations(advert: Mapping[str, Any]) -> tuple[Location, ...]:
    addresses = advert.get("addresses")
    found = [_lowered(one) for one in addresses if isinstance(one, Mapping)] if isinstance(addresses, list) else []
    return tuple(location for location in map(_location, found) if location != Location())


def _location(address: Mapping[str, Any]) -> Location:
    """Lines of an address do not say which of them is the town, except where there is one only."""
    lines = [line(text_of(address.get(f"addressline{number}"))) for number in range(1, 5)]
    lines = [words for words in lines if words]
    postcode, outcode = postcode_in(line(text_of(address.get("postcode"))))
    north, east = point(address.get("latitude"), address.get("longitude"))
    return Location(
        address=", ".join(lines) if len(lines) > 1 else None,
        town=lines[0] if len(lines) == 1 else None,
        postcode=postcode,
        outcode=outcode,
        latitude=north,
        longitude=east,
    )


def _hours(fields: Fields) -> Hours | None:
    weekly, words = fields.read("hoursperweek", amount), fields.line("wage.workingweekdescription")
    weekly = weekly or None
    return Hours(weekly_low=weekly, weekly_high=weekly, text=words) if weekly or words else None


def _pay(fields: Fields) -> Pay | None:
    wage = folded(fields.raw("wage.wagetype")).replace(" ", "")
    words = fields.line("wage.wageadditionalinformation")
    single = _positive(fields, "wage.wageamount")
    low = single or _positive(fields, "wage.wageamountlowerbound")
    high = single or _positive(fields, "wage.wageamountupperbound")
    if low is None and high is None:
        return Pay(basis=_BASES.get(wage), text=words or ("Competitive" if wage == "competitivesalary" else None))
    return with_period(low, high, _UNITS.get(folded(fields.raw("wage.wageunit"))), "GBP", words)


def _positive(fields: Fields, name: str) -> Decimal | None:
    """Sources write 0 for an amount that is not known."""
    return fields.read(name, amount) or None


def _requirements(advert: Mapping[str, Any]) -> str | None:
    wanted = advert.get("qualifications")
    lines = (
        [_qualification(_lowered(one)) for one in wanted if isinstance(one, Mapping)]
        if isinstance(wanted, list)
        else []
    )
    skills = advert.get("skills")
    if isinstance(skills, list) and skills:
        lines.append(f"Skills: {', '.join(text_of(skill) for skill in skills)}")
    return long_text("\n".join(words for words in lines if words)) or None


def _qualification(one: Mapping[str, Any]) -> str:
    weighting, name, subject, grade = (
        line(text_of(one.get(key))) for key in ("weighting", "qualificationtype", "subject", "grade")
    )
    words = " ".join(word for word in (name, subject, f"(grade {grade})" if grade else "") if word)
    return f"{weighting}: {words}" if weighting and words else words


def _apply(fields: Fields, page: str | None) -> Apply | None:
    given = fields.apply("applicationurl", "employercontactemail", "employercontactphone")
    if given is None:
        return Apply(url=page) if page else None
    return given if given.url or page is None else Apply(page, given.email, given.phone)


def _lowered(item: Mapping[str, Any]) -> dict[str, Any]:
    """Names in lower case: some tools write them with a capital."""
    return {name.lower(): value for name, value in item.items()}
