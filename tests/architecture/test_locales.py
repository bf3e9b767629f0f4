"""Every language that is offered says everything: the same texts, with the same values in them."""

from collections.abc import Mapping
from string import Formatter

import pytest

from bot.content.catalogue import Catalogue, Message
from tests.auxil.chats import content


@pytest.fixture
def english() -> Catalogue:
    return content().locales["en"]


@pytest.fixture
def others() -> list[Catalogue]:
    return [catalogue for code, catalogue in content().locales.items() if catalogue.is_ready and code != "en"]


def test_languages_when_offered_then_swedish_is_among_them(others: list[Catalogue]) -> None:
    assert "sv" in {catalogue.code for catalogue in others}


def test_languages_when_compared_then_they_have_the_same_texts(english: Catalogue, others: list[Catalogue]) -> None:
    different = {other.code: sorted(english.messages.keys() ^ other.messages.keys()) for other in others}
    assert {code: keys for code, keys in different.items() if keys} == {}


def test_languages_when_compared_then_their_texts_take_the_same_values(
    english: Catalogue, others: list[Catalogue]
) -> None:
    wanted = _values(english)
    different = {
        f"{other.code} {key}": values
        for other in others
        for key, values in _values(other).items()
        if values != wanted.get(key, values)
    }
    assert different == {}


def _values(catalogue: Catalogue) -> Mapping[str, set[str]]:
    return {key: _values_of(message) for key, message in catalogue.messages.items()}


def _values_of(message: Message) -> set[str]:
    forms = [message] if isinstance(message, str) else list(message.values())
    return {name for form in forms for _, name, _, _ in Formatter().parse(form) if name}
