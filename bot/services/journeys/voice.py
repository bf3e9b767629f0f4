"""Writing to somebody who did not write just now: the same words and services as in a turn, in lane 1."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.events.reminder_plans import LANE
from bot.services.turns import Incoming, Turn
from db import outbox
from db.models import Conversation, Person

_OURS = "ours"


def turn_of_ours(session: AsyncSession, person: Person, conversation: Conversation, now: datetime) -> Turn:
    """A turn that no update began; the person is locked by whoever calls."""
    incoming = Incoming(update_id=0, kind=_OURS, chat_id=person.chat_id, raw=None)
    return Turn(session, now, incoming, person, conversation)


async def tell(turn: Turn, *, about: str | None = None, about_id: int | None = None) -> None:
    """Queue what was said in a turn of ours; nothing for somebody who wants no messages."""
    person, _ = turn.known()
    if person.stopped_at is None and turn.outgoing:
        await turn.session.flush()
        await outbox.queue_many(
            turn.session,
            person_id=person.id,
            chat_id=person.chat_id,
            contents=[message.to_json() for message in turn.outgoing],
            now=turn.now,
            lane=LANE,
            about=about,
            about_id=about_id,
        )
