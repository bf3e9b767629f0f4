"""Whatever somebody answers, everybody is shown the same: nothing that judges or suggests can read it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import delete

from bot.content.model import Content
from bot.domain.equality import OWN_WORDS, PREFER_NOT, Choice
from bot.services.turns import Incoming, Turn
from db.models import EqualityAnswer, EqualityConsent, Person
from db.queries import people
from tests.auxil.chats import House, Phone, content
from tests.integration.equality.conftest import Rows

WAYS = {
    "uk": ("en", ("[English]", "[London]", "E13", "18", "[No job and not studying]", "[Yes]")),
    "se": ("sv", ("[Svenska]", "[Stockholm]", "Solna", "19")),
}


def every_value(known: Content, country: str) -> Iterator[tuple[str, Choice]]:
    for question in known.equality_in(country):
        for option in (*(item.id for item in question.options), OWN_WORDS, PREFER_NOT):
            follow_up = question.follow_ups.get(option)
            yield question.id, Choice((option,), "own" if option == OWN_WORDS else None)
            for second in follow_up.options if follow_up else ():
                yield question.id, Choice((option, second.id))


async def seen(house: House, chat_id: int) -> object:
    """Verdicts, list and next question, as the services that make them say."""
    services = house.services
    async with house.database.read() as session:
        found = await people.locked_by_chat(session, chat_id)
        assert found is not None
        turn = Turn(session, house.clock.now, Incoming(1, "message", chat_id, b""), *found)
        today = services.eligibility.today(found[0], turn.now)
        ranking = await services.opportunities.rank(turn)
        verdicts = services.eligibility.verdicts(found[0], today)
        return repr(verdicts), repr(ranking.best), services.eligibility.next_question(found[0], ranking.ruled, today)


@pytest.mark.parametrize("country", WAYS)
async def test_verdicts_and_lists_when_every_answer_is_tried_then_they_are_identical(
    house: House, rows: Rows, country: str
) -> None:
    code, steps = WAYS[country]
    phone = house.phone(chat_id=99, language_code=code)
    await phone.go_through("/start", *steps)
    before = await seen(house, 99)
    (person,) = await rows(Person)
    tried = list(every_value(content(), country))
    assert len(tried) > 5
    for question, choice in tried:
        async with house.database.write() as session:
            kept = await session.get(Person, person.id)
            assert kept is not None
            await session.execute(delete(EqualityAnswer))
            await session.execute(delete(EqualityConsent))
            await house.services.equality.agree(session, kept, "chat", house.clock.now)
            await house.services.equality.keep(session, kept, question, choice, house.clock.now)
        assert await seen(house, 99) == before, (question, choice)


@pytest.mark.parametrize("last", ["[Not now]", "[Yes, ask me here]"])
async def test_list_when_somebody_agrees_or_declines_then_it_stays_the_same(phone: Phone, last: str) -> None:
    before = (await phone.tap_data("list"))[0].text
    await phone.go_through("/privacy", "[Optional questions]", last)
    assert (await phone.tap_data("list"))[0].text == before
