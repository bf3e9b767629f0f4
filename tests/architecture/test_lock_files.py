"""What is installed is pinned with hashes, and from wherever whoever installs it has approved."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

LOCKS = (ROOT / "requirements.lock", ROOT / "requirements-dev.lock")
_PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)(?:\[[a-z0-9,._-]+\])?==(\S+)", re.IGNORECASE | re.MULTILINE)


def pins(path: Path) -> dict[str, str]:
    """Package and version."""
    return {name.lower(): version for name, version in _PINNED.findall(path.read_text())}


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_lock_file_when_read_then_it_names_no_address(path: Path) -> None:
    assert re.findall(r"https?:|file:|index-url|find-links|resolved|trusted-host", path.read_text()) == []


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_lock_file_when_read_then_every_package_is_pinned_with_hashes(path: Path) -> None:
    entries = re.split(r"\n(?=[a-zA-Z0-9])", path.read_text().strip())
    assert [entry.split("\n")[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


def test_lock_files_when_compared_then_production_runs_what_was_tested() -> None:
    production, tested = (pins(path) for path in LOCKS)
    assert production.items() - tested.items() == set()


def test_lock_file_when_compared_with_the_project_then_every_dependency_is_in_it() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = {re.split(r"[\[<>=!~; ]", line)[0].lower() for line in project["dependencies"]}
    assert wanted - pins(LOCKS[0]).keys() == set()
