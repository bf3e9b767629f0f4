"""Names that lead nowhere, and names that lead into the other country."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from bot.content.faults import Fault
from bot.content.files import Place, SourceFile
from bot.content.lint.walk import sources
from bot.content.loader import Reading
from bot.content.tables import ELSEWHERE, OUTSIDE, read_outcodes
from bot.content.told import NEVER_USED

COUNTRY_OF = Callable[[str], str | None]
LINKS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "programmes": (
        ("owner", "organisations"),
        ("instead", "services"),
        ("sectors", "sectors"),
    ),
    "services": (("areas", "areas"),),
    "pathways": (("sector", "sectors"),),
    "answers": (("person", "helpers"), ("helplines", "helplines"), ("topic", "topics"), ("related", "topics")),
    "organisations": (("areas", "areas"), ("programmes", "programmes")),
    "countries": (("under_age", "services"), ("careers_advice", "services"), ("elsewhere", "areas")),
    "questions": (("depends_on", "questions"),),
    "sample/organisations": (("areas", "areas"), ("programmes", "programmes")),
    "sample/opportunities": (
        ("organisation", "sample/organisations"),
        ("councils", "areas"),
        ("programmes", "programmes"),
        ("ring_fenced_for", "programmes"),
        ("sector", "sectors"),
    ),
    "sample/events": (
        ("organisation", "sample/organisations"),
        ("councils", "areas"),
        ("programmes", "programmes"),
    ),
}
"""Which field of which kind names what."""

_WHERE: Mapping[str, str] = MappingProxyType(
    {
        "areas": "places/uk.yaml and places/se.yaml",
        "helpers": "the files in services/ and organisations/",
        "topics": "topics.yaml",
        "sectors": "questions/interests.yaml",
    }
)
"""Where the names stand that are not files of a folder."""


def references(reading: Reading, today: date) -> Iterator[Fault]:
    """Every name that is not there, or that belongs to the other country."""
    known = _known(reading)
    for kind, _, source in sources(reading):
        if not isinstance(source.value, dict):
            continue
        for field, target in LINKS.get(kind, ()):
            yield from _follow(source, field, target, known)
        if "rules" in source.value:
            yield from _rules(source, ("rules",), source.value["rules"], known)
    yield from _protected(reading)
    yield from _outcodes(reading)


def _known(reading: Reading) -> dict[str, dict[str, str | None]]:
    """Every name of every sort, with the country it belongs to where it has one."""
    known: dict[str, dict[str, str | None]] = {
        kind: dict.fromkeys(shelf.broken) | {name: getattr(item, "country", None) for name, item in shelf.items.items()}
        for kind, shelf in reading.shelves.items()
    }
    known["areas"] = {}
    for table in reading.shelves["places"].items.values():
        names = [place.id for place in table.places] + [group.id for group in table.groups]
        names += [place.sub_region for place in table.places if place.sub_region] + [f"all_{table.country}"]
        known["areas"] |= dict.fromkeys(names, table.country)
    known["helpers"] = known["services"] | known["organisations"]
    known["topics"] = dict.fromkeys(topic.id for topic in reading.topics)
    interests = reading.shelves["questions"].items.get("interests")
    known["sectors"] = dict.fromkeys(option.id for option in interests.options) if interests else {}
    return known


def _follow(source: SourceFile, field: str, target: str, known: Mapping[str, Mapping[str, Any]]) -> Iterator[Fault]:
    value = source.value.get(field)
    names = value if isinstance(value, list) else [value] if value else []
    for index, name in enumerate(names):
        place: Place = (field, index) if isinstance(value, list) else (field,)
        yield from _one(source, place, name, target, known)


def _one(
    source: SourceFile, place: Place, name: str, target: str, known: Mapping[str, Mapping[str, Any]]
) -> Iterator[Fault]:
    if name not in known[target]:
        yield source.fault(place, "no-such-name", f"{place[0]}: {_unknown(name, target, known[target])}")
        return
    own, other = _country_of(source), known[target][name]
    if own and other and own != other:
        yield source.fault(place, "wrong-country", f"{place[0]}: {name} belongs to {other}, this file to {own}")


def _unknown(name: str, target: str, names: Iterable[str]) -> str:
    """That a name is not there, the one that was meant, and where the names stand."""
    near = get_close_matches(str(name).lower(), names, n=1)
    hint = f"; did you mean {near[0]}?" if near else ""
    return f"there is no {name} among the {target}{hint} (see {_WHERE.get(target, f'the files in {target}/')})"


def _country_of(source: SourceFile) -> str | None:
    if source.shown.startswith("countries/"):
        return source.path.stem
    country = source.value.get("country")
    return country if isinstance(country, str) else None


def _rules(source: SourceFile, place: Place, rule: Any, known: Mapping[str, Mapping[str, Any]]) -> Iterator[Fault]:
    if not isinstance(rule, dict):
        return
    for operator in ("all", "any"):
        for index, part in enumerate(rule.get(operator) or ()):
            yield from _rules(source, (*place, operator, index), part, known)
    if "not" in rule:
        yield from _rules(source, (*place, "not"), rule["not"], known)
    for index, name in enumerate(rule.get("lives_in") or ()):
        for fault in _one(source, ("lives_in",), name, "areas", known):
            yield Fault(fault.path, source.line((*place, "lives_in", index)), fault.code, fault.message)
    if rule.get("country") not in (None, _country_of(source)):
        yield source.fault((*place, "country"), "wrong-country", "a rule for another country than the file's")
    yield from _answer(source, (*place, "answer"), rule.get("answer"), known)


def _answer(source: SourceFile, place: Place, answer: Any, known: Mapping[str, Mapping[str, Any]]) -> Iterator[Fault]:
    if not isinstance(answer, dict):
        return
    question = answer.get("question")
    if question in NEVER_USED:
        message = f"a rule never looks at {question}; if the programme focuses on a group, write it in focus"
        yield source.fault((*place, "question"), "protected", message)
    elif isinstance(question, str) and question not in known["questions"]:
        message = f"answer: {_unknown(question, 'questions', known['questions'])}"
        yield source.fault((*place, "question"), "no-such-name", message)


def _protected(reading: Reading) -> Iterator[Fault]:
    """A question about a protected characteristic must not even exist on the way to a result."""
    for name, source in reading.shelves["questions"].files.items():
        if name in NEVER_USED:
            yield source.fault(("id",), "protected", f"{name} is never asked on the way to a result")


def _outcodes(reading: Reading) -> Iterator[Fault]:
    """Councils in the outcode table that no place file names."""
    table, _ = read_outcodes(reading.root / "places")
    names = {place.name for one in reading.shelves["places"].items.values() for place in one.places} | {OUTSIDE}
    missing = sorted({council for councils in table.values() for council in councils} - names)
    for council in missing:
        yield Fault("places/london_outcodes.json", 1, "no-such-name", f"no place file names {council}")
    ids = {place.id for one in reading.shelves["places"].items.values() for place in one.places}
    for country, elsewhere in ELSEWHERE.items():
        if country in reading.shelves["places"].items and elsewhere not in ids:
            yield Fault(
                f"places/{country}.yaml", 1, "no-such-name", f"{elsewhere} is missing: out of area is a place too"
            )
