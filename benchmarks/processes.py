"""Processes that are measured: their CPU time, children and children's children included."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent


def cpu_seconds(pid: int) -> float:
    """User and system seconds of a process and all it started; those that ended are counted by who waited for them."""
    root = psutil.Process(pid)
    total = 0.0
    for process in (root, *root.children(recursive=True)):
        try:
            total += sum(process.cpu_times()[:4])
        except psutil.NoSuchProcess:
            continue  # it ended while we looked; its parent counts it from now on
    return total


@dataclass
class Running:
    """A started process; what it said on standard error is kept for when it fails."""

    process: subprocess.Popen[bytes]
    errors: Path

    @property
    def pid(self) -> int:
        return self.process.pid

    def check(self) -> None:
        """Raise with the process's own words if it has ended."""
        if self.process.poll() is not None:
            raise RuntimeError(f"a measured process ended: {self.errors.read_text()[-2000:]}")


@contextmanager
def running(
    module: str, arguments: Sequence[str] = (), environment: Mapping[str, str] | None = None
) -> Iterator[Running]:
    """`python -m module` until the block ends; then it is asked to stop, and made to if it does not."""
    with tempfile.TemporaryDirectory() as folder:
        errors = Path(folder) / "errors"
        with errors.open("wb") as sink:
            process = subprocess.Popen(
                [sys.executable, "-m", module, *arguments],
                cwd=ROOT,
                env={**os.environ, **(environment or {})},
                stdout=subprocess.DEVNULL,
                stderr=sink,
                start_new_session=True,
            )
        try:
            yield Running(process, errors)
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
