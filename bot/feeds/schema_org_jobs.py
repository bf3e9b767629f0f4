"""schema.org JobPosting: a vacancy, or what its type of employment says it is."""

from __future__ import annotations

from collections.abc import Iterable

from bot.feeds.collecting import Reading
from bot.feeds.faults import RowFaults
from bot.feeds.fields import Fields
from bot.feeds.json_ld import Node
from bot.feeds.pay import pay, with_period
from bot.feeds.rows import Apply, Hours, OpportunityRow, Pay
from bot.feeds.schema_org_places import fields_of, identify, is_person, organisations, places
from bot.feeds.texts import line, long_text, summary
from bot.feeds.values import amount, count, email, folded, languages, phone, yes_or_no
from bot.feeds.vocabulary import Contract, Kind, OrganisationRole, Pattern, Period, Status, Topic

_KINDS = {
    "volunteer": Kind.VOLUNTEERING,
    "intern": Kind.PLACEMENT,
    "internship": Kind.PLACEMENT,
    "apprenticeship": Kind.APPRENTICESHIP,
    "apprentice": Kind.APPRENTICESHIP,
}
_SAID = {kind.value: kind for kind in Kind}
_CONTRACTS = {
    "contractor": Contract.SELF_EMPLOYED,
    "temporary": Contract.TEMPORARY,
    "permanent": Contract.PERMANENT,
    "volunteer": Contract.VOLUNTARY,
    "per diem": Contract.BANK,
    "apprenticeship": Contract.APPRENTICESHIP,
}
_PATTERNS = {"full time": Pattern.FULL_TIME, "part time": Pattern.PART_TIME}
_PERIODS = {period.value: period for period in Period} | {
    "hourly": Period.HOUR,
    "daily": Period.DAY,
    "weekly": Period.WEEK,
    "monthly": Period.MONTH,
    "yearly": Period.YEAR,
    "annual": Period.YEAR,
    "annually": Period.YEAR,
}
_NAMES = (
    *("title", "name", "description", "datePosted", "validThrough", "jobStartDate", "url", "jobBenefits"),
    *("industry", "occupationalCategory", "workHours", "inLanguage", "totalJobOpenings"),
)
_WANTED = ("qualifications", "educationRequirements", "experienceRequirements", "skills")


def read_job(node: Node, reading: Reading, faults: RowFaults) -> Iterable[OpportunityRow]:
    """One row."""
    fields = fields_of(node, reading, faults, *_NAMES)
    number = identify(node, fields, "title", "hiringOrganization", "datePosted")
    types = [folded(one) for one in node.words("employmentType").replace(",", "\n").split("\n") if one.strip()]
    private = is_person(node, "hiringOrganization")
    where, is_virtual = places(node, "jobLocation", private=private)
    closes = fields.when("validThrough")
    apply = _apply(node, fields)
    opening = fields.read("description", summary)
    yield OpportunityRow(
        source_id=number,
        kind=_SAID.get(node.first("additionalType"))
        or next((_KINDS[one] for one in types if one in _KINDS), Kind.VACANCY),
        title=fields.title("title") if fields.raw("title") else fields.title("name"),
        row=faults.row,
        status=Status.CLOSED if closes and closes.is_over(reading.today) else Status.OPEN,
        summary=opening,
        details=fields.details((Topic.DESCRIPTION, "description"), (Topic.BENEFITS, "jobBenefits"), beyond=opening),
        organisations=() if private else organisations(node, "hiringOrganization", OrganisationRole.EMPLOYER, faults),
        sector=fields.line("industry"),
        role=fields.line("occupationalCategory"),
        locations=where,
        areas=tuple(line(one) for one in node.words("applicantLocationRequirements").split("\n") if line(one)),
        online=is_virtual or "telecommute" in folded(node.first("jobLocationType")),
        posted=fields.when("datePosted"),
        starts=fields.day("jobStartDate"),
        starts_any_time=bool(faults.read("jobImmediateStart", yes_or_no, node.first("jobImmediateStart"))),
        closes=closes,
        hours=_hours(fields, types),
        pay=_pay(node, reading, faults),
        contract=next((_CONTRACTS[one] for one in types if one in _CONTRACTS), None),
        contract_text=", ".join(one for one in types if one not in _PATTERNS) or None,
        entry_requirements=_wanted(node),
        positions=fields.read("totalJobOpenings", count),
        apply=apply,
        link=apply.url if apply else None,
        languages=fields.read("inLanguage", languages) or (),
    )


def _kind(node: Node, types: list[str]) -> Kind:
    said = _SAID.get(node.first("additionalType"))
    return said or next((_KINDS[one] for one in types if one in _KINDS), Kind.VACANCY)


def _apply(node: Node, fields: Fields) -> Apply | None:
    contact = next(iter(node.nodes("applicationContact")), Node({}))
    country = fields.reading.country
    page = fields.apply("url")
    found = Apply(
        url=page.url if page else None,
        email=fields.faults.read("applicationContact.email", email, contact.first("email")),
        phone=fields.faults.read(
            "applicationContact.telephone", lambda text: phone(text, country), contact.first("telephone")
        ),
    )
    return found if found != Apply() else None


def _hours(fields: Fields, types: list[str]) -> Hours | None:
    patterns = tuple(_PATTERNS[one] for one in types if one in _PATTERNS)
    words = fields.line("workHours")
    return Hours(patterns=patterns, text=words) if patterns or words else None


def _pay(node: Node, reading: Reading, faults: RowFaults) -> Pay | None:
    """A salary as an amount of money with a quantity in it, as a number, or as words."""
    currency = node.first("salaryCurrency").upper() or reading.currency
    given = next(iter(node.nodes("baseSalary")), None)
    if given is None:
        return faults.read("baseSalary", lambda text: pay(text, currency), node.first("baseSalary", "estimatedSalary"))
    quantity = next(iter(given.nodes("value")), given)
    currency = given.first("currency").upper()[:3] or currency
    low = faults.read("baseSalary", amount, quantity.first("minValue", "value"))
    high = faults.read("baseSalary", amount, quantity.first("maxValue", "value"))
    period = _PERIODS.get(folded(quantity.first("unitText") or given.first("unitText")))
    return with_period(low or None, high or None, period, currency, None) if low or high else None


def _wanted(node: Node) -> str | None:
    """What one must bring, from four properties that may hold text or things."""
    lines = [node.words(name) for name in _WANTED]
    for one in node.nodes("experienceRequirements"):
        months = one.first("monthsOfExperience")
        lines.append(f"{months} months of experience" if months and months != "0" else "")
    return long_text("\n".join(dict.fromkeys(words for words in lines if words))) or None
