"""What is published speaks of the project alone: no machine, no workshop, no unfinished work."""

import re
from collections.abc import Iterable
from pathlib import Path

from tests.architecture.sources import ROOT, published, shown

# Put together here, so that this file does not find itself.
_WORKSHOP = "|".join(
    (
        r"(?<![\w.-])/wo" + r"rk/",
        r"\.\./sha" + "red",
        "/tmp/" + "wi/",
        r"\b(?:FACTS|ANSWERS|TELEGRAM|MATCHING|PEERS|STYLE|DES" + r"IGN)\.md",
        "py" + r"pi\.org",
        "python" + "hosted",
    )
)
_UNFINISHED = "|".join(("TO" + "DO", "FIX" + "ME", "X" + "XX"))
_CODE = {".py", ".yaml", ".toml", ".md", ".sh", ".js", ".css", ".html"}
_TEXTS = [path for path in published() if path.suffix not in {".png", ".lock", ".tsv"}]


def test_files_when_published_then_they_name_nothing_of_the_machine_they_were_written_on() -> None:
    assert _found(_WORKSHOP, _TEXTS) == {}


def test_code_when_published_then_it_is_finished() -> None:
    assert _found(rf"\b(?:{_UNFINISHED})\b", [path for path in _TEXTS if path.suffix in _CODE]) == {}


def test_rules_when_switched_off_then_the_reason_stands_beside_it() -> None:
    without_reason = r"(?m)#\s*(?:noqa(?::\s*[A-Z0-9, ]+)?|type:\s*ignore(?:\[[^\]]*\])?)\s*$"
    assert _found(without_reason, [path for path in _TEXTS if path.suffix == ".py"]) == {}


def test_secrets_when_kept_then_not_in_the_repository() -> None:
    names = {shown(path) for path in published()}
    assert {
        name for name in names if Path(name).name in {".env", "data-key"} or name.endswith((".db", ".pem"))
    } == set()
    assert ".env" in (ROOT / ".gitignore").read_text().split()


def _found(pattern: str, paths: Iterable[Path]) -> dict[str, list[str]]:
    found = {shown(path): re.findall(pattern, path.read_text(encoding="utf-8")) for path in paths}
    return {path: words for path, words in found.items() if words}
