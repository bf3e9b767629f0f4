"""An opportunity's form: what it offers, from its fields to a draft and back, and every fault to the field it is in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from bot.console.choices import Choices
from bot.console.console import Console
from bot.console.forms import Form
from bot.console.visit import Visit
from bot.domain.broadcasts import Fault
from bot.domain.criteria import Criteria
from bot.domain.facts import Situation
from bot.domain.holds import Allot, Holding, What
from bot.feeds.vocabulary import Contract, Kind, Pattern, PayBasis, Period
from bot.services.opportunities import drafts
from bot.services.opportunities.desk import FRESH
from bot.services.opportunities.drafts import HoursDraft, OpportunityDraft, PayDraft
from bot.services.opportunities.imported import NO_SECTOR

PREFIX = "console_opportunities"
_TEXTS = {"headline": drafts.LONGEST_TITLE, "summary": drafts.LONGEST_SUMMARY, "needs": drafts.LONGEST_NEEDS}
_LONGEST_URL, _LONGEST_LIST, _OLDEST, _PAY_WORDS = 300, 1500, 120, 200
_ANSWERS: Mapping[str, bool | None] = {"yes": True, "no": False, "": None}
_WAYS = ("url", "email", "phone", "text")


@dataclass(frozen=True, kw_only=True)
class Options(Choices):
    """What an opportunity's form has besides, in the viewer's language."""

    kinds: Mapping[str, str]
    sectors: Mapping[str, str]
    patterns: Mapping[str, str]
    contracts: Mapping[str, str]
    periods: Mapping[str, str]
    bases: Mapping[str, str]
    situations: Mapping[str, str]
    held: Mapping[str, str]
    allot: Mapping[str, str]
    answers: Mapping[str, str]

    @classmethod
    def of(cls, console: Console, visit: Visit) -> Options:
        """What the viewer's organisation may choose from."""
        t, asked = visit.t, console.content.questions
        sectors = {one.id: t.pick(one.label) for one in asked["interests"].options if one.id != "not_sure"}
        situations = {one.id: t.pick(one.label) for one in asked["situation"].options}
        return cls.here(
            console,
            visit,
            kinds={one.value: t.plain(f"interests.card.kind.{one.value}") for one in Kind},
            sectors={**sectors, NO_SECTOR: t.plain(f"{PREFIX}.other_sector")},
            patterns={one.value: t.plain(f"opportunity.hours.{one.value}") for one in Pattern},
            contracts={one.value: t.plain(f"opportunity.contract.{one.value}") for one in Contract},
            periods=_named(visit, "periods", Period),
            bases=_named(visit, "bases", PayBasis),
            situations={one: label for one, label in situations.items() if one != Situation.OTHER},
            held=_named(visit, "what", What),
            allot=_named(visit, "allotting", Allot),
            answers={answer: t.plain(f"{PREFIX}.answers.{answer or 'unknown'}") for answer in _ANSWERS},
        )


def _named(visit: Visit, group: str, values: Iterable[str]) -> dict[str, str]:
    return {str(value): visit.t.plain(f"{PREFIX}.{group}.{value}") for value in values}


def described(form: Form, options: Options) -> Form:
    """The same form, knowing how its repeated fields are called."""
    for name in (*_TEXTS, "pay_says"):
        for code, language in options.languages.items():
            form.describe(f"{name}-{code}", language=language)
    return form


def blank(options: Options, visit: Visit, organisation: str) -> Form:
    """A form as it is first shown."""
    check_by = (visit.local(visit.now).date() + FRESH).isoformat()
    form = Form.filled(PREFIX, organisation=organisation, check_by=check_by, allot=Allot.BY_DATE.value)
    return described(form, options)


def shown(options: Options, row: OpportunityDraft) -> Form:
    """The form of an opportunity that is there."""
    words = {"headline": row.title, "summary": row.summary, "needs": row.needs, "pay_says": row.pay.says}
    texts = {f"{name}-{code}": text for name, by_code in words.items() for code, text in by_code.items()}
    days = ("starts_on", "ends_on", "closes_on", "check_by")
    form = Form.filled(
        PREFIX,
        kind=row.kind,
        organisation=row.organisation,
        sector=row.sector,
        called=row.called,
        employers="\n".join(row.employers),
        place=row.place,
        councils=row.councils,
        online="yes" if row.online else "",
        length=row.length,
        contract=row.contract,
        has_training=_answer(row.has_training),
        disability_confident=_answer(row.disability_confident),
        bring=row.bring,
        places=_number(row.places),
        link=row.link,
        programmes=row.programmes,
        ring_fenced_for=row.ring_fenced_for,
        contact=row.contact,
        prepares_for="\n".join(row.prepares_for),
        guarantees_interview="yes" if row.guarantees_interview else "",
        **texts,
        **{name: day.isoformat() for name in days if (day := getattr(row, name)) is not None},
        **{f"apply_{way}": row.apply.get(way, "") for way in _WAYS},
        **_hours_shown(row.hours),
        **_pay_shown(row.pay),
        **_held_shown(row.holding),
        **_criteria_shown(row.criteria),
    )
    return described(form, options)


