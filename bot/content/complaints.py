"""What Pydantic finds wrong with a file, in words for somebody who does not program, and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from bot.content.files import Place

_FEW_KEYS = 8
_KEYS_TO_NAME = 12
_LONGEST_SHOWN = 40


def complaint(problem: ErrorDetails, model: type[BaseModel]) -> tuple[str, str]:
    """A short code to search for, and the sentence."""
    place = place_of(problem)
    shown = ".".join(part for part in place if isinstance(part, str))
    known = _keys(model, place[:-1])
    if problem["type"] == "extra_forbidden":
        return "unknown-key", f"{shown} {_unknown(str(place[-1]), known)}"
    if problem["type"] == "missing":
        return "missing-key", f"{shown} is missing: add it"
    say = _SAYINGS.get(problem["type"], _as_it_is)
    sentence = say(problem, _keys(model, place))
    return "schema", f"{shown}: {sentence}" if shown else sentence


def place_of(problem: ErrorDetails) -> Place:
    """Where in the file a problem stands."""
    return tuple(part for part in problem["loc"] if isinstance(part, (str, int)))


def worth_saying(problems: Sequence[ErrorDetails]) -> list[ErrorDetails]:
    """Without those that only follow from another: a list is called empty when all that is in it was wrong."""
    places = [place_of(problem) for problem in problems]
    return [
        problem
        for problem, place in zip(problems, places, strict=True)
        if problem["type"] != "too_short" or not any(_is_within(other, place) for other in places)
    ]


def _is_within(inner: Place, outer: Place) -> bool:
    return len(inner) > len(outer) and inner[: len(outer)] == outer


def _keys(model: type[BaseModel], place: Place) -> list[str]:
    """The keys that may stand at a place of a file; none where there are no fixed ones."""
    for part in place:
        if isinstance(part, str):
            fields = {field.alias or name: field for name, field in model.model_fields.items()}
            inner = next(_models(fields[part].annotation), None) if part in fields else None
            if inner is None:
                return []
            model = inner
    return [field.alias or name for name, field in model.model_fields.items() if name != "root"]


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)


def _unknown(key: str, known: Sequence[str]) -> str:
    if ":" in key:
        return f"needs a space after the colon: {key.replace(':', ': ')}"
    near = _near(key, known)
    # Many keys would bury the sentence; a few are what somebody looks for.
    choices = f"; write one of {', '.join(known)}" if known and not near and len(known) <= _KEYS_TO_NAME else ""
    return f"is not a key we know{near or choices}"


def _near(word: str, known: Sequence[str]) -> str:
    near = get_close_matches(word, known, n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _wrote(problem: ErrorDetails) -> str:
    return str(problem["input"])[:_LONGEST_SHOWN]


def _as_it_is(problem: ErrorDetails, known: Sequence[str]) -> str:
    message = problem["msg"].removeprefix("Value error, ")
    return f"{message[0].lower()}{message[1:]}"


def _pattern(problem: ErrorDetails, known: Sequence[str]) -> str:
    if "https" in problem["ctx"]["pattern"]:
        return f"write the whole address, beginning with https:// (not {_wrote(problem)})"
    name = re.sub(r"[^a-z0-9]+", "_", _wrote(problem).lower()).strip("_")
    example = f", for example {name}" if name[:1].isalpha() else ""
    return f"use small letters a to z, digits and _ only, no spaces{example}"


def _one_of(problem: ErrorDetails, known: Sequence[str]) -> str:
    expected = problem["ctx"]["expected"].replace("'", "")
    choices = re.split(r", | or ", expected)
    return f"must be {expected}, not {_wrote(problem)}{_near(_wrote(problem).lower(), choices)}"


def _keys_below(problem: ErrorDetails, known: Sequence[str]) -> str:
    examples = ", ".join(known[:_FEW_KEYS])
    return f"needs keys of its own under it{f': {examples}' if examples else ''}"


def _mapping(problem: ErrorDetails, known: Sequence[str]) -> str:
    if place_of(problem)[-1:] == ("facts",):
        return "needs keys of its own under it, such as area and age"
    return "needs one line for each language under it: en: and sv:"


def _list(problem: ErrorDetails, known: Sequence[str]) -> str:
    wrote = problem["input"]
    example = f", for example [{wrote}]" if isinstance(wrote, str) and len(wrote) < _LONGEST_SHOWN else ""
    return f"must be a list{example}"


def _text(problem: ErrorDetails, known: Sequence[str]) -> str:
    return f'must be words; put quotes around it: "{_wrote(problem)}"'


_SAYINGS: Mapping[str, Callable[[ErrorDetails, Sequence[str]], str]] = MappingProxyType(
    {
        "string_pattern_mismatch": _pattern,
        "literal_error": _one_of,
        "enum": _one_of,
        "model_type": _keys_below,
        "model_attributes_type": _keys_below,
        "dict_type": _mapping,
        "tuple_type": _list,
        "string_type": _text,
        "too_short": lambda problem, known: "is empty: write at least one",
        "string_too_short": lambda problem, known: "is empty: write something",
        "string_too_long": lambda problem, known: f"is too long: {problem['ctx']['max_length']} letters at most",
        **dict.fromkeys(
            ("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"),
            lambda problem, known: f"write the day as year-month-day, like 2026-11-22 (not {_wrote(problem)})",
        ),
        **dict.fromkeys(("int_parsing", "int_type", "int_from_float"), lambda problem, known: "must be a whole number"),
        **dict.fromkeys(("bool_parsing", "bool_type"), lambda problem, known: "must be true or false"),
    }
)
