"""The fair card: whom somebody met, and the next morning what to do about each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.events import Standing, morning_after
from bot.messages import fairs as messages
from bot.messages.fairs import Stall
from bot.messages.outgoing import OutgoingMessage
from bot.messages.texts import LocaleTexts
from bot.services.events.coming import Comings
from bot.services.events.reminder_plans import LANE, as_date, hours_of
from bot.services.gates import AT_THIS_MOMENT, Due, Verdict
from bot.services.languages import Languages
from bot.services.turns import Turn
from db import outbox
from db.models import Booking, FairMeeting, Person
from db.queries import bookings as queries
from db.queries.events import Dated

FAIR = "fair"


class FairCards:
    """Employers are known by their place in the event's list, so that a button stays short."""

    def __init__(self, languages: Languages, comings: Comings) -> None:
        self._languages = languages
        self._comings = comings

    async def say(self, turn: Turn, booking: Booking, dated: Dated) -> None:
        """Give the card in this turn; nothing where no employers are named."""
        if dated.event.employers:
            person, _ = turn.known()
            turn.say(await self._card(turn.session, self._languages.of(turn), person, booking, dated))
            await self._plan_morning(turn.session, person, booking, dated, turn.now)

    async def queue(
        self, session: AsyncSession, t: LocaleTexts, person: Person, booking: Booking, dated: Dated, now: datetime
    ) -> None:
        """Send the card to somebody who was let in by a colleague; the person is locked by whoever calls."""
        if not dated.event.employers:
            return
        card = await self._card(session, t, person, booking, dated)
        await outbox.queue(
            session,
            person_id=person.id,
            chat_id=person.chat_id,
            content=card.to_json(),
            now=now,
            lane=LANE,
        )
        await self._plan_morning(session, person, booking, dated, now)

    async def toggle(self, turn: Turn, booking_id: int, place: int) -> bool:
        """Met them, or not after all; False when the card is not theirs or the employer is gone."""
        found = await self._mine(turn, booking_id)
        if found is None or not 0 <= place < len(found[1].event.employers):
            return False
        booking, dated = found
        name = dated.event.employers[place]["name"]
        met = {row.employer: row for row in await queries.meetings(turn.session, booking_id)}
        if name in met:
            await turn.session.delete(met[name])
        else:
            named = any(row.named for row in met.values())
            turn.session.add(FairMeeting(booking_id=booking_id, employer=name, named=named, met_at=turn.now))
        await turn.session.flush()
        await self._edit(turn, booking, dated)
        return True

    async def agree(self, turn: Turn, booking_id: int, *, agreed: bool) -> bool:
        """Whether those they met may know who they are; for all of them at once, and taken back as easily."""
        found = await self._mine(turn, booking_id)
        if found is None:
            return False
        for row in await queries.meetings(turn.session, booking_id):
            row.named = agreed
        await turn.session.flush()
        await self._edit(turn, *found)
        return True

    async def judge(self, session: AsyncSession, rows: Sequence[Due], now: datetime) -> Mapping[int, Verdict]:
        """The next morning: each one's next step, as the event says it then; nothing for who met nobody."""
        found, gone = await queries.held_still(session, {row.about_id or 0: row.person_id or 0 for row in rows})
        verdicts: dict[int, Verdict] = {}
        for row in rows:
            booked = found.get(row.about_id or 0)
            if booked is None:
                verdicts[row.id] = "the booking is gone" if row.about_id in gone else now + AT_THIS_MOMENT
            elif booked[0].stopped_at is not None:
                verdicts[row.id] = "stopped"
            else:
                verdicts[row.id] = await self._morning(session, *booked)
        return verdicts

    async def _morning(self, session: AsyncSession, person: Person, booking: Booking, dated: Dated) -> Verdict:
        met = {row.employer for row in await queries.meetings(session, booking.id)}
        if not met:
            return "met nobody"
        t = self._languages.named(person.locale or self._languages.likeliest(None))
        stalls = [stall for stall in _stalls(dated, met, t) if stall.met]
        return messages.next_steps(t, self._comings.of(t, person, booking, dated), stalls)

    async def _card(
        self, session: AsyncSession, t: LocaleTexts, person: Person, booking: Booking, dated: Dated
    ) -> OutgoingMessage:
        rows = await queries.meetings(session, booking.id)
        stalls = _stalls(dated, {row.employer for row in rows}, t)
        coming = self._comings.of(t, person, booking, dated)
        return messages.card(t, coming, stalls, named=any(row.named for row in rows))

    async def _edit(self, turn: Turn, booking: Booking, dated: Dated) -> None:
        card = await self._card(turn.session, self._languages.of(turn), turn.known()[0], booking, dated)
        turn.edit_tapped(card)

    async def _mine(self, turn: Turn, booking_id: int) -> tuple[Booking, Dated] | None:
        person, _ = turn.known()
        found = (await queries.with_dates(turn.session, [booking_id])).get(booking_id)
        is_mine = found is not None and found[0].person_id == person.id and found[0].state == Standing.CAME
        return found if is_mine else None

    async def _plan_morning(
        self, session: AsyncSession, person: Person, booking: Booking, dated: Dated, now: datetime
    ) -> None:
        await outbox.queue(
            session,
            person_id=person.id,
            chat_id=person.chat_id,
            content={"action": "send", "text": ""},
            now=now,
            lane=LANE,
            due_at=max(morning_after(as_date(dated), hours_of(person)), now),
            dedupe_key=f"{FAIR}:{booking.id}",
            about=FAIR,
            about_id=booking.id,
        )


def _stalls(dated: Dated, met: set[str], t: LocaleTexts) -> list[Stall]:
    return [
        Stall(place, item["name"], t.written(item.get("next") or {}), item["name"] in met)
        for place, item in enumerate(dated.event.employers)
    ]
