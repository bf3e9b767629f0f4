"""The published JSON Schemas are current, and the content passes them."""

from __future__ import annotations

import json
import textwrap
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pydantic import BaseModel

from bot.content.files import read_file
from bot.content.loader import KINDS, Reading
from bot.content.schema.answers import Answer
from bot.content.schema.locales import LocaleCard
from bot.content.schema.programmes import Programme
from bot.content.schema.questions import Question
from bot.content.schema.rules import RuleSpec
from bot.content.schema.services import Service
from bot.content.schema_export import json_schemas, write_schemas

PUBLISHED = Path(__file__).parents[2] / "docs" / "schemas"


def test_published_schemas_are_current() -> None:
    published = {path.name: path.read_text(encoding="utf-8") for path in PUBLISHED.glob("*.json")}
    assert published == json_schemas(), "run: wayin check --write-schemas docs/schemas"


def test_writing_schemas_says_what_changed(tmp_path: Path) -> None:
    assert set(write_schemas(tmp_path)) == set(json_schemas())
    assert write_schemas(tmp_path) == []


def plain(value: Any) -> Any:
    """As an editor sees the file: days are words."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize("kind", [*KINDS, "places"])
def test_every_file_passes_the_schema_of_its_kind(kind: str, reading: Reading) -> None:
    schema = json.loads(json_schemas()[f"{kind.replace('/', '-')}.json"])
    checker = jsonschema.Draft202012Validator(schema)
    files = reading.shelves[kind].files
    assert files
    for source in files.values():
        assert [problem.message for problem in checker.iter_errors(plain(source.value))] == [], source.shown


@pytest.mark.parametrize("model", [Question, Service, RuleSpec, LocaleCard])
def test_the_example_in_the_description_of_a_kind_is_right(model: type[BaseModel], tmp_path: Path) -> None:
    assert model.__doc__
    path = tmp_path / "example.yaml"
    path.write_text(textwrap.dedent(model.__doc__.split("Example:\n", 1)[1]), encoding="utf-8")
    source = read_file(path, tmp_path)
    assert source.faults == []
    model.model_validate(source.value)


def test_the_files_named_as_examples_are_there(reading: Reading) -> None:
    assert "movement_to_work.yaml" in (Programme.__doc__ or "")
    assert "movement_to_work" in reading.shelves["programmes"].items
    assert "answers/uk/right_to_work.yaml" in (Answer.__doc__ or "")
    assert "right_to_work.uk" in reading.shelves["answers"].items
