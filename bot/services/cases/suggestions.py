"""What an adviser starts for a person: the questions, or something to say yes to. The bot takes it from there."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.handoffs import Act, State
from bot.errors import BadInput
from bot.messages import cases as messages
from bot.messages import opportunities as opportunity_messages
from bot.services.cases.cases import Case, Cases
from bot.services.opportunities.opportunities import is_open
from bot.services.opportunities.wording import Wording
from bot.services.organisations import Organisations
from db.models import Opportunity
from db.queries import opportunities as queries

_MOST = 200


class CaseSuggestions:
    """Buttons work only while the bot may speak, so the case is parked with what is suggested."""

    def __init__(self, cases: Cases, organisations: Organisations, wording: Wording) -> None:
        self._cases = cases
        self._organisations = organisations
        self._wording = wording

    async def open_in(self, session: AsyncSession, country: str, now: datetime) -> dict[str, Opportunity]:
        """What is open in a country today and closes first, by its short name; as many as one page can offer."""
        today = self._organisations.local(country, now).date()
        return {row.slug: row for row in await queries.open_in(session, country, today, _MOST)}

    async def check(self, case: Case) -> None:
        """Ask them to answer the questions."""
        await self._cases.allow(case, Act.WRITE)
        self._park(case)
        case.note("check_started")
        await case.say(messages.start_check(case.t, case.staff.name))

    async def suggest(self, case: Case, slug: str) -> None:
        """Send the card of something open; raises BadInput when it is not open there."""
        await self._cases.allow(case, Act.WRITE)
        row = await queries.opportunity(case.session, slug)
        today = self._organisations.local(case.handoff.country, case.now).date()
        if row is None or row.country != case.handoff.country or not is_open(row, today):
            raise BadInput("opportunity", "unknown")
        self._park(case)
        case.note(f"suggested:{slug}")
        await case.say(messages.thinks_of(case.t, case.staff.name))
        await case.say(opportunity_messages.card(case.t, self._wording.card(case.t, row, case.person, today)))

    def _park(self, case: Case) -> None:
        case.handoff.staff_wrote_at = case.now
        case.handoff.answered_at = case.handoff.answered_at or case.now
        if case.state is State.CLAIMED:
            case.handoff.state = State.PARKED
            case.go_quiet()
