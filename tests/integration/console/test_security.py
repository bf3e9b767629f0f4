"""What protects every page: headers, cookies, forged requests, sizes, errors that tell nothing."""

from __future__ import annotations

import dataclasses
import logging
import re
from pathlib import Path

import pytest
from aiohttp import web

import bot.console
from bot.console.access import ROWS, Row
from bot.console.cookies import Cookies
from db.session import Database
from tests.auxil.chats import House
from tests.auxil.console import UK, Console, serving
from tests.auxil.console_subjects import MAKERS

FOLDER = Path(bot.console.__file__ or "").parent
PAGES = ["/console/sign-in", "/console/join/nothing-here", "/console/nothing", "/console/static/console.css"]
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


@pytest.fixture
async def house(sqlite_database: Database) -> House:
    """What protects a page is the same on both engines."""
    return House(sqlite_database)


@pytest.mark.parametrize("path", PAGES)
async def test_headers_when_anything_is_answered_then_they_are_strict(console: Console, path: str) -> None:
    async with console.client() as client:
        headers = (await client.get(path)).headers
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Server" not in headers or "aiohttp" in headers["Server"]
    assert ("no-store" in headers["Cache-Control"]) == ("/static/" not in path)


def test_templates_when_written_then_nothing_is_inline_and_nothing_comes_from_elsewhere() -> None:
    for path in FOLDER.rglob("*.html"):
        text = path.read_text()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text), path
        assert not re.search(r"<script(?! src=\"/console/static/)", text), path
        assert not re.search(r"(?:src|href)=\"(?:https?:)?//", text), path
    for path in (*FOLDER.rglob("*.css"), *FOLDER.rglob("*.js")):
        assert not re.search(r"https?://|@import|url\(", path.read_text()), path


def test_forms_when_they_post_then_each_carries_the_token() -> None:
    for path in FOLDER.rglob("*.html"):
        for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", path.read_text(), re.DOTALL):
            assert "csrf()" in form, path


def test_values_when_put_in_templates_then_only_icons_are_marked_safe() -> None:
    marked = [path.name for path in FOLDER.rglob("*.html") if "safe }}" in path.read_text()]
    assert marked == ["icons.html"]


@pytest.mark.parametrize("row", [row for row in ROWS if row.method == "POST"], ids=lambda row: row.path)
async def test_forms_when_the_token_is_missing_or_wrong_then_nothing_is_done(console: Console, row: Row) -> None:
    admin = await console.member("admin", "adviser", "coordinator", "safeguarding_lead")
    other = await console.member("adviser")
    number = await MAKERS[row.of](console, UK) if row.of else 1
    places = {**dict.fromkeys(MAKERS, number), "token": "x" * 40, "entry": 1, "journey": 1, row.of or "": number}
    path = row.path.format_map({**places, **({"staff": other.id} if row.of == "staff" else {})})
    if path == "/console/sign-in/code":
        return  # asked for at a stage of its own; `test_code_form…` has it
    async with console.client(admin) as client:
        for fields in ([], [("csrf", "")], [("csrf", "0" * 64)], [("csrf", "é")]):
            answer = await client.post_raw(path, fields)
            assert answer.status == 403, fields
            assert "too old" in answer.words
    assert (await console.row(other)).disabled_at is None


async def test_code_form_when_the_token_is_missing_then_nothing_is_done(console: Console) -> None:
    admin = await console.member("admin")
    async with console.client() as client:
        await client.post("/console/sign-in", {"email": admin.email, "password": admin.password})
        answer = await client.post_raw("/console/sign-in/code", [("code", console.code(admin))])
    assert answer.status == 403


async def test_forms_when_sent_from_elsewhere_then_nothing_is_done(console: Console) -> None:
    adviser = await console.member()
    for headers, expected in (
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://example.org"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": console.url, "Sec-Fetch-Site": "same-origin"}, 303),
        ({"Origin": "http://127.0.0.1:8080"}, 303),
    ):
        async with console.client(adviser) as client:
            answer = await client.post("/console/me/language", {"locale": "sv"}, headers=headers)
            assert answer.status == expected, headers


