"""Posters: the address and code of an event, and an own one for whoever hands it out; they see only how many came."""

from __future__ import annotations

import io
import secrets
from dataclasses import dataclass
from datetime import datetime

import segno
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.suggestions import About
from bot.errors import BadInput, NotFound
from bot.services.events.occurrences import CODE_ALPHABET
from bot.services.links import DeepLinks, write_link
from db.models import Event, PosterLink
from db.queries import bookings, posters

LONGEST_HOLDER, LONGEST_PHONE = 80, 30
MOST_LINKS = 200
_CODE_LENGTH = 8
_DOOR = "door_"
_SCALE = 12


@dataclass(frozen=True, slots=True)
class Handed:
    """One link of an event: who hands it out, where it leads, and how many said yes and came by it."""

    code: str
    holder: str
    phone: str | None
    address: str
    said_yes: int
    came: int


class Posters:
    """A code says nothing about whoever uses it, and nothing about its holder."""

    def __init__(self, links: DeepLinks) -> None:
        self._links = links

    def address(self, event: Event, code: str | None = None) -> str:
        """What a poster leads to. Raises Outage before Telegram has said what the bot is called."""
        return self._links.to(write_link(About.EVENT, event.slug, code))

    def door_address(self, event: Event, door_code: str) -> str:
        """What hangs at the door: whoever opens it is there."""
        return self.address(event, door_source(door_code))

    async def of(self, session: AsyncSession, event: Event) -> list[Handed]:
        """Every link of an event, the newest last."""
        said_yes = await bookings.source_counts(session, event.id)
        came = await posters.came_by(session, event.id)
        return [
            Handed(
                row.code,
                row.holder,
                row.phone,
                self.address(event, row.code),
                said_yes.get(row.code, 0),
                came.get(row.code, 0),
            )
            for row in await posters.of_event(session, event.id)
        ]

    async def hand_out(
        self, session: AsyncSession, event: Event, holder: str, phone: str | None, now: datetime
    ) -> PosterLink:
        """A link of somebody's own."""
        if len(await posters.of_event(session, event.id)) >= MOST_LINKS:
            raise BadInput("holder", "too_many")
        code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(_CODE_LENGTH))
        row = PosterLink(code=code, event_id=event.id, holder=holder, phone=phone or None, created_at=now)
        session.add(row)
        await session.flush()
        return row

    async def take_back(self, session: AsyncSession, event: Event, code: str) -> None:
        """A link less; who came by it stays counted as coming from elsewhere."""
        row = await self.find(session, event, code)
        await session.delete(row)

    async def find(self, session: AsyncSession, event: Event, code: str) -> PosterLink:
        """One link of this event; raises NotFound."""
        row = await session.get(PosterLink, code)
        if row is None or row.event_id != event.id:
            raise NotFound("poster", code)
        return row

    async def counted(self, session: AsyncSession, code: str) -> tuple[Event, Handed] | None:
        """What the holder of a code may see; None for a code of nobody."""
        row = await session.get(PosterLink, code)
        event = await session.get(Event, row.event_id) if row else None
        if row is None or event is None:
            return None
        return event, next(one for one in await self.of(session, event) if one.code == code)


def qr_svg(address: str) -> bytes:
    """The address as a code that prints sharp at any size."""
    written = io.BytesIO()
    segno.make_qr(address, error="m").save(written, kind="svg", scale=_SCALE, border=4, xmldecl=True, svgns=True)
    return written.getvalue()


def qr_png(address: str) -> bytes:
    """The address as a picture."""
    written = io.BytesIO()
    segno.make_qr(address, error="m").save(written, kind="png", scale=_SCALE, border=4)
    return written.getvalue()


def door_source(code: str) -> str:
    """Where somebody came from who used the code of a door."""
    return f"{_DOOR}{code}"


def door_code_of(source: str | None) -> str | None:
    """The code of a door, where somebody came by the address that hangs there."""
    return source.removeprefix(_DOOR) if source and source.startswith(_DOOR) else None
