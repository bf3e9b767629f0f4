"""The demo's staff: links that sign straight in, once, and only in the demo."""

from __future__ import annotations

import pytest

from bot.domain.access import Role
from bot.domain.demo_staff import DEMO_STAFF, demo_token
from bot.errors import SettingsError
from bot.settings import SANDBOX_TOKEN, read_settings
from db.keyring import new_key
from tests.auxil.chats import content
from tests.auxil.console import Console


def _link(secret: str, email: str) -> str:
    return f"/console/demo/{demo_token(secret, email)}"


async def test_links_when_opened_then_everybody_is_straight_in_and_each_works_once(console: Console) -> None:
    assert console.given.demo is not None
    await console.given.demo.load("a secret")
    for member in DEMO_STAFF:
        async with console.client() as client:
            answer = await client.get(_link("a secret", member.email))
            assert (answer.status, answer.place) == (303, "/console")
            assert member.name in (await client.get("/console/me")).words
        async with console.client() as client:
            assert (await client.get(_link("a secret", member.email))).status == 404


async def test_links_when_started_again_then_the_old_ones_do_not_work_and_nobody_is_there_twice(
    console: Console,
) -> None:
    assert console.given.demo is not None
    await console.given.demo.load("first")
    await console.given.demo.load("second")
    email = DEMO_STAFF[0].email
    async with console.client() as client:
        assert (await client.get(_link("first", email))).status == 404
        assert (await client.get(_link("second", email))).status == 303
        assert (await client.get("/console/staff")).words.count(email) == 1


async def test_links_when_of_another_purpose_then_they_do_not_sign_in(console: Console) -> None:
    admin = await console.member("admin")
    form = {"email": "new@example.org", "name": "Nora", "roles": ["adviser"]}
    async with console.client(admin) as client:
        shown = await client.post("/console/staff/invite", form)
        token = shown.text.partition("/console/join/")[2].partition('"')[0]
    async with console.client() as client:
        assert (await client.get(f"/console/demo/{token}")).status == 404


def test_staff_when_invented_then_each_organisation_has_a_whole_team_that_says_so() -> None:
    samples = content().sample.organisations
    for organisation, mark in (("thamesway_advice", "(example)"), ("vagvisaren", "(exempel)")):
        team = [member for member in DEMO_STAFF if member.organisation == organisation]
        roles = sorted(role for member in team for role in member.roles)
        pairs = [Role.ADVISER] * 2 + [Role.COORDINATOR] * 2
        assert roles == sorted([Role.ADMIN, *pairs, Role.SAFEGUARDING_LEAD])
        assert all(member.name.endswith(mark) and member.email.endswith("@example.org") for member in team)
        assert samples[organisation].country == team[0].country


def test_secret_when_there_is_no_demo_then_the_settings_refuse_it() -> None:
    given = {"bot_token": "1:a-real-token", "data_keys": new_key(), "controllers": "x"}
    with pytest.raises(SettingsError, match="for the demo only"):
        read_settings(**given, demo_secret="x")
    assert read_settings(bot_token=SANDBOX_TOKEN, data_keys=new_key(), telegram_api_base="http://x", demo=True)
