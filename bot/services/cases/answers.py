"""What a person answers about their case by button: did it help, may they write, whose message is it, may it move."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.domain.handoffs import OPEN, State
from bot.errors import NotFound
from bot.messages import cases as messages
from bot.messages.cases import RATINGS
from bot.services.cases.hearing import Hearing, Said
from bot.services.languages import Languages
from bot.services.organisations import Organisations
from bot.services.turns import Turn
from db.models import Handoff, StaffMember
from db.queries import cases as queries


class CaseAnswers:
    """Every button names its case, and does nothing to a case that is not the person's own."""

    def __init__(self, languages: Languages, organisations: Organisations, hearing: Hearing) -> None:
        self._languages = languages
        self._organisations = organisations
        self._hearing = hearing

    async def rate(self, turn: Turn, case_id: int, value: int) -> bool:
        """Keep how much it helped; False when that case is not theirs, or not closed."""
        case = await self._own(turn, case_id)
        if case is None or case.state != State.CLOSED or value not in RATINGS:
            return False
        case.rating = value
        queries.add_entry(turn.session, case, "event", turn.now, text=f"rated:{value}")
        turn.rings.add(case.id)
        adviser = await self._adviser(turn, case)
        turn.say(messages.rated(self._languages.of(turn), adviser.name if adviser else None, case.id))
        return True

    async def may_write(self, turn: Turn, case_id: int, *, agreed: bool) -> bool:
        """Keep whether the adviser may write first from now on; False when that case is not theirs."""
        case = await self._own(turn, case_id)
        adviser = await self._adviser(turn, case) if case is not None else None
        if case is None or adviser is None:
            return False
        case.contact_agreed_at = turn.now if agreed else None
        queries.add_entry(turn.session, case, "event", turn.now, text="may_write" if agreed else "may_not_write")
        turn.rings.add(case.id)
        turn.say(messages.may_write(self._languages.of(turn), adviser.name, agreed=agreed))
        return True

    async def move(self, turn: Turn, case_id: int, *, agreed: bool) -> bool:
        """Let another organisation have the case, or not; False when nobody asks that any more."""
        _, conversation = turn.known()
        asked = conversation.draft.get("move")
        case = await self._own(turn, case_id)
        if case is None or asked is None or asked[0] != case_id or case.state not in OPEN:
            return False
        conversation.draft = {name: value for name, value in conversation.draft.items() if name != "move"}
        t = self._languages.of(turn)
        turn.rings.add(case.id)
        if not agreed:
            queries.add_entry(turn.session, case, "event", turn.now, text="move_refused")
            turn.say(messages.stays_here(t, self._organisations.get(case.organisation).name))
            return True
        try:
            organisation = self._organisations.get(asked[1])
        except NotFound:
            return False
        case.organisation, case.adviser_id, case.state = organisation.id, None, State.WAITING
        case.promised_by = self._organisations.reads_by(organisation, turn.now)
        case.person_wrote_at = turn.now
        conversation.live_until = None
        queries.add_entry(turn.session, case, "event", turn.now, text=f"moved:{organisation.id}")
        turn.say(
            messages.back_in_queue(t, organisation.name, self._organisations.local(case.country, case.promised_by))
        )
        return True

    async def give_to_adviser(self, turn: Turn, revision: int) -> bool:
        """Put the message that was held back into its case, opening it again; False when none is held."""
        _, conversation = turn.known()
        held = self._take_held(turn, revision)
        case = await self._own(turn, held["case"]) if held else None
        if held is None or case is None:
            return False
        if conversation.case_id is not None and conversation.case_id != case.id:
            # They have asked for somebody else since: that is where it is read.
            case = await self._own(turn, conversation.case_id) or case
        if case.state not in OPEN:
            self._reopen(turn, case, await self._adviser(turn, case))
        await self._hearing.hear(turn, case, Said.from_json(held))
        adviser = await self._adviser(turn, case)
        promised = self._organisations.local(case.country, case.promised_by)
        turn.say(messages.passed_on(self._languages.of(turn), adviser.name if adviser else None, promised))
        return True

    def take_back_for_bot(self, turn: Turn, revision: int) -> Mapping[str, Any] | None:
        """The message that was held back, for the bot to read after all."""
        return self._take_held(turn, revision)

    def _reopen(self, turn: Turn, case: Handoff, adviser: StaffMember | None) -> None:
        _, conversation = turn.known()
        case.state = State.PARKED if adviser is not None else State.WAITING
        case.adviser_id = adviser.id if adviser is not None else None
        case.closed_at = case.outcome = None
        conversation.case_id, conversation.case_ends_at = case.id, None
        queries.add_entry(turn.session, case, "event", turn.now, text="reopened_by_person")

    def _take_held(self, turn: Turn, revision: int) -> Mapping[str, Any] | None:
        _, conversation = turn.known()
        held: dict[str, Any] | None = conversation.draft.get("held")
        if held is None or held["revision"] != revision:
            return None
        conversation.draft = {name: value for name, value in conversation.draft.items() if name != "held"}
        return held

    async def _own(self, turn: Turn, case_id: int) -> Handoff | None:
        person, _ = turn.known()
        case = await queries.get(turn.session, case_id)
        return case if case is not None and case.person_id == person.id else None

    async def _adviser(self, turn: Turn, case: Handoff) -> StaffMember | None:
        """Whoever had the case and still works here."""
        found = await turn.session.get(StaffMember, case.adviser_id) if case.adviser_id is not None else None
        return found if found is not None and found.disabled_at is None else None
