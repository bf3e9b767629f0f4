"""Cases as staff move them: claim, let go, pass on, park, close and open again.

Every method locks the person first and then reads the case anew: of two advisers who click at once, one wins and the
other is told who.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.handoffs import (
    LIVE_FOR,
    MEANT_FOR_ADVISER,
    OPEN,
    OUTCOMES,
    Act,
    State,
    is_in_scope,
    is_live,
    is_possible,
)
from bot.errors import BadInput, NotFound, NotPossible
from bot.messages import cases as messages
from bot.messages.outgoing import OutgoingMessage
from bot.messages.texts import LocaleTexts
from bot.services.languages import Languages
from bot.services.organisations import Organisations
from db import outbox
from db.models import Conversation, Handoff, Person, StaffMember
from db.queries import cases as queries
from db.queries import people
from db.queries import staff as staff_queries

LONGEST_NOTE = 2000


@dataclass(slots=True)
class Case:
    """A case with its person locked. `actor` works on it; `mine` are they and whom they stand in for."""

    session: AsyncSession
    handoff: Handoff
    person: Person
    conversation: Conversation
    now: datetime
    t: LocaleTexts
    actor: StaffMember | None = None
    mine: frozenset[int] = frozenset()

    @property
    def staff(self) -> StaffMember:
        """Whoever works on it; what happens by itself has nobody."""
        if self.actor is None:
            raise LookupError("nobody works on this case")
        return self.actor

    @property
    def is_own(self) -> bool:
        """Whether whoever works on it has it, or stands in for who has it."""
        return self.handoff.adviser_id in self.mine

    @property
    def state(self) -> State:
        """Where it stands."""
        return State(self.handoff.state)

    @property
    def is_live(self) -> bool:
        """Whether the bot is silent."""
        return is_live(self.conversation.live_until, self.now)

    def note(self, what: str) -> None:
        """Write an event into the case, by whoever works on it."""
        actor = self.actor.id if self.actor is not None else None
        queries.add_entry(self.session, self.handoff, "event", self.now, text=what, staff_id=actor)

    def go_live(self) -> None:
        """From now on the bot is silent here."""
        self.handoff.state = State.CLAIMED
        self.conversation.live_until = self.now + LIVE_FOR
        self.conversation.case_id = self.handoff.id
        self.conversation.case_ends_at = None

    def go_quiet(self) -> None:
        """From now on the bot works as usual."""
        self.conversation.live_until = None

    async def say(self, message: OutgoingMessage, *, once: str | None = None) -> int | None:
        """Put a message in the outbox; the id of its row. `once` is its dedupe key."""
        return await outbox.queue(
            self.session,
            person_id=self.person.id,
            chat_id=self.person.chat_id,
            content=message.to_json(),
            now=self.now,
            dedupe_key=once,
        )


class Cases:
    """Staff see and move only their own organisation's cases."""

    def __init__(self, languages: Languages, organisations: Organisations) -> None:
        self._languages = languages
        self._organisations = organisations

    async def open(self, session: AsyncSession, staff_id: int, handoff_id: int, now: datetime) -> Case:
        """A case in this member's scope, its person locked; raises NotFound, also when they were erased."""
        case = await self.opened(session, handoff_id, now)
        staff = case.actor = await staff_queries.get(session, staff_id)
        if staff is None or staff.disabled_at is not None:
            raise NotFound("staff", staff_id)
        handoff = case.handoff
        case.mine = frozenset({staff.id, *await staff_queries.covered_by(session, staff.id, now)})
        in_scope = handoff.organisation == staff.organisation and (
            case.is_own or is_in_scope(staff.councils, staff.programmes, handoff.council, handoff.programme)
        )
        if not in_scope:
            raise NotFound("case", handoff_id)
        return case

    async def opened(self, session: AsyncSession, handoff_id: int, now: datetime) -> Case:
        """Any case, for what happens by itself."""
        person_id = await queries.person_of(session, handoff_id)
        locked = await people.locked(session, person_id) if person_id is not None else None
        handoff = await queries.get(session, handoff_id) if locked else None
        if locked is None or handoff is None:
            raise NotFound("case", handoff_id)
        person, conversation = locked
        t = self._languages.named(person.locale or handoff.locale or self._languages.likeliest(None))
        return Case(session, handoff, person, conversation, now, t)

    async def claim(self, case: Case) -> None:
        """Take a waiting case: the adviser is named to the person, and the bot is silent from here on."""
        await self.allow(case, Act.CLAIM)
        case.handoff.adviser_id = case.staff.id
        case.handoff.claimed_at = case.now
        case.go_live()
        case.note("claimed")
        await case.say(messages.taken(case.t, case.staff.name, self._organisations.get(case.staff.organisation).name))

    async def release(self, case: Case) -> None:
        """Put a case back in the queue, with a new promise."""
        await self.allow(case, Act.RELEASE)
        self.put_back(case)
        case.note("released")
        organisation = self._organisations.get(case.handoff.organisation)
        await case.say(messages.back_in_queue(case.t, organisation.name, self.local(case, case.handoff.promised_by)))

    async def transfer(self, case: Case, colleague_id: int, note: str) -> None:
        """Pass a case on to a colleague of the same organisation, with a note only staff read."""
        await self.allow(case, Act.TRANSFER)
        colleague = await self._colleague(case, colleague_id)
        self.add_note(case, note)
        case.handoff.adviser_id = colleague.id
        case.note(f"transferred:{colleague.id}")
        if case.is_live:
            case.go_live()
        name = self._organisations.get(case.staff.organisation).name
        await case.say(self._without_back(case, messages.moved_to(case.t, colleague.name, name)))

    async def give(self, case: Case, colleague_id: int) -> None:
        """A coordinator gives a case to an adviser, whoever had it; the adviser writes when they are ready."""
        if case.state not in OPEN or case.handoff.adviser_id == colleague_id:
            raise await self._not_possible(case, Act.CLAIM)
        colleague = await self._colleague(case, colleague_id)
        was_live = case.is_live
        case.handoff.adviser_id = colleague.id
        case.handoff.claimed_at = case.handoff.claimed_at or case.now
        if not was_live:
            case.handoff.state = State.PARKED
        case.note(f"given:{colleague.id}")
        name = self._organisations.get(case.staff.organisation).name
        await case.say(self._without_back(case, messages.moved_to(case.t, colleague.name, name)))

    async def offer_move(self, case: Case, organisation_id: str, note: str) -> None:
        """Ask the person whether another organisation may see the case; nothing is shown to it before their yes."""
        await self.allow(case, Act.TRANSFER)
        organisation = self._organisations.get(organisation_id)
        if (
            organisation.country != case.handoff.country
            or not organisation.hours
            or organisation.id == case.staff.organisation
        ):
            raise BadInput("target", "unknown")
        self.add_note(case, note)
        case.conversation.draft = {**case.conversation.draft, "move": [case.handoff.id, organisation.id]}
        case.note(f"move_offered:{organisation.id}")
        await case.say(messages.may_move(case.t, organisation.name, case.handoff.id))

    async def park(self, case: Case) -> None:
        """Keep the case and let the bot work again."""
        await self.allow(case, Act.PARK)
        case.handoff.state = State.PARKED
        case.go_quiet()
        case.note("parked")
        await case.say(messages.bot_is_back(case.t, case.staff.name))

    async def plan(self, case: Case, action: str, day: date | None) -> None:
        """Write down the next action and its day; empty words take it away."""
        await self.allow(case, Act.PLAN)
        case.handoff.next_action = action.strip()[:LONGEST_NOTE] or None
        case.handoff.next_action_on = day if case.handoff.next_action else None
        case.handoff.counter += 1

    async def close(self, case: Case, outcome: str, next_step: str) -> None:
        """Close with an outcome; the person reads the next step, is asked if it helped, and has the bot back."""
        await self.allow(case, Act.CLOSE)
        if outcome not in OUTCOMES:
            raise BadInput("outcome", "unknown")
        handoff = case.handoff
        was_answered = handoff.adviser_id is not None
        handoff.state, handoff.outcome, handoff.closed_at = State.CLOSED, outcome, case.now
        handoff.next_action = handoff.next_action_on = None
        case.go_quiet()
        case.conversation.case_ends_at = case.now + MEANT_FOR_ADVISER if was_answered else None
        case.note(f"closed:{outcome}")
        name = case.staff.name if was_answered else None
        await case.say(messages.closed(case.t, name, next_step.strip()[:LONGEST_NOTE], handoff.id))

    async def reopen(self, case: Case) -> None:
        """Open a closed case again, parked with this adviser; only while the person agrees to be written to."""
        await self.allow(case, Act.REOPEN)
        if case.handoff.contact_agreed_at is None or case.person.stopped_at is not None:
            raise NotPossible(Act.REOPEN, "not_agreed")
        if case.conversation.case_id not in (None, case.handoff.id):
            raise NotPossible(Act.REOPEN, "another_case")
        self.reopen_for(case, case.staff.id)
        case.note("reopened")

    def reopen_for(self, case: Case, adviser_id: int | None) -> None:
        """The case is open again, parked with its adviser, or waiting when it has none."""
        case.handoff.state = State.PARKED if adviser_id is not None else State.WAITING
        case.handoff.adviser_id = adviser_id
        case.handoff.closed_at = None
        case.handoff.outcome = None
        case.conversation.case_id = case.handoff.id
        case.conversation.case_ends_at = None

    def add_note(self, case: Case, text: str) -> None:
        """A note that is never sent; empty ones are none."""
        if text.strip():
            kept = text.strip()[:LONGEST_NOTE]
            queries.add_entry(case.session, case.handoff, "note", case.now, text=kept, staff_id=case.staff.id)

    def put_back(self, case: Case) -> None:
        """Back in the queue: nobody has it, and the promise begins anew."""
        case.handoff.state = State.WAITING
        case.handoff.adviser_id = None
        case.go_quiet()
        organisation = self._organisations.get(case.handoff.organisation)
        case.handoff.promised_by = self._organisations.reads_by(organisation, case.now)

    async def allow(self, case: Case, act: Act) -> None:
        """Raises NotPossible, with the name of who has the case, when it does not stand so that this can be done."""
        if not is_possible(act, case.state, is_own=case.is_own):
            raise await self._not_possible(case, act)

    def local(self, case: Case, moment: datetime) -> datetime:
        """An instant in the zone of the case's country."""
        return self._organisations.local(case.handoff.country, moment)

    async def _colleague(self, case: Case, staff_id: int) -> StaffMember:
        found = await staff_queries.get(case.session, staff_id)
        is_one = found is not None and found.organisation == case.staff.organisation and found.disabled_at is None
        if found is None or not is_one or "adviser" not in found.roles:
            raise BadInput("target", "unknown")
        return found

    async def _not_possible(self, case: Case, act: Act) -> NotPossible:
        holder = case.handoff.adviser_id
        colleague = await case.session.get(StaffMember, holder) if holder is not None else None
        return NotPossible(act, case.state, colleague.name if colleague else None)

    def _without_back(self, case: Case, message: OutgoingMessage) -> OutgoingMessage:
        """Where the bot is not silent there is no way back to offer."""
        return message if case.is_live else replace(message, buttons=())
