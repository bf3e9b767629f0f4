"""Forgetting by itself: what was kept long enough goes, a little at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.clock import Clock
from bot.domain.sign_in import IDLE_LIMIT
from bot.services.equality.equality import Equality
from bot.services.privacy import Privacy
from db.queries import (
    cases,
    leads,
    past_events,
    people,
    referrals,
    retention,
    sightings,
    staff,
    step_pages,
    unmatched,
    updates,
)
from db.session import Database

_CHUNK = 200


@dataclass(frozen=True, slots=True)
class Keep:
    """How long each kind is kept; the controller may set other terms."""

    update_ids: timedelta = timedelta(days=7)
    texts: timedelta = timedelta(days=30)
    failed_updates: timedelta = timedelta(days=30)
    sent_content: timedelta = timedelta(days=30)
    abandoned_chats: timedelta = timedelta(days=30)
    unmatched: timedelta = timedelta(days=14)
    closed_leads: timedelta = timedelta(days=90)
    closed_cases: timedelta = timedelta(days=90)
    sightings: timedelta = timedelta(days=180)
    done_referrals: timedelta = timedelta(days=90)
    referral_links: timedelta = timedelta(days=30)
    access_requests: timedelta = timedelta(days=30)
    bookings: timedelta = timedelta(days=180)
    poster_links: timedelta = timedelta(days=90)
    past_dates: timedelta = timedelta(days=365)
    responses: timedelta = timedelta(days=180)
    broadcasts: timedelta = timedelta(days=365)
    loose_photos: timedelta = timedelta(days=1)


class Retention:
    """Each pass is a few short transactions, so that it never holds up a turn."""

    def __init__(
        self, database: Database, clock: Clock, privacy: Privacy, equality: Equality, keep: Keep | None = None
    ) -> None:
        self._database = database
        self._clock = clock
        self._privacy = privacy
        self._equality = equality
        self._keep = keep or Keep()

    async def run(self) -> None:
        """Everything that is due to be forgotten now."""
        now = self._clock()
        async with self._database.write() as session:
            await updates.prune(
                session,
                ids_before=now - self._keep.update_ids,
                texts_before=now - self._keep.texts,
                failed_before=now - self._keep.failed_updates,
            )
            await unmatched.forget_old(session, now - self._keep.unmatched)
            await sightings.forget_old(session, (now - self._keep.sightings).date())
            await leads.forget_closed(session, now - self._keep.closed_leads)
            await referrals.forget_done(session, now - self._keep.done_referrals)
            await step_pages.forget_expired(session, now)
            await referrals.forget_links(session, now - self._keep.referral_links)
            await self._equality.forget_old(session, now)
            await staff.forget_expired(session, idle_since=now - IDLE_LIMIT, now=now)
            await cases.forget_closed(session, now - self._keep.closed_cases, _CHUNK)
        await self._forget_events()
        await self._clear_sent()
        await self._erase_abandoned()

    async def _forget_events(self) -> None:
        """Around events and broadcasts, each kind after its own time."""
        now, keep = self._clock(), self._keep
        async with self._database.write() as session:
            await past_events.forget_requests(session, now - keep.access_requests, _CHUNK)
            await past_events.forget_bookings(session, now - keep.bookings, _CHUNK)
            await past_events.forget_links(session, now - keep.poster_links)
            await past_events.forget_dates(session, now - keep.past_dates, _CHUNK)
        async with self._database.write() as session:
            await past_events.forget_responses(session, now - keep.responses)
            await past_events.forget_broadcasts(session, now - keep.broadcasts, _CHUNK)
            await past_events.forget_photos(session, now - keep.loose_photos, _CHUNK)

    async def _clear_sent(self) -> None:
        before = self._clock() - self._keep.sent_content
        after_id: int | None = 0
        while after_id is not None:
            async with self._database.write() as session:
                after_id = await retention.clear_message_content(
                    session, before=before, after_id=after_id, limit=_CHUNK
                )

    async def _erase_abandoned(self) -> None:
        """A chat that nobody came back to and that led to nothing; whoever said yes to something is kept."""
        async with self._database.read() as session:
            ids = await people.abandoned(session, self._clock() - self._keep.abandoned_chats, most=_CHUNK)
        for person_id in ids:
            async with self._database.write() as session:
                found = await people.locked(session, person_id)
                if found is not None and found[0].last_seen_at < self._clock() - self._keep.abandoned_chats:
                    await self._privacy.erase(session, found[0], self._clock())