def read(visit: Visit, form: Form, options: Options, kept: OpportunityDraft | None) -> OpportunityDraft:
    """What was filled in; what cannot be read is complained of and left out. Rules no form can show stay."""
    texts = {name: _words(form, options, name, most) for name, most in _TEXTS.items()}
    line = drafts.LONGEST_LINE
    return OpportunityDraft(
        kind=form.choice("kind", options.kinds),
        title=texts["headline"],
        summary=texts["summary"],
        needs=texts["needs"],
        organisation=form.text("organisation", most=line),
        sector=form.choice("sector", options.sectors),
        called=form.text("called", most=60, required=False),
        employers=_lines(form, "employers", line),
        place=form.text("place", most=line, required=False),
        councils=tuple(sorted(form.several("councils", options.councils))),
        online="yes" in form.values("online"),
        starts_on=form.day("starts_on", required=False),
        ends_on=form.day("ends_on", required=False),
        closes_on=form.day("closes_on", required=False),
        check_by=form.day("check_by"),
        length=form.text("length", most=60, required=False),
        hours=_hours(form, options),
        pay=_pay(form, options),
        contract=form.choice("contract", options.contracts, required=False),
        has_training=_ANSWERS[form.choice("has_training", options.answers, required=False)],
        disability_confident=_ANSWERS[form.choice("disability_confident", options.answers, required=False)],
        bring=form.text("bring", most=drafts.LONGEST_NEEDS, required=False),
        places=form.number("places", least=1, most=drafts.MOST_PLACES),
        criteria=None if kept is not None and kept.criteria is None else _criteria(form, options),
        apply={way: form.text(f"apply_{way}", most=_LONGEST_URL, required=False) for way in _WAYS},
        link=form.text("link", most=_LONGEST_URL, required=False),
        programmes=tuple(sorted(form.several("programmes", options.programmes))),
        ring_fenced_for=tuple(sorted(form.several("ring_fenced_for", options.programmes))),
        holding=_holding(form, options),
        contact=form.text("contact", most=254, required=False),
        prepares_for=_lines(form, "prepares_for", 60),
        guarantees_interview="yes" in form.values("guarantees_interview"),
    )


def complain(form: Form, faults: Iterable[object]) -> None:
    """Every fault at the field it is in."""
    for fault in faults:
        if isinstance(fault, Fault):
            form.complain(fault.field, fault.why, detail=fault.detail, most=fault.detail)


def _words(form: Form, options: Options, name: str, most: int) -> dict[str, str]:
    found = {code: form.long_text(f"{name}-{code}", most=most, required=False) for code in options.languages}
    return {code: text for code, text in found.items() if text}


def _lines(form: Form, name: str, most: int) -> tuple[str, ...]:
    """One a line, each once."""
    given = (line.strip() for line in form.long_text(name, most=_LONGEST_LIST, required=False).splitlines())
    return tuple(dict.fromkeys(line[:most] for line in given if line))


def _hours(form: Form, options: Options) -> HoursDraft:
    chosen = form.several("hours_patterns", options.patterns)
    return HoursDraft(
        form.amount("hours_low"),
        form.amount("hours_high"),
        tuple(name for name in options.patterns if name in chosen),
        form.text("hours_text", most=120, required=False),
        form.amount("guaranteed"),
    )


def _pay(form: Form, options: Options) -> PayDraft:
    return PayDraft(
        form.amount("pay_low"),
        form.amount("pay_high"),
        form.choice("pay_per", options.periods, required=False),
        form.choice("pay_basis", options.bases, required=False),
        "yes" in form.values("pro_rata"),
        _words(form, options, "pay_says", _PAY_WORDS),
    )


def _criteria(form: Form, options: Options) -> Criteria:
    return Criteria(
        form.number("age_from", most=_OLDEST),
        form.number("age_to", most=_OLDEST),
        tuple(sorted(form.several("only_from", options.councils))),
        tuple(sorted(form.several("only_doing", options.situations))),
    )


def _holding(form: Form, options: Options) -> Holding | None:
    """What is held; what stands beside it counts only where something is."""
    what = form.choice("held", options.held, required=False)
    if not what:
        return None
    posts = form.number("posts", least=1, most=drafts.MOST_PLACES, required=True) or 1
    candidates = form.number("candidates", least=1, most=drafts.MOST_PLACES) or posts
    allot = form.choice("allot", options.allot) or Allot.BY_DATE
    return Holding(What(what), posts, candidates, Allot(allot), "yes" in form.values("confirm"))


def _hours_shown(hours: HoursDraft) -> dict[str, str | tuple[str, ...]]:
    return {
        "hours_low": _number(hours.low),
        "hours_high": _number(hours.high),
        "hours_patterns": hours.patterns,
        "hours_text": hours.text,
        "guaranteed": _number(hours.guaranteed),
    }


def _pay_shown(pay: PayDraft) -> dict[str, str]:
    return {
        "pay_low": _number(pay.low),
        "pay_high": _number(pay.high),
        "pay_per": pay.per,
        "pay_basis": pay.basis,
        "pro_rata": "yes" if pay.pro_rata else "",
    }


def _held_shown(holding: Holding | None) -> dict[str, str]:
    if holding is None:
        return {"allot": Allot.BY_DATE.value}
    return {
        "held": holding.what.value,
        "posts": str(holding.posts),
        "candidates": str(holding.candidates),
        "allot": holding.allot.value,
        "confirm": "yes" if holding.confirm else "",
    }


def _criteria_shown(criteria: Criteria | None) -> dict[str, str | tuple[str, ...]]:
    known = criteria or Criteria()
    return {
        "age_from": _number(known.age_from),
        "age_to": _number(known.age_to),
        "only_from": known.places,
        "only_doing": known.situations,
    }


def _number(value: int | Decimal | None) -> str:
    return "" if value is None else str(value)


def _answer(value: bool | None) -> str:
    return next(answer for answer, means in _ANSWERS.items() if means is value)
