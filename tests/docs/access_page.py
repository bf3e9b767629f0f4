"""The access tables as docs/access.md shows them; `python -m tests.docs.access_page` writes them anew."""

from __future__ import annotations

import re
from pathlib import Path

from bot.console.access import ROWS, Entrance, Row
from bot.domain.access import RIGHTS, Act, Reach, Role

PAGE = Path(__file__).parents[2] / "docs" / "access.md"
_PART = r"(?<=<!-- {0} -->\n).*?(?=<!-- /{0} -->)"
_REACH = {
    Reach.NOBODY: "–",
    Reach.OWN: "own",
    Reach.FREE: "own and free",
    Reach.SCOPE: "scope",
    Reach.ORGANISATION: "organisation",
}
_ENTRANCES = {
    Entrance.ANYBODY: "anybody",
    Entrance.AT_CODE: "whoever has given the password and owes the code",
    Entrance.AT_SECOND_FACTOR: "whoever is in, or has to set up the second factor first",
    Entrance.ANY_STAGE: "whoever has given the password",
}


def rights() -> str:
    """Rows of a Markdown table, one for each right."""
    head = ["right", *(role.replace("_", " ") for role in Role)]
    rows = [[f"`{act}`", *(_REACH[RIGHTS[act].get(role, Reach.NOBODY)] for role in Role)] for act in Act]
    return _table(head, rows)


def routes() -> str:
    """Rows of a Markdown table, one for each route."""
    return _table(["route", "right", *(role.replace("_", " ") for role in Role)], [_route(row) for row in ROWS])


def _route(row: Row) -> list[str]:
    method = f"`{row.method} {row.path}`"
    if isinstance(row.needs, Entrance):
        return [method, _ENTRANCES[row.needs] + (" (only in the demo)" if row.demo else ""), *["yes"] * len(Role)]
    return [method, f"`{row.needs}`", *(_word(row, RIGHTS[row.needs].get(role, Reach.NOBODY)) for role in Role)]


def _word(row: Row, reach: Reach) -> str:
    """How far a role reaches here; a page that is about no one thing is there or not, and shows what is in reach."""
    return _REACH[reach] if row.of or reach is Reach.NOBODY else "yes"


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return (
        "".join("| " + " | ".join(line) + " |\n" for line in lines).replace("| --- ", "|---").replace("|--- |", "|---|")
    )


def shown(part: str) -> str:
    """A table as it stands in the page."""
    found = re.search(_PART.format(part), PAGE.read_text(encoding="utf-8"), re.DOTALL)
    if found is None:
        raise LookupError(f"docs/access.md has no <!-- {part} --> part")
    return found.group()


def write() -> None:
    """Bring the page up to date."""
    text = PAGE.read_text(encoding="utf-8")
    for part, table in (("rights", rights()), ("routes", routes())):
        text = re.sub(_PART.format(part), lambda _, table=table: table, text, flags=re.DOTALL)
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
