"""My account: password, second factor, language, being away, signing out everywhere."""

from __future__ import annotations

import re

import pytest

from bot.domain.access import Act, Subject, may
from bot.services.staff import second_factor
from tests.auxil.chats import House
from tests.auxil.console import PASSWORD, SE, Client, Console, Member

NEW = "another long password"


async def secret_shown(client: Client) -> str:
    """The secret on the page that sets up a second factor."""
    found = re.search(r'name="secret" value="([A-Z2-7]{32})"', (await client.get("/console/me/second-factor")).text)
    assert found is not None
    return found[1]


async def test_password_when_changed_then_other_browsers_are_out_and_the_new_one_works(console: Console) -> None:
    adviser = await console.member()
    async with console.client(adviser) as here, console.client(adviser) as there:
        answer = await here.post("/console/me/password", {"current": PASSWORD, "password": NEW, "again": NEW})
        assert (answer.status, answer.place) == (303, "/console/me")
        assert "Your password is changed." in (await here.get("/console/me")).words
        assert (await there.get("/console/me")).status == 303
    async with console.client() as client:
        assert (await client.post("/console/sign-in", {"email": adviser.email, "password": PASSWORD})).status == 422
        assert (await client.post("/console/sign-in", {"email": adviser.email, "password": NEW})).status == 303


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({}, "There are 3 problems"),
        ({"current": "wrong", "password": NEW, "again": NEW}, "That is not your password"),
        ({"current": PASSWORD, "password": NEW, "again": "else"}, "The two passwords are not the same"),
        ({"current": PASSWORD, "password": "short", "again": "short"}, "Use 12 letters or more"),
        ({"current": PASSWORD, "password": "x" * 999, "again": "x" * 999}, "Use 200 letters or fewer"),
        ({"current": PASSWORD, "password": "x" * 1001, "again": "x" * 1001}, "Use 1,000 letters or fewer"),
        ({"current": PASSWORD, "password": "aaaaaaaaaaaaa", "again": "aaaaaaaaaaaaa"}, "Use more different letters"),
    ],
)
async def test_password_when_something_is_wrong_then_it_says_what_and_shows_nothing_typed(
    console: Console, form: dict[str, str], said: str
) -> None:
    adviser = await console.member()
    async with console.client(adviser) as client:
        answer = await client.post("/console/me/password", form)
    assert answer.status == 422
    assert said in answer.words
    assert not any(value in answer.text for value in form.values() if value not in ("short", "wrong", "else"))


async def test_password_when_guessed_inside_a_session_then_guesses_are_counted(console: Console, house: House) -> None:
    adviser = await console.member()
    async with console.client(adviser) as client:
        for _ in range(5):
            await client.post("/console/me/password", {"current": "guess", "password": NEW, "again": NEW})
        answer = await client.post("/console/me/password", {"current": PASSWORD, "password": NEW, "again": NEW})
        assert "Too many wrong tries" in answer.words
        house.clock.advance(minutes=1)
        answer = await client.post("/console/me/password", {"current": PASSWORD, "password": NEW, "again": NEW})
        assert answer.status == 303


async def test_second_factor_when_set_up_then_signing_in_takes_a_code_and_the_token_is_new(
    console: Console, house: House
) -> None:
    adviser = await console.member()
    async with console.client(adviser) as client, console.client(adviser) as elsewhere:
        before, secret = client.cookies["wayin_session"], await secret_shown(client)
        wrong = await client.post("/console/me/second-factor", {"secret": secret, "code": "000000"})
        assert "That code is not right" in wrong.words
        assert secret in wrong.text, "the same picture stays"
        code = second_factor.code_at(secret, house.clock.now)
        answer = await client.post("/console/me/second-factor", {"secret": secret, "code": code})
        assert (answer.status, answer.place) == (303, "/console/me")
        assert client.cookies["wayin_session"] != before
        assert (await client.get("/console/me")).status == 200
        assert (await elsewhere.get("/console/me")).status == 303
    async with console.client() as client:
        await client.post("/console/sign-in", {"email": adviser.email, "password": PASSWORD})
        assert (await client.get("/console")).place == "/console/sign-in/code"
        assert (await client.post("/console/sign-in/code", {"code": code})).status == 422, "that code was used"


async def test_second_factor_when_replaced_then_it_takes_a_code_of_the_old_one(console: Console, house: House) -> None:
    admin = await console.member("admin")
    async with console.client(admin) as client:
        secret = await secret_shown(client)
        form = {"secret": secret, "code": second_factor.code_at(secret, house.clock.now)}
        assert (await client.post("/console/me/second-factor", form)).status == 422
        assert (await client.post("/console/me/second-factor", {**form, "current": "000000"})).status == 422
        answer = await client.post("/console/me/second-factor", {**form, "current": console.code(admin)})
        assert answer.status == 303
    assert (await console.row(admin)).totp_secret == secret


