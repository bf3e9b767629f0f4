"""What people do with a broadcast in their chat: look closer, say yes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.domain import suggestions
from bot.domain.broadcasts import About
from bot.services.broadcasts.subjects import Subjects
from bot.services.turns import Turn
from db.queries import broadcasts as queries

Open = Callable[[Turn, str, str], Awaitable[None]]
"""Shows, or says yes to, what `about` and a name stand for."""


class Responses:
    """Counts a tap once a person, and leads to what the broadcast was about."""

    def __init__(self, subjects: Subjects) -> None:
        self._subjects = subjects

    async def look(self, turn: Turn, broadcast_id: int, show: Open) -> bool:
        """Tell me more; False when the broadcast is not known any more."""
        return await self._lead(turn, broadcast_id, "tapped", show)

    async def come(self, turn: Turn, broadcast_id: int, say_yes: Open) -> bool:
        """I want to come, from under a broadcast, which the booking remembers as where it came from."""
        _, conversation = turn.known()
        conversation.draft = {**conversation.draft, "source": f"broadcast_{broadcast_id}"}
        return await self._lead(turn, broadcast_id, "booked", say_yes)

    async def _lead(self, turn: Turn, broadcast_id: int, kind: str, go: Open) -> bool:
        broadcast = await queries.get(turn.session, broadcast_id)
        subject = await self._subjects.of(turn.session, broadcast) if broadcast else None
        if broadcast is None or broadcast.about is None or subject is None:
            return False
        person, _ = turn.known()
        for noted in {"tapped", kind}:
            await queries.respond(turn.session, broadcast_id, person.id, noted, turn.now)
        if broadcast.about == About.OCCURRENCE and subject.dated is not None:
            await go(turn, suggestions.About.EVENT.value, subject.dated.event.slug)
        elif subject.opportunity is not None:
            await go(turn, suggestions.About.OPPORTUNITY.value, subject.opportunity.slug)
        return True
