"""The project's own place tables: every outcode, every council, every municipality."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from bot.content.loader import CONTENT
from bot.content.model import Content
from bot.domain.countries import Country
from bot.domain.places import Certainty, PlaceMatch, PlaceQuestion, Unclear, fold, resolve

TABLE = json.loads((CONTENT / "places" / "london_outcodes.json").read_text(encoding="utf-8"))["outcodes"]


@pytest.mark.parametrize("outcode", sorted(TABLE))
def test_outcode_with_any_second_half_is_found_and_agrees_with_the_table(outcode: str, content: Content) -> None:
    for typed in (outcode, f"{outcode} 1AA", f"{outcode.lower()}1aa", f"I live in {outcode.lower()}"):
        found = resolve(typed, Country.UK, content.places)
        assert isinstance(found, PlaceMatch), typed
        assert found.kept == outcode
        assert content.places.certainty(found.possible, "nel") == TABLE[outcode]["nel"]
        assert content.places.certainty(found.possible, "london") == TABLE[outcode]["london"]


def test_the_table_has_the_counts_it_should(content: Content) -> None:
    certainty = Counter(
        content.places.certainty(frozenset(councils), "nel") for councils in content.places.outcodes.values()
    )
    assert certainty == {Certainty.NO: 231, Certainty.YES: 44, Certainty.ASK: 38}


def test_attribution_stays_with_the_postcodes(content: Content) -> None:
    assert any("Open Government Licence" in text and "Royal Mail" in text for text in content.attributions)


@pytest.mark.parametrize("country", list(Country))
def test_every_name_and_alias_leads_to_its_place(country: Country, content: Content) -> None:
    for entry in content.place_entries.values():
        if content.places.places[entry.id].country != country:
            continue
        names = entry.aliases if entry.id.startswith("elsewhere") else (entry.name, *entry.aliases)
        for name in names:
            found = resolve(name, country, content.places)
            assert isinstance(found, PlaceMatch), name
            assert entry.id in found.possible, name


def test_no_alias_is_claimed_by_two_places(content: Content) -> None:
    for country in Country:
        entries = [one for one in content.place_entries.values() if content.places.places[one.id].country == country]
        claims = Counter(name for one in entries for name in {fold(alias) for alias in (one.name, *one.aliases)})
        assert [name for name, times in claims.items() if times > 1] == []


def test_neighbours_are_neighbours_of_each_other(content: Content) -> None:
    places = content.places.places
    for place in places.values():
        assert all(place.id in places[other].neighbours for other in place.neighbours), place.id


def test_places_that_straddle_a_border_stay_open(content: Content) -> None:
    for name, councils in (("Forest Gate", {"newham", "waltham_forest"}), ("Chadwell Heath", {"barking_and_dagenham"})):
        found = resolve(name, Country.UK, content.places)
        assert isinstance(found, PlaceMatch)
        assert councils <= found.possible
        assert len(found.possible) > 1


@pytest.mark.parametrize(
    ("text", "councils"),
    [
        ("ig117xx", ("Barking and Dagenham", "Redbridge")),
        ("E13 8AB", ("Newham",)),
        ("N4 2", ("Haringey", "Hackney", "Islington")),
        ("walthamstow e17", ("Waltham Forest",)),
        ("Bromley by Bow", ("Tower Hamlets",)),
        ("ham", ("Richmond upon Thames",)),
        ("kingston", ("Kingston upon Thames",)),
        ("im in barking", ("Barking and Dagenham",)),
    ],
)
def test_london_places_people_type(text: str, councils: tuple[str, ...], content: Content) -> None:
    found = resolve(text, Country.UK, content.places)
    assert isinstance(found, PlaceMatch)
    assert content.places.names(found.councils) == councils


@pytest.mark.parametrize(
    ("text", "municipality"),
    [
        ("rinkeby", "Stockholm"),
        ("Tensta", "Stockholm"),
        ("sodertalje", "Södertälje"),
        ("marsta", "Sigtuna"),
        ("jag bor i Fittja", "Botkyrka"),
        ("täby", "Täby"),
        ("Upplands väsby", "Upplands Väsby"),
    ],
)
def test_stockholm_places_people_type(text: str, municipality: str, content: Content) -> None:
    found = resolve(text, Country.SE, content.places)
    assert isinstance(found, PlaceMatch)
    assert content.places.names(found.councils) == (municipality,)


def test_the_city_of_stockholm_is_one_municipality_and_the_county_is_all(content: Content) -> None:
    city, county = (resolve(text, Country.SE, content.places) for text in ("Stockholm", "Stockholms län"))
    assert isinstance(city, PlaceMatch)
    assert isinstance(county, PlaceMatch)
    assert (len(city.councils), len(county.councils)) == (1, 26)


def test_london_alone_settles_london_and_leaves_the_council_open(content: Content) -> None:
    found = resolve("london", Country.UK, content.places)
    assert isinstance(found, PlaceMatch)
    assert content.places.certainty(found.possible, "london") is Certainty.YES
    assert content.places.certainty(found.possible, "nel") is Certainty.ASK


@pytest.mark.parametrize("text", ["no fixed address", "i'm sofa surfing", "jag är hemlös", "dont have an address"])
def test_no_address_is_understood_in_both_languages(text: str, content: Content) -> None:
    for country in Country:
        assert resolve(text, country, content.places) == PlaceQuestion(Unclear.NO_FIXED_ADDRESS)
