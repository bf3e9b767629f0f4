"""Held interviews, seats and posts: who may ask for one, who has one, and giving it back.

Places are counted under a lock on the opportunity, taken after the person's own; what one person's answer means for
the next in line is found by a tick, in a transaction of its own.
"""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.content.model import Content
from bot.content.schema.rules import RuleSpec
from bot.domain.eligibility import Verdict
from bot.domain.holds import (
    STANDING,
    USES_ONE_UP,
    Allot,
    HoldState,
    held_until,
    holding_of,
    warning_at,
)
from bot.domain.rules import Standing
from bot.messages import holds as messages
from bot.messages.holds import HoldView
from bot.messages.outgoing import OutgoingMessage
from bot.messages.texts import Html, LocaleTexts
from bot.services.eligibility.eligibility import Eligibility
from bot.services.journeys.beginnings import Beginnings
from bot.services.languages import Languages
from bot.services.opportunities.opportunities import is_open
from bot.services.turns import Turn
from db.models import Hold, Opportunity, Person
from db.queries import holds as queries
from db.queries import opportunities

_LOTS = 2**31


class Holds:
    """Only people the programme takes have one: their answers fit, or an adviser says so."""

    name = "holds"

    def __init__(
        self, content: Content, languages: Languages, eligibility: Eligibility, beginnings: Beginnings
    ) -> None:
        self._content = content
        self._languages = languages
        self._eligibility = eligibility
        self._beginnings = beginnings

    async def ask(self, turn: Turn, slug: str, *, with_adviser: bool = False) -> bool:
        """Ask for one, with or without an adviser's look first; False when nothing is held there (any more)."""
        person, _ = turn.known()
        row = await opportunities.opportunity(turn.session, slug)
        holding = holding_of(row.holding) if row is not None else None
        if row is None or holding is None or row.country != person.country:
            return False
        found = await queries.of_person(turn.session, person.id, row.id)
        if found is not None and found.state in STANDING:
            turn.say(messages.standing(self._languages.of(turn), self.view(turn, found, row)))
            return True
        if not is_open(row, self._eligibility.today(person, turn.now)):
            return False
        fits = self.fits(person, row, turn.now)
        if not with_adviser and fits is not Verdict.MATCH:
            turn.say(self._for_others(turn, row, fits))
            return True
        await self._enter(turn, row, found, needs_adviser=holding.confirm or fits is not Verdict.MATCH)
        return True

    def fits(self, person: Person, row: Opportunity, now: datetime) -> Verdict:
        """Whether one of the programmes it is held for takes this person, and its own rules do."""
        today = self._eligibility.today(person, now)
        verdicts = self._eligibility.verdicts(person, today)
        joined = {verdicts.get(programme, Verdict.NOT_NOW) for programme in row.ring_fenced_for} or {Verdict.MATCH}
        own = self._own_rules(person, row, today)
        if own is False or joined == {Verdict.NOT_NOW}:
            return Verdict.NOT_NOW
        return Verdict.MATCH if own and Verdict.MATCH in joined else Verdict.NEED_MORE

    async def give_back(self, turn: Turn, hold_id: int) -> bool:
        """Give it back, or leave the line; False when it is not theirs or there is nothing to give."""
        person, _ = turn.known()
        found = await queries.get(turn.session, hold_id)
        if found is None or found[0].person_id != person.id or found[0].state not in STANDING - {HoldState.TAKEN}:
            return False
        hold, row = found
        end(hold, HoldState.GIVEN_BACK, turn.now)
        t = self._languages.of(turn)
        turn.say(messages.given_back(t, t.written(row.title)))
        return True

    async def settle(self, turn: Turn, hold: Hold, row: Opportunity) -> None:
        """Somebody who may have one gets it if it is their turn, else a place in line; they read which."""
        person, _ = turn.known()
        locked = await queries.lock_opportunity(turn.session, row.id)
        holding = holding_of(locked.holding) if locked is not None else None
        if locked is None or holding is None:
            end(hold, HoldState.GONE, turn.now)
        elif self.draw_on(locked) is not None and not self.is_drawn(locked, turn.now):
            hold.state, hold.changed_at, hold.lot = HoldState.ASKED, turn.now, secrets.randbelow(_LOTS)
        elif holding.room(await queries.count(turn.session, row.id, USES_ONE_UP)):
            self._hold(hold, person, turn.now)
        else:
            hold.state, hold.changed_at = HoldState.ASKED, turn.now
        await turn.session.flush()
        turn.say(messages.standing(self._languages.of(turn), self.view(turn, hold, row)))

    def view(self, turn: Turn, hold: Hold, row: Opportunity) -> HoldView:
        """A held place in the words of the person of this turn."""
        t, person = self._languages.of(turn), turn.known()[0]
        holding = holding_of(row.holding)
        if holding is None:
            raise LookupError("nothing is held there")
        return HoldView(
            hold.id,
            row.slug,
            t.written(row.title),
            holding,
            HoldState(hold.state),
            None if hold.until is None else hold.until.astimezone(self._eligibility.zone(person)),
            self.draw_on(row) if not self.is_drawn(row, turn.now) else None,
            can_send=self._beginnings.contact_of(row) is not None,
        )

    def draw_on(self, row: Opportunity) -> date | None:
        """The last day to ask where lots are drawn; None where whoever asks first gets one."""
        holding = holding_of(row.holding)
        return row.closes_on if holding is not None and holding.allot is Allot.BY_DATE else None

    def is_drawn(self, row: Opportunity, now: datetime) -> bool:
        """Whether the day to ask is over, where it is."""
        zone = ZoneInfo(self._content.countries[row.country].zone)
        last = self.draw_on(row)
        return last is None or now.astimezone(zone).date() > last

    async def held_lines(self, turn: Turn, t: LocaleTexts) -> list[Html]:
        """What they asked to be held."""
        found = await queries.all_of(turn.session, turn.known()[0].id)
        return [
            t(
                "holds.kept",
                title=t.written(row.title),
                state=t(f"holds.states.{hold.state}"),
                day=hold.created_at.date(),
            )
            for hold, row in found
        ]

    async def everything(self, session: AsyncSession, person_id: int) -> Any:
        """Each with how it stands and until when."""
        return [
            {
                "opportunity": row.slug,
                "state": hold.state,
                "until": None if hold.until is None else hold.until.isoformat(),
                "asked": hold.created_at.isoformat(),
                "organisation": hold.organisation,
            }
            for hold, row in await queries.all_of(session, person_id)
        ]

    async def _enter(self, turn: Turn, row: Opportunity, found: Hold | None, *, needs_adviser: bool) -> None:
        journey = await self._beginnings.begin(turn, row)
        hold = found or Hold(person_id=journey.person_id, opportunity_id=row.id, created_at=turn.now, lot=0)
        hold.organisation, hold.until, hold.next_at, hold.warned = journey.organisation, None, None, 0
        hold.state, hold.changed_at = HoldState.TO_CONFIRM, turn.now
        turn.session.add(hold)
        await turn.session.flush()
        if needs_adviser:
            turn.say(messages.standing(self._languages.of(turn), self.view(turn, hold, row)))
        else:
            await self.settle(turn, hold, row)

    def _hold(self, hold: Hold, person: Person, now: datetime) -> None:
        zone = self._eligibility.zone(person)
        holidays = self._content.countries[person.country or ""].holidays
        hold.state, hold.changed_at, hold.warned = HoldState.HELD, now, 0
        hold.until = held_until(now.astimezone(zone), holidays)
        hold.next_at = warning_at(hold.until, 0)

    def _for_others(self, turn: Turn, row: Opportunity, fits: Verdict) -> OutgoingMessage:
        t = self._languages.of(turn)
        names = [(one, str(t.pick(self._content.programmes[one].name))) for one in row.ring_fenced_for]
        return messages.for_others(t, row.slug, names, unsure=fits is Verdict.NEED_MORE)

    def _own_rules(self, person: Person, row: Opportunity, today: date) -> bool | None:
        if row.rules is None:
            return True
        rule = RuleSpec.model_validate(row.rules).compile(self._content.places.groups)
        births = self._eligibility.births(person)
        ages = (None, None) if births is None else births.ages_on(today)
        return rule.truth(Standing(self._eligibility.facts(person), *ages))


def end(hold: Hold, state: HoldState, now: datetime) -> None:
    """It is held no more; whoever is next is found by the tick."""
    hold.state, hold.changed_at, hold.next_at, hold.until = state, now, None, None
