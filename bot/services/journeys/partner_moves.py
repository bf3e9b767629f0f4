"""What an organisation decides about somebody who was sent to it: written down, told at once, and followed up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.holds import HoldState, What, holding_of
from bot.domain.journeys import OPENS_NEXT_MOVE, REASONS, Said, Stage, moves_of_organisation
from bot.errors import BadInput, NotFound, NotPossible
from bot.messages import journeys as messages
from bot.services.eligibility.eligibility import Eligibility
from bot.services.events.reminder_plans import hours_of
from bot.services.journeys.journeys import Journeys
from bot.services.journeys.moves import Move, Moves
from bot.services.journeys.next_moves import NextMoves
from bot.services.journeys.voice import tell, turn_of_ours
from bot.services.languages import Languages
from bot.services.staff.audit import Audit
from bot.services.turns import Turn
from db.models import Journey, Opportunity, Person, Referral
from db.queries import people
from db.queries import referrals as queries

ACCEPT, ACCEPTED = "accept", "accepted"
LONGEST_WORDS = 600
# Whoever has a held interview is invited to it; only these may stand in its way.
_BEFORE_HELD_INTERVIEW = ("requirements", "no_post")
_MUST_SAY = frozenset({Stage.INTERVIEW})


@dataclass(frozen=True, slots=True)
class Decision:
    """One tap of the organisation, with what it wrote."""

    act: str
    words: str = ""
    reason: str = ""
    started_on: date | None = None


class PartnerMoves:
    """Locks the person first; what an organisation says is marked as theirs."""

    def __init__(
        self,
        languages: Languages,
        eligibility: Eligibility,
        journeys: Journeys,
        moves: Moves,
        next_moves: NextMoves,
        audit: Audit,
    ) -> None:
        self._languages = languages
        self._eligibility = eligibility
        self._journeys = journeys
        self._moves = moves
        self._next_moves = next_moves
        self._audit = audit

    async def decide(
        self, session: AsyncSession, contact: str, referral_id: int, decision: Decision, now: datetime
    ) -> None:
        """Raises NotFound, NotPossible where it stands otherwise meanwhile, or BadInput."""
        found = await queries.get(session, referral_id)
        locked = await people.locked(session, found[3].id) if found else None
        found = await queries.get(session, referral_id) if locked else None
        if found is None or locked is None or found[0].contact != contact:
            raise NotFound("referral", referral_id)
        referral, journey, row, person, hold_state = found
        turn = turn_of_ours(session, *locked, now)
        if decision.act == ACCEPT:
            self._accept(turn, referral, journey, row)
        else:
            await self._move(turn, journey, row, hold_state, decision)
        referral.changed_at = now
        self._hush(turn, person)
        await tell(turn)
        await self._audit.note(
            session,
            None,
            f"referral.{decision.act}",
            person_reference=person.reference,
            subject=f"referral:{referral.id}",
            now=now,
        )

    def _accept(self, turn: Turn, referral: Referral, journey: Journey, row: Opportunity) -> None:
        if journey.stage != Stage.REFERRED or referral.state == ACCEPTED:
            raise NotPossible(ACCEPT, journey.stage)
        referral.state = ACCEPTED
        t = self._languages.of(turn)
        turn.say(messages.accepted(t, t.written(row.title), row.organisation))

    async def _move(
        self, turn: Turn, journey: Journey, row: Opportunity, hold_state: str | None, decision: Decision
    ) -> None:
        stage = Stage(decision.act) if decision.act in set(Stage) else None
        if stage is None or stage not in moves_of_organisation(Stage(journey.stage)):
            raise NotPossible(decision.act, journey.stage)
        words = " ".join(decision.words.split())[:LONGEST_WORDS] or None
        if stage in _MUST_SAY and words is None:
            raise BadInput("words", "missing")
        reason = self._reason(journey, row, hold_state, stage, decision.reason)
        move = Move(stage, Said.EMPLOYER, reason=reason, words=words, started_on=decision.started_on)
        person, _ = turn.known()
        await self._moves.make(turn.session, person, journey, row, move, turn.now)
        view = self._journeys.view(self._languages.of(turn), journey, row)
        turn.say(messages.news(self._languages.of(turn), view, organisation=row.organisation, reason=reason))
        if stage in OPENS_NEXT_MOVE:
            await self._next_moves.offer(turn)

    def _reason(
        self, journey: Journey, row: Opportunity, hold_state: str | None, stage: Stage, given: str
    ) -> str | None:
        if stage not in REASONS:
            return None
        if given not in reasons_for(journey, row, hold_state, stage):
            raise BadInput("reason", "missing")
        return given

    def _hush(self, turn: Turn, person: Person) -> None:
        """News is told at once; outside their hours without a sound."""
        if not hours_of(person).allow(turn.now, self._eligibility.zone(person)):
            turn.outgoing[:] = [replace(message, silent=True) for message in turn.outgoing]


def reasons_for(journey: Journey, row: Opportunity, hold_state: str | None, stage: Stage) -> tuple[str, ...]:
    """The reasons an organisation may give: a promised interview is not withheld because others are closer."""
    holding = holding_of(row.holding)
    is_promised = hold_state == HoldState.TAKEN and holding is not None and holding.what is What.INTERVIEW
    if stage is Stage.NOT_SUCCESSFUL and journey.stage == Stage.REFERRED and is_promised:
        return _BEFORE_HELD_INTERVIEW
    return REASONS.get(stage, ())
