"""Every link in the documentation leads somewhere, and every file it names is there."""

import re
from pathlib import Path

from tests.architecture.sources import ROOT, shown
from tests.docs.pages import anchors, inline_code, links, pages

_PATH = re.compile(r"^(?:bot|db|docs|tests|benchmarks)/[\w./-]*$")
# Pages that show how to write a new file name files that are not there yet.
_SHOWS_HOW = {"docs/adding-a-programme.md", "docs/adding-an-intent.md"}


def test_links_when_they_stay_in_the_project_then_they_lead_somewhere() -> None:
    broken = [
        f"{shown(page)}: {link}"
        for page in pages()
        for link in links(page)
        if "://" not in link and not _leads_somewhere(page, link)
    ]
    assert broken == []


def test_files_when_documentation_names_them_then_they_are_there() -> None:
    missing = [
        f"{shown(page)}: {name}"
        for page in pages()
        if shown(page) not in _SHOWS_HOW
        for name in inline_code(page)
        if _PATH.match(name) and not (ROOT / name).exists()
    ]
    assert missing == []


def test_pages_when_written_then_something_links_to_them() -> None:
    linked = {(page.parent / link.partition("#")[0]).resolve() for page in pages() for link in links(page)}
    alone = [shown(page) for page in pages() if page.parent.is_relative_to(ROOT / "docs") and page not in linked]
    assert [page for page in alone if page != "docs/decisions/README.md"] == []


def test_decisions_when_written_then_each_is_numbered_and_says_why_and_what_it_costs() -> None:
    folder = ROOT / "docs" / "decisions"
    decisions = sorted(path for path in folder.glob("*.md") if path.name != "README.md")
    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    for path in decisions:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {int(path.name[:4])}. "), path.name
        assert [part for part in ("**Decided.**", "**Why.**", "**Costs.**") if part not in text] == [], path.name


def _leads_somewhere(page: Path, link: str) -> bool:
    name, _, anchor = link.partition("#")
    target = (page.parent / name).resolve() if name else page
    return target.exists() and (not anchor or anchor in anchors(target))
