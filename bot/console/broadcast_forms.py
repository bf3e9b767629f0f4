"""A broadcast's form: from its fields to a draft and back, and every fault to the field it is in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.console.forms import Form
from bot.console.visit import Visit
from bot.domain.broadcasts import LONGEST_NAME, MOST_BUTTONS, About, Fault
from bot.domain.files import kind_of
from bot.domain.news import NewsTopic
from bot.services.broadcasts.drafts import Draft, Image
from bot.services.broadcasts.options import Options

PREFIX = "console_broadcasts"
LONGEST_WORDS = 6000
_OLDEST = 120
_STAYS_UP_FOR = timedelta(days=7)
_FIELDS = {
    "starts_at": "starts_on",
    "expires_at": "expires_on",
    "spread_minutes": "spread",
    "audience.country": "about",
    "audience": "councils",
}


def described(form: Form, options: Options) -> Form:
    """The same form, knowing how its repeated fields are called."""
    for code, language in options.languages.items():
        form.describe(f"text-{code}", language=language)
    for number in range(1, MOST_BUTTONS + 1):
        form.describe(f"button_url-{number}", number=number)
        for code, language in options.languages.items():
            form.describe(f"button_text-{number}-{code}", number=number, language=language)
    return form


def blank(visit: Visit, options: Options, about: str = "") -> Form:
    """A form as it is first shown: as soon as possible, for a week."""
    ends = visit.local(visit.now) + _STAYS_UP_FOR
    topic = NewsTopic.EVENTS if about.startswith(About.OCCURRENCE) else NewsTopic.PROGRAMMES
    form = Form.filled(PREFIX, topic=topic.value, about=about, spread="0", expires_on=_day(ends), expires_at="18:00")
    return described(form, options)


def shown(visit: Visit, options: Options, row: Draft, photo: str) -> Form:
    """The form of a draft."""
    asked: dict[str, Any] = row.audience
    values: dict[str, Any] = {
        "name": row.name,
        "topic": row.topic,
        "about": f"{row.about.value}-{row.about_id}" if row.about else "",
        "spread": str(row.spread_minutes),
        "check_by": row.check_by.isoformat() if row.check_by else "",
        "photo_kept": photo,
        **_moment("starts", visit, row.starts_at),
        **_moment("expires", visit, row.expires_at),
        **{f"text-{code}": words for code, words in row.texts.items()},
        **{name: [str(one) for one in asked.get(name, ())] for name in _SEVERAL},
        **{name: str(asked[name]) if name in asked else "" for name in _NUMBERS},
    }
    for number, button in enumerate(row.buttons, 1):
        values[f"button_url-{number}"] = button["url"]
        values |= {f"button_text-{number}-{code}": words for code, words in button["text"].items()}
    return described(Form.filled(PREFIX, **values), options)


_SEVERAL = ("councils", "verdicts", "sectors", "locales", "stages", "booked", "asked_about")
_NUMBERS = ("age_from", "age_to", "seen_within_days")


def read(visit: Visit, form: Form, options: Options, photo: Image | None) -> Draft:
    """What was filled in. What cannot be read is complained of and left out, so that the rest can be checked too."""
    name = form.text("name", most=LONGEST_NAME)
    about = form.choice("about", options.about, required=False)
    # What it is about says which news it is; only a notice about nothing in particular is asked for one.
    topic = form.choice("topic", options.topics) if not about else options.topic_of.get(about, "")
    texts = {code: form.long_text(f"text-{code}", most=LONGEST_WORDS, required=False) for code in options.languages}
    buttons = tuple(_buttons(form, options, [code for code, words in texts.items() if words]))
    audience = _audience(form, options)
    starts = moment(visit, form, "starts", required=False)
    expires = moment(visit, form, "expires")
    spread = form.choice("spread", options.spreads)
    check_by = form.day("check_by", required=False)
    if not texts[options.default_language]:
        form.complain(f"text-{options.default_language}", "empty")
    kind, _, number = about.partition("-")
    return Draft(
        name,
        topic,
        {code: words for code, words in texts.items() if words},
        audience,
        expires or max(starts or visit.now, visit.now) + _STAYS_UP_FOR,
        buttons=buttons,
        about=About(kind) if kind else None,
        about_id=int(number) if number else None,
        starts_at=starts,
        spread_minutes=int(spread or 0),
        check_by=check_by,
        image=photo,
    )


def photo_of(form: Form) -> Image | None:
    """The photo that was chosen, read and closed; its kind is what is in it, whatever its name says."""
    chosen = form.files.pop("photo", None)
    if chosen is None or not chosen.filename:
        return None
    with chosen.file:
        content = chosen.file.read()
    kind = kind_of(content)
    return Image(kind.safe_name(chosen.filename) if kind else "photo", kind.mime if kind else "", content)


def complain(form: Form, faults: Iterable[object]) -> None:
    """Every fault at the field it is in."""
    for fault in faults:
        if isinstance(fault, Fault):
            form.complain(_field(fault.field), fault.why, detail=fault.detail)


def _field(name: str) -> str:
    if name in _FIELDS:
        return _FIELDS[name]
    parts = name.split(".")
    if parts[0] == "texts":
        return f"text-{parts[1]}"
    if parts[0] == "buttons":
        if len(parts) == 1:
            return "button_url-1"
        return "-".join((f"button_{parts[2]}", str(int(parts[1]) + 1), *parts[3:]))
    return {"image": "photo"}.get(parts[0], parts[-1])


def _buttons(form: Form, options: Options, written: list[str]) -> Iterable[dict[str, Any]]:
    for number in range(1, MOST_BUTTONS + 1):
        url = form.text(f"button_url-{number}", most=500, required=False)
        words = {
            code: form.text(f"button_text-{number}-{code}", most=200, required=False) for code in options.languages
        }
        words = {code: text for code, text in words.items() if text}
        if not url and not words:
            continue
        if not url:
            form.complain(f"button_url-{number}", "missing")
        for code in written:
            if code not in words:
                form.complain(f"button_text-{number}-{code}", "missing")
        yield {"text": words, "url": url}


def _words(form: Form, number: int, code: str) -> str:
    return form.text(f"button_text-{number}-{code}", most=200, required=False)


def _audience(form: Form, options: Options) -> dict[str, Any]:
    allowed = {
        "councils": options.councils,
        "verdicts": options.verdicts,
        "sectors": options.sectors,
        "locales": options.languages,
        "stages": options.stages,
        "booked": options.booked,
        "asked_about": options.programmes,
    }
    found: dict[str, Any] = {name: sorted(form.several(name, allowed[name])) for name in _SEVERAL}
    found["booked"] = [int(number) for number in found["booked"]]
    found["age_from"] = form.number("age_from", most=_OLDEST)
    found["age_to"] = form.number("age_to", most=_OLDEST)
    seen = form.choice("seen_within_days", options.seen, required=False)
    found["seen_within_days"] = int(seen) if seen else None
    if found["age_from"] is not None and found["age_to"] is not None and found["age_from"] > found["age_to"]:
        form.complain("age_to", "order")
    return {"country": options.country} | {name: value for name, value in found.items() if value not in (None, [])}


def moment(visit: Visit, form: Form, name: str, *, required: bool = True) -> datetime | None:
    """A day and a time of the clock where the viewer's organisation is; a day alone is its morning."""
    day = form.day(f"{name}_on", required=required)
    clock = form.clock(f"{name}_at", required=required and day is not None)
    if day is None and clock is not None:
        form.complain(f"{name}_on", "missing")
    if day is None or f"{name}_at" in form.problems:
        return None
    return _at(visit, day, clock or time(9))


def _at(visit: Visit, day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, visit.zone)


def _moment(name: str, visit: Visit, value: datetime | None) -> dict[str, str]:
    if value is None:
        return {}
    local = visit.local(value)
    return {f"{name}_on": _day(local), f"{name}_at": local.strftime("%H:%M")}


def _day(value: datetime) -> str:
    return value.date().isoformat()
