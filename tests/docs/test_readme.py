"""What README.md says is true word for word: its commands exist, and the quick ones are run as they are written."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import SANDBOX_TOKEN
from db.keyring import new_key
from tests.architecture.sources import ROOT
from tests.docs.commands import command_names, parser
from tests.docs.pages import README, inline_code, pages, shell_lines

TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
WAYIN = Path(sys.executable).with_name("wayin")


def test_commands_when_there_then_readme_has_each_in_its_table() -> None:
    table = README.read_text().partition("<!-- commands -->")[2].partition("<!-- /commands -->")[0]
    listed = [" ".join(_words(command)) for command in re.findall(r"^\| `(wayin [^`]+)` \|", table, re.MULTILINE)]
    assert sorted(listed) == sorted(command_names())


def test_commands_when_documentation_names_them_then_they_exist() -> None:
    known = {*command_names()}
    known |= {" ".join(name.split()[:2]) for name in known}
    named = {code for page in pages() for code in inline_code(page) if re.match(r"wayin [a-z]", code)}
    assert {code for code in named if " ".join(_words(code)) not in known} == set()


def test_make_targets_when_readme_names_them_then_they_exist() -> None:
    named = {re.split(r"[ =]", code)[1] for code in inline_code(README) if code.startswith("make ")}
    assert named - TARGETS == set()
    assert TARGETS - named == set()


def test_continuous_integration_when_it_runs_then_it_calls_the_readmes_test_command() -> None:
    script = (ROOT / ".ci" / "run").read_text().strip().splitlines()
    assert "make test" in shell_lines(README)
    assert script[-1] == "make test"
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_shell_lines_when_they_call_wayin_then_it_takes_their_arguments() -> None:
    lines = [line for page in pages() for line in shell_lines(page)]
    calls = [found[1] for line in lines if (found := re.search(r"(?:^|[|;] |\.venv/bin/)wayin (.*)$", line))]
    assert len(calls) > 5
    for call in calls:
        assert parser().parse_args(shlex.split(call.partition(" > ")[0])).run, call


@pytest.mark.parametrize(
    "line", ["wayin check", """echo '{"country": "uk", "area": "E7", "age": 19}' | wayin eligibility assess -"""]
)
def test_quick_commands_when_run_as_written_then_they_end_well(line: str) -> None:
    assert re.sub(r"\bwayin (?=check|eligibility)", ".venv/bin/wayin ", line) in shell_lines(README)
    done = _run(re.sub(r"\bwayin (?=check|eligibility)", f"{shlex.quote(str(WAYIN))} ", line), ROOT)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip()


def test_settings_example_when_filled_in_and_loaded_as_written_then_the_database_can_be_made(tmp_path: Path) -> None:
    lines = shell_lines(README)
    wanted = ["cp .env.example .env", "set -a; . ./.env; set +a", ".venv/bin/wayin db upgrade"]
    assert [line for line in wanted if line not in lines] == []
    filled = (ROOT / ".env.example").read_text()
    for name, value in {"BOT_TOKEN": "1:example-token-for-tests", "DATA_KEYS": new_key(), "CONTROLLERS": "x"}.items():
        filled = filled.replace(f"\nWAYIN_{name}=\n", f"\nWAYIN_{name}={value}\n")
    (tmp_path / ".env").write_text(filled)
    done = _run(f"{wanted[1]}; {shlex.quote(str(WAYIN))} db upgrade", tmp_path)
    assert (done.returncode, done.stdout.split()[:2]) == (0, ["empty", "->"]), done.stderr
    assert (tmp_path / "way-in.db").exists()


def test_new_key_when_made_by_the_command_then_it_is_one(tmp_path: Path) -> None:
    done = _run(f"{shlex.quote(str(WAYIN))} keys new", tmp_path)
    assert (done.returncode, len(done.stdout.strip())) == (0, len(new_key()))


def test_demo_when_described_then_its_options_are_real() -> None:
    (options,) = re.findall(r'`make demo ARGS="([^"]+)"`', README.read_text())
    assert parser().parse_args(["demo", *shlex.split(options)]).port == 9080
    assert "$(ARGS)" in (ROOT / "Makefile").read_text()
    assert SANDBOX_TOKEN not in README.read_text()


def _words(command: str) -> list[str]:
    """A command without its arguments, which are options or stand in capitals."""
    words = command.split()
    end = next((place for place, word in enumerate(words) if not re.fullmatch(r"[a-z]+", word)), len(words))
    return words[:end]


def _run(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WAYIN_")}
    return subprocess.run(
        ["/bin/sh", "-c", line], cwd=folder, env=clean, capture_output=True, text=True, timeout=60, check=False
    )
