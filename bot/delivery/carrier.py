"""Taking one parcel to Telegram, with the file and the pin that go with it."""

from __future__ import annotations

import asyncio
import logging

from bot.delivery.claims import Parcel
from bot.delivery.gateway import File, Gateway
from bot.delivery.outcomes import NotSent, Outcome, Refused, Sent
from bot.delivery.pace import Pace
from bot.delivery.request import Upload
from bot.messages.outgoing import Action
from db.faults import Fault, fault_of
from db.queries import attachments
from db.session import Database

log = logging.getLogger(__name__)

_FILES = (Action.DOCUMENT, Action.PHOTO)


class Carrier:
    """Knows where files are kept and how to reach Telegram; records nothing."""

    def __init__(self, database: Database, gateway: Gateway, pace: Pace) -> None:
        self._database = database
        self._gateway = gateway
        self._pace = pace

    async def carry(self, parcel: Parcel) -> Outcome:
        """Send one parcel; whatever goes wrong is an outcome, so that one bad row stops no other."""
        row, message = parcel.row, parcel.message
        try:
            file = await self._file(message.attachment) if message.action in _FILES else None
            outcome = await self._gateway.deliver(row.chat_id, message, target=parcel.target, file=file)
        except Exception as error:
            if fault_of(error) is not Fault.BUG:
                return NotSent("the database did not answer")
            log.exception("outbox row %d could not be sent", row.id)
            return Refused(type(error).__name__)
        if message.pin and isinstance(outcome, Sent) and outcome.message_id is not None:
            await self._pin(row.chat_id, outcome.message_id, row.lane)
        return outcome

    async def _file(self, attachment_id: int | None) -> File | None:
        async with self._database.read() as session:
            kept = await attachments.find(session, attachment_id) if attachment_id is not None else None
            if kept is None or (kept.content is None and kept.file_id is None):
                return None
            upload = Upload(kept.name, kept.mime, kept.content or b"")
            file_id = kept.file_id

        async def load() -> Upload:
            return upload

        return File(load, file_id)

    async def _pin(self, chat_id: int, message_id: int, lane: int) -> None:
        """Pinning is a call like any other, so it waits for its turn; a message that stays unpinned is no loss."""
        # No event tells when there is room: it is a time, and others may take it first.
        while wait := self._pace.wait(chat_id, lane):  # noqa: ASYNC110 - see above
            await asyncio.sleep(wait)
        self._pace.take(chat_id, lane)
        outcome = await self._gateway.pin(chat_id, message_id)
        if not isinstance(outcome, Sent):
            log.warning("a message was not pinned: %s", type(outcome).__name__)
