"""JSON Schemas of every kind of content file, for editors that complete and check while one types."""

from __future__ import annotations

import json
from pathlib import Path

from bot.content.loader import KINDS
from bot.content.schema.answers import TopicList
from bot.content.schema.locales import LocaleCard
from bot.content.schema.places import PlaceTable


def json_schemas() -> dict[str, str]:
    """File name to schema, as published under docs/schemas."""
    models = dict(KINDS) | {"places": PlaceTable, "topics": TopicList, "locale": LocaleCard}
    return {
        f"{kind.replace('/', '-')}.json": json.dumps(model.model_json_schema(by_alias=True), indent=2, sort_keys=True)
        + "\n"
        for kind, model in models.items()
    }


def write_schemas(folder: Path) -> list[str]:
    """Write them all; returns the names that changed."""
    folder.mkdir(parents=True, exist_ok=True)
    changed = []
    for name, text in json_schemas().items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            changed.append(name)
    return changed
