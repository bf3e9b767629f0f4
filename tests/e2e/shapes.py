"""Which engine and transport a test runs on."""

from __future__ import annotations

import pytest

from tests.auxil.bots import OTHER_SHAPES, SHAPES

# The two supported shapes in every run, the other two in the long one.
ON_THE_TWO = pytest.mark.parametrize("shape", SHAPES, ids="-".join, indirect=True)
ON_THE_OTHER_TWO = pytest.mark.parametrize("shape", OTHER_SHAPES, ids="-".join, indirect=True)
ON_ALL_FOUR = pytest.mark.parametrize("shape", [*SHAPES, *OTHER_SHAPES], ids="-".join, indirect=True)
