"""Postcodes and place names, with a few tables made for the test."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.countries import Country
from bot.domain.places import Certainty, Place, PlaceMatch, PlaceQuestion, Places, Unclear, fold, resolve
from bot.domain.postcodes import outcodes_in

UK, SE = Country.UK, Country.SE
NAMES = {
    UK: {
        "newham": ["Newham", "Plaistow", "East Ham", "West Ham", "Stratford"],
        "waltham_forest": ["Waltham Forest", "Walthamstow", "Leyton"],
        "hackney": ["Hackney", "Stoke Newington"],
        "redbridge": ["Redbridge", "Ilford"],
        "barking_and_dagenham": ["Barking & Dagenham", "Barking", "Dagenham"],
        "richmond_upon_thames": ["Richmond", "Ham"],
        "elsewhere_uk": ["Manchester"],
    },
    SE: {"stockholm": ["Stockholm", "Rinkeby", "Kista"], "sodertalje": ["Södertälje"], "solna": ["Solna"]},
}
ALIASES = {
    country: {fold(name): frozenset({place}) for place, names in table.items() for name in names}
    for country, table in NAMES.items()
}
ALIASES[UK] |= {
    "forest gate": frozenset({"newham", "waltham_forest"}),
    "london": frozenset(NAMES[UK]) - {"elsewhere_uk"},
}
PLACES = Places(
    places={
        place: Place(place, names[0], country) for country, table in NAMES.items() for place, names in table.items()
    },
    outcodes={
        "E13": ("newham",),
        "E1": ("hackney",),
        "E16": ("newham",),
        "E15": ("newham", "hackney", "waltham_forest"),
        "IG1": ("redbridge",),
        "IG11": ("barking_and_dagenham", "redbridge"),
        "N4": ("hackney",),
        "EC1A": ("hackney",),
        "IG9": ("elsewhere_uk", "redbridge"),
    },
    aliases=ALIASES,
    groups={"east": frozenset({"newham", "hackney", "waltham_forest"}), "london": ALIASES[UK]["london"]},
    postcode_areas={"E": True, "EC": True, "N": True, "IG": False, "M": False, "RM": False},
    homeless_phrases=frozenset({"no fixed address", "nfa", "homeless", "hemlos"}),
)


@pytest.mark.parametrize(
    ("text", "councils", "kept"),
    [
        ("E13 8AB", ("newham",), "E13"),
        ("e138ab", ("newham",), "E13"),
        ("e13", ("newham",), "E13"),
        ("E 13", ("newham",), "E13"),
        ("ig117xx", ("barking_and_dagenham", "redbridge"), "IG11"),
        ("N4 2", ("hackney",), "N4"),
        ("N42", ("hackney",), "N4"),
        ("N4 2A", ("hackney",), "N4"),
        ("E1 6AN", ("hackney",), "E1"),
        ("E16 AN", ("newham",), "E16"),
        ("E16AN", ("hackney",), "E1"),
        ("my postcode is E13 8AB thanks", ("newham",), "E13"),
        ("ec1a 1bb", ("hackney",), "EC1A"),
        ("M1 1AA", ("elsewhere_uk",), "M1"),
        ("RM99", ("elsewhere_uk",), "RM99"),
        ("IG9 5AA", ("elsewhere_uk", "redbridge"), "IG9"),
    ],
)
def test_postcode_when_typed_in_many_ways_keeps_the_outward_half_only(
    text: str, councils: tuple[str, ...], kept: str
) -> None:
    assert resolve(text, UK, PLACES) == PlaceMatch(councils, kept)


@pytest.mark.parametrize(
    ("text", "councils"),
    [
        ("Plaistow", ("newham",)),
        ("i live in west ham", ("newham",)),
        ("Barking & Dagenham", ("barking_and_dagenham",)),
        ("barking and dagenham", ("barking_and_dagenham",)),
        ("Forest Gate", ("newham", "waltham_forest")),
        ("STOKE  NEWINGTON!", ("hackney",)),
        ("Newham, London", ("newham",)),
        ("manchester", ("elsewhere_uk",)),
    ],
)
def test_place_name_in_a_sentence_is_found_and_the_longest_name_wins(text: str, councils: tuple[str, ...]) -> None:
    assert resolve(text, UK, PLACES) == PlaceMatch(councils)


@pytest.mark.parametrize(
    ("text", "country", "council"),
    [
        ("walthamstw", UK, "waltham_forest"),
        ("plaistw", UK, "newham"),
        ("stoke newingtn", UK, "hackney"),
        ("Hackny", UK, "hackney"),
        ("stokholm", SE, "stockholm"),
        ("Södertelje", SE, "sodertalje"),
    ],
)
def test_place_name_when_misspelt_is_a_guess(text: str, country: Country, council: str) -> None:
    assert resolve(text, country, PLACES) == PlaceMatch((council,), is_guess=True)


def test_place_and_postcode_together_narrow_each_other() -> None:
    assert resolve("Leyton E15", UK, PLACES) == PlaceMatch(("waltham_forest",), "E15")


@pytest.mark.parametrize("text", ["E13 sometimes IG1", "plaistow or ilford", "E13, my mum is in Hackney"])
def test_place_when_two_are_named_asks_which(text: str) -> None:
    found = resolve(text, UK, PLACES)
    assert isinstance(found, PlaceQuestion)
    assert found.why is Unclear.TWO_PLACES
    assert found.options[0] == "newham"


@pytest.mark.parametrize("text", ["no fixed address", "im homeless in E13", "NFA", "Hemlös"])
def test_place_when_there_is_no_address_is_asked_about_kindly(text: str) -> None:
    assert resolve(text, UK, PLACES) == PlaceQuestion(Unclear.NO_FIXED_ADDRESS)


def test_place_in_the_other_country_is_said_so() -> None:
    assert resolve("Rinkeby", UK, PLACES) == PlaceQuestion(Unclear.WRONG_COUNTRY)
    assert resolve("Plaistow", SE, PLACES) == PlaceQuestion(Unclear.WRONG_COUNTRY)


@pytest.mark.parametrize("text", ["164 40", "16440", "bor i 164 40"])
def test_swedish_postcode_asks_for_the_name(text: str) -> None:
    assert resolve(text, SE, PLACES) == PlaceQuestion(Unclear.NAME_NOT_NUMBER)


@pytest.mark.parametrize("text", ["", "asdf", "hello there", "E88", "ZZ1 1ZZ", "!!!", "😀"])
def test_place_when_it_is_none_is_not_made_up(text: str) -> None:
    assert resolve(text, UK, PLACES) is None


def test_place_when_two_spellings_are_as_near_asks_which() -> None:
    table = {"hartonia": frozenset({"newham"}), "bartonia": frozenset({"hackney"})}
    places = Places(PLACES.places, {}, {UK: table, SE: {}}, PLACES.groups, {}, frozenset())
    assert resolve("cartonia", UK, places) == PlaceQuestion(Unclear.WHICH_ONE, ("newham", "hackney"))


@given(st.text(max_size=60), st.sampled_from(list(Country)))
def test_place_from_any_text_never_fails_and_keeps_no_inward_half(text: str, country: Country) -> None:
    found = resolve(text, country, PLACES)
    if isinstance(found, PlaceMatch) and found.kept:
        assert len(found.kept) <= 4


@given(st.sampled_from(sorted(PLACES.outcodes)), st.integers(0, 9), st.sampled_from(["AB", "XX", "QH"]), st.booleans())
def test_whole_postcode_gives_its_outward_half(outcode: str, digit: int, letters: str, spaced: bool) -> None:
    typed = f"{outcode}{' ' if spaced else ''}{digit}{letters}"
    assert outcodes_in(typed.lower(), PLACES.outcodes, PLACES.postcode_areas) == [outcode]


@pytest.mark.parametrize(
    ("possible", "certainty"),
    [
        (frozenset({"newham"}), Certainty.YES),
        (frozenset({"newham", "hackney"}), Certainty.YES),
        (frozenset({"redbridge"}), Certainty.NO),
        (frozenset({"newham", "redbridge"}), Certainty.ASK),
        (None, Certainty.ASK),
    ],
)
def test_certainty_of_a_group_asks_only_when_places_lie_on_both_sides(
    possible: frozenset[str] | None, certainty: Certainty
) -> None:
    assert PLACES.certainty(possible, "east") is certainty
