"""Reads one folder of items into typed ones, turning every complaint into a fault with file and line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.content.faults import Fault
from bot.content.files import Place, SourceFile, read_folder

ItemT = TypeVar("ItemT", bound=BaseModel)


@dataclass
class Shelf(Generic[ItemT]):
    """The items of one kind by id, the file each came from, and the ids of files that could not be read."""

    items: dict[str, ItemT] = field(default_factory=dict)
    files: dict[str, SourceFile] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)


def read_shelf(
    folder: Path,
    root: Path,
    model: type[ItemT],
    name_of: Callable[[ItemT], str],
    context: Mapping[str, Any] | None = None,
) -> Shelf[ItemT]:
    """Read every file of a folder; a wrong one leaves its faults and is left out."""
    shelf: Shelf[ItemT] = Shelf()
    for source in read_folder(folder, root):
        shelf.faults += source.faults
        item = read_item(source, model, shelf.faults, context) if source.value is not None else None
        if item is None:
            shelf.broken.add(_likely_name(source))
        else:
            _put(shelf, source, name_of(item), item)
    return shelf


def _likely_name(source: SourceFile) -> str:
    """So that what names a broken file is not reported as well: answers are told apart by their folder."""
    return f"{source.path.stem}.{source.path.parent.name}" if source.shown.startswith("answers/") else source.path.stem


def _put(shelf: Shelf[ItemT], source: SourceFile, name: str, item: ItemT) -> None:
    if name in shelf.items:
        shelf.faults.append(source.fault(("id",), "same-id", f"{name} is also in {shelf.files[name].shown}"))
        return
    if name.split(".", maxsplit=1)[0] != source.path.stem:
        shelf.faults.append(source.fault(("id",), "file-name", f"call the file {name.split('.')[0]}.yaml, as its id"))
    shelf.items[name] = item
    shelf.files[name] = source


def read_item(
    source: SourceFile, model: type[ItemT], faults: list[Fault], context: Mapping[str, Any] | None = None
) -> ItemT | None:
    """One file as its type, or None with the reasons added to `faults`."""
    try:
        return model.model_validate(source.value, context=dict(context or {}))
    except ValidationError as error:
        faults += [_fault(source, model, problem) for problem in error.errors(include_url=False)]
        return None


def _fault(source: SourceFile, model: type[BaseModel], problem: ErrorDetails) -> Fault:
    place: Place = tuple(part for part in problem["loc"] if isinstance(part, (str, int)))
    shown = ".".join(str(part) for part in place) or "the file"
    if problem["type"] == "extra_forbidden":
        return source.fault(place, "unknown-key", f"{shown} is not a key we know{_hint(place, model)}")
    if problem["type"] == "missing":
        return source.fault(place, "missing-key", f"{shown} is missing")
    message = problem["msg"].removeprefix("Value error, ")
    return source.fault(place, "schema", f"{shown}: {message[0].lower()}{message[1:]}")


def _hint(place: Place, model: type[BaseModel]) -> str:
    known = [field.alias or name for name, field in model.model_fields.items()]
    near = get_close_matches(str(place[-1]), known, n=1) if len(place) == 1 else []
    return f"; did you mean {near[0]}?" if near else ""
