"""The demo's own part: it starts nothing where somebody else listens, and is there at once."""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli.codes import EX_UNAVAILABLE
from bot.cli.demo import Demo
from bot.sandbox.running import free_port


def _demo(data: Path, **ports: int) -> Demo:
    return Demo(argparse.Namespace(data=data, countries="uk,se", crowd=0, working_hours=False, **ports))


async def _silent(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.close()


@pytest.mark.parametrize("option", ["--sandbox-port", "--smtp-port", "--port"])
async def test_demo_when_a_port_is_taken_then_names_it_and_starts_nothing(
    option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with await asyncio.start_server(_silent, "127.0.0.1", 0) as somebody:
        taken = somebody.sockets[0].getsockname()[1]
        free = {"sandbox_port": free_port(), "smtp_port": free_port(), "port": free_port()}
        ports = free | {option[2:].replace("-", "_"): taken}
        assert await _demo(tmp_path, **ports).run() == EX_UNAVAILABLE
    assert capsys.readouterr().err == f"Port {taken} is taken. Stop what uses it, or name another with {option}.\n"
    assert not await asyncio.to_thread(os.listdir, tmp_path)


def test_command_line_when_one_command_is_wanted_then_the_others_are_not_imported() -> None:
    heavy = "{'aiohttp', 'sqlalchemy', 'telegram', 'numpy', 'pydantic'}"
    lines = f"import sys; from bot.cli.main import parser; parser('demo'); print({heavy} & set(sys.modules) or 'none')"
    done = subprocess.run([sys.executable, "-c", lines], capture_output=True, text=True, check=True)
    assert done.stdout == "none\n"
