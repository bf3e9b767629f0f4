"""How a command ended: from sysexits.h, what a supervisor may read; and as shells say that a pipe was closed."""

from __future__ import annotations

EX_UNAVAILABLE, EX_NOPERM, EX_CONFIG = 69, 77, 78
CLOSED_PIPE = 141
