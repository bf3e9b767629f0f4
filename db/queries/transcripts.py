"""What was said in a chat lately, both ways: from the updates and the outbox, which both keep it for a while only."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import InboundUpdate, OutboxMessage

_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class Line:
    """One message in plain words; `who` is `person` or `bot`."""

    who: str
    text: str
    at: datetime


async def latest(session: AsyncSession, person_id: int, most: int) -> Sequence[Line]:
    """The newest messages with words in them, oldest of them first."""
    heard = (
        select(InboundUpdate)
        .where(InboundUpdate.person_id == person_id, InboundUpdate.text.is_not(None), InboundUpdate.kind == "message")
        .order_by(InboundUpdate.id.desc())
        .limit(most)
    )
    said = (
        select(OutboxMessage)
        .where(OutboxMessage.person_id == person_id, OutboxMessage.lane == 0, OutboxMessage.content.is_not(None))
        .order_by(OutboxMessage.id.desc())
        .limit(most)
    )
    lines = [Line("person", row.text, row.received_at) for row in (await session.execute(heard)).scalars() if row.text]
    for row in (await session.execute(said)).scalars():
        content = row.content or {}
        text = _plain(content.get("text", ""))
        if content.get("action") == "send" and text:
            lines.append(Line("bot", text, row.created_at))
    # A reply is written in the turn of what it answers, at the same instant: the person comes first.
    return sorted(lines, key=lambda line: (line.at, line.who == "bot"))[-most:]


def _plain(markup: str) -> str:
    return html.unescape(_TAG.sub("", markup)).strip()
