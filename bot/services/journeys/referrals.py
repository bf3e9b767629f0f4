"""Sending one's details: name, way to be reached, check, send. The organisation gets exactly what was left in."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.content.model import Content
from bot.domain.holds import HoldState, after_working_days
from bot.domain.journeys import ENDED, Said, Stage
from bot.domain.referrals import AGREED_VERSION, PARTS, Way, clean_name, clean_phone
from bot.messages import referrals as messages
from bot.messages.emails import is_address
from bot.messages.referrals import ReferralView
from bot.messages.texts import Html, LocaleTexts
from bot.services.eligibility.eligibility import Eligibility
from bot.services.forms import leave, stand_at, standing_at
from bot.services.journeys.beginnings import Beginnings
from bot.services.journeys.moves import Move, Moves
from bot.services.journeys.referral_links import ReferralLinks
from bot.services.languages import Languages
from bot.services.opportunities.opportunities import is_open
from bot.services.packets import Packets
from bot.services.turns import Turn
from db.models import Opportunity, Referral
from db.queries import holds, opportunities
from db.queries import journeys as journey_queries
from db.queries import referrals as queries

FORM = "referrals"
OPENS_WITHIN = 2
_FRESH: dict[str, Any] = {"name": None, "way": Way.CHAT.value, "at": None, "without": []}


class Referrals:
    """One referral a journey; nothing leaves before the person said yes to exactly this."""

    name = "referrals"

    def __init__(
        self,
        content: Content,
        languages: Languages,
        eligibility: Eligibility,
        packets: Packets,
        beginnings: Beginnings,
        moves: Moves,
        links: ReferralLinks,
    ) -> None:
        self._content = content
        self._languages = languages
        self._eligibility = eligibility
        self._packets = packets
        self._beginnings = beginnings
        self._moves = moves
        self._links = links

    async def begin(self, turn: Turn, slug: str) -> bool:
        """Ask what to be called; False when details cannot be sent there (any more)."""
        row = await self._row(turn, slug)
        if row is None:
            return False
        t = self._languages.of(turn)
        journey = await self._beginnings.begin(turn, row)
        if await queries.of_journey(turn.session, journey.id) is not None or journey.stage in ENDED:
            turn.say(messages.sent_already(t, t.written(row.title), journey.id))
            return True
        self._keep(turn, {**_FRESH, "slug": slug})
        stand_at(turn, FORM, "name")
        turn.say(messages.ask_name(t, t.written(row.title), row.organisation))
        return True

    async def take_text(self, turn: Turn, text: str) -> None:
        """An answer in words to the open question."""
        question = standing_at(turn, FORM)
        if question == "name":
            self._change(turn, name=clean_name(text))
            await self._ask_way(turn)
        elif question in (Way.PHONE, Way.EMAIL):
            await self._take_address(turn, Way(question), text)
        else:
            await self._check(turn)

    async def skip(self, turn: Turn) -> None:
        """No name is needed; an address is, for whoever wants to be reached there."""
        if standing_at(turn, FORM) == "name":
            self._change(turn, name=None)
            await self._ask_way(turn)
        else:
            await self.ask_again(turn)

    async def go_back(self, turn: Turn) -> None:
        """The question before."""
        if standing_at(turn, FORM) == "name":
            self.cancel(turn)
        else:
            await self._ask_way(turn)

    async def ask_again(self, turn: Turn) -> None:
        """The open question once more."""
        question, row = standing_at(turn, FORM), await self._open_row(turn)
        t = self._languages.of(turn)
        if row is None:
            self.cancel(turn)
        elif question == "name":
            stand_at(turn, FORM, "name")
            turn.say(messages.ask_name(t, t.written(row.title), row.organisation))
        elif question in (Way.PHONE, Way.EMAIL):
            stand_at(turn, FORM, question)
            turn.say(messages.ask_address(t, Way(question)))
        else:
            await self._ask_way(turn)

    async def choose_way(self, turn: Turn, way: str, revision: int) -> bool:
        """How they may be reached; False for an old button."""
        if self._draft(turn) is None or turn.known()[1].revision != revision or way not in set(Way):
            return False
        self._change(turn, way=way, at=None)
        if way == Way.CHAT:
            await self._check(turn)
        else:
            stand_at(turn, FORM, way)
            turn.say(messages.ask_address(self._languages.of(turn), Way(way)))
        return True

    async def skip_name(self, turn: Turn) -> bool:
        """No name; False when nothing waits for one."""
        is_asked = standing_at(turn, FORM) == "name"
        if is_asked:
            await self.skip(turn)
        return is_asked

    async def trim(self, turn: Turn, part: str, revision: int) -> bool:
        """Take a part out or put it back; False for an old button."""
        draft = self._draft(turn)
        if draft is None or part not in PARTS or turn.known()[1].revision != revision:
            return False
        self._change(turn, without=sorted(set(draft["without"]) ^ {part}))
        await self._check(turn, edit=True)
        return True

    async def send(self, turn: Turn, revision: int) -> bool:
        """Send it; False when what was shown is not what stands now."""
        person, conversation = turn.known()
        draft, row = self._draft(turn), await self._open_row(turn)
        contact = self._beginnings.contact_of(row) if row is not None else None
        if draft is None or row is None or contact is None or conversation.revision != revision:
            return False
        t, journey = self._languages.of(turn), await self._beginnings.begin(turn, row)
        if await queries.of_journey(turn.session, journey.id) is not None:
            turn.say(messages.sent_already(t, t.written(row.title), journey.id))
            return True
        view = await self._view(turn, row, draft)
        zone, holidays = self._eligibility.zone(person), self._content.countries[row.country].holidays
        referral = Referral(
            journey_id=journey.id,
            person_id=person.id,
            contact=contact,
            way=draft["way"],
            packet={"name": view.name, "at": view.at, "lines": [str(line) for line in messages.packet_lines(t, view)]},
            agreed_version=AGREED_VERSION,
            sent_at=turn.now,
            return_at=after_working_days(turn.now.astimezone(zone), OPENS_WITHIN, holidays),
            changed_at=turn.now,
        )
        turn.session.add(referral)
        for stage in (Stage.REVIEWED, Stage.REFERRED):
            await self._moves.make(turn.session, person, journey, row, Move(stage, Said.PERSON), turn.now)
        await self._links.write(turn.session, contact, row.country, turn.now, referral.id)
        self._close(turn)
        turn.say(messages.sent(t, t.written(row.title), row.organisation))
        return True

    def cancel(self, turn: Turn) -> None:
        """Nothing is sent."""
        leave(turn)
        self._close(turn)
        turn.say(messages.cancelled(self._languages.of(turn)))

    def say_left(self, turn: Turn) -> None:
        """Nothing is sent, since another word closes the form; what was given is forgotten."""
        draft = self._draft(turn)
        if draft is not None:
            turn.say(messages.left(self._languages.of(turn), draft["slug"]))
        self._close(turn)

    async def held_lines(self, turn: Turn, t: LocaleTexts) -> list[Html]:
        """To whom something was sent."""
        found = await queries.all_of(turn.session, turn.known()[0].id)
        return [
            t("referrals.kept", organisation=row.organisation, day=referral.sent_at.date())
            for referral, row in found
            if row is not None
        ]

    async def everything(self, session: AsyncSession, person_id: int) -> Any:
        """What was sent to whom, and what became of it."""
        return [
            {
                "to": row.organisation if row is not None else None,
                "contact": referral.contact,
                "sent": referral.packet,
                "way": referral.way,
                "state": referral.state,
                "on": referral.sent_at.isoformat(),
                "opened": None if referral.opened_at is None else referral.opened_at.isoformat(),
            }
            for referral, row in await queries.all_of(session, person_id)
        ]

    async def _take_address(self, turn: Turn, way: Way, text: str) -> None:
        given = text.strip()
        found = clean_phone(given) if way is Way.PHONE else (given if is_address(given) else None)
        if found is None:
            stand_at(turn, FORM, way)
            turn.say(messages.ask_address(self._languages.of(turn), way, again=True))
            return
        self._change(turn, way=way.value, at=found)
        await self._check(turn)

    async def _ask_way(self, turn: Turn) -> None:
        row = await self._open_row(turn)
        if row is None:
            self.cancel(turn)
            return
        leave(turn)
        conversation = turn.known()[1]
        conversation.revision += 1
        turn.say(messages.ask_way(self._languages.of(turn), row.organisation, conversation.revision))

    async def _check(self, turn: Turn, *, edit: bool = False) -> None:
        draft, row = self._draft(turn), await self._open_row(turn)
        if draft is None or row is None:
            self.cancel(turn)
            return
        leave(turn)
        conversation = turn.known()[1]
        conversation.revision += 1
        card = messages.check(self._languages.of(turn), await self._view(turn, row, draft), conversation.revision)
        if edit:
            turn.edit_tapped(card)
        else:
            turn.say(card)

    async def _view(self, turn: Turn, row: Opportunity, draft: dict[str, Any]) -> ReferralView:
        parts = [(part, await self._packets.lines(turn, part), part not in draft["without"]) for part in PARTS]
        title = self._languages.of(turn).written(row.title)
        reference = turn.known()[0].reference
        return ReferralView(title, row.organisation, reference, draft["name"], Way(draft["way"]), draft["at"], parts)

    async def _row(self, turn: Turn, slug: str) -> Opportunity | None:
        """What details can be sent to: it is open, or a place is held for this person, and somebody there reads it."""
        person, _ = turn.known()
        row = await opportunities.opportunity(turn.session, slug)
        if row is None or row.country != person.country or self._beginnings.contact_of(row) is None:
            return None
        hold = await holds.of_person(turn.session, person.id, row.id)
        has_place = hold is not None and hold.state == HoldState.HELD and row.state != "closed"
        knows = await journey_queries.of_person(turn.session, person.id, row.id)
        was_sent = knows is not None and await queries.of_journey(turn.session, knows.id) is not None
        may = has_place or was_sent or is_open(row, self._eligibility.today(person, turn.now))
        return row if may else None

    async def _open_row(self, turn: Turn) -> Opportunity | None:
        draft = self._draft(turn)
        return await self._row(turn, draft["slug"]) if draft is not None else None

    def _draft(self, turn: Turn) -> dict[str, Any] | None:
        draft: dict[str, Any] | None = turn.known()[1].draft.get("referral")
        return draft

    def _keep(self, turn: Turn, draft: dict[str, Any]) -> None:
        conversation = turn.known()[1]
        conversation.draft = {**conversation.draft, "referral": draft}

    def _change(self, turn: Turn, **changes: Any) -> None:
        self._keep(turn, {**_FRESH, **(self._draft(turn) or {}), **changes})

    def _close(self, turn: Turn) -> None:
        conversation = turn.known()[1]
        conversation.revision += 1
        conversation.draft = {name: value for name, value in conversation.draft.items() if name != "referral"}
