"""Every state of the chat that buttons lead to, walked: from each the menu is one word away, and with it the rest."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from bot.messages.taps import Tap
from db.models import Conversation, Person
from tests.auxil.chats import House, Phone, Received

WAYS = {"uk": ("en", "[English]", "[London]", "E13", "19"), "se": ("sv", "[Svenska]", "[Stockholm]", "Solna", "19")}
# Erasing leaves nobody to walk on; what is behind the others is reached by what they lead to.
ENDS = {Tap.FORGET_YES}
DEEPEST = 7
State = tuple[str, frozenset[str]]


@dataclass(frozen=True)
class Path:
    """Data of the taps that lead from the first list to a state, the numbers of their revisions left open."""

    taps: tuple[str, ...] = ()


def shape(data: str) -> str:
    """What a tap does, without which one of many it does it to: every verb, question and kind is walked once."""
    parts = data.split(":")
    kept = 2 if parts[0] in (Tap.ANSWER, Tap.CHANGE, Tap.INTERESTED, Tap.EQUALITY_ANSWER) else 1
    last = [parts[-2]] if parts[0] == Tap.ANSWER and parts[-2] in ("skip", "done") else []
    return ":".join([*parts[:kept], *last])


def taps_of(received: list[Received]) -> Iterator[str]:
    """One tap of each shape on the screen."""
    seen: set[str] = set()
    for item in received:
        for button in item.buttons:
            if button.data and shape(button.data) not in seen and button.data.split(":")[0] not in ENDS:
                seen.add(shape(button.data))
                yield shape(button.data)


async def follow(house: House, chat_id: int, country: str, path: Path) -> tuple[Phone, list[Received]]:
    """A new person who takes this path."""
    locale, *way = WAYS[country]
    phone = house.phone(chat_id=chat_id, language_code=locale)
    screen = await phone.go_through("/start", *way)
    for wanted in path.taps:
        data = next(
            button.data
            for item in reversed(screen)
            for button in item.buttons
            if button.data and shape(button.data) == wanted
        )
        screen = await phone.tap_data(data) or screen
    return phone, screen


async def state_of(house: House, phone: Phone, screen: list[Received]) -> State:
    async with house.database.read() as session:
        query = select(Conversation.step).join(Person, Person.id == Conversation.person_id)
        step = (await session.execute(query.where(Person.chat_id == phone.chat_id))).scalar_one_or_none()
    return step or "", frozenset(taps_of(screen))


def verbs(received: list[Received]) -> set[str]:
    return {(button.data or "").split(":")[0] for item in received for button in item.buttons}


@pytest.mark.parametrize("country", WAYS)
async def test_state_when_it_can_be_reached_then_the_menu_a_person_and_a_change_are_near(
    house: House, country: str
) -> None:
    waiting, seen, chat_id, walked = deque([Path()]), set[State](), 1000, set[str]()
    while waiting:
        path, chat_id = waiting.popleft(), chat_id + 1
        phone, screen = await follow(house, chat_id, country, path)
        state = await state_of(house, phone, screen)
        if state in seen:
            continue
        seen.add(state)
        assert screen, path
        # Where words are waited for there need be no button.
        assert verbs(screen) - {""} or state[0], f"nothing to do after {path.taps}: {[item.text for item in screen]}"
        if len(path.taps) < DEEPEST:
            # Each tap is walked from the first two states it is seen in: what it does may depend on where it is.
            waiting.extend(Path((*path.taps, tap)) for tap in state[1] if sum(tap in one for _, one in seen) <= 2)
        walked |= state[1]
        menu = await phone.type("/menu")
        assert verbs(menu) >= {Tap.PERSON, Tap.CHANGE}, (path, [item.text for item in menu])
        person = await phone.tap_data("person")
        assert verbs(person) & {Tap.TOPIC, Tap.SEND, Tap.WITHDRAW, Tap.PERSON}, (path, [item.text for item in person])
        change = await phone.type("/change")
        assert Tap.CHANGE in verbs(change), (path, [item.text for item in change])
    assert len(seen) > 25
    assert {tap.split(":")[0] for tap in walked} >= {
        Tap.ANSWER, Tap.CHANGE, Tap.PROGRAMME, Tap.PERSON, Tap.TOPIC, Tap.OPPORTUNITY, Tap.INTERESTED, Tap.RIGHTS,
    }  # fmt: skip
