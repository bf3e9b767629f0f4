"""The private page: one link, one use, one day; nothing kept before it is checked and saved."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from bot.domain.equality import LONGEST_WORDS, Choice
from bot.services.equality.equality import LINK_LIVES, digest_of
from db.models import EqualityAnswer, EqualityConsent, EqualityLink
from tests.auxil.chats import House, Phone
from tests.auxil.public_pages import equality_pages, link_path, serving
from tests.integration.equality.conftest import Rows

Web = TestClient[Any, Any]
START = {"go": "start"}
AGREED = {"agreed": "yes"}


@pytest.fixture
async def web(house: House) -> AsyncIterator[Web]:
    """A browser without scripts or memory."""
    async with serving(house) as server, TestClient(server) as client:
        yield client


@pytest.fixture
async def path(house: House, phone: Phone) -> str:
    """A link that works."""
    return await link_path(house, phone.chat_id)


async def post(web: Web, path: str, **form: str) -> str:
    fields = {name.replace("__", "."): value for name, value in form.items()}
    async with web.post(path, data=fields) as answer:
        assert answer.status == 200
        return await answer.text()


async def test_link_when_asked_for_in_the_chat_then_it_says_nothing_of_anybody(
    house: House, phone: Phone, rows: Rows
) -> None:
    (card,) = await phone.go_through("/privacy", "[Optional questions]", "[Yes, on a web page]")
    url = card.buttons[0].url or ""
    assert re.fullmatch(r"http://127\.0\.0\.1:8080/equality/[A-Za-z0-9_-]{43}", url)
    (kept,) = await rows(EqualityLink)
    token = url.rpartition("/")[2]
    assert kept.digest == digest_of(token)
    assert token not in kept.digest
    assert kept.expires_at - house.clock.now == LINK_LIVES
    assert [row.act for row in await rows(EqualityConsent)] == [], "the yes is given on the page"


async def test_page_when_opened_then_consent_comes_first_and_nothing_is_used_up(
    web: Web, path: str, rows: Rows
) -> None:
    for _ in range(2):
        async with web.get(path) as answer:
            text = await answer.text()
            assert answer.status == 200
        assert "I agree, start" in text
        assert "ethnic group" in text
    assert await rows(EqualityConsent) == []


async def test_page_when_served_then_it_is_closed_to_scripts_frames_caches_and_search_engines(
    web: Web, path: str
) -> None:
    async with web.get(path) as answer:
        headers, text = answer.headers, await answer.text()
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "script" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in headers["X-Robots-Tag"]
    assert "<script" not in text
    assert "style=" not in text
    assert re.findall(r'(?:src|href)="([^"#]*)"', text) == ["/public/public.css"]


async def test_style_when_asked_for_then_it_is_there(web: Web) -> None:
    async with web.get("/public/public.css") as answer:
        assert answer.status == 200
        assert answer.content_type == "text/css"


async def test_way_when_walked_then_only_saving_keeps_anything(web: Web, path: str, rows: Rows) -> None:
    assert "What is your sex?" in await post(web, path, **START)
    text = await post(web, path, **AGREED, here="sex", option="female", go="next")
    assert "What is your ethnic group?" in text
    assert 'name="answer.sex" value="female"' in text
    given = {**AGREED, "answer__sex": "female"}
    text = await post(web, path, **given, here="ethnic_group", option="black", go="next")
    assert "Black, Black British, Caribbean or African background" in text
    given |= {"answer__ethnic_group": "black"}
    text = await post(
        web, path, **given, here="ethnic_group.black", option="own_words", words="Somali & Welsh", go="next"
    )
    assert 'value="Somali &amp; Welsh"' in text
    given |= {"answer__ethnic_group": "black/own_words", "words__ethnic_group": "Somali & Welsh"}
    check = await post(web, path, **given, here="health_condition", go="skip")
    assert "Check your answers" in check
    assert "Somali &amp; Welsh" in check
    assert "Not answered" in check
    assert await rows(EqualityAnswer) == []
    assert "Saved. Thank you." in await post(web, path, **given, go="save")
    kept = {row.question: (row.value["path"], row.value["words"]) for row in await rows(EqualityAnswer)}
    assert kept == {"sex": (["female"], None), "ethnic_group": (["black", "own_words"], "Somali & Welsh")}
    (consent,) = await rows(EqualityConsent)
    assert (consent.act, consent.door) == ("given", "page")


async def test_answer_when_changed_from_the_check_page_then_it_leads_back_there(web: Web, path: str) -> None:
    given = {**AGREED, "answer__sex": "female", "answer__ethnic_group": "white/irish"}
    text = await post(web, path, **given, go="change.ethnic_group")
    assert 'value="white" checked' in text
    text = await post(web, path, **given, reviewing="yes", here="ethnic_group", option="asian", go="next")
    assert "Asian or Asian British background" in text
    given["answer__ethnic_group"] = "asian"
    text = await post(web, path, **given, reviewing="yes", here="ethnic_group.asian", option="indian", go="next")
    assert "Check your answers" in text
    text = await post(web, path, **given, reviewing="yes", here="sex", go="back")
    assert "Check your answers" in text


async def test_back_when_pressed_then_the_question_before_keeps_its_answer(web: Web, path: str) -> None:
    text = await post(web, path, **AGREED, answer__sex="male", here="ethnic_group", go="back")
    assert 'value="male" checked' in text
    assert "I agree, start" in await post(web, path, **AGREED, here="sex", go="back")


async def test_own_words_when_written_without_choosing_them_then_they_count(web: Web, path: str) -> None:
    text = await post(web, path, **AGREED, here="ethnic_group", words="Somali", go="next")
    assert 'name="words.ethnic_group" value="Somali"' in text


async def test_own_words_when_missing_or_too_long_then_the_problem_is_named_at_the_field(web: Web, path: str) -> None:
    for words, problem in (
        ("  ", "Write it in your own words"),
        ("x" * (LONGEST_WORDS + 1), "Use 100 letters at most"),
    ):
        text = await post(web, path, **AGREED, here="ethnic_group", option="own_words", words=words, go="next")
        assert problem in text
        assert 'aria-invalid="true"' in text
        assert 'value="own_words" checked' in text
        assert "<title>Error: " in text


@pytest.mark.parametrize(
    "form",
    [
        {"answer__sex": "purple"},
        {"answer__sex": "female/irish"},
        {"answer__ethnic_group": "asian/irish"},
        {"answer__ethnic_group": "asian/indian/x"},
        {"answer__gender": "woman"},
        {"answer__": "x"},
    ],
)
async def test_answers_when_forged_then_they_are_not_kept(
    web: Web, path: str, rows: Rows, form: dict[str, str]
) -> None:
    await post(web, path, **AGREED, **form, go="save")
    assert await rows(EqualityAnswer) == []


async def test_answers_when_sent_without_a_yes_then_the_consent_is_shown_and_nothing_kept(
    web: Web, path: str, rows: Rows
) -> None:
    assert "I agree, start" in await post(web, path, answer__sex="female", go="save")
    assert await rows(EqualityAnswer) == []
    assert await rows(EqualityConsent) == []


async def test_no_when_said_on_the_page_then_it_is_remembered_and_the_link_is_used(
    web: Web, path: str, rows: Rows
) -> None:
    assert "Nothing was saved" in await post(web, path, go="refuse")
    assert [row.act for row in await rows(EqualityConsent)] == ["declined"]
    async with web.get(path) as answer:
        assert answer.status == 404


async def test_link_when_used_then_it_works_no_more(web: Web, path: str, rows: Rows) -> None:
    await post(web, path, **AGREED, answer__sex="female", go="save")
    async with web.post(path, data={**AGREED, "answer.sex": "male", "go": "save"}) as answer:
        assert answer.status == 404
        assert "does not work any more" in await answer.text()
    assert [row.value["path"] for row in await rows(EqualityAnswer)] == [["female"]]


async def test_link_when_saved_twice_at_once_then_only_one_counts(house: House, path: str, rows: Rows) -> None:
    door, token = equality_pages(house), path.rpartition("/")[2]
    saved = await asyncio.gather(*(door.save(token, {"sex": Choice((option,))}) for option in ("female", "male")))
    assert sorted(saved) == [False, True]
    assert len(await rows(EqualityConsent)) == 1


async def test_link_when_a_day_has_gone_then_it_works_no_more(house: House, web: Web, path: str) -> None:
    house.clock.advance(hours=23, minutes=59)
    async with web.get(path) as answer:
        assert answer.status == 200
    house.clock.advance(minutes=1)
    async with web.get(path) as answer:
        assert answer.status == 404


async def test_link_when_a_newer_one_was_asked_for_then_only_that_works(
    house: House, phone: Phone, web: Web, path: str
) -> None:
    newer = await link_path(house, phone.chat_id)
    for link, status in ((path, 404), (newer, 200)):
        async with web.get(link) as answer:
            assert answer.status == status


async def test_link_when_the_person_was_erased_then_it_works_no_more(phone: Phone, web: Web, path: str) -> None:
    await phone.go_through("/forget", "[Yes, delete everything]")
    async with web.get(path) as answer:
        assert answer.status == 404


async def test_link_when_never_made_then_the_visitor_is_told_in_their_language(web: Web) -> None:
    async with web.get("/equality/" + "x" * 43, headers={"Accept-Language": "sv-SE,sv;q=0.9"}) as answer:
        assert answer.status == 404
        assert "fungerar inte längre" in await answer.text()


async def test_page_when_answered_before_then_what_is_skipped_stays(
    house: House, phone: Phone, web: Web, path: str, rows: Rows
) -> None:
    await phone.go_through("/privacy", "[Optional questions]", "[Yes, ask me here]", "[Female]", "[Stop here]")
    await post(web, path, **AGREED, answer__health_condition="no", go="save")
    kept = {row.question: row.value["path"] for row in await rows(EqualityAnswer)}
    assert kept == {"sex": ["female"], "health_condition": ["no"]}
    assert [row.act for row in await rows(EqualityConsent)] == ["given"]


async def test_page_when_the_person_speaks_swedish_then_it_does_too(house: House, web: Web) -> None:
    phone = house.phone(chat_id=88, language_code="sv")
    await phone.go_through("/start", "[Svenska]", "[Stockholm]", "Solna", "19")
    async with web.get(await link_path(house, 88)) as answer:
        text = await answer.text()
    assert '<html lang="sv" dir="ltr">' in text
    assert "Jag säger ja, börja" in text
    assert "etnisk" not in text
