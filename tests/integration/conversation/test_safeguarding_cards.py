"""Every card somebody in danger can get: short, one way without a voice, lines of the right country, no secrecy."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from bot.domain.safeguarding.detection import Alarm, Level
from bot.messages.texts import Texts
from db.models import Person
from tests.auxil.chats import House, content, library
from tests.auxil.clocks import MONDAY

KINDS = [kind.id for kind in library().safeguarding.kinds]
READ_BY = datetime(2026, 11, 24, 17, tzinfo=UTC)


def _card(house: House, kind: str, level: Level, country: str, locale: str, read_by: datetime | None = READ_BY) -> str:
    pauses = next(one.pauses_messages for one in library().safeguarding.kinds if one.id == kind)
    person = Person(locale=locale, country=country, answers={}, places=[])
    alarm = Alarm(kind, level, pauses, "")
    t = Texts(content().locales).for_locale(locale)
    return house.services.safeguarding.card(t, alarm, person, country, MONDAY, read_by).text


@pytest.mark.parametrize("kind", KINDS)
async def test_a_card_is_short_names_its_own_country_and_a_way_without_a_voice(house: House, kind: str) -> None:
    for level in Level:
        for country, emergency, other in (("uk", "999", "112"), ("se", "112", "999")):
            for locale in ("en", "sv"):
                text = re.sub("<[^>]+>", "", _card(house, kind, level, country, locale))
                nobody = re.sub("<[^>]+>", "", _card(house, kind, level, country, locale, None))
                where = (kind, level.value, country, locale)
                assert max(len(text.split()), len(nobody.split())) <= 90, where
                assert emergency in text, where
                assert not re.search(rf"\b{other}\b", text), where
                assert re.search(r"text |sms|chat|https://|\.se|\.uk|@|webb", text), where


@pytest.mark.parametrize("locale", ["en", "sv"])
async def test_a_card_promises_no_secrecy_and_nobody_at_hand(house: House, locale: str) -> None:
    for kind in KINDS:
        text = _card(house, kind, Level.CONCERN, "uk", locale).lower()
        for promise in ("between you", "secret", "private", "confidential", "mellan er", "hemligt"):
            assert promise not in text
        assert ("nobody reads this right now" if locale == "en" else "ingen läser det här just nu") in text
