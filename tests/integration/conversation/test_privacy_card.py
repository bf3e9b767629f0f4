"""The privacy card says how long things are kept, and it is as long as they are kept."""

from __future__ import annotations

import pytest

from bot.services.retention import Keep
from tests.auxil.chats import House

SKILLS = {"en": "skills card", "sv": "kort med det du kan"}


@pytest.mark.parametrize("locale", ["en", "sv"])
@pytest.mark.parametrize("country", ["uk", "se"])
async def test_privacy_card_when_it_is_read_then_it_says_what_is_kept_and_for_how_long(
    house: House, locale: str, country: str
) -> None:
    phone = house.phone(language_code=locale)
    way = {"en": "[English]", "sv": "[Svenska]"}[locale]
    await phone.go_through("/start", way, {"uk": "[London]", "se": "[Stockholm]"}[country])
    (card,) = await phone.type("/privacy")
    keep = Keep()
    for term in (keep.texts, keep.unmatched):
        assert f"{term.days} {'days' if locale == 'en' else 'dagar'}" in card.text
    # Only where somebody can make one.
    assert (SKILLS[locale] in card.text) == (country == "se")
