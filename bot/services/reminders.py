"""Reminders a person asked for, checked again in the moment they are sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.content.model import Content
from bot.content.schema.programmes import Intake, Programme
from bot.domain.eligibility import Assessment, Verdict
from bot.messages import reminders as messages
from bot.messages.outgoing import OutgoingMessage
from bot.services.eligibility.eligibility import Eligibility
from bot.services.gates import Due
from bot.services.languages import Languages
from bot.services.turns import Turn
from db import outbox
from db.models import Person
from db.queries import people

PROGRAMME = "programme"
_AT = time(10, 0)
_LANE = 1
_BEFORE_IT_CLOSES = timedelta(days=28)


class Reminders:
    """A programme that opens or closes to somebody because of their age: told on the day, if it is still so then."""

    def __init__(self, content: Content, languages: Languages, eligibility: Eligibility) -> None:
        self._content = content
        self._languages = languages
        self._eligibility = eligibility

    async def ask(self, turn: Turn, programme_id: str) -> bool:
        """Queue the reminder of one programme; False when no date is known on which anything changes."""
        person, _ = turn.known()
        today = self._eligibility.today(person, turn.now)
        found = self._assessed(person, programme_id, today)
        day = self._day(found[1], today) if found else None
        if found is None or day is None:
            return False
        await outbox.queue(
            turn.session,
            person_id=person.id,
            chat_id=person.chat_id,
            content={"action": "send", "text": "", "programme": programme_id},
            now=turn.now,
            lane=_LANE,
            due_at=self._moment(person, day),
            dedupe_key=f"{PROGRAMME}:{programme_id}:{person.id}:{day}",
            about=PROGRAMME,
        )
        t = self._languages.of(turn)
        turn.say(messages.promised(t, t.pick(found[0].name), day))
        return True

    async def judge(
        self, session: AsyncSession, rows: Sequence[Due], now: datetime
    ) -> Mapping[int, OutgoingMessage | str | datetime]:
        """For each row about a programme: the message as it is true now, why not, or the later day it holds."""
        verdicts: dict[int, OutgoingMessage | str | datetime] = {}
        for row in rows:
            if row.about == PROGRAMME and row.person_id is not None:
                person = await people.get(session, row.person_id)
                verdicts[row.id] = self._judged(person, row.content["programme"], now) if person else "erased"
        return verdicts

    def _judged(self, person: Person, programme_id: str, now: datetime) -> OutgoingMessage | str | datetime:
        today = self._eligibility.today(person, now)
        found = self._assessed(person, programme_id, today)
        if found is None:
            return "the programme is gone"
        item, told = found
        if item.intake_on(today) is not Intake.OPEN:
            return "the programme takes nobody in"
        t = self._languages.named(person.locale or self._content.countries[item.country].default_locale)
        if told.verdict is Verdict.NOT_NOW:
            # The rules changed meanwhile: a later day still holds the promise, no day at all ends it.
            return self._moment(person, told.opens_on) if told.opens_on and told.opens_on > today else "does not fit"
        closes = told.closes_on if told.closes_on and told.closes_on - today <= _BEFORE_IT_CLOSES else None
        return messages.reminder(t, t.pick(item.name), item.id, closes, (closes - today).days if closes else 0)

    def _assessed(self, person: Person, programme_id: str, today: date) -> tuple[Programme, Assessment] | None:
        judged = self._eligibility.assess(person, today)
        return next(((item, told) for item, told, _ in judged if item.id == programme_id), None)

    def _day(self, told: Assessment, today: date) -> date | None:
        if told.opens_on is not None and told.opens_on > today:
            return told.opens_on
        if told.verdict is not Verdict.NOT_NOW and told.closes_on is not None and told.closes_on > today:
            return max(today + timedelta(days=1), told.closes_on - _BEFORE_IT_CLOSES)
        return None

    def _moment(self, person: Person, day: date) -> datetime:
        return datetime.combine(day, _AT, self._eligibility.zone(person))
