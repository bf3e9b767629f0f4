"""Looking for work in one's own words: a job, a place by its postcode, and what teaches where that must come first."""

from __future__ import annotations

import pytest

from tests.auxil.chats import Phone, texts_of


async def test_a_search_when_a_postcode_is_in_it_then_it_looks_there(phone: Phone) -> None:
    await phone.go_through("/start", "[English]", "[London]", "Croydon", "19")
    said = "\n".join(texts_of(await phone.type("hospital jobs e13")))
    assert "it is in Tower Hamlets, next to yours" in said
    assert "Croydon" not in said.partition("<b>2.")[0]


@pytest.mark.parametrize("slang", ["w8 any jobs", "n1 any jobs"])
async def test_a_search_when_a_word_only_looks_like_a_postcode_then_it_is_none(phone: Phone, slang: str) -> None:
    await phone.go_through("/start", "[English]", "[London]", "E13", "19")
    said = "\n".join(texts_of(await phone.type(slang)))
    assert "Kensington" not in said
    assert "it is in Islington" not in said


async def test_a_search_when_somebody_learns_at_college_then_the_jobs_asked_for_come_first(phone: Phone) -> None:
    await phone.go_through("/start", "[English]", "[London]", "E13")
    said = "\n".join(texts_of(await phone.type("im 17 at college mon to fri is there saturday jobs")))
    assert "Weekend" in said.partition("<b>2.")[0]
    assert "must come with training" not in said


async def test_a_search_when_somebody_is_seventeen_then_what_teaches_comes_first_and_the_rule_is_said(
    phone: Phone,
) -> None:
    await phone.go_through("/start", "[English]", "[London]", "E13", "17")
    (listing, *_) = await phone.type("hca work in newham hospital")
    first = listing.text.partition("<b>2.")[0]
    assert "Care Start" in first, "a course for the very job, next door, before any other apprenticeship"
    rule = "In England, at 16 and 17 a job must come with training"
    jobs = [part for part in listing.text.split("<b>") if "Clinic receptionist" in part]
    assert all(rule in part for part in jobs)
