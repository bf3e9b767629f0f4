"""Names, ages, days and times in plain words."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.intents.library import Name, Names
from bot.domain.slots.age import find_age
from bot.domain.slots.clock import find_time
from bot.domain.slots.filling import SlotFiller
from bot.domain.slots.names import NameBook, Spelling
from bot.domain.slots.when import When, find_day, find_lead_time

PLACES = [Name("newham", ("Newham", "West Ham", "Plaistow")), Name("hackney", ("Hackney",)), Name("tower", ("Bow",))]


def nothing_known(_: str) -> bool:
    return False


def spot(text: str, known: set[str] | None = None) -> list[str]:
    book = NameBook(PLACES, lambda name: name.lower().split(), ordinary=["bow"])
    spelled = Spelling([book], lambda word: word in (known or set())).mend(text.split())
    return book.find(spelled, frozenset({"in"}))


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("jobs in newham", ["newham"]), ("west ham or hackney", ["newham", "hackney"]), ("newam", ["newham"]),
        ("plaistwo", ["newham"]), ("take a bow", []), ("in bow", ["tower"]), ("bow", ["tower"]), ("ham", []),
        ("newham and plaistow", ["newham"]), ("", []),
    ],
)  # fmt: skip
def test_names_are_spotted_misspelt_too(text: str, ids: list[str]) -> None:
    assert spot(text) == ids


def test_a_word_that_is_spelled_right_is_no_misspelt_name() -> None:
    assert spot("a hackery", known={"hackery"}) == []


def test_a_name_of_one_book_is_no_misspelt_name_of_another() -> None:
    places = NameBook(PLACES, str.split)
    roles = NameBook([Name("hack", ("hackery",))], str.split)

    assert places.find(Spelling([places, roles], nothing_known).mend(["hackery"])) == []


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("i am 17", 17), ("18 male barking no job", 18), ("17 years old", 17), ("jag är 19", 19), ("17", 17),
        ("19 år", 19), ("band 12", None), ("i applied for 50 jobs", None), ("my son is 17", None),
        ("16 hours a week", None), ("i am nineteen", 19), ("jag är sjutton", 17), ("22f hackney", 22),
        ("twenty jobs", None), ("30m away", None), ("thirteen jobs", None),
        ("level 3", None), ("i am 17 or 18", 17), ("20 minutes", None), ("e17", None),
        ("i worked there 12 years ago", None), ("²³", None), ("", None),
    ],
)  # fmt: skip
def test_only_the_persons_own_age_is_an_age(text: str, age: int | None) -> None:
    assert find_age(text.split()) == age


TODAY = date(2026, 11, 25)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("tomorrow", date(2026, 11, 26), date(2026, 11, 26)),
        ("friday", date(2026, 11, 27), date(2026, 11, 27)),
        ("next friday", date(2026, 12, 4), date(2026, 12, 4)),
        ("next monday", date(2026, 11, 30), date(2026, 11, 30)),
        ("wednesday", TODAY, TODAY),
        ("this weekend", date(2026, 11, 28), date(2026, 11, 29)),
        ("next week", date(2026, 11, 30), date(2026, 12, 6)),
        ("i helgen", date(2026, 11, 28), date(2026, 11, 29)),
        ("på lördag", date(2026, 11, 28), date(2026, 11, 28)),
        ("imorgon", date(2026, 11, 26), date(2026, 11, 26)),
    ],
)
def test_a_day_is_a_date_once_today_is_known(text: str, first: date, last: date) -> None:
    day = find_day(text.split())

    assert day is not None
    assert day.dates(TODAY) == (first, last)


def test_no_day_is_no_day() -> None:
    assert find_day(["a", "week", "of", "work"]) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("7am", time(7)), ("at 7.30 pm", time(19, 30)), ("kl 19", time(19)), ("18:00", time(18)), ("12am", time(0)),
        ("at noon", time(12)), ("i am 17", None), ("25:00", None), ("13pm", None), ("level 3", None),
        ("12.50.10", None), ("at half 8", time(8, 30)), ("quarter past nine", time(9, 15)), ("halv nio", time(8, 30)),
        ("kvart i sju på kvällen", time(18, 45)), ("at 6 in the evening", time(18)), ("klockan åtta", time(8)),
        ("at seven pls", time(7)), ("jobs at seven kings", None), ("half 5 days", None), ("kl. 14.30", time(14, 30)),
    ],
)  # fmt: skip
def test_times_of_day_are_read_and_bare_numbers_are_not(text: str, found: time | None) -> None:
    assert find_time(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the day before", timedelta(days=1)), ("2 hours before", timedelta(hours=2)),
        ("an hour before", timedelta(hours=1)), ("dagen innan", timedelta(days=1)),
        ("två timmar innan", timedelta(hours=2)), ("2 hrs b4", timedelta(hours=2)),
        ("half an hour before", timedelta(minutes=30)), ("en halvtimme innan", timedelta(minutes=30)),
        ("dan före", timedelta(days=1)), ("before", None), ("9999999 hours before", timedelta(hours=1)),
    ],
)  # fmt: skip
def test_how_long_before_is_understood(text: str, found: timedelta | None) -> None:
    assert find_lead_time(text.split()) == found


@given(st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 1, 1)), st.integers(0, 6), st.booleans())
def test_a_weekday_is_always_that_weekday_and_not_in_the_past(today: date, weekday: int, is_next: bool) -> None:
    first, last = When(weekday=weekday, is_next=is_next).dates(today)

    assert first == last
    assert first.weekday() == weekday
    assert today <= first <= today + timedelta(days=13)


@given(st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 1, 1)), st.booleans())
def test_a_weekend_never_began_before_today(today: date, is_next: bool) -> None:
    first, last = When(is_weekend=True, is_next=is_next).dates(today)

    assert today <= first <= last
    assert last.weekday() == 6


def test_a_role_brings_its_sector() -> None:
    filler = SlotFiller(
        Names(sectors=(Name("health", ("nhs",)),), roles=(Name("porter", ("porter",), "health"),)), nothing_known
    )

    slots = filler.fill("porter in the nhs", ["porter", "in", "the", "nhs"])

    assert (slots.roles, slots.sectors) == (("porter",), ("health",))
