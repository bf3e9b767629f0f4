"""The optional questions from the chat to the page and back, through the running product."""

from __future__ import annotations

from urllib.parse import urlsplit

import aiohttp

from tests.auxil.bots import Stand
from tests.e2e.phones import Phone, buttons_of, words_of
from tests.e2e.shapes import ON_THE_TWO

WAY = ("/start", "[English]", "[London]", "E13", "18", "/privacy", "[Optional questions]", "[Yes, on a web page]")


@ON_THE_TWO
async def test_page_when_its_link_is_opened_then_what_is_saved_there_is_in_the_persons_data(running: Stand) -> None:
    phone = await Phone.of_somebody_new(running.sandbox)
    for step in WAY:
        await phone.act(step)
        await running.settled()
    (url,) = (button["url"] for button in buttons_of((await phone.history()).from_bot()[-1]) if "url" in button)
    page = running.bot.url + urlsplit(url).path
    form = {"agreed": "yes", "answer.ethnic_group": "asian/bangladeshi", "go": "save"}
    async with aiohttp.ClientSession() as web:
        async with web.get(page) as answer:
            assert answer.status == 200
        async with web.post(page, data=form) as answer:
            assert "Saved. Thank you." in await answer.text()
        async with web.post(page, data=form) as answer:
            assert answer.status == 404
    await phone.act("/mydata")
    await running.settled()
    shown = " ".join(words_of(message) for message in (await phone.history()).from_bot())
    assert "Asian or Asian British / Bangladeshi" in shown
    assert urlsplit(url).path.rpartition("/")[2] not in running.bot.said(), "no token in the log"
