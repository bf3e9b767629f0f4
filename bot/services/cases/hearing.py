"""What a person sends into a case: kept in it, and the adviser's turn begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from bot.domain.handoffs import waits_for_us
from bot.services.cases.pings import Pings
from bot.services.organisations import Organisations
from bot.services.turns import Turn
from db.models import Handoff
from db.queries import cases as queries

_FILES = ("photo", "document", "voice", "audio", "video", "video_note", "animation", "sticker")


@dataclass(frozen=True, slots=True)
class Said:
    """One message: `file` is what `file_of` found in it, `message_id` Telegram's number in that chat."""

    text: str | None
    file: Mapping[str, Any] | None
    message_id: int | None

    @classmethod
    def in_turn(cls, turn: Turn) -> Self:
        """The message that this turn is about."""
        return cls(turn.incoming.text, file_of(message_of(turn)), turn.incoming.message_id)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """What `to_json` wrote, with whatever else stands beside it."""
        return cls(kept["text"], kept["file"], kept["message_id"])

    def to_json(self) -> dict[str, Any]:
        """For keeping until the person says whose it is."""
        return asdict(self)


class Hearing:
    """The one way from a person into a case."""

    def __init__(self, organisations: Organisations, pings: Pings) -> None:
        self._organisations = organisations
        self._pings = pings

    async def hear(self, turn: Turn, case: Handoff, said: Said) -> None:
        """Write it into the case and tell its adviser; the promise begins when it was our turn last."""
        if not waits_for_us(case.person_wrote_at, case.staff_wrote_at):
            organisation = self._organisations.get(case.organisation)
            case.promised_by = self._organisations.reads_by(organisation, turn.now)
        case.person_wrote_at = turn.now
        queries.add_entry(
            turn.session, case, "person", turn.now, text=said.text, file=said.file, message_id=said.message_id
        )
        turn.rings.add(case.id)
        await self._pings.person_wrote(turn.session, case, turn.now)


def message_of(turn: Turn) -> Mapping[str, Any]:
    """The message as Telegram sent it; empty for a tap or an edit."""
    found = turn.incoming.raw.get("message") if isinstance(turn.incoming.raw, dict) else None
    return found if isinstance(found, dict) else {}


def file_of(message: Mapping[str, Any]) -> dict[str, Any] | None:
    """What Telegram knows of a file in a message: `kind`, `file_id`, `name`, `mime`, `size`; None without one."""
    for kind in _FILES:
        found = message.get(kind)
        if isinstance(found, list) and found:
            found = found[-1]
        if isinstance(found, dict) and isinstance(found.get("file_id"), str):
            return {
                "kind": kind,
                "file_id": found["file_id"],
                "name": found.get("file_name"),
                "mime": found.get("mime_type"),
                "size": found.get("file_size"),
            }
    return None