@pytest.mark.parametrize("secret", ["", "short", "a" * 32, "<b>" * 10, "A" * 33])
async def test_second_factor_when_its_secret_is_made_up_then_a_fresh_one_is_shown(
    console: Console, secret: str
) -> None:
    adviser = await console.member()
    async with console.client(adviser) as client:
        answer = await client.post("/console/me/second-factor", {"secret": secret, "code": "000000"})
    assert answer.status == 200
    assert (await console.row(adviser)).totp_secret is None


async def test_second_factor_when_the_role_needs_it_then_it_cannot_be_switched_off(console: Console) -> None:
    admin, adviser = await console.member("admin"), await console.member(with_second_factor=True)
    for member, expected in ((admin, admin.secret), (adviser, None)):
        async with console.client(member) as client:
            await client.post("/console/me/second-factor/off", {"current": "000000"})
            assert (await console.row(member)).totp_secret == member.secret
            await client.post("/console/me/second-factor/off", {"current": console.code(member)})
        assert (await console.row(member)).totp_secret == expected


async def test_language_when_changed_then_the_console_speaks_it(console: Console) -> None:
    adviser = await console.member()
    async with console.client(adviser) as client:
        assert (await client.post("/console/me/language", {"locale": "xx"})).status == 422
        await client.post("/console/me/language", {"locale": "sv"})
        page = await client.get("/console/me")
    assert 'lang="sv"' in page.text
    assert "Språket är bytt." in page.words


async def test_language_when_nobody_is_signed_in_then_the_browser_decides_and_a_choice_is_kept(
    console: Console,
) -> None:
    async with console.client() as client:
        assert 'lang="sv"' in (await client.get("/console/sign-in", headers={"Accept-Language": "sv-SE,en"})).text
        assert 'lang="en"' in (await client.get("/console/sign-in?language=xx")).text
        assert 'lang="sv"' in (await client.get("/console/sign-in?language=sv")).text
        assert 'lang="sv"' in (await client.get("/console/nothing")).text


async def test_away_when_somebody_stands_in_then_they_reach_the_cases_until_the_day(
    console: Console, house: House
) -> None:
    away, cover = await console.member(), await console.member(name="Cora Cover")
    case = Subject("thamesway_advice", holder_id=away.id)
    async with console.client(away) as client:
        await client.post("/console/me/away", {"back_on": "2026-11-26", "cover": str(cover.id)})
        said = (await client.get("/console/me")).words
    assert "Away, back on Thu 26 November" in said
    assert "Cora Cover stands in for you" in said
    assert await _may_work(console, cover, case)
    house.clock.advance(days=2, hours=13, minutes=59)
    assert await _may_work(console, cover, case)
    house.clock.advance(minutes=1)
    assert not await _may_work(console, cover, case)


async def _may_work(console: Console, member: Member, case: Subject) -> bool:
    signed_in = await console.given.sign_in.session(await console.token(member))
    assert signed_in is not None
    return may(signed_in.viewer, Act.WORK_CASE, case)


async def test_away_when_back_early_then_nobody_stands_in(console: Console) -> None:
    away, cover = await console.member(), await console.member()
    async with console.client(away) as client:
        await client.post("/console/me/away", {"back_on": "2026-11-26", "cover": str(cover.id)})
        await client.post("/console/me/away", {"go": "back"})
        assert "You are here" in (await client.get("/console/me")).words
    assert not await _may_work(console, cover, Subject("thamesway_advice", holder_id=away.id))


@pytest.mark.parametrize(
    ("back_on", "said"),
    [
        ("", "Fill this in"),
        ("2026-11-23", "Choose a day from tomorrow on"),
        ("2020-01-01", "Choose a day from tomorrow on"),
        ("2031-01-01", "Choose a day within a year"),
        ("tomorrow", "Check how this is written"),
        ("2026-02-30", "Check how this is written"),
        ("٢٠٢٦-١١-٢٦", "Check how this is written"),
    ],
)
async def test_away_when_the_day_makes_no_sense_then_it_says_so(console: Console, back_on: str, said: str) -> None:
    adviser = await console.member()
    async with console.client(adviser) as client:
        answer = await client.post("/console/me/away", {"back_on": back_on})
    assert answer.status == 422
    assert said in answer.words


async def test_away_when_cover_is_from_elsewhere_or_oneself_then_it_is_refused(console: Console) -> None:
    adviser, stranger = await console.member(), await console.member(organisation=SE)
    async with console.client(adviser) as client:
        for cover in (stranger.id, adviser.id, 999_999):
            answer = await client.post("/console/me/away", {"back_on": "2026-11-26", "cover": str(cover)})
            assert answer.status == 422
    assert (await console.row(adviser)).away_until is None


async def test_everywhere_when_signed_out_then_every_browser_is(console: Console) -> None:
    adviser = await console.member()
    async with console.client(adviser) as here, console.client(adviser) as there:
        assert "In 2 browsers" in (await here.get("/console/me")).words
        answer = await here.post("/console/me/sign-out-everywhere")
        assert answer.place == "/console/sign-in"
        assert "You are signed out in every browser." in (await here.get("/console/sign-in")).words
        assert (await there.get("/console/me")).status == 303
