"""The real content, learned once for every test of this folder."""

from pathlib import Path

import pytest

from bot.content.intent_library import load_intents
from bot.domain.intents.library import IntentLibrary
from bot.domain.intents.understanding import Understanding

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def library() -> IntentLibrary:
    return load_intents()


@pytest.fixture(scope="session")
def understanding(library: IntentLibrary) -> Understanding:
    return Understanding.build(library, ("en", "sv"))
