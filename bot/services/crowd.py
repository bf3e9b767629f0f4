"""A crowd of invented people for the demo, so that a broadcast has somebody to go to; none of them ever writes."""

from __future__ import annotations

import random
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content.model import Content
from bot.domain.news import QUESTION_VERSION, NewsTopic
from db.models import Conversation, NewsChoice, Person

FIRST_CHAT = 5_000_001
"""Their chats begin here: far from those of people who are made by hand."""

_SEED = 20261123
_ALPHABET = "23456789BCDFGHJKMNPQRTVWXZ"
_YOUNGEST, _OLDEST_DAYS = 16 * 366, 25 * 365
_SEEN_WITHIN = 20
_SILENT, _STOPPED, _OWN_HOURS = 0.05, 0.02, 0.03


class Crowd:
    """The same number makes the same people again; most said yes to news of events, some did not, a few wrote STOP."""

    def __init__(self, content: Content) -> None:
        self._content = content

    async def missing(self, session: AsyncSession, number: int) -> list[int]:
        """Chats of the first so many that nobody of the crowd has yet."""
        wanted = range(FIRST_CHAT, FIRST_CHAT + number)
        query = select(Person.chat_id).where(Person.chat_id >= wanted.start, Person.chat_id < wanted.stop)
        known = set((await session.execute(query)).scalars())
        return [chat for chat in wanted if chat not in known]

    async def add(self, session: AsyncSession, chats: Collection[int], country: str, now: datetime) -> None:
        """Invent somebody for each chat."""
        people = [self._person(chat, country, now) for chat in chats]
        await session.execute(insert(Person), people)
        query = select(Person.id, Person.chat_id).where(Person.chat_id.in_(chats)).order_by(Person.id)
        ids = {chat: number for number, chat in await session.execute(query)}
        await session.execute(
            insert(Conversation), [{"person_id": one, "draft": {}, "revision": 0} for one in ids.values()]
        )
        choices = [self._choice(ids[chat], wanted, now) for chat in chats if (wanted := _says(chat)) is not None]
        await session.execute(insert(NewsChoice), choices)

    def _person(self, chat: int, country: str, now: datetime) -> dict[str, Any]:
        dice = random.Random(_SEED + chat)  # noqa: S311 - invented people, the same at every start
        councils = sorted(name for name, place in self._content.places.places.items() if place.country == country)
        council = dice.choice(councils)
        born = now.date() - timedelta(days=dice.randrange(_YOUNGEST, _OLDEST_DAYS))
        first = born.replace(day=1)
        return {
            "reference": "WI-" + "".join(dice.choice(_ALPHABET) for _ in range(6)),
            "chat_id": chat,
            "locale": "sv" if dice.random() < (0.9 if country == "se" else 0.05) else "en",
            "country": country,
            "council": council,
            "places": [council],
            "born_from": first,
            "born_to": _month_end(first),
            "answers": {},
            "reach": "active",
            "source": "demo_crowd",
            "hours_from": time(14) if dice.random() < _OWN_HOURS else None,
            "hours_to": time(17),
            "stopped_at": now if dice.random() < _STOPPED else None,
            "created_at": now - timedelta(days=_SEEN_WITHIN),
            "last_seen_at": now - timedelta(days=dice.randrange(_SEEN_WITHIN)),
        }

    def _choice(self, person_id: int, wanted: bool, now: datetime) -> dict[str, Any]:
        return {
            "person_id": person_id,
            "topic": NewsTopic.EVENTS.value,
            "wanted": wanted,
            "version": QUESTION_VERSION,
            "asked_at": now,
            "changed_at": now,
        }


def _says(chat: int) -> bool | None:
    """Yes, no, or never asked."""
    given = random.Random(-chat).random()  # noqa: S311 - as above
    return None if given < _SILENT / 2 else given >= _SILENT


def _month_end(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
