"""Where staff see journeys: what nobody opened, what could not be mailed, and moving one on from a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.access import Subject
from bot.domain.holds import after_working_days
from bot.domain.journeys import OPENS_NEXT_MOVE, Said, Stage
from bot.domain.outcomes import STILL
from bot.errors import BadInput, NotFound, NotPossible
from bot.messages import journeys as messages
from bot.messages.emails import Email
from bot.services.cases.cases import Case
from bot.services.journeys.journeys import Journeys
from bot.services.journeys.moves import Move, Moves
from bot.services.journeys.next_moves import NextMoves
from bot.services.journeys.referral_links import ABOUT, ReferralLinks
from bot.services.journeys.voice import tell, turn_of_ours
from bot.services.mail import Mail
from db.models import Handoff, Journey, Opportunity, OutboxMessage
from db.queries import journeys as queries
from db.queries import people, referrals
from db.queries.journeys import Going
from db.queries.referrals import Candidate

_MOST = 100
_OPENS_WITHIN = 2
LONGEST_WORDS = 600
# An adviser says how it went with the organisation; what people send about themselves only they can send.
STAGES = (*(stage for stage in Stage if stage not in (Stage.INTERESTED, Stage.REVIEWED)), STILL)
VOICES = (Said.ADVISER, Said.EVIDENCE)


@dataclass(frozen=True, slots=True)
class Told:
    """What an adviser writes down."""

    stage: str
    said_by: str
    words: str = ""


class JourneyDesk:
    """Staff see the journeys their organisation looks after, and on a case those the person left in the packet."""

    def __init__(
        self, journeys: Journeys, moves: Moves, next_moves: NextMoves, links: ReferralLinks, mail: Mail
    ) -> None:
        self._journeys = journeys
        self._moves = moves
        self._next_moves = next_moves
        self._links = links
        self._mail = mail

    async def returned(self, session: AsyncSession, organisation: str) -> list[Candidate]:
        """Details that nobody opened in time."""
        return await referrals.returned_to(session, organisation, _MOST)

    async def to_pass_on(self, session: AsyncSession, now: datetime) -> Sequence[tuple[OutboxMessage, Email]]:
        """Links that could not be sent because no mail is set up: whoever looks after the person passes them on."""
        return await self._mail.to_pass_on(session, now, about=ABOUT)

    async def subject(self, session: AsyncSession, referral_id: int) -> Subject | None:
        """Whose business a referral is."""
        found = await referrals.get(session, referral_id)
        return Subject(found[1].organisation, found[3].council) if found else None

    async def send_again(self, session: AsyncSession, referral_id: int, now: datetime) -> str:
        """A new link for the same contact, and two more working days. The person's reference."""
        found = await referrals.get(session, referral_id)
        locked = await people.locked(session, found[3].id) if found else None
        found = await referrals.get(session, referral_id) if locked else None
        if found is None:
            raise NotFound("referral", referral_id)
        referral, _, row, person, _ = found
        if referral.state != "returned":
            raise NotPossible("send_again", referral.state)
        zone, holidays = self._links.zone(row.country), self._links.holidays(row.country)
        referral.state, referral.changed_at = "sent", now
        referral.return_at = after_working_days(now.astimezone(zone), _OPENS_WITHIN, holidays)
        await self._links.write(session, referral.contact, row.country, now, referral.id)
        return person.reference

    async def of_case(self, session: AsyncSession, handoff: Handoff) -> list[Going]:
        """The journeys of the person of a case; none where they left their interests out."""
        if not handoff.packet.get("interests"):
            return []
        return await queries.all_of(session, handoff.person_id)

    async def move(self, case: Case, journey_id: int, told: Told) -> None:
        """Write down how it went; the person reads it, and after a no the next move. Raises NotFound or BadInput."""
        if told.stage not in STAGES or told.said_by not in VOICES:
            raise BadInput("stage", "unknown")
        going = await queries.get(case.session, journey_id)
        if going is None or going[0].person_id != case.person.id or not case.handoff.packet.get("interests"):
            raise NotFound("journey", journey_id)
        if told.stage == STILL:
            self._keep_still(case, going[0], Said(told.said_by))
        else:
            await self._move(case, *going, told)

    def _keep_still(self, case: Case, journey: Journey, said_by: Said) -> None:
        """An adviser heard or saw that somebody is still at work: no news to them, so nothing is told."""
        if journey.stage != Stage.STARTED:
            raise BadInput("stage", "not_started")
        self._moves.keep_still(case.session, case.person, journey, said_by, case.now, case.staff.id)
        case.note(f"journey:{STILL}")

    async def _move(self, case: Case, journey: Journey, row: Opportunity | None, told: Told) -> None:
        stage, words = Stage(told.stage), " ".join(told.words.split())[:LONGEST_WORDS] or None
        is_news = journey.stage != stage
        move = Move(stage, Said(told.said_by), words=words, staff_id=case.staff.id)
        await self._moves.make(case.session, case.person, journey, row, move, case.now)
        case.note(f"journey:{stage}")
        if is_news:
            turn = turn_of_ours(case.session, case.person, case.conversation, case.now)
            turn.say(messages.from_adviser(case.t, self._journeys.view(case.t, journey, row), case.staff.name))
            if stage in OPENS_NEXT_MOVE and not case.is_live:
                await self._next_moves.offer(turn)
            await tell(turn)
