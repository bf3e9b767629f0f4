"""Staff pages: invite, join, change, reset, disable; each form with nothing, too much, HTML and right-to-left words."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from bot.domain.access import Role
from bot.errors import BadInput
from bot.services.staff.staff import Post, checked_email
from db.models import AuditEntry, StaffMember
from tests.auxil.chats import House
from tests.auxil.console import SE, UK, Answer, Console

INVITE = "/console/staff/invite"
GOOD = {"email": "new@example.org", "name": "Nora New", "roles": ["adviser"], "councils": ["newham"]}


def link_in(answer: Answer, console: Console) -> str:
    """The path of the link that a page shows."""
    found = re.search(r'value="[^"]*(/console/join/[^"]+)"', answer.text)
    assert found is not None, answer.words
    return found[1]


async def test_invitation_when_sent_then_the_link_opens_once_and_lets_them_in(console: Console, house: House) -> None:
    admin = await console.member("admin")
    async with console.client(admin) as client:
        shown = await client.post(INVITE, GOOD)
        path = link_in(shown, console)
        listed = await client.get("/console/staff")
    assert "Nora New is invited" in shown.words
    assert "Invited" in listed.words
    assert path not in listed.text
    async with console.client() as client:
        for _ in range(2):
            assert "Choose a password for new@example.org" in (await client.get(path)).words
        answer = await client.post(path, {"new_password": "a good long one", "again": "a good long one"})
        assert (answer.status, answer.place) == (303, "/console")
        home = await client.get("/console/cases")
        assert "Nora New" in home.words
        assert "Your password is saved." in home.words
        assert "Your password is saved." not in (await client.get("/console/me")).words, "told once"
    async with console.client() as client:
        assert (await client.get(path)).status == 404
        assert (await client.post(path, {"new_password": "a good long one", "again": "a good long one"})).status == 404
    async with house.database.read() as session:
        row = (await session.execute(select(StaffMember).where(StaffMember.email == "new@example.org"))).scalar_one()
        acts = (await session.execute(select(AuditEntry.act, AuditEntry.staff_id, AuditEntry.subject))).all()
    assert (row.organisation, row.roles, row.councils) == (UK, ["adviser"], ["newham"])
    assert ("staff.invited", admin.id, f"staff:{row.id}") in [tuple(act) for act in acts]


async def test_invitation_when_72_hours_are_over_then_it_does_not_work(console: Console, house: House) -> None:
    admin = await console.member("admin")
    async with console.client(admin) as client:
        path = link_in(await client.post(INVITE, GOOD), console)
    house.clock.advance(hours=71, minutes=59)
    async with console.client() as client:
        assert (await client.get(path)).status == 200
        house.clock.advance(minutes=1)
        assert (await client.get(path)).status == 404
    async with console.client(admin) as client:
        assert "Link has run out" in (await client.get("/console/staff")).words


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"email": ""}, "E-mail address: Fill this in"),
        ({"email": "nobody"}, "Write an address like"),
        ({"email": "a b@example.org"}, "Write an address like"),
        ({"email": "a\u202eb@example.org"}, "Write an address like"),
        ({"email": "x" * 250 + "@example.org"}, "Use 254 letters or fewer"),
        ({"name": "  "}, "Name: Fill this in"),
        ({"name": "x" * 81}, "Use 80 letters or fewer"),
        ({"roles": []}, "Tick at least one role"),
        ({"roles": ["king"]}, "Roles: Choose one of those shown"),
        ({"councils": ["solna"]}, "Councils: Choose one of those shown"),
        ({"programmes": ["entry_hub"]}, "Programmes: Choose one of those shown"),
    ],
)
async def test_invitation_when_something_is_wrong_then_it_says_what_and_keeps_the_rest(
    console: Console, changed: dict[str, object], said: str
) -> None:
    admin = await console.member("admin")
    async with console.client(admin) as client:
        answer = await client.post(INVITE, {**GOOD, **changed})
    assert answer.status == 422
    assert said in answer.words
    assert "Nora New" in answer.text or "name" in changed


async def test_invitation_when_somebody_is_here_already_then_it_says_so(console: Console) -> None:
    admin, other = await console.member("admin"), await console.member(organisation=SE)
    async with console.client(admin) as client:
        answer = await client.post(INVITE, {**GOOD, "email": other.email.upper()})
    assert "Somebody with this address is here already" in answer.words


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "نور <b>حداد</b>", "{{ 7 * 7 }}", "\u202eevil", "a\x00b"]
)
async def test_names_when_they_hold_html_or_other_directions_then_they_are_shown_as_they_are(
    console: Console, name: str
) -> None:
    admin = await console.member("admin")
    async with console.client(admin) as client:
        await client.post(INVITE, {**GOOD, "name": name})
        for path in ("/console/staff", "/console/audit"):
            answer = await client.get(path)
            assert "<script>alert" not in answer.text
            assert "<b>حداد" not in answer.text
            assert name.replace("\x00", "") in answer.words.replace("49", "")


async def test_change_when_roles_are_taken_away_then_at_once(console: Console) -> None:
    admin, colleague = await console.member("admin"), await console.member("admin")
    async with console.client(admin) as client, console.client(colleague) as other:
        assert (await other.get("/console/staff")).status == 200
        answer = await client.post(f"/console/staff/{colleague.id}", {"name": "Cora", "roles": ["adviser"]})
        assert (answer.status, answer.place) == (303, "/console/staff")
        assert (await other.get("/console/staff")).status == 403
        assert "This page is not for your role" in (await other.get("/console/staff")).words


async def test_admin_when_they_change_themselves_then_they_stay_an_admin(console: Console) -> None:
    admin = await console.member("admin")
    async with console.client(admin) as client:
        answer = await client.post(f"/console/staff/{admin.id}", {"name": "Alex", "roles": ["adviser"]})
        assert "You cannot take the admin role from yourself" in answer.words
        for what in ("disable", "reset"):
            assert (await client.get(f"/console/staff/{admin.id}/{what}")).place == "/console/me"
            assert (await client.post(f"/console/staff/{admin.id}/{what}")).status == 400
    assert (await console.row(admin)).roles == ["admin"]


async def test_reset_when_made_then_the_old_password_and_every_session_are_dead(console: Console) -> None:
    admin, lead = await console.member("admin"), await console.member("safeguarding_lead")
    async with console.client(admin) as client, console.client(lead) as other:
        shown = await client.post(f"/console/staff/{lead.id}/reset")
        assert (await other.get("/console")).place == "/console/sign-in"
    row = await console.row(lead)
    assert (row.password_hash, row.totp_secret) == (None, lead.secret)
    async with console.client() as client:
        assert (await client.post("/console/sign-in", {"email": lead.email, "password": lead.password})).status == 422
        await client.post(link_in(shown, console), {"new_password": "a good long one", "again": "a good long one"})
        assert (await client.get("/console")).place == "/console/sign-in/code", "their phone is still asked for"


async def test_reset_when_the_phone_is_lost_then_they_set_up_another(console: Console) -> None:
    admin, lead = await console.member("admin"), await console.member("safeguarding_lead")
    async with console.client(admin) as client:
        shown = await client.post(f"/console/staff/{lead.id}/reset", {"second_factor": "yes"})
    async with console.client() as client:
        await client.post(link_in(shown, console), {"new_password": "a good long one", "again": "a good long one"})
        assert (await client.get("/console")).place == "/console/me/second-factor"


async def test_disabled_when_let_in_again_then_they_can_sign_in(console: Console) -> None:
    admin, adviser = await console.member("admin"), await console.member()
    entry = {"email": adviser.email, "password": adviser.password}
    async with console.client(admin) as client, console.client() as other:
        await client.post(f"/console/staff/{adviser.id}/disable")
        assert "No access" in (await client.get(f"/console/staff/{adviser.id}")).words
        assert (await other.post("/console/sign-in", entry)).status == 422
        await client.post(f"/console/staff/{adviser.id}/enable")
        assert (await other.post("/console/sign-in", entry)).status == 303


async def test_sign_out_when_an_admin_does_it_then_every_browser_is_out(console: Console) -> None:
    admin, adviser = await console.member("admin"), await console.member()
    async with console.client(admin) as client, console.client(adviser) as one, console.client(adviser) as two:
        await client.post(f"/console/staff/{adviser.id}/sign-out")
        assert {(await browser.get("/console")).place for browser in (one, two)} == {"/console/sign-in"}


async def test_list_when_another_organisation_has_staff_then_they_are_not_in_it(console: Console) -> None:
    admin, other = await console.member("admin"), await console.member(organisation=SE, name="Somebody Else")
    async with console.client(admin) as client:
        assert other.name not in (await client.get("/console/staff")).words
        await client.post(f"/console/staff/{other.id}/disable")
    assert (await console.row(other)).disabled_at is None


async def test_audit_when_there_is_much_then_it_comes_in_pages_and_only_of_the_organisation(
    console: Console, house: House
) -> None:
    admin, adviser, other = await console.member("admin"), await console.member(), await console.member(organisation=SE)
    async with house.database.write() as session:
        for number in range(30):
            await console.given.audit.note(
                session, adviser.id, "case.viewed", person_reference=f"WI-{number:06}", now=house.clock.now
            )
        await console.given.audit.note(
            session, other.id, "case.viewed", person_reference="WI-ELSE", now=house.clock.now
        )
    async with console.client(admin) as client:
        first, second = await client.get("/console/audit"), await client.get("/console/audit?page=2")
        one = await client.get("/console/audit?person=wi-000007")
        nobody = await client.get("/console/audit?person=WI-ELSE")
        odd = await client.get("/console/audit?page=-1&staff=x&person=%3Cb%3E%22")
    assert "WI-000029" in first.words
    assert "WI-000004" not in first.words
    assert "WI-000004" in second.words
    assert "Page 2 of 2" in second.words
    assert "One line" in one.words
    assert "Nothing to show" in nobody.words
    assert odd.status == 200
    assert '"<B>"' not in odd.text


async def test_invitation_when_two_admins_send_it_at_once_then_one_is_told(console: Console, house: House) -> None:
    admin = await console.member("admin")
    post = Post("Nora", frozenset({Role.ADVISER}))
    staff, now = console.given.staff, house.clock.now
    async with house.database.write() as session:
        await staff.invite(session, "new@example.org", UK, post, by=admin.id, now=now)
    with pytest.raises(BadInput, match="taken"):
        async with house.database.write() as session:
            await staff.invite(session, "NEW@example.org", UK, post, by=admin.id, now=now)


@pytest.mark.parametrize("email", ["", "@", "a@", "@b.org", "a@b", "a@.", "a b@c.org", "a@b.org\n", "\x07@b.org"])
def test_address_when_it_cannot_be_one_then_it_is_refused(email: str) -> None:
    if email.strip() == "a@b.org":
        assert checked_email(email) == "a@b.org"
        return
    with pytest.raises(BadInput):
        checked_email(email)
