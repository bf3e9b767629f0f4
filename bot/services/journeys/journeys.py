"""What somebody tells of their journeys, by a tap or in words, and where each stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.journeys import ENDED, OPENS_NEXT_MOVE, REASONS, Kind, Said, Stage
from bot.domain.outcomes import STILL, is_elsewhere, outcome_in
from bot.messages import journeys as messages
from bot.messages.journeys import JourneyView
from bot.messages.texts import Html, LocaleTexts
from bot.services.eligibility.eligibility import Eligibility
from bot.services.journeys.beginnings import Beginnings
from bot.services.journeys.moves import Move, Moves
from bot.services.journeys.next_moves import NextMoves
from bot.services.languages import Languages
from bot.services.turns import Turn
from db.models import Journey, JourneyStep, Opportunity
from db.queries import journeys as queries
from db.queries.journeys import Going

_MOST = 8
_FOUND = frozenset({Stage.OFFERED, Stage.STARTED})


class Journeys:
    """Self-reported: it counts, and is told apart from what an employer or adviser says."""

    name = "journeys"

    def __init__(
        self,
        languages: Languages,
        eligibility: Eligibility,
        beginnings: Beginnings,
        moves: Moves,
        next_moves: NextMoves,
    ) -> None:
        self._languages = languages
        self._eligibility = eligibility
        self._beginnings = beginnings
        self._moves = moves
        self._next_moves = next_moves

    async def show_all(self, turn: Turn) -> bool:
        """Where everything stands; False when nothing has begun."""
        t = self._languages.of(turn)
        found = await self._all_of(turn)
        if found:
            turn.say(messages.overview(t, [self.view(t, *going) for going in found[:_MOST]]))
        return bool(found)

    async def show(self, turn: Turn, journey_id: int) -> bool:
        """One of theirs; False when it is not."""
        going = await self._mine(turn, journey_id)
        if going is not None:
            t = self._languages.of(turn)
            turn.say(messages.one(t, self.view(t, *going)))
        return going is not None

    async def tell(self, turn: Turn, text: str) -> None:
        """What happened, in their own words: kept at once where it is clear what and which, else asked."""
        t = self._languages.of(turn)
        found = [going for going in await self._all_of(turn) if going[0].stage not in ENDED][:_MOST]
        outcome = outcome_in(text)
        if outcome in _FOUND and (is_elsewhere(text) or not found):
            await self.found(turn, str(outcome))
        elif outcome is None or not found:
            turn.say(messages.what_happened(t, self.view(t, *found[0]) if len(found) == 1 else None))
        elif len(found) == 1:
            await self._report(turn, *found[0], outcome)
        else:
            turn.say(messages.which(t, [self.view(t, *going) for going in found], outcome))

    async def report(self, turn: Turn, journey_id: int, outcome: str) -> bool:
        """What happened, by a tap; False when the journey is not theirs."""
        going = await self._mine(turn, journey_id)
        if going is None or outcome not in {*Stage, STILL}:
            return False
        await self._report(turn, *going, outcome)
        return True

    async def found(self, turn: Turn, outcome: str) -> bool:
        """Work they found themselves; it counts as much."""
        if outcome not in _FOUND:
            return False
        person, _ = turn.known()
        journey = await self._beginnings.journey(turn.session, person, None, turn.now)
        await self._report(turn, journey, None, outcome)
        if outcome == Stage.STARTED:
            turn.say(messages.ask_kind(self._languages.of(turn), journey.id))
        return True

    async def tell_kind(self, turn: Turn, journey_id: int, kind: str) -> bool:
        """What kind of work it is."""
        going = await self._mine(turn, journey_id)
        if going is None or kind not in set(Kind):
            return False
        going[0].kind = kind
        turn.say(messages.noted(self._languages.of(turn)))
        return True

    async def tell_reason(self, turn: Turn, journey_id: int, reason: str) -> bool:
        """Why it ended."""
        going = await self._mine(turn, journey_id)
        if going is None or reason not in REASONS.get(Stage(going[0].stage), ()):
            return False
        going[0].reason = reason
        turn.say(messages.noted(self._languages.of(turn)))
        return True

    async def be_quiet(self, turn: Turn, journey_id: int) -> bool:
        """No more questions about this one."""
        going = await self._mine(turn, journey_id)
        if going is None:
            return False
        going[0].is_quiet, going[0].asks_at = True, None
        turn.say(messages.noted(self._languages.of(turn)))
        return True

    def view(self, t: LocaleTexts, journey: Journey, row: Opportunity | None) -> JourneyView:
        """A journey in somebody's language."""
        is_early = journey.stage in (Stage.INTERESTED, Stage.REVIEWED)
        return JourneyView(
            journey.id,
            t.written(row.title) if row is not None else t("journeys.own_title"),
            Stage(journey.stage),
            journey.said_by,
            row.slug if row is not None else None,
            journey.words,
            can_send=is_early and row is not None and self._beginnings.contact_of(row) is not None,
            is_quiet=journey.is_quiet,
        )

    async def held_lines(self, turn: Turn, t: LocaleTexts) -> list[Html]:
        """Where each stands."""
        found = await self._all_of(turn)
        return [
            t("journeys.kept", title=view.title, stage=t(f"journeys.stage.{view.stage}"), day=journey.changed_at.date())
            for journey, row in found
            for view in [self.view(t, journey, row)]
        ]

    async def everything(self, session: AsyncSession, person_id: int) -> Any:
        """Each with every step, and who said so."""
        steps = await queries.steps_of(session, person_id)
        return [
            {
                "opportunity": row.slug if row is not None else None,
                "organisation": journey.organisation,
                "stage": journey.stage,
                "said_by": journey.said_by,
                "kind": journey.kind,
                "reason": journey.reason,
                "words": journey.words,
                "started_on": None if journey.started_on is None else journey.started_on.isoformat(),
                "weeks": journey.weeks,
                "steps": [_step(step) for step, of, _ in steps if of.id == journey.id],
            }
            for journey, row in await queries.all_of(session, person_id)
        ]

    async def _report(self, turn: Turn, journey: Journey, row: Opportunity | None, outcome: str) -> None:
        person, _ = turn.known()
        t = self._languages.of(turn)
        if outcome == STILL:
            self._moves.keep_still(turn.session, person, journey, Said.PERSON, turn.now)
            turn.say(messages.noted(t))
            return
        stage = Stage(outcome)
        await self._moves.make(turn.session, person, journey, row, Move(stage, Said.PERSON), turn.now)
        turn.say(messages.moved(t, self.view(t, journey, row)))
        if stage in (Stage.LEFT_EARLY, Stage.WITHDREW):
            turn.say(messages.ask_reason(t, journey.id, stage))
        if stage in OPENS_NEXT_MOVE:
            await self._next_moves.offer(turn)

    async def _all_of(self, turn: Turn) -> Sequence[Going]:
        person, _ = turn.known()
        return await queries.all_of(turn.session, person.id) if person.id else []

    async def _mine(self, turn: Turn, journey_id: int) -> Going | None:
        person, _ = turn.known()
        going = await queries.get(turn.session, journey_id)
        return going if going is not None and going[0].person_id == person.id else None


def _step(step: JourneyStep) -> dict[str, Any]:
    return {"stage": step.stage, "said_by": step.said_by, "reason": step.reason, "at": step.at.isoformat()}
