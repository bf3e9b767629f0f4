"""Reads one folder of items into typed ones, turning every complaint into a fault with file and line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from bot.content.complaints import complaint, place_of, worth_saying
from bot.content.faults import Fault
from bot.content.files import SourceFile, read_folder

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
        wanted = name.split(".", maxsplit=1)[0]
        message = f"the id is {wanted} but the file is {source.path.name}: make them the same ({wanted}.yaml)"
        shelf.faults.append(source.fault(("id",), "file-name", message))
    shelf.items[name] = item
    shelf.files[name] = source


def read_item(
    source: SourceFile, model: type[ItemT], faults: list[Fault], context: Mapping[str, Any] | None = None
) -> ItemT | None:
    """One file as its type, or None with the reasons added to `faults`."""
    try:
        return model.model_validate(source.value, context=dict(context or {}))
    except ValidationError as error:
        for problem in worth_saying(error.errors(include_url=False)):
            faults.append(source.fault(place_of(problem), *complaint(problem, model)))
        return None
