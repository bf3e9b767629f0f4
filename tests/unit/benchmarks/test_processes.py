"""CPU time is that of a process and of everything it started, ended or not."""

from __future__ import annotations

import os
import subprocess
import sys

from benchmarks.processes import cpu_seconds

_BUSY = "import time\nwhile time.process_time() < 0.2: pass\n"
_PARENT = f"""
import subprocess, sys
subprocess.run([sys.executable, "-c", {_BUSY!r}], check=True)
child = subprocess.Popen([sys.executable, "-c", {_BUSY!r} + "print('done', flush=True); input()"], stdin=-1)
input()
child.communicate(b"\\n")
"""


def test_cpu_when_children_worked_then_counts_those_that_ended_and_those_that_run() -> None:
    parent = subprocess.Popen([sys.executable, "-c", _PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert parent.stdout is not None
        parent.stdout.readline()
        assert cpu_seconds(parent.pid) >= 0.4
    finally:
        parent.communicate(b"\n")
    assert cpu_seconds(os.getpid()) > 0
