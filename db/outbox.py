"""Writing to the outbox: queue a message, change or take back one that has not left yet.

Everything here runs inside the caller's transaction. Whoever queues in lane 0 or 1 has locked that person first, so
that row ids follow commit order per person. The sender claims with db/queries/claiming.py and records with
db/queries/recording.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Insert, Table, bindparam, insert, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import OutboxMessage

_outbox = cast(Table, OutboxMessage.__table__)
# The literal is needed: a bound value would hide from the planner that the partial indexes apply.
_is_queued = text("outbox.state = 'queued'")

_insert = insert(_outbox)
_insert_in_order = _insert.returning(_outbox.c.id, sort_by_parameter_order=True)
_insert_new: dict[str, Insert] = {
    "sqlite": sqlite.insert(_outbox).on_conflict_do_nothing().returning(_outbox.c.id),
    "postgresql": postgresql.insert(_outbox).on_conflict_do_nothing().returning(_outbox.c.id),
}
_queued_content = select(_outbox.c.content).where(_outbox.c.id == bindparam("target"), _is_queued).with_for_update()


async def queue(
    session: AsyncSession,
    *,
    person_id: int | None,
    chat_id: int | None,
    content: dict[str, Any] | None,
    now: datetime,
    lane: int = 0,
    due_at: datetime | None = None,
    dedupe_key: str | None = None,
    about: str | None = None,
    about_id: int | None = None,
    channel: str = "telegram",
) -> int | None:
    """Add one message; its row id, or None when a message with this dedupe key was queued before."""
    row = _row(person_id, chat_id, content, now, lane, due_at, about, about_id, channel)
    if dedupe_key is None:
        inserted = cast(CursorResult[Any], await session.execute(_insert, row))
        return cast("tuple[int]", inserted.inserted_primary_key)[0]
    row["dedupe_key"] = dedupe_key
    new = await session.execute(_insert_new[session.get_bind().dialect.name], row)
    return cast("int | None", new.scalar_one_or_none())


async def has(session: AsyncSession, dedupe_key: str) -> bool:
    """Whether a message with this dedupe key was queued before, whatever became of it."""
    query = select(_outbox.c.id).where(_outbox.c.dedupe_key == dedupe_key)
    return (await session.execute(query)).first() is not None


async def queue_many(
    session: AsyncSession,
    *,
    person_id: int | None,
    chat_id: int | None,
    contents: Sequence[dict[str, Any]],
    now: datetime,
    lane: int = 0,
    due_at: datetime | None = None,
    about: str | None = None,
    about_id: int | None = None,
    channel: str = "telegram",
) -> list[int]:
    """Add several messages for one chat in one statement; they are sent in the order given."""
    if len(contents) < 2:  # the plain form costs less
        one = [
            await queue(
                session,
                person_id=person_id,
                chat_id=chat_id,
                content=content,
                now=now,
                lane=lane,
                due_at=due_at,
                about=about,
                about_id=about_id,
                channel=channel,
            )
            for content in contents
        ]
        return [row_id for row_id in one if row_id is not None]
    rows = [_row(person_id, chat_id, content, now, lane, due_at, about, about_id, channel) for content in contents]
    return list((await session.execute(_insert_in_order, rows)).scalars())


async def change_queued(session: AsyncSession, target: int, content: dict[str, Any]) -> bool:
    """Apply an edit or delete to a message that has not left yet; False means it has, so queue the edit itself.

    An edited message keeps how it is sent (a document stays a document) and takes the new text and buttons.
    """
    before = (await session.execute(_queued_content, {"target": target})).first()
    if before is None or before.content is None:
        return False
    if content["action"] == "delete":
        await skip(session, [target], "deleted before it was sent", state="cancelled")
        return True
    after = {key: value for key, value in before.content.items() if key not in ("text", "buttons")}
    after |= {key: content[key] for key in ("text", "buttons") if key in content}
    await session.execute(update(_outbox).where(_outbox.c.id == target).values(content=after))
    return True


async def cancel_for_person(
    session: AsyncSession, person_id: int, reason: str, *, lanes: Sequence[int] = (0, 1, 2)
) -> int:
    """Take back what is queued for a person; what is in flight already cannot be. How many were cancelled."""
    statement = update(_outbox).where(_outbox.c.person_id == person_id, _outbox.c.lane.in_(lanes), _is_queued)
    done = await session.execute(statement.values(state="cancelled", reason=reason))
    return cast(CursorResult[Any], done).rowcount


async def cancel_keyed(session: AsyncSession, dedupe_keys: Sequence[str], reason: str) -> int:
    """Take back queued messages by their keys (a moved reminder, a cancelled event). How many were cancelled."""
    statement = update(_outbox).where(_outbox.c.dedupe_key.in_(dedupe_keys), _is_queued)
    done = await session.execute(statement.values(state="cancelled", reason=reason))
    return cast(CursorResult[Any], done).rowcount


async def skip(session: AsyncSession, ids: Sequence[int], reason: str, *, state: str = "skipped") -> int:
    """Close queued rows for good without sending them. How many were still queued."""
    statement = update(_outbox).where(_outbox.c.id.in_(ids), _is_queued)
    done = await session.execute(statement.values(state=state, reason=reason))
    return cast(CursorResult[Any], done).rowcount


async def move(session: AsyncSession, ids: Sequence[int], due_at: datetime) -> int:
    """Give queued rows another due time (the event moved). How many were still queued."""
    statement = update(_outbox).where(_outbox.c.id.in_(ids), _is_queued)
    done = await session.execute(statement.values(due_at=due_at, ready_at=due_at))
    return cast(CursorResult[Any], done).rowcount


def _row(
    person_id: int | None,
    chat_id: int | None,
    content: dict[str, Any] | None,
    now: datetime,
    lane: int,
    due_at: datetime | None,
    about: str | None,
    about_id: int | None,
    channel: str,
) -> dict[str, Any]:
    due = due_at or now
    return {
        "person_id": person_id,
        "channel": channel,
        "chat_id": chat_id,
        "lane": lane,
        "due_at": due,
        "ready_at": due,
        "content": content,
        "about": about,
        "about_id": about_id,
        "created_at": now,
    }
