"""An event's form: what it offers, from its fields to a draft and back, and every fault to the field it is in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time

from bot.console.broadcast_forms import moment
from bot.console.choices import Choices
from bot.console.console import Console
from bot.console.forms import Form
from bot.console.visit import Visit
from bot.domain.broadcasts import Fault
from bot.domain.events import Kind
from bot.services.events import drafts
from bot.services.events.drafts import DETAILS, REPEATS, Employer, EventDraft, Times

PREFIX = "console_events"
_TEXTS = ("headline", "summary", *DETAILS, "employers")
_LONGEST_LINK, _LONGEST_RULE, _LONGEST_LIST, _OLDEST = 300, 300, 6000, 120


@dataclass(frozen=True, kw_only=True)
class Options(Choices):
    """What an event's form has besides, in the viewer's language."""

    kinds: Mapping[str, str]
    repeats: Mapping[str, str]

    @classmethod
    def of(cls, console: Console, visit: Visit) -> Options:
        """What the viewer's organisation may choose from."""
        t = visit.t
        return cls.here(
            console,
            visit,
            kinds={kind.value: t.plain(f"{PREFIX}.kinds.{kind.value}") for kind in Kind},
            repeats={name: t.plain(f"{PREFIX}.repeat.{name}") for name in REPEATS},
        )


def described(form: Form, options: Options) -> Form:
    """The same form, knowing how its repeated fields are called."""
    for name in _TEXTS:
        for code, language in options.languages.items():
            form.describe(f"{name}-{code}", language=language)
    return form


def blank(options: Options) -> Form:
    """A form as it is first shown."""
    return described(Form.filled(PREFIX, repeats="never", most_guests="1"), options)


def shown(options: Options, row: EventDraft) -> Form:
    """The form of an event that is there; its times are changed date by date, elsewhere."""
    words = {"headline": row.title, "summary": row.summary, **row.details}
    texts = {f"{name}-{code}": text for name, by_code in words.items() for code, text in by_code.items()}
    employers = {
        f"employers-{code}": _lines(row.employers, code, options.default_language) for code in options.languages
    }
    form = Form.filled(
        PREFIX,
        kind=row.kind,
        place=row.place,
        councils=row.councils,
        online="yes" if row.online else "",
        link=row.link,
        capacity="" if row.capacity is None else str(row.capacity),
        most_guests=str(row.most_guests),
        min_age="" if row.min_age is None else str(row.min_age),
        programmes=row.programmes,
        languages=row.languages,
        contact_name=row.contact_name,
        contact_phone=row.contact_phone,
        **texts,
        **employers,
    )
    return described(form, options)


def read(visit: Visit, form: Form, options: Options, kept: EventDraft | None) -> EventDraft:
    """What was filled in; an event that is there keeps its times. What cannot be read is complained of and left out."""
    times = read_times(visit, form, options) if kept is None else Times(kept.starts_at, kept.ends_at, kept.rule)
    online = "yes" in form.values("online")
    return EventDraft(
        kind=form.choice("kind", options.kinds),
        title=_words(form, options, "headline", drafts.LONGEST_TITLE),
        summary=_words(form, options, "summary", drafts.LONGEST_SUMMARY),
        starts_at=times.starts_at,
        ends_at=times.ends_at,
        rule=times.rule,
        place=form.text("place", most=drafts.LONGEST_PLACE, required=not online),
        councils=tuple(sorted(form.several("councils", options.councils))),
        online=online,
        link=form.text("link", most=_LONGEST_LINK, required=False),
        details={name: _words(form, options, name, drafts.LONGEST_DETAIL) for name in DETAILS},
        capacity=form.number("capacity", least=1, most=drafts.MOST_CAPACITY),
        most_guests=form.number("most_guests", most=drafts.MOST_GUESTS) or 0,
        min_age=form.number("min_age", most=_OLDEST),
        programmes=tuple(sorted(form.several("programmes", options.programmes))),
        languages=tuple(sorted(form.several("languages", options.languages))),
        employers=tuple(_employers(form, options)),
        contact_name=form.text("contact_name", most=80, required=False),
        contact_phone=form.text("contact_phone", most=30, required=False),
    )


def complain(form: Form, faults: Iterable[object]) -> None:
    """Every fault at the field it is in."""
    for fault in faults:
        if isinstance(fault, Fault):
            form.complain(fault.field, fault.why, detail=fault.detail, most=fault.detail)


def shown_times(visit: Visit, times: Times) -> Form:
    """The form of when an event takes place, from its next date on."""
    starts, ends = visit.local(times.starts_at), visit.local(times.ends_at)
    repeats, until = drafts.repeats_of(times.rule, starts)
    return Form.filled(
        PREFIX,
        starts_on=starts.date().isoformat(),
        starts_at=f"{starts:%H:%M}",
        ends_at=f"{ends:%H:%M}",
        repeats=repeats,
        until=until.isoformat() if until else "",
        rule=(times.rule or "") if repeats == "rule" else "",
    )


def read_times(visit: Visit, form: Form, options: Options) -> Times:
    """From when to when, on one day, and the rule. What is unreadable stands for a time that is refused anyway."""
    start, clock = moment(visit, form, "starts"), form.clock("ends_at")
    repeats = form.choice("repeats", options.repeats)
    until = form.day("until", required=repeats not in ("", "never", "rule"))
    written = form.text("rule", most=_LONGEST_RULE, required=repeats == "rule")
    first = start or datetime.combine(visit.local(visit.now).date(), time(9), visit.zone)
    end = datetime.combine(first.date(), clock, visit.zone) if clock is not None else first
    last = datetime.combine(until, time(23), UTC) if until is not None else None
    if repeats == "rule":
        return Times(first, end, written.strip().removeprefix("RRULE:") or None)
    return Times(first, end, drafts.as_rule(repeats, first, last) if last is not None else None)


def _words(form: Form, options: Options, name: str, most: int) -> dict[str, str]:
    found = {code: form.long_text(f"{name}-{code}", most=most, required=False) for code in options.languages}
    return {code: text for code, text in found.items() if text}


def _employers(form: Form, options: Options) -> Iterable[Employer]:
    """A line each: the name, an address in angle brackets if they have one, a colon, and what somebody does next.

    Other languages only say the latter.
    """
    steps: dict[str, dict[str, str]] = {}
    contacts: dict[str, str] = {}
    for code in options.languages:
        field = f"employers-{code}"
        for line in form.long_text(field, most=_LONGEST_LIST, required=False).splitlines():
            head, _, step = (part.strip() for part in line.partition(":"))
            name, contact = _name_and_contact(head)
            if not name:
                continue
            if code == options.default_language:
                steps.setdefault(name, {})
                contacts[name] = contact
            elif name not in steps:
                form.complain(field, "other_name", detail=name)
                continue
            if step:
                steps[name][code] = step
    return [Employer(name, words, contacts.get(name, "")) for name, words in steps.items()]


def _name_and_contact(head: str) -> tuple[str, str]:
    name, bracket, contact = head.partition("<")
    return name.strip()[:80], contact.rstrip("> ").strip() if bracket else ""


def _lines(employers: Iterable[Employer], code: str, default: str) -> str:
    return "\n".join(_line(item, code, default) for item in employers)


def _line(item: Employer, code: str, default: str) -> str:
    head = f"{item.name} <{item.contact}>" if item.contact and code == default else item.name
    return f"{head}: {item.next[code]}" if item.next.get(code) else head
