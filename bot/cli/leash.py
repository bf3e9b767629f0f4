"""`python -m bot.cli.leash MODULE …`: runs a module that stops when whoever started it is gone, however it went.

Its standard input is a pipe that only the parent holds open: its end is the one sign that no kill can leave out. A
process that is started by itself knows nothing of this.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
from threading import Thread

_STDIN = 0


def main() -> None:
    """Become the module that the command line names."""
    # Read without Python's own buffer, which a thread must not hold while the process ends.
    Thread(target=_stop_at_end_of, args=(_STDIN,), daemon=True).start()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


def _stop_at_end_of(pipe: int) -> None:
    """Ask this process to stop, as politely as a parent would, once nobody can write there any more."""
    while os.read(pipe, 1):
        continue
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
