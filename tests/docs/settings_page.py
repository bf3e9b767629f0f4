"""The settings as README.md and .env.example show them; `python -m tests.docs.settings_page` writes both anew."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from bot.settings import Settings

ROOT = Path(__file__).parents[2]
README, EXAMPLE = ROOT / "README.md", ROOT / ".env.example"
# Has a default only for the demo's sake: without it `wayin run` refuses to start anywhere else.
_SET_IN_PRODUCTION = frozenset({"WAYIN_CONTROLLERS"})
_TABLE = re.compile(r"(?<=<!-- settings -->\n).*?(?=<!-- /settings -->)", re.DOTALL)
_INTRODUCTION = """\
# Every setting of Way In. Copy this file to .env and fill in what has no value: those have no default.
# `docker compose` reads .env by itself; without it, load it first: set -a; . ./.env; set +a

# Only for compose.yaml: the password of its PostgreSQL (letters and digits)
POSTGRES_PASSWORD=
"""


def _fields() -> dict[str, FieldInfo]:
    return {f"WAYIN_{name.upper()}": field for name, field in Settings.model_fields.items()}


def _must_be_set(name: str, field: FieldInfo) -> bool:
    return field.is_required() or name in _SET_IN_PRODUCTION


def _value(default: Any) -> str | None:
    """A default as it is written in the environment; None where there is none."""
    if default is PydanticUndefined or default is None:
        return None
    if isinstance(default, tuple):
        return ",".join(map(str, default))
    if isinstance(default, bool):
        return str(default).lower()
    return f"{default:g}" if isinstance(default, float) else str(default)


def table() -> str:
    """Rows of a Markdown table, one for each setting."""
    rows = ["| setting | default | what it is |", "|---|---|---|"]
    for name, field in _fields().items():
        value = _value(field.default)
        shown = "**must be set**" if _must_be_set(name, field) else f"`{value}`" if value else ""
        rows.append(f"| `{name}` | {shown} | {field.description} |")
    return "\n".join(rows) + "\n"


def example() -> str:
    """The whole of .env.example: what must be set stands free, what has a default is commented out."""
    lines = [_INTRODUCTION]
    for name, field in _fields().items():
        mark = "" if _must_be_set(name, field) else "# "
        lines.append(f"# {field.description}\n{mark}{name}={_value(field.default) or ''}\n")
    return "\n".join(lines)


def shown_table() -> str:
    """The table that stands in README.md."""
    found = _TABLE.search(README.read_text(encoding="utf-8"))
    if found is None:
        raise LookupError("README.md has no <!-- settings --> part")
    return found.group()


def write() -> None:
    """Bring both files up to date."""
    README.write_text(_TABLE.sub(lambda _: table(), README.read_text(encoding="utf-8")), encoding="utf-8")
    EXAMPLE.write_text(example(), encoding="utf-8")


if __name__ == "__main__":
    write()
