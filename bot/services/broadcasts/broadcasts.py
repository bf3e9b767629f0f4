"""What staff do with a broadcast: write, rehearse, try on themselves, send with a second person's word, stop, read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.access import Subject as Reached
from bot.domain.broadcasts import Act, Fault, State, is_possible
from bot.errors import DraftRefused, NotFound, NotPossible
from bot.messages.outgoing import OutgoingMessage
from bot.services.broadcasts import photos
from bot.services.broadcasts.audiences import BroadcastAudiences, Rehearsal
from bot.services.broadcasts.drafts import BroadcastDrafts, Draft, Image
from bot.services.broadcasts.gate import BroadcastGate
from bot.services.broadcasts.jobs import FOLLOW, PLAN
from bot.services.broadcasts.subjects import Subject, Subjects
from db import outbox
from db.models import Broadcast, StaffMember
from db.queries import broadcasts as queries
from db.queries import jobs
from db.queries import staff as staff_queries

MOST_LISTED = 100


class Broadcasts:
    """Every method takes the transaction and who does it; only broadcasts of their own organisation are found."""

    def __init__(
        self,
        drafts: BroadcastDrafts,
        audiences: BroadcastAudiences,
        subjects: Subjects,
        gate: BroadcastGate,
        approval_above: int,
    ) -> None:
        self._drafts = drafts
        self._audiences = audiences
        self._subjects = subjects
        self._gate = gate
        self.approval_above = approval_above

    async def save(
        self, session: AsyncSession, staff: StaffMember, draft: Draft, now: datetime, broadcast_id: int | None = None
    ) -> Broadcast:
        """Keep a draft; raises DraftRefused with every fault. One that waited for a word must be given anew."""
        faults = await self._drafts.faults(session, draft, staff.organisation, now)
        if faults:
            raise DraftRefused(faults)
        if broadcast_id is None:
            broadcast = Broadcast(organisation=staff.organisation, created_by=staff.id, created_at=now)
            session.add(broadcast)
        else:
            broadcast = await self._locked(session, staff, broadcast_id, Act.EDIT)
        await self._write(session, broadcast, draft, now)
        if not (await self.rehearse(session, broadcast, now)).audience:
            raise DraftRefused([Fault("audience", "nobody")])
        return broadcast

    async def faults(self, session: AsyncSession, organisation: str, draft: Draft, now: datetime) -> list[Fault]:
        """What is wrong with a draft that is not kept yet."""
        return await self._drafts.faults(session, draft, organisation, now)

    async def get(self, session: AsyncSession, staff: StaffMember, broadcast_id: int) -> Broadcast:
        """One broadcast of theirs."""
        found = await queries.get(session, broadcast_id)
        if found is None or found.organisation != staff.organisation:
            raise NotFound("broadcast", broadcast_id)
        return found

    async def subject(self, session: AsyncSession, broadcast_id: int) -> Reached | None:
        """Whose it is, for the console's access table."""
        found = await queries.get(session, broadcast_id)
        return Reached(found.organisation) if found else None

    async def listed(self, session: AsyncSession, organisation: str) -> Sequence[Broadcast]:
        """The newest of an organisation."""
        return await queries.of_organisations(session, [organisation], MOST_LISTED)

    async def writers(self, session: AsyncSession, broadcast: Broadcast) -> dict[int, str]:
        """Who wrote it and who gave the second word, by name."""
        return await staff_queries.names(session, {one for one in (broadcast.created_by, broadcast.approved_by) if one})

    async def photo(self, session: AsyncSession, broadcast: Broadcast) -> Image | None:
        """The picture above it."""
        return await photos.find(session, await photos.token_of(session, broadcast.attachment_id))

    async def rehearse(self, session: AsyncSession, broadcast: Broadcast, now: datetime) -> Rehearsal:
        """How many would get it at this moment, and who is left out and why."""
        return await self._audiences.rehearse(session, broadcast, await self._subject(session, broadcast), now)

    async def preview(self, session: AsyncSession, broadcast: Broadcast) -> dict[str, OutgoingMessage]:
        """The message exactly as it would be sent now, in every language it is written in."""
        subject = await self._subject(session, broadcast)
        return {code: self._gate.written(broadcast, subject, code) for code in sorted(broadcast.texts)}

    async def test(self, session: AsyncSession, staff: StaffMember, broadcast_id: int, now: datetime) -> int:
        """Send it, in every language, to whoever asks; how many messages. Their Telegram must be known."""
        broadcast = await self._locked(session, staff, broadcast_id, Act.TEST)
        if staff.telegram_chat_id is None:
            raise NotPossible(Act.TEST, "no_telegram")
        messages = (await self.preview(session, broadcast)).values()
        for message in messages:
            await outbox.queue(
                session,
                person_id=None,
                chat_id=staff.telegram_chat_id,
                content=message.without_taps().to_json(),
                now=now,
                about="broadcast_test",
                about_id=broadcast.id,
            )
        broadcast.tested_at = now
        return len(messages)

    async def submit(self, session: AsyncSession, staff: StaffMember, broadcast_id: int, now: datetime) -> Broadcast:
        """Send it, or ask for a second person's word where many would get it."""
        broadcast = await self._locked(session, staff, broadcast_id, Act.SUBMIT)
        if broadcast.starts_at is not None and broadcast.starts_at < now:
            raise DraftRefused([Fault("starts_at", "past")])
        if (await self.rehearse(session, broadcast, now)).gets_it > self.approval_above:
            broadcast.state, broadcast.changed_at = State.WAITING.value, now
            await session.flush()
        else:
            await self._approve(session, broadcast, now)
        return broadcast

    async def approve(self, session: AsyncSession, staff: StaffMember, broadcast_id: int, now: datetime) -> Broadcast:
        """The second person's word; nobody gives it to their own."""
        broadcast = await self._locked(session, staff, broadcast_id, Act.APPROVE)
        if staff.id == broadcast.created_by:
            raise NotPossible(Act.APPROVE, "own_broadcast")
        broadcast.approved_by = staff.id
        await self._approve(session, broadcast, now)
        return broadcast

    async def pause(self, session: AsyncSession, staff: StaffMember, broadcast_id: int, now: datetime) -> None:
        """Nothing more is claimed once this is committed."""
        await self._change(session, staff, broadcast_id, Act.PAUSE, State.PAUSED, now)

    async def resume(self, session: AsyncSession, staff: StaffMember, broadcast_id: int, now: datetime) -> None:
        """Go on where it stopped."""
        await self._change(session, staff, broadcast_id, Act.RESUME, State.SENDING, now)

    async def cancel(self, session: AsyncSession, staff: StaffMember, broadcast_id: int, now: datetime) -> None:
        """Nothing more is sent, ever."""
        await self._change(session, staff, broadcast_id, Act.CANCEL, State.CANCELLED, now)

    async def _change(
        self, session: AsyncSession, staff: StaffMember, broadcast_id: int, act: Act, state: State, now: datetime
    ) -> None:
        broadcast = await self._locked(session, staff, broadcast_id, act)
        broadcast.state, broadcast.changed_at = state.value, now
        if state is State.CANCELLED:
            broadcast.finished_at = now
        await session.flush()
        if broadcast.started_at is not None:
            await jobs.add(session, FOLLOW, {"broadcast": broadcast.id, "state": state.value}, now=now)

    async def _approve(self, session: AsyncSession, broadcast: Broadcast, now: datetime) -> None:
        broadcast.state, broadcast.approved_at, broadcast.changed_at = State.APPROVED.value, now, now
        await session.flush()
        begins_at = self._audiences.begins_at(broadcast, now)
        await jobs.add(
            session,
            PLAN,
            {"broadcast": broadcast.id},
            now=now,
            due_at=begins_at,
            dedupe_key=f"{PLAN}:{broadcast.id}:{now.timestamp()}",
        )

    async def _locked(self, session: AsyncSession, staff: StaffMember, broadcast_id: int, act: Act) -> Broadcast:
        broadcast = await queries.locked(session, broadcast_id)
        if broadcast is None or broadcast.organisation != staff.organisation:
            raise NotFound("broadcast", broadcast_id)
        if not is_possible(act, State(broadcast.state)):
            raise NotPossible(act, broadcast.state)
        return broadcast

    async def _subject(self, session: AsyncSession, broadcast: Broadcast) -> Subject:
        subject = await self._subjects.of(session, broadcast)
        if subject is None:
            raise NotPossible(Act.SUBMIT, "subject_gone")
        return subject

    async def _write(self, session: AsyncSession, broadcast: Broadcast, draft: Draft, now: datetime) -> None:
        broadcast.name, broadcast.topic = draft.name.strip(), draft.topic
        broadcast.country = str(draft.audience["country"])
        broadcast.texts, broadcast.buttons = dict(draft.texts), [dict(button) for button in draft.buttons]
        broadcast.about = draft.about.value if draft.about else None
        broadcast.about_id = draft.about_id
        broadcast.audience = dict(draft.audience)
        broadcast.starts_at, broadcast.spread_minutes = draft.starts_at, draft.spread_minutes
        broadcast.expires_at, broadcast.check_by = draft.expires_at, draft.check_by
        broadcast.state, broadcast.changed_at = State.DRAFT.value, now
        broadcast.approved_by = broadcast.approved_at = broadcast.tested_at = None
        broadcast.attachment_id = await photos.keep(session, draft.image, now) if draft.image else None
        await session.flush()
