"""How a command ended, from sysexits.h: what a supervisor may read."""

from __future__ import annotations

EX_UNAVAILABLE, EX_NOPERM, EX_CONFIG = 69, 77, 78
