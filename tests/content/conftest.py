"""The project's own content, read once."""

from __future__ import annotations

import pytest

from bot.content.loader import Reading, read_content
from bot.content.model import Content


@pytest.fixture(scope="session")
def reading() -> Reading:
    """Everything under bot/content, right and wrong."""
    return read_content()


@pytest.fixture(scope="session")
def content(reading: Reading) -> Content:
    """The loaded content."""
    assert reading.content is not None
    return reading.content
