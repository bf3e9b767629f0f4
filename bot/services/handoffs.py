"""Asking for a person: topic, packet, check, send, take back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.content.schema.organisations import Organisation
from bot.domain.handoffs import State
from bot.messages import handoffs as messages
from bot.messages.handoffs import ADJUSTMENTS, REACHES, TOPICS, PacketView
from bot.messages.organisations import hours
from bot.services.equality.equality import Equality
from bot.services.forms import leave, stand_at
from bot.services.languages import Languages
from bot.services.organisations import Organisations
from bot.services.packets import PARTS, Packets
from bot.services.turns import Turn
from db.models import Handoff
from db.queries import cases, staff
from db.queries import handoffs as queries

FORM = "handoffs"


class Handoffs:
    """A person has at most one open request; its packet is exactly what they left in."""

    def __init__(
        self,
        languages: Languages,
        organisations: Organisations,
        packets: Packets,
        equality: Equality,
    ) -> None:
        self._languages = languages
        self._organisations = organisations
        self._packets = packets
        self._equality = equality

    async def ask(self, turn: Turn) -> None:
        """Ask what it is about; somebody who asked already is told how that stands."""
        person, conversation = turn.known()
        t = self._languages.of(turn)
        case = await queries.open_of(turn.session, person.id)
        if case is not None:
            promised = self._local(case)
            is_waiting = case.state == State.WAITING
            turn.say(messages.waiting(t, promised, person.reference, has_adviser=not is_waiting))
            return
        conversation.revision += 1
        turn.say(messages.choose_topic(t))

    async def choose_topic(self, turn: Turn, topic: str) -> None:
        """Show what would be sent about a topic, before anything is."""
        _, conversation = turn.known()
        if topic not in TOPICS:
            topic = "other"
        packet = {"topic": topic, "without": [], "reach": REACHES[0], "adjustments": []}
        conversation.draft = {**conversation.draft, "packet": packet}
        await self._check(turn)

    async def trim(self, turn: Turn, part: str, revision: int) -> bool:
        """Take a part out or put it back; False when the packet is not open any more."""
        packet = self._open_packet(turn, revision)
        if packet is None or part not in PARTS:
            return False
        self._keep(turn, without=sorted(set(packet["without"]) ^ {part}))
        await self._check(turn, edit=True)
        return True

    def show_wishes(self, turn: Turn, revision: int) -> bool:
        """How they want to be reached and what they need; False when the packet is not open any more."""
        packet = self._open_packet(turn, revision)
        if packet is None:
            return False
        _, conversation = turn.known()
        conversation.revision += 1
        turn.edit_tapped(messages.wishes(self._languages.of(turn), packet, conversation.revision))
        return True

    async def wish(self, turn: Turn, wish: str, revision: int) -> bool:
        """One wish by button, or that this is all; False when the packet is not open any more."""
        packet = self._open_packet(turn, revision)
        if packet is None or wish not in (*REACHES, *ADJUSTMENTS, "done"):
            return False
        if wish == "done":
            await self._check(turn, edit=True)
            return True
        if wish in REACHES:
            self._keep(turn, reach=wish)
        else:
            self._keep(turn, adjustments=sorted(set(packet["adjustments"]) ^ {wish}))
        return self.show_wishes(turn, revision)

    async def send(self, turn: Turn, revision: int) -> bool:
        """Put the request in the queue; False when the packet shown is not the one that stands now."""
        person, conversation = turn.known()
        packet = self._open_packet(turn, revision)
        if packet is None:
            return False
        if await queries.open_of(turn.session, person.id) is not None:
            await self.ask(turn)
            return True
        organisation = await self._serving(turn, packet["topic"])
        reads_by = self._organisations.reads_by(organisation, turn.now)
        case = Handoff(
            person_id=person.id,
            organisation=organisation.id,
            topic=packet["topic"],
            locale=person.locale or "",
            country=person.country or "",
            council=None if "area" in packet["without"] else person.council,
            programme=None if "verdicts" in packet["without"] else self._packets.only_match(person, turn),
            packet=await self._packets.packed(turn, packet),
            promised_by=reads_by,
            created_at=turn.now,
            person_wrote_at=turn.now,
        )
        turn.session.add(case)
        await turn.session.flush()
        conversation.case_id, conversation.case_ends_at, conversation.live_until = case.id, None, None
        self._close_draft(turn)
        card = messages.sent(self._languages.of(turn), organisation.name, reads_by, person.reference)
        turn.say(card.with_buttons(*await self._equality.offer(turn)))
        return True

    def cancel(self, turn: Turn) -> None:
        """Nothing is sent."""
        self._close_draft(turn)
        turn.say(messages.cancelled(self._languages.of(turn)))

    async def withdraw(self, turn: Turn) -> None:
        """Take the open request back, with whoever has it."""
        person, conversation = turn.known()
        t = self._languages.of(turn)
        case = await queries.open_of(turn.session, person.id)
        if case is None:
            turn.say(messages.nothing_waiting(t))
            return
        case.state = State.WITHDRAWN
        case.closed_at = turn.now
        cases.add_entry(turn.session, case, "event", turn.now, text="withdrawn")
        conversation.case_id = conversation.live_until = conversation.case_ends_at = None
        turn.rings.add(case.id)
        turn.say(messages.withdrawn(t))

    async def begin_adding(self, turn: Turn) -> None:
        """Something more for whoever reads the request."""
        person, _ = turn.known()
        t = self._languages.of(turn)
        if await queries.open_of(turn.session, person.id) is None:
            turn.say(messages.nothing_waiting(t))
            return
        stand_at(turn, FORM, "add")
        turn.say(messages.ask_addition(t))

    async def take_text(self, turn: Turn, text: str) -> None:
        """What they add is written below the request."""
        person, _ = turn.known()
        leave(turn)
        t = self._languages.of(turn)
        case = await queries.open_of(turn.session, person.id)
        if case is None:
            turn.say(messages.nothing_waiting(t))
            return
        message_id = turn.incoming.message_id
        cases.add_entry(turn.session, case, "person", turn.now, text=text, message_id=message_id)
        case.person_wrote_at = turn.now
        turn.rings.add(case.id)
        turn.say(messages.added(t, self._local(case)))

    async def go_back(self, turn: Turn) -> None:
        """Nothing is added."""
        await self.skip(turn)

    async def skip(self, turn: Turn) -> None:
        """Nothing is added."""
        leave(turn)
        await self.ask(turn)

    async def ask_again(self, turn: Turn) -> None:
        """Ask for the addition once more."""
        stand_at(turn, FORM, "add")
        turn.say(messages.ask_addition(self._languages.of(turn)))

    async def _check(self, turn: Turn, *, edit: bool = False) -> None:
        _, conversation = turn.known()
        packet = conversation.draft["packet"]
        organisation = await self._serving(turn, packet["topic"])
        t = self._languages.of(turn)
        view = PacketView(
            topic=packet["topic"],
            parts=[(part, await self._packets.shown(turn, part), part not in packet["without"]) for part in PARTS],
            wishes=messages.wish_lines(t, packet),
            organisation=organisation.name,
            hours=hours(t, organisation.hours),
            reads_by=self._organisations.reads_by(organisation, turn.now),
        )
        conversation.revision += 1
        message = messages.check(t, view, conversation.revision)
        if edit:
            turn.edit_tapped(message)
        else:
            turn.say(message)

    async def _serving(self, turn: Turn, topic: str) -> Organisation:
        person, _ = turn.known()
        return self._organisations.serving(person, topic, await staff.staffed(turn.session))

    def _open_packet(self, turn: Turn, revision: int) -> dict[str, Any] | None:
        """The packet that is being checked, if a button of this revision still speaks of it."""
        _, conversation = turn.known()
        packet: dict[str, Any] | None = conversation.draft.get("packet")
        if packet is None or revision != conversation.revision:
            return None
        # One that was begun before people could say how to reach them.
        return {"reach": REACHES[0], "adjustments": [], **packet}

    def _keep(self, turn: Turn, **changes: Any) -> None:
        _, conversation = turn.known()
        packet = {"reach": REACHES[0], "adjustments": [], **conversation.draft["packet"], **changes}
        conversation.draft = {**conversation.draft, "packet": packet}

    def _local(self, case: Handoff) -> datetime:
        return self._organisations.local(case.country, case.promised_by)

    def _close_draft(self, turn: Turn) -> None:
        _, conversation = turn.known()
        conversation.revision += 1
        conversation.draft = {name: value for name, value in conversation.draft.items() if name != "packet"}
