"""Looking for work in one's own words: a job, a place by its postcode, and what teaches where that must come first."""

from __future__ import annotations

import pytest

from tests.auxil.chats import Phone, texts_of


async def test_a_search_when_a_postcode_is_in_it_then_it_looks_there(phone: Phone) -> None:
    await phone.go_through("/start", "[English]", "[London]", "Croydon", "19")
    said = "\n".join(texts_of(await phone.type("hospital jobs e13")))
    assert "it is next door in Tower Hamlets" in said
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


async def test_a_search_when_no_plain_job_fits_then_that_is_said_and_the_list_is_not_sold_as_new(phone: Phone) -> None:
    await phone.go_through("/start", "[English]", "[London]", "E13", "17")
    (listing, *_) = await phone.type("any jobs")
    assert listing.text.startswith("I found no plain job like that for you right now.")
    assert "These are the nearest. You saw them before" in listing.text
    assert "You can say yes to these now" not in listing.text


async def test_a_search_when_no_such_class_is_open_then_it_says_so_first_and_shows_courses_alone(phone: Phone) -> None:
    await phone.go_through("/start", "[English]", "[London]", "E13", "17")
    (listing, *_) = await phone.type("i want english class")
    assert listing.text.startswith("Nothing like that is open right now.\n<b>These are the nearest")
    assert "Apprentice" not in listing.text


async def test_a_search_when_no_such_class_is_open_in_swedish_then_it_says_so_first(phone: Phone) -> None:
    await phone.go_through("/start", "[Svenska]", "[Stockholm]", "Huddinge", "22")
    (listing, *_) = await phone.type("svenskakurs")
    assert listing.text.startswith("Inget sådant är öppet just nu.\n<b>Det här är det närmaste</b>")


async def test_a_search_when_what_was_asked_for_is_open_then_nothing_is_missed_and_a_second_time_it_is_the_same(
    phone: Phone,
) -> None:
    await phone.go_through("/start", "[English]", "[London]", "E13", "22")
    (listing, *_) = await phone.type("undersköterska")
    assert listing.text.startswith("<b>You can say yes to these now</b>")
    (again, *_) = await phone.type("undersköterska")
    assert again.text.startswith("<b>These are the same as before</b>")
    (other, *_) = await phone.type("bricklayer jobs")
    assert other.text.startswith("<b>You can say yes to these now</b>"), "another order is another answer"


@pytest.mark.parametrize("place", ["Manchester", "M14 5RX", "leeds"])
async def test_a_list_when_somebody_lives_outside_london_then_that_is_said_and_what_works_there_follows(
    phone: Phone, place: str
) -> None:
    (listing, services, *_) = await phone.go_through("/start", "[English]", "[London]", place, "22")
    assert listing.text.startswith("I only know what is open in London. Where you live,")
    assert "1. Evening coding, online" in listing.text
    assert "Find your council on GOV.UK" in services.text
    said, services, *_ = await phone.type("i live in leeds")
    assert said.text.startswith("I only know what is open in London.")
    assert "Find your council on GOV.UK" in services.text
    assert "Where do you live?" not in "\n".join(texts_of([said, services, *_]))


async def test_a_search_when_somebody_from_outside_names_a_london_place_then_they_are_not_told_again(
    phone: Phone,
) -> None:
    await phone.go_through("/start", "[English]", "[London]", "Manchester", "22")
    (listing, *_) = await phone.type("jobs in hackney")
    assert "I only know what is open" not in listing.text
    assert "it is in Hackney" in listing.text


async def test_another_city_when_somebody_from_london_names_it_then_they_are_told_and_asked_where(phone: Phone) -> None:
    await phone.go_through("/start", "[English]", "[London]", "E13", "22")
    said, question, *_ = await phone.type("do you have jobs in manchester")
    assert said.text.startswith("I only know what is open in London. Tell me where you live")
    assert "Where do you live?" in question.text
