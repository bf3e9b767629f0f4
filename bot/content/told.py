"""Answers as a plain mapping, from a scenario or a JSON file, turned into facts; a wrong field is named.

Protected characteristics are no fields at all: given anyway they are left out, and `ignored` says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from bot.content.model import Content
from bot.domain.ages import OLDEST, YOUNGEST, parse_birth_month
from bot.domain.birthdays import BirthRange
from bot.domain.countries import Country
from bot.domain.facts import Facts, Situation
from bot.domain.places import PlaceMatch, PlaceQuestion, resolve
from bot.errors import BadInput

FIELDS = (
    "country",
    "area",
    "council",
    "age",
    "birth_month",
    "situation",
    "seeking_work",
    "interests",
    "answers",
    "today",
)
NEVER_USED = frozenset(
    {
        "ethnicity",
        "ethnic_group",
        "race",
        "gender",
        "sex",
        "gender_identity",
        "religion",
        "belief",
        "disability",
        "health",
        "sexual_orientation",
        "sexuality",
        "pregnancy",
        "maternity",
        "marriage",
        "marital_status",
        "nationality",
        "language",
        "trans",
        "name",
    }
)


@dataclass(frozen=True, slots=True)
class Told:
    """The facts, the day they are judged on, and how the place was understood."""

    facts: Facts
    today: date
    place: PlaceMatch | PlaceQuestion | None
    ignored: tuple[str, ...] = ()


def facts_from(told: object, content: Content, today: date) -> Told:
    """Read the answers; raises `BadInput` naming the first field that cannot be read."""
    if not isinstance(told, Mapping):
        raise BadInput("input", "must be a JSON object")
    unknown = sorted(str(name) for name in told if name not in FIELDS and name not in NEVER_USED)
    if unknown:
        is_question = unknown[0] in content.questions
        hint = f': put it under answers, as {{"{unknown[0]}": "…"}}' if is_question else ""
        raise BadInput(_shown(unknown[0]), f"is not a field{hint}")
    day = _read(told, "today", _day) or today
    country = _read(told, "country", Country) or _country_of(_read(told, "area", _text), content)
    place = _place(told, country, content) if country else None
    facts = Facts(
        country=country,
        places=place.possible if isinstance(place, PlaceMatch) else None,
        births=_births(told, day),
        situation=_read(told, "situation", Situation),
        seeking_work=_read(told, "seeking_work", _yes_or_no),
        interests=_read(told, "interests", _words),
        answers=_answers(told, content),
    )
    return Told(facts, day, place, tuple(sorted(NEVER_USED & told.keys())))


def _shown(name: object) -> str:
    """A name somebody made up, kept to one line."""
    return name if isinstance(name, str) and name.isidentifier() else "input"


def _read(told: Mapping[str, Any], field: str, read: Callable[[Any], Any]) -> Any:
    value = told.get(field)
    if value is None:
        return None
    try:
        return read(value)
    except (ValueError, TypeError) as error:
        allowed = getattr(read, "__members__", None)
        hint = (
            f"must be one of {', '.join(allowed_value.value for allowed_value in allowed.values())}"
            if allowed
            else str(error)
        )
        raise BadInput(field, hint) from error


def _day(value: Any) -> date:
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        raise TypeError("must be a day such as 2026-11-22")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError("must be a day such as 2026-11-22") from None


def _yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError("must be true or false")
    return value


def _words(value: Any) -> frozenset[str]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise TypeError("must be a list of words")
    return frozenset(value)


def _age(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError("must be a whole number")
    if not YOUNGEST <= value <= OLDEST:
        raise ValueError(f"must be from {YOUNGEST} to {OLDEST}")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise TypeError("must be words")
    return value


def _births(told: Mapping[str, Any], today: date) -> BirthRange | None:
    age = _read(told, "age", _age)
    month = _read(told, "birth_month", _text)
    births = parse_birth_month(month, today) if month else None
    if month and births is None:
        raise BadInput("birth_month", "must be a month that has been, such as 2007-04")
    if age is None:
        return births
    told_age = BirthRange.from_age(age, today)
    if births is None:
        return told_age
    both = told_age.narrowed(births)
    if both is None:
        raise BadInput("birth_month", "does not go with the age")
    return both


def _place(told: Mapping[str, Any], country: Country, content: Content) -> PlaceMatch | PlaceQuestion | None:
    area = _read(told, "area", _text)
    council = _read(told, "council", _text)
    found = resolve(area, country, content.places) if area else None
    if area and found is None:
        raise BadInput("area", "is not a postcode or place we know")
    if isinstance(found, PlaceQuestion) and not council:
        return found
    if not council:
        return found
    chosen = PlaceMatch((council,)) if council in content.places.places else resolve(council, country, content.places)
    if not isinstance(chosen, PlaceMatch):
        raise BadInput("council", "is not a council we know")
    return _narrowed(found, chosen)


def _country_of(area: str | None, content: Content) -> Country | None:
    """A place name or postcode says the country too, when it means something in one of them only."""
    if area is None:
        return None
    matches = [country for country in Country if isinstance(resolve(area, country, content.places), PlaceMatch)]
    if not matches and all(resolve(area, country, content.places) is None for country in Country):
        raise BadInput("area", "is not a postcode or place we know")
    return matches[0] if matches else None


def _narrowed(area: PlaceMatch | PlaceQuestion | None, chosen: PlaceMatch) -> PlaceMatch:
    if not isinstance(area, PlaceMatch):
        return chosen
    both = tuple(council for council in area.councils if council in chosen.possible)
    if not both:
        raise BadInput("council", "does not go with the area")
    return PlaceMatch(both, area.kept, area.is_guess)


def _answers(told: Mapping[str, Any], content: Content) -> Mapping[str, str]:
    answers = told.get("answers") or {}
    if not isinstance(answers, Mapping):
        raise BadInput("answers", "must be an object of question and option")
    for name, chosen in answers.items():
        question = content.questions.get(name)
        if question is None:
            raise BadInput(f"answers.{_shown(name)}", "is not a question")
        options = [option.id for option in question.options]
        if chosen not in options:
            raise BadInput(f"answers.{name}", f"must be one of {', '.join(options)}")
    return MappingProxyType(dict(answers))