async def test_token_when_of_another_session_then_it_does_not_fit(console: Console) -> None:
    first, second = await console.member(), await console.member()
    async with console.client(first) as one, console.client(second) as other:
        answer = await one.post_raw("/console/me/language", [("csrf", other.csrf), ("locale", "sv")])
    assert answer.status == 403


async def test_cookies_when_there_is_no_tls_then_scripts_and_other_sites_still_never_get_them(console: Console) -> None:
    adviser = await console.member()
    async with console.client() as client:
        answer = await client.post("/console/sign-in", {"email": adviser.email, "password": adviser.password})
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("wayin_session=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


def test_cookies_when_there_is_tls_then_they_are_secure_and_bound_to_the_host() -> None:
    response = web.Response()
    Cookies(is_https=True).write(response, {"session": "secret"})
    written = response.cookies["__Host-wayin_session"]
    assert (written["secure"], written["httponly"], written["samesite"], written["path"]) == (True, True, "Lax", "/")


async def test_console_when_its_address_is_https_then_its_cookies_are_secure(house: House) -> None:
    async with serving(house, console_url="https://staff.example.org") as console, console.client() as client:
        answer = await client.get("/console/sign-in")
    assert answer.headers["Set-Cookie"].startswith("__Host-wayin_visitor=")
    assert "Secure" in answer.headers["Set-Cookie"]


async def test_flash_when_forged_then_only_texts_of_ours_are_shown(console: Console) -> None:
    adviser = await console.member()
    for forged in ("<b>hello</b>", "console.home.hello", "console_sign_in.email.refused", "x" * 3000, "console.done"):
        async with console.client(adviser) as client:
            answer = await client.get(
                "/console/me",
                headers={"Cookie": f"wayin_session={client.cookies['wayin_session']}; wayin_flash={forged}"},
            )
            assert answer.status == 200
            assert 'class="told"' not in answer.text


async def test_form_when_too_large_then_a_page_says_so(console: Console) -> None:
    adviser = await console.member()
    async with console.client(adviser) as client:
        answer = await client.post("/console/me/language", {"locale": "x" * 70_000})
    assert answer.status == 413
    assert "too large" in answer.words


async def test_method_when_wrong_then_a_page_says_so(console: Console) -> None:
    adviser = await console.member()
    async with console.client(adviser) as client:
        answer = await client.post("/console/audit")
        async with client.http.put(console.url + "/console/me") as put:
            assert put.status == 405
    assert answer.status == 405
    assert "does not work here" in answer.words


async def test_bug_when_a_page_has_one_then_a_page_says_sorry_and_the_log_has_no_words(
    console: Console, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    admin = await console.member("admin")

    async def broken(*_args: object, **_more: object) -> None:
        raise RuntimeError("Somebody's secret")

    monkeypatch.setattr(type(console.given.staff), "listed", broken)
    with caplog.at_level(logging.ERROR):
        async with console.client(admin) as client:
            answer = await client.get("/console/staff")
    assert answer.status == 500
    assert "Something went wrong here" in answer.words
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert [record.getMessage() for record in caplog.records] == ["the console could not answer /console/staff"]


async def test_proxies_when_trusted_then_their_word_counts_and_else_it_does_not(house: House) -> None:
    async def tries(console: Console) -> list[int]:
        found = []
        async with console.client() as client:
            for number in range(22):
                answer = await client.post(
                    "/console/sign-in",
                    {"email": f"nobody{number}@example.org", "password": "whatever it is"},
                    headers={"X-Forwarded-For": f"203.0.113.{number}, 198.51.100.7"},
                )
                found.append(answer.status)
        return found

    async with serving(house) as console:
        assert (await tries(console))[-1] == 429, "whoever says it comes from elsewhere is not believed"
        behind_two = dataclasses.replace(console.given, proxies=2)
    async with serving(house, proxies=behind_two.proxies) as console:
        assert set(await tries(console)) == {422}
    async with serving(house, proxies=1) as console:
        assert (await tries(console))[-1] == 429
