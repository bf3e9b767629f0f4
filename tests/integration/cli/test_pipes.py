"""Commands whose output nobody reads to its end."""

from __future__ import annotations

import subprocess
import sys


def test_command_when_its_reader_has_gone_then_it_ends_without_a_word() -> None:
    command = subprocess.Popen(
        [sys.executable, "-m", "bot", "keys", "new"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert command.stdout is not None
    assert command.stderr is not None
    command.stdout.close()

    assert command.stderr.read() == b""
    assert command.wait() == 141
    command.stderr.close()
