"""Where something is, out of an address."""

import pytest

from bot.feeds.places import as_home, located, point, postcode_in, says_anywhere, says_online
from bot.feeds.rows import Location


@pytest.mark.parametrize(
    ("text", "town", "postcode", "outcode"),
    [
        ("London, E13 8SL", "London", "E13 8SL", "E13"),
        ("Sample Hall, 1 Example Road, London e138sl", "London", "E13 8SL", "E13"),
        ("London, E13", "London", None, "E13"),
        ("Barking", "Barking", None, None),
        ("Storgatan 1, 164 40 Kista", "164 40 Kista", "164 40", None),
    ],
)
def test_place_when_written_in_one_line_then_its_parts_are_found(
    text: str, town: str, postcode: str | None, outcode: str | None
) -> None:
    found = located(text)
    assert (found.postcode, found.outcode) == (postcode, outcode)
    if outcode or not postcode:
        assert found.town == town


def test_home_when_it_is_somebodys_then_only_outcode_and_town_are_left() -> None:
    home = Location("Flat 2", "1 Example Road", "London", "E13 8SL", "E13", 51.5, 0.1)
    assert as_home(home) == Location(town="London", outcode="E13")


@pytest.mark.parametrize("text", ["Remote", "Online (Zoom)", "Working from home", "På nätet"])
def test_place_when_it_is_the_internet_then_it_is_said(text: str) -> None:
    assert says_online(text)


def test_place_when_it_is_a_whole_country_then_it_is_said() -> None:
    assert says_anywhere("Various locations, England")
    assert not says_anywhere("England Street, London, E13 8SL")


@pytest.mark.parametrize("pair", [(0, 0), (None, None), ("x", "y"), (91, 0), (0, 181), ("nan", "1")])
def test_point_when_it_is_none_then_none_is_given(pair: tuple[object, object]) -> None:
    assert point(*pair) == (None, None)


def test_postcode_when_words_only_look_like_one_then_there_is_none() -> None:
    assert postcode_in("Room B12 is upstairs, mind the step") == (None, None)
