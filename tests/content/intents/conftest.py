"""The real content, learned once for every test of this folder."""

from pathlib import Path

import pytest

from bot.domain.intents.library import IntentLibrary
from bot.domain.intents.understanding import Understanding
from tests.auxil import chats

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def library() -> IntentLibrary:
    return chats.library()


@pytest.fixture(scope="session")
def understanding() -> Understanding:
    return chats.understanding()
