"""From free text to a held interview, the organisation's page, "not this time" and the next thing, as it runs."""

from __future__ import annotations

import re
from datetime import timedelta

import aiohttp
from sqlalchemy import select

from db.models import OutboxMessage
from tests.auxil.bots import Stand
from tests.e2e.phones import Phone, buttons_of, words_of

WAY = (
    *("/start", "[English]", "[London]", "E13", "18", "[No job and not studying]", "[Yes]", "[Skip]"),
    *("hca work in newham hospital", "[1. Healthcare assistant]", "[Ask for a held interview]", "[Send my details]"),
    *("Amina", "[Here in this chat]", "[Send it to]"),
)


async def test_way_when_the_organisation_says_no_then_the_next_thing_comes_within_the_minute(running: Stand) -> None:
    phone = await Phone.of_somebody_new(running.sandbox)
    for step in WAY:
        await phone.act(step)
        await running.settled()
    said = [words_of(message) for message in (await phone.history()).from_bot()]
    assert any("An interview is held for you" in text and "It is not a job offer yet" in text for text in said)
    assert "Sent to" in said[-1]
    path = await _mailed_path(running)
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as recruiter:
        async with recruiter.get(running.bot.url + path) as answer:
            assert "Amina" not in await answer.text()
        async with recruiter.post(running.bot.url + path) as answer:
            page = await answer.text()
            assert "Amina" in page
            assert "An interview is held for this person." in page
        act = running.bot.url + re.findall(r"/referrals/candidates/\d+", page)[0]
        async with recruiter.post(act, data={"act": "interview", "words": "Tuesday at 10, main door"}) as answer:
            assert answer.status == 200
        await running.settled()
        assert "invited to an interview" in words_of((await phone.history()).from_bot()[-1])
        async with recruiter.post(act, data={"act": "not_successful", "reason": "others_closer"}) as answer:
            assert answer.status == 200
    await running.settled()
    heard = (await phone.history()).from_bot()
    start = next(number for number, message in enumerate(heard) if "Not this time" in words_of(message))
    after = heard[start + 1 :]
    assert "nearest now" in words_of(after[0])
    assert any("opp:" in str(button) for message in after for button in buttons_of(message))
    async with running.database.read() as session:
        query = select(OutboxMessage.created_at, OutboxMessage.sent_at).order_by(OutboxMessage.id.desc()).limit(1)
        created, sent = (await session.execute(query)).one()
    assert sent - created < timedelta(minutes=1)
    assert path.rpartition("/")[2] not in running.bot.said(), "no token in the log"


async def _mailed_path(running: Stand) -> str:
    query = select(OutboxMessage.content).where(OutboxMessage.channel == "email")
    async with running.database.read() as session:
        content = (await session.execute(query)).scalar_one()
    return re.findall(r"/referrals/[\w-]+", content["body"])[0]
