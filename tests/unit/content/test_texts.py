"""Texts by id: escaping, plurals, dates, and both directions of writing."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from bot.content.catalogue import Catalogue, Message
from bot.content.schema.locales import LocaleCard
from bot.errors import MissingText, MissingValue, UnknownLocale
from bot.messages.texts import Html, LocaleTexts, Texts, escape
from tests.auxil.chats import content

MESSAGES: dict[str, Message] = {
    "welcome.hello": "Hello <b>{name}</b>!",
    "welcome.things": {"one": "{count} thing", "other": "{count} things"},
    "welcome.link": '<a href="{url}">{name}</a>',
    "welcome.when": "It is {day}.",
    "welcome.plain": "Fish &amp; chips",
}


def catalogue(code: str, messages: dict[str, Message], **card: str) -> Catalogue:
    known = content().locales["sv" if code == "sv" else "en"].card
    return Catalogue(code, LocaleCard.model_validate(known.model_dump() | card), messages)


@pytest.fixture(scope="module")
def texts() -> Texts:
    """English, a half-done Arabic that borrows from it, and Swedish dates."""
    return Texts(
        {
            "ar": catalogue(
                "ar",
                {"welcome.hello": "\u0645\u0631\u062d\u0628\u0627 {name}!", "welcome.link": MESSAGES["welcome.link"]},
                direction="rtl",
                babel="ar",
                status="draft",
                fallback="en",
            ),
            "en": catalogue("en", MESSAGES),
            "sv": catalogue("sv", MESSAGES),
        }
    )


@pytest.fixture(scope="module")
def english(texts: Texts) -> LocaleTexts:
    return texts.for_locale("en")


@pytest.fixture(scope="module")
def swedish(texts: Texts) -> LocaleTexts:
    return texts.for_locale("sv")


def test_values_are_escaped_and_finished_texts_are_not_escaped_again(english: LocaleTexts) -> None:
    assert english("welcome.hello", name="<i>&") == "Hello <b>&lt;i&gt;&amp;</b>!"
    inner = english("welcome.hello", name="A & B")
    assert english("welcome.hello", name=inner) == "Hello <b>Hello <b>A &amp; B</b>!</b>!"
    assert isinstance(Html("\n").join([inner, inner]), Html)


def test_value_in_an_address_cannot_leave_it(english: LocaleTexts) -> None:
    assert english("welcome.link", url='x" onclick="', name="y") == '<a href="x&quot; onclick=&quot;">y</a>'


def test_button_text_has_no_markup_and_nothing_escaped(english: LocaleTexts) -> None:
    assert english.plain("welcome.hello", name="A & B") == "Hello A & B!"
    assert english.plain("welcome.plain") == "Fish & chips"


@pytest.mark.parametrize(("count", "said"), [(0, "0 things"), (1, "1 thing"), (2, "2 things"), (1200, "1,200 things")])
def test_number_picks_the_plural_form(english: LocaleTexts, count: int, said: str) -> None:
    assert english("welcome.things", count=count) == said


def test_missing_key_value_and_language_are_errors_with_their_names(texts: Texts, english: LocaleTexts) -> None:
    with pytest.raises(MissingText) as missing:
        english("welcome.nothing")
    assert (missing.value.key, missing.value.locale) == ("welcome.nothing", "en")
    with pytest.raises(MissingValue) as value:
        english("welcome.hello")
    assert value.value.name == "name"
    with pytest.raises(MissingValue):
        english("welcome.things")
    with pytest.raises(UnknownLocale):
        texts("welcome.hello", locale="xx", name="A")


def test_right_to_left_wraps_values_but_never_inside_an_address(texts: Texts) -> None:
    arabic = texts.for_locale("ar")
    assert arabic("welcome.hello", name="E13") == "\u0645\u0631\u062d\u0628\u0627 \u2068E13\u2069!"
    assert arabic("welcome.link", url="https://a.b", name="c") == '<a href="https://a.b">\u2068c\u2069</a>'


def test_draft_borrows_and_is_not_offered(texts: Texts) -> None:
    assert texts("welcome.things", locale="ar", count=2) == "2 things"
    assert texts.ready == ("en", "sv")
    assert texts.for_locale("ar").has("welcome.when")


def test_days_and_times_as_people_write_them(english: LocaleTexts, swedish: LocaleTexts) -> None:
    evening = datetime(2026, 11, 24, 18, 0, tzinfo=ZoneInfo("Europe/London"))
    assert english.moment(evening) == "Tue 24 November, 6pm"
    assert swedish.moment(evening) == "tis 24 november kl. 18"
    assert english.moment(evening.replace(minute=30)) == "Tue 24 November, 6:30pm"
    assert swedish.moment(evening.replace(minute=5)) == "tis 24 november kl. 18.05"
    assert english.day(date(2027, 3, 3), with_year=True) == "Wed 3 March 2027"
    assert swedish.month(date(2027, 3, 3)) == "mars 2027"
    assert english.time(time(0, 0)) == "12am"
    assert english("welcome.when", day=date(2027, 3, 3)) == "It is Wed 3 March."
    assert english("welcome.when", day=evening) == "It is Tue 24 November, 6pm."


def test_moment_is_shown_in_the_zone_it_carries(english: LocaleTexts) -> None:
    winter = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
    assert english.moment(winter.astimezone(ZoneInfo("Europe/Stockholm"))) == "Tue 24 November, 7pm"
    with pytest.raises(ValueError, match="time zone"):
        english.moment(winter.replace(tzinfo=None))


def test_money_and_lists_follow_the_language(english: LocaleTexts, swedish: LocaleTexts) -> None:
    assert english.money(Decimal("14.80"), "GBP") == "£14.80"
    assert swedish.money(Decimal("150"), "SEK") == "150,00\u00a0kr"
    assert english.all_of(["A", "B", "C & D"]) == "A, B and C &amp; D"
    assert swedish.one_of(["A", "B"]) == "A eller B"


def test_value_that_is_no_word_or_number_is_a_mistake_of_ours(english: LocaleTexts) -> None:
    with pytest.raises(TypeError):
        english("welcome.hello", name=["A"])
    assert escape("<") == "&lt;"
