"""The last word before a broadcast's message leaves: does this person still get it, now, and what does it say?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.content.model import Content
from bot.domain.audiences import years_before
from bot.domain.broadcasts import CAP, CAP_SPAN, About, LeftOut, Skipped, State
from bot.domain.quiet_hours import FOR_BROADCASTS
from bot.messages import broadcasts as messages
from bot.messages.outgoing import OutgoingMessage
from bot.services.broadcasts.audiences import BroadcastAudiences
from bot.services.broadcasts.subjects import Subject, Subjects
from bot.services.gates import AT_THIS_MOMENT, Due, Verdict
from bot.services.languages import Languages
from db.models import Broadcast
from db.queries import broadcasts as queries
from db.queries.broadcasts import Recipient, Wish

_WHILE_PAUSED = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class _Known:
    """What all rows of one look share, read once and held still until the claim is committed."""

    now: datetime
    people: Mapping[int, Recipient]
    wishes: Mapping[tuple[int, str], Wish]


class BroadcastGate:
    """Reads under locks that a pause, a cancellation or a STOP must wait for: nothing is claimed after their commit."""

    def __init__(
        self, content: Content, languages: Languages, audiences: BroadcastAudiences, subjects: Subjects
    ) -> None:
        self._content = content
        self._languages = languages
        self._audiences = audiences
        self._subjects = subjects

    async def judge(self, session: AsyncSession, rows: Sequence[Due], now: datetime) -> Mapping[int, Verdict]:
        """Send it as it reads now, skip it for good with the reason, or look again later."""
        found = await queries.held_still(session, {row.about_id for row in rows if row.about_id is not None})
        ids = {row.person_id for row in rows if row.person_id is not None}
        known = _Known(
            now,
            await queries.people_held_still(session, ids),
            await queries.wishes(session, ids, {broadcast.topic for broadcast in found.values()}, now - CAP_SPAN),
        )
        subjects = {
            broadcast.id: await self._subjects.of(session, broadcast)
            for broadcast in found.values()
            if await self._subjects.hold_still(session, broadcast)
        }
        verdicts: dict[int, Verdict] = {}
        for row in rows:
            broadcast = found.get(row.about_id or 0)
            if broadcast is None or broadcast.id not in subjects:
                # It is being paused, cancelled or counted at this moment, or its event is: in a second it is known.
                verdicts[row.id] = now + AT_THIS_MOMENT
            else:
                verdicts[row.id] = self._judged(row, broadcast, subjects[broadcast.id], known)
        return verdicts

    def _judged(self, row: Due, broadcast: Broadcast, subject: Subject | None, known: _Known) -> Verdict:
        ended = _over(broadcast, subject, known.now)
        if ended is not None:
            return ended.value
        if broadcast.state == State.PAUSED:
            return known.now + _WHILE_PAUSED
        person = known.people.get(row.person_id or 0)
        if person is None:
            return known.now + AT_THIS_MOMENT
        assert subject is not None  # noqa: S101 - what is over has returned above
        wish = known.wishes.get((person.id, broadcast.topic))
        reason = self._left_out(person, wish, broadcast, subject, known.now)
        if reason is not None:
            return reason.value
        later = self._later(person, wish, broadcast, known.now)
        if later is not None:
            return later if later < broadcast.expires_at else Skipped.EXPIRED.value
        return self.written(broadcast, subject, person.locale)

    def written(self, broadcast: Broadcast, subject: Subject, locale: str | None) -> OutgoingMessage:
        """The message in somebody's language, or in the country's where it was not written in theirs."""
        default = self._content.countries[broadcast.country].default_locale
        code = locale if locale in broadcast.texts and self._languages.is_offered(locale) else default
        t = self._languages.named(code)
        about = (About(broadcast.about), broadcast.about_id or 0) if broadcast.about else None
        return messages.broadcast(
            t,
            broadcast.id or 0,
            broadcast.texts[code],
            subject.fields(t),
            broadcast.buttons,
            about=about,
            attachment=broadcast.attachment_id,
        )

    def _left_out(
        self, person: Recipient, wish: Wish | None, broadcast: Broadcast, subject: Subject, now: datetime
    ) -> LeftOut | Skipped | None:
        young = years_before(subject.day(now), self._audiences.min_age(broadcast.country, subject))
        checks: tuple[tuple[bool, LeftOut | Skipped], ...] = (
            (person.stopped_at is not None, LeftOut.STOPPED),
            (person.reach != "active", LeftOut.UNREACHABLE),
            (person.news_paused_at is not None, LeftOut.PAUSED),
            (person.country != broadcast.country, Skipped.MOVED_COUNTRY),
            (person.born_to is not None and person.born_to > young, LeftOut.TOO_YOUNG),
            (wish is None, LeftOut.NO_OPT_IN),
            (wish is not None and wish.told >= CAP, LeftOut.TOLD_ENOUGH),
        )
        return next((reason for holds, reason in checks if holds), None)

    def _later(self, person: Recipient, wish: Wish | None, broadcast: Broadcast, now: datetime) -> datetime | None:
        """When to look again: after the adviser has finished, or when the person's own day begins."""
        if wish is not None and wish.live_until is not None and wish.live_until > now:
            return wish.live_until
        hours = FOR_BROADCASTS.within(person.hours_from, person.hours_to)
        opens = hours.next_from(now, self._audiences.zone(broadcast.country))
        return opens if opens > now else None


def _over(broadcast: Broadcast, subject: Subject | None, now: datetime) -> Skipped | None:
    if broadcast.state == State.CANCELLED:
        return Skipped.CANCELLED
    if broadcast.expires_at <= now:
        return Skipped.EXPIRED
    if broadcast.check_by is not None and broadcast.check_by < now.date():
        return Skipped.NOT_CHECKED
    return Skipped.CLOSED if subject is None else subject.why_not(now)
