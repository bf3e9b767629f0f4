"""Files on their way in: rehearsed first, written when somebody says so, 200 rows a transaction, never in a request."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.content.intent_library import load_intents
from bot.content.model import Content
from bot.domain.access import Subject, Viewer
from bot.domain.countries import Country
from bot.errors import BadInput, NotPossible
from bot.feeds.faults import FeedRefused
from bot.feeds.table import FORMATS
from bot.services.opportunities.catalogue import Catalogue
from bot.services.opportunities.imports import Batch, Imports
from bot.services.organisations import Organisations
from db.faults import Fault, fault_of
from db.models import Upload
from db.queries import feeds as queries
from db.session import Database

log = logging.getLogger(__name__)

LARGEST = 10 * 1024 * 1024
_MOST_ERRORS = 100
_SHOWN = 20
_LEFT_AFTER = timedelta(days=7)
_OURS = "This file could not be brought in, and that is our mistake. Tell whoever runs this service."


class Uploads:
    """What coordinators bring; a file belongs to their organisation, and so does what is in it."""

    def __init__(self, organisations: Organisations) -> None:
        self._organisations = organisations

    async def take(self, session: AsyncSession, viewer: Viewer, form: str, data: bytes, now: Any) -> Upload:
        """Keep a file to be rehearsed. Raises BadInput."""
        if form not in FORMATS:
            raise BadInput("format", "unknown")
        if not data:
            raise BadInput("file", "missing")
        if len(data) > LARGEST:
            raise BadInput("file", "large")
        row = Upload(
            staff_id=viewer.id,
            organisation=viewer.organisation,
            country=self._organisations.get(viewer.organisation).country,
            format=form,
            source=f"{form}/{viewer.organisation}"[:40],
            state="waiting",
            data=data,
            created_at=now,
        )
        session.add(row)
        await session.flush()
        return row

    async def confirm(self, session: AsyncSession, upload_id: int) -> None:
        """Bring a rehearsed file in. Raises NotPossible for any other."""
        row = await queries.locked_upload(session, upload_id)
        if row is None or row.state != "rehearsed":
            raise NotPossible("confirm", row.state if row else "gone")
        row.state = "confirmed"

    async def get(self, session: AsyncSession, upload_id: int) -> Upload | None:
        """One file."""
        return await session.get(Upload, upload_id)

    async def recent(self, session: AsyncSession, viewer: Viewer) -> Sequence[Upload]:
        """The newest of an organisation, without what is in them."""
        return await queries.uploads_of(session, viewer.organisation, _SHOWN)

    async def subject(self, session: AsyncSession, upload_id: int) -> Subject | None:
        """A file as access sees it."""
        row = await session.get(Upload, upload_id)
        return Subject(row.organisation or "") if row is not None else None


class UploadWork:
    """A tick: takes files in turn. What was under way when a process died begins again, and changes nothing twice."""

    def __init__(
        self, database: Database, clock: Clock, content: Content, catalogue: Catalogue, organisations: Organisations
    ) -> None:
        self._database = database
        self._clock = clock
        self._content = content
        self._catalogue = catalogue
        self._organisations = organisations
        self._imports: Imports | None = None

    async def run(self) -> None:
        """Until nothing waits."""
        while (row := await self._next()) is not None:
            await self._do(row)

    async def tidy(self) -> None:
        """A tick of its own: what was rehearsed and left for a week is let go of."""
        async with self._database.write() as session:
            await queries.drop_left_uploads(session, self._clock() - _LEFT_AFTER, self._clock())

    async def _next(self) -> Upload | None:
        async with self._database.read() as session:
            return await queries.next_upload(session)

    async def _do(self, row: Upload) -> None:
        try:
            batch = await self._read(row)
            if row.state == "waiting":
                await self._rehearse(row, batch)
            else:
                await self._write(row, batch)
        except FeedRefused as fault:
            await self._end(row.id, "refused", {"sentence": fault.sentence})
        except Exception as error:
            if fault_of(error) is not Fault.BUG:
                raise
            # A mistake of ours: the file must not stand in the way of those behind it for ever.
            log.exception("file %s could not be brought in", row.id)
            await self._end(row.id, "refused", {"sentence": _OURS})

    async def _rehearse(self, row: Upload, batch: Batch) -> None:
        async for _ in self._importer.write(self._database, batch, self._clock(), dry_run=True):
            pass
        await self._set(row.id, state="rehearsed", rehearsal=_told(batch))

    async def _write(self, row: Upload, batch: Batch) -> None:
        """From where it was when a process died: each chunk is noted in the transaction that writes it."""
        before = row.outcome if row.state == "running" and (row.outcome or {}).get("total") == batch.total else None
        after = int((before or {}).get("done", 0))
        batch.tally.go_on_from(before or {})

        async def keep(session: AsyncSession, done: int) -> None:
            outcome = {"done": done, "total": batch.total, **batch.tally.counted()}
            await queries.change_upload(session, row.id, state="running", outcome=outcome)

        written = self._importer.write(self._database, batch, self._clock(), dry_run=False, after=after, keep=keep)
        async for _ in written:
            pass
        await self._end(row.id, "done", _told(batch))

    async def _read(self, row: Upload) -> Batch:
        source = self._content.feeds.get(row.source)
        whose = self._organisations.find(row.organisation) if row.organisation else None
        return await self._importer.read(
            row.format,
            row.data or b"",
            self._clock().date(),
            country=Country(row.country),
            source=row.source,
            organisation=whose.name if whose else (source.organisation if source else None),
            organiser=row.organisation,
            fresh_days=source.fresh_days if source else None,
        )

    @property
    def _importer(self) -> Imports:
        """Made when there is a first file: learning names takes a while."""
        if self._imports is None:
            self._imports = Imports(self._content, self._catalogue, load_intents().names)
        return self._imports

    async def _set(self, upload_id: int, **values: Any) -> None:
        async with self._database.write() as session:
            await queries.change_upload(session, upload_id, **values)

    async def _end(self, upload_id: int, state: str, outcome: dict[str, Any]) -> None:
        """The file itself is not needed any more."""
        await self._set(upload_id, state=state, outcome=outcome, data=None, finished_at=self._clock())


def _told(batch: Batch) -> dict[str, Any]:
    """The tally with as many faults as somebody would read."""
    tally = batch.tally.as_json()
    return {**tally, "errors": tally["errors"][:_MOST_ERRORS], "faults": len(batch.tally.errors)}
