"""Coming in: password, code, session; what is wrong is never said apart."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from time import monotonic

from sqlalchemy import select

from bot.domain.sign_in import FREE_TRIES
from bot.services.staff.attempts import TRIES_OF_ADDRESS, Attempts
from bot.services.staff.passwords import Passwords
from bot.services.staff.sign_in import SignIn
from db.models import AuditEntry, StaffSession
from tests.auxil.chats import House
from tests.auxil.console import QUICK, Answer, Client, Console, Member

ENTER = "/console/sign-in"


async def enter(client: Client, member: Member, password: str | None = None, **more: str) -> Answer:
    form = {"email": member.email, "password": password or member.password, **more}
    return await client.post(ENTER, form)


async def test_sign_in_when_the_password_fits_then_an_adviser_is_in(console: Console, house: House) -> None:
    adviser = await console.member("adviser")
    async with console.client() as client:
        answer = await enter(client, adviser)
        assert (answer.status, answer.place) == (303, "/console")
        first = await client.get("/console")
        home = await client.get(first.place)
    assert first.place == "/console/cases", "whoever answers people starts with whom they answer"
    assert home.status == 200
    assert adviser.name in home.words
    assert (await console.row(adviser)).signed_in_at == house.clock.now
    async with house.database.read() as session:
        acts = (await session.execute(select(AuditEntry.act))).scalars().all()
    assert acts == ["sign_in.done"]


async def test_sign_in_when_the_address_is_typed_in_capitals_then_it_is_the_same(console: Console) -> None:
    adviser = await console.member()
    async with console.client() as client:
        answer = await client.post(ENTER, {"email": f" {adviser.email.upper()} ", "password": adviser.password})
    assert answer.status == 303


async def test_sign_in_when_anything_is_wrong_then_the_answer_is_the_same(console: Console, house: House) -> None:
    adviser, disabled = await console.member(), await console.member()
    async with house.database.write() as session:
        await console.given.staff.disable(session, disabled.id, by=None, now=house.clock.now)
    async with console.client() as client:
        wrong = await enter(client, adviser, "not the password")
        gone = await enter(client, disabled)
        nobody = await client.post(ENTER, {"email": "nobody@example.org", "password": "whatever it is"})
    said = {
        answer.text.replace(adviser.email, "X").replace(disabled.email, "X").replace("nobody@example.org", "X")
        for answer in (wrong, gone, nobody)
    }
    assert {answer.status for answer in (wrong, gone, nobody)} == {422}
    assert len(said) == 1


async def test_sign_in_when_wrong_too_often_then_even_the_right_password_waits(console: Console, house: House) -> None:
    adviser = await console.member()
    async with console.client() as client:
        for _ in range(FREE_TRIES):
            await enter(client, adviser, "not the password")
        assert (await enter(client, adviser)).status == 422
        house.clock.advance(seconds=31)
        assert (await enter(client, adviser)).status == 303
    assert (await console.row(adviser)).failures == 0


async def test_sign_in_when_one_address_guesses_at_many_accounts_then_it_waits(console: Console) -> None:
    adviser = await console.member()
    async with console.client() as client:
        for number in range(TRIES_OF_ADDRESS):
            await client.post(ENTER, {"email": f"nobody{number}@example.org", "password": "whatever it is"})
        answer = await enter(client, adviser)
    assert answer.status == 429
    assert "Minutes to wait: 1" in answer.words


async def test_code_when_a_role_needs_it_then_the_password_opens_nothing_else(console: Console) -> None:
    admin = await console.member("admin")
    async with console.client() as client:
        await enter(client, admin)
        answer = await client.get("/console/staff")
        assert (answer.status, answer.place) == (303, "/console/sign-in/code?next=/console/staff")
        assert 'name="next" value="/console/staff"' in (await client.get(answer.place)).text
        assert (await client.get("/console/me/second-factor")).place.startswith("/console/sign-in/code")
        form = {"code": console.code(admin), "next": "/console/staff"}
        answer = await client.post("/console/sign-in/code", form)
        assert (answer.status, answer.place) == (303, "/console/staff")
        assert (await client.get("/console/staff")).status == 200


async def test_code_when_used_before_then_it_does_not_work_again(console: Console, house: House) -> None:
    admin = await console.member("admin")
    code = console.code(admin)
    for expected in (303, 422):
        async with console.client() as client:
            await enter(client, admin)
            assert (await client.post("/console/sign-in/code", {"code": code})).status == expected
    house.clock.advance(seconds=30)
    async with console.client() as client:
        await enter(client, admin)
        assert (await client.post("/console/sign-in/code", {"code": console.code(admin)})).status == 303


async def test_code_when_a_step_early_or_late_then_it_works_and_two_steps_do_not(
    console: Console, house: House
) -> None:
    for seconds, expected in ((-30, 303), (30, 303), (60, 422), (-60, 422)):
        admin = await console.member("admin")
        code = console.code(admin)
        house.clock.advance(seconds=-seconds)
        async with console.client() as client:
            await enter(client, admin)
            assert (await client.post("/console/sign-in/code", {"code": code})).status == expected, seconds


async def test_code_when_wrong_too_often_then_everything_begins_anew(console: Console, house: House) -> None:
    admin = await console.member("admin")
    async with console.client() as client:
        await enter(client, admin)
        for _ in range(FREE_TRIES):
            answer = await client.post("/console/sign-in/code", {"code": "000000"})
        assert (answer.status, answer.place) == (303, "/console/sign-in")
        assert (await enter(client, admin)).status == 422, "the account waits now"
        house.clock.advance(minutes=1)
        assert (await enter(client, admin)).place == "/console"
        for _ in range(2):
            answer = await client.post("/console/sign-in/code", {"code": "000000"})
        assert answer.status == 303, "a right password in between does not give more tries"


async def test_second_factor_when_needed_and_not_set_up_then_nothing_else_opens(console: Console) -> None:
    lead = await console.member("safeguarding_lead", with_second_factor=False)
    async with console.client() as client:
        await enter(client, lead)
        assert (await client.get("/console/me")).place == "/console/me/second-factor"
        page = await client.get("/console/me/second-factor")
    assert page.status == 200
    assert "data:image/svg+xml" in page.text


async def test_session_when_left_alone_or_old_then_it_is_over(console: Console, house: House) -> None:
    adviser = await console.member()
    async with console.client(adviser) as client:
        for _ in range(7):
            house.clock.advance(minutes=100)
            assert (await client.get("/console/me")).status == 200
        house.clock.advance(minutes=100)
        assert (await client.get("/console")).place == "/console/sign-in", "twelve hours is the longest"
    async with console.client(adviser) as client:
        house.clock.advance(minutes=121)
        assert (await client.get("/console")).place == "/console/sign-in"


async def test_session_when_kept_then_only_its_digest_is_and_signing_in_makes_a_new_one(
    console: Console, house: House
) -> None:
    adviser = await console.member()
    async with console.client() as client:
        await enter(client, adviser)
        first = client.cookies["wayin_session"]
        await client.post("/console/sign-out")
        await enter(client, adviser)
        second = client.cookies["wayin_session"]
    async with house.database.read() as session:
        kept = (await session.execute(select(StaffSession))).scalars().all()
    assert first != second
    assert len(kept) == 1
    assert second not in kept[0].digest


async def test_sign_out_when_done_then_the_token_is_worth_nothing(console: Console) -> None:
    adviser = await console.member()
    async with console.client(adviser) as client:
        token = client.cookies["wayin_session"]
        await client.post("/console/sign-out")
        assert "wayin_session" not in client.cookies
        assert await console.given.sign_in.session(token) is None


async def test_somebody_disabled_when_signed_in_then_out_at_once(console: Console, house: House) -> None:
    adviser = await console.member()
    async with console.client(adviser) as client:
        async with house.database.write() as session:
            await console.given.staff.disable(session, adviser.id, by=None, now=house.clock.now)
        assert (await client.get("/console")).place == "/console/sign-in"


async def test_next_when_it_names_a_page_of_ours_then_there_and_nowhere_else(console: Console) -> None:
    adviser = await console.member()
    places = {
        "/console/me": "/console/me",
        "/console/audit?page=2": "/console/audit?page=2",
        "https://example.org/": "/console",
        "//example.org/console": "/console",
        "/console//example.org": "/console",
        "/console/\\example.org": "/console",
        "/consolex": "/console",
        "/console/../public": "/console",
        "javascript:alert(1)": "/console",
        "/console\r\nSet-Cookie: a=b": "/console",
        "": "/console",
    }
    for given, expected in places.items():
        async with console.client() as client:
            assert (await enter(client, adviser, next=given)).place == expected, given
    assert timedelta(0) == console.given.sign_in.wait("127.0.0.1")


async def test_sign_in_when_refused_then_it_takes_as_long_whoever_it_was_for(console: Console, house: House) -> None:
    adviser, gone = await console.member(), await console.member()
    async with house.database.write() as session:
        await console.given.staff.disable(session, gone.id, by=None, now=house.clock.now)
    passwords = Passwords(QUICK, refusal_seconds=0.3)
    sign_in = SignIn(console.given.door, passwords, Attempts(), console.given.audit)
    for email in (adviser.email, gone.email, "nobody@example.org"):
        started = monotonic()
        assert await sign_in.with_password(email, "not the password", "192.0.2.1") is None
        assert monotonic() - started >= 0.3


async def test_sign_in_when_many_guess_at_once_then_they_get_no_more_tries(console: Console) -> None:
    adviser = await console.member()
    sign_in = console.given.sign_in
    wrong = [sign_in.with_password(adviser.email, f"guess {number}", "192.0.2.1") for number in range(20)]
    tokens = await asyncio.gather(*wrong, sign_in.with_password(adviser.email, adviser.password, "192.0.2.1"))
    assert tokens == [None] * 21
    assert (await console.row(adviser)).failures == FREE_TRIES, "what came later was not even looked at"


async def test_log_when_somebody_is_tried_too_often_then_an_admin_reads_of_it(console: Console) -> None:
    admin, adviser = await console.member("admin"), await console.member()
    async with console.client() as client:
        for _ in range(FREE_TRIES):
            await enter(client, adviser, "not the password")
    async with console.client(admin) as client:
        assert "Was blocked for a while" in (await client.get("/console/audit")).words
