"""Reading scenarios: one file each beside this module, walked once a language.

A complete example:

    title: Somebody stops and goes on
    runs:
      en: {country: uk}
      sv: {country: se}
    steps:
      - start: ""                       # presses Start; a deep link's payload goes here
        says: [people.language.ask]
      - tap: lang:$locale               # the newest button whose data (or label) begins like this
        says: [people.country.ask]
      - type: /stop
        says: [people.stopped]
        holds: {person: {stopped: true}}

`says` lists every new message in order: the id of a text in bot/content/locales, `question:ID`, words as they stand,
or "*" for any. `answered: true` only wants some answer; without either nothing may be said. `edits` lists messages
that changed, `file_says` what is in the file that came, `visible` how many of our messages the phone still shows.
`holds` is what the database knows afterwards, `person: null` being nothing at all. `$name` is the run's value; a long
text is `{repeat: "x ", count: 5000}`. `oldest: true` taps the oldest such button, `times: 3` acts three times.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from string import Template
from typing import Any

import yaml

_FOLDER = Path(__file__).parent
ACTS = frozenset(
    {"start", "type", "tap", "forge", "send", "album", "edit", "block", "unblock", "inject", "raw", "wait"}
)
CHECKS = frozenset({"says", "answered", "edits", "holds", "oldest", "times", "file_says", "visible"})


@dataclass(frozen=True)
class Step:
    """One act and what must follow it."""

    act: str
    what: Any
    checks: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.act} {str(self.what)[:60]!r}"


@dataclass(frozen=True)
class Scenario:
    """One scenario in one language."""

    name: str
    locale: str
    given: Mapping[str, str]
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        return f"{self.name}-{self.locale}"


def scenarios(only: str | None = None) -> list[Scenario]:
    """Every scenario in every language it runs in, or those of one file."""
    paths = sorted(_FOLDER.glob("*.yaml"))
    return [scenario for path in paths if only in (None, path.stem) for scenario in _read(path)]


def _read(path: Path) -> list[Scenario]:
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert set(found) == {"title", "runs", "steps"}, f"{path.name}: {set(found)}"
    runs = []
    for locale, given in found["runs"].items():
        values = {"locale": locale, **{name: str(value) for name, value in (given or {}).items()}}
        steps = tuple(_step(_filled(step, values), path) for step in found["steps"])
        runs.append(Scenario(path.stem, locale, values, steps))
    return runs


def _step(step: Mapping[str, Any], path: Path) -> Step:
    acts = ACTS & set(step)
    assert len(acts) == 1, f"{path.name}: a step is one act, not {acts or step}"
    assert set(step) <= ACTS | CHECKS, f"{path.name}: unknown {set(step) - ACTS - CHECKS}"
    (act,) = acts
    return Step(act, step[act], {name: value for name, value in step.items() if name != act})


def _filled(value: Any, values: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return Template(value).substitute(values) if "$" in value else value
    if isinstance(value, list):
        return [_filled(item, values) for item in value]
    if isinstance(value, dict):
        if set(value) == {"repeat", "count"}:
            return value["repeat"] * value["count"]
        return {name: _filled(item, values) for name, item in value.items()}
    return value
