"""Employers who write to us: the programme's path, their offer, and a lead for the coordinator."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.content.model import Content
from bot.content.schema.programmes import Programme
from bot.domain.leads import FIELDS, OFFERS, field_before, is_reachable
from bot.domain.skills import own_words
from bot.messages import leads as messages
from bot.messages.leads import LeadView
from bot.messages.texts import Html, LocaleTexts
from bot.services.forms import leave, stand_at, standing_at
from bot.services.languages import Languages
from bot.services.organisations import Organisations
from bot.services.turns import Turn
from db.models import Lead
from db.queries import leads as queries

FORM = "leads"
_MOST_WAITING = 3


class Leads:
    """Answers wait in the conversation's draft; only "send" makes a lead of them."""

    name = "leads"

    def __init__(self, content: Content, languages: Languages, organisations: Organisations) -> None:
        self._content = content
        self._languages = languages
        self._organisations = organisations

    def meet(self, turn: Turn) -> None:
        """Which programme; where the country has only one, what it asks."""
        programmes = self._programmes(turn)
        t = self._languages.of(turn)
        if len(programmes) == 1:
            self.show(turn, programmes[0].id)
        else:
            turn.say(messages.which_programme(t, programmes))

    def show(self, turn: Turn, programme_id: str) -> bool:
        """What a programme asks of employers; False when the person's country has none by that name."""
        programmes = self._programmes(turn)
        for item in programmes:
            if item.id == programme_id and item.employers is not None:
                t = self._languages.of(turn)
                turn.say(messages.path(t, item, item.employers, has_others=len(programmes) > 1))
                return True
        return False

    async def begin(self, turn: Turn, programme_id: str) -> bool:
        """The first question; somebody with several offers waiting is told when they are read instead."""
        person, conversation = turn.known()
        if programme_id not in {item.id for item in self._programmes(turn)}:
            return False
        waiting = [row for row in await queries.all_of(turn.session, person.id) if row.state == "waiting"]
        if len(waiting) >= _MOST_WAITING:
            moment = waiting[-1].promised_by.astimezone(self._zone(waiting[-1].country))
            turn.say(messages.enough(self._languages.of(turn), moment, person.reference))
            return True
        conversation.draft = {**conversation.draft, "lead": {"programme": programme_id}}
        self._ask(turn, FIELDS[0])
        return True

    async def choose_offer(self, turn: Turn, offer: str, revision: int) -> bool:
        """An offer by button; False when its question is not open any more."""
        if standing_at(turn, FORM, revision) != "offer" or offer not in OFFERS:
            return False
        self._answer(turn, "offer", messages.offer_words(self._languages.of(turn), offer))
        return True

    async def step_back(self, turn: Turn, field: str, revision: int) -> bool:
        """The question before, by button."""
        if standing_at(turn, FORM, revision) != field:
            return False
        await self.go_back(turn)
        return True

    async def edit(self, turn: Turn, field: str, revision: int) -> bool:
        """Change one answer before sending."""
        if standing_at(turn, FORM, revision) != "check" or field not in FIELDS:
            return False
        self._ask(turn, field)
        return True

    async def send(self, turn: Turn, revision: int) -> bool:
        """Leave the lead; False when what is shown is not what stands now."""
        person, _ = turn.known()
        lead = self._draft(turn)
        if standing_at(turn, FORM, revision) != "check" or any(field not in lead for field in FIELDS):
            return False
        organisation = self._organisations.controller(person.country or "")
        reads_by = self._organisations.reads_by(organisation, turn.now)
        turn.session.add(
            Lead(
                person_id=person.id,
                organisation=organisation.id,
                country=person.country or "",
                programme=lead["programme"],
                locale=person.locale or "",
                employer=lead["organisation"],
                offer=lead["offer"],
                contact=lead["contact"],
                promised_by=reads_by,
                created_at=turn.now,
            )
        )
        self._close(turn)
        turn.say(messages.sent(self._languages.of(turn), organisation.name, reads_by, person.reference))
        return True

    def cancel(self, turn: Turn) -> None:
        """Nothing is sent, and the answers are gone."""
        self._close(turn)
        turn.say(messages.cancelled(self._languages.of(turn)))

    async def take_text(self, turn: Turn, text: str) -> None:
        """An answer in words; a way to be reached has to look like one."""
        field = standing_at(turn, FORM) or FIELDS[0]
        words = own_words(text)
        if field == "check":
            self._check(turn)
        elif not words or (field == "contact" and not is_reachable(words)):
            self._miss(turn, field)
        else:
            self._answer(turn, field, words)

    async def go_back(self, turn: Turn) -> None:
        """The question before; before the first, the programme's path."""
        field = standing_at(turn, FORM)
        earlier = FIELDS[-1] if field == "check" else field_before(field or FIELDS[0])
        if earlier is not None:
            self._ask(turn, earlier)
        else:
            leave(turn)
            self.show(turn, self._draft(turn).get("programme", ""))

    async def skip(self, turn: Turn) -> None:
        """All three are needed to answer an employer: ask in other words."""
        self._miss(turn, standing_at(turn, FORM) or FIELDS[0])

    async def ask_again(self, turn: Turn) -> None:
        """The open question once more."""
        field = standing_at(turn, FORM) or FIELDS[0]
        if field == "check":
            self._check(turn)
        else:
            self._ask(turn, field)

    async def held_lines(self, turn: Turn, t: LocaleTexts) -> list[Html]:
        """Every offer left, for "what do you know about me"."""
        person, _ = turn.known()
        return [
            t("leads.held", programme=self._name_of(t, row.programme), day=row.created_at.date())
            for row in await queries.all_of(turn.session, person.id)
        ]

    async def everything(self, session: AsyncSession, person_id: int) -> Any:
        """Every lead as it is kept."""
        return [
            {
                "programme": row.programme,
                "organisation": row.employer,
                "offer": row.offer,
                "contact": row.contact,
                "sent_to": row.organisation,
                "state": row.state,
                "on": row.created_at.isoformat(),
            }
            for row in await queries.all_of(session, person_id)
        ]

    async def waiting_for(self, session: AsyncSession, organisation: str) -> Sequence[Lead]:
        """What the coordinators of one of our organisations have to answer, oldest first."""
        return await queries.waiting_for(session, organisation)

    async def close(self, session: AsyncSession, lead: Lead, now: datetime) -> None:
        """Somebody has answered the employer; the lead is forgotten when its time is up."""
        lead.state, lead.closed_at = "closed", now

    def _answer(self, turn: Turn, field: str, words: str) -> None:
        _, conversation = turn.known()
        lead = {**self._draft(turn), field: words}
        conversation.draft = {**conversation.draft, "lead": lead}
        following = next((name for name in FIELDS if name not in lead), None)
        if following is None:
            self._check(turn)
        else:
            self._ask(turn, following)

    def _ask(self, turn: Turn, field: str, misses: int = 0) -> None:
        _, conversation = turn.known()
        revision = stand_at(turn, FORM, field)
        conversation.misses = misses
        turn.say(messages.ask(self._languages.of(turn), field, revision, misses))

    def _miss(self, turn: Turn, field: str) -> None:
        _, conversation = turn.known()
        if field == "check":
            self._check(turn)
        else:
            self._ask(turn, field, conversation.misses + 1)

    def _check(self, turn: Turn) -> None:
        person, _ = turn.known()
        lead, t = self._draft(turn), self._languages.of(turn)
        organisation = self._organisations.controller(person.country or "")
        view = LeadView(
            programme=self._name_of(t, lead["programme"]),
            answers=lead,
            organisation=organisation.name,
            reads_by=self._organisations.reads_by(organisation, turn.now),
        )
        turn.say(messages.check(t, view, stand_at(turn, FORM, "check")))

    def _close(self, turn: Turn) -> None:
        _, conversation = turn.known()
        leave(turn)
        conversation.draft = {name: value for name, value in conversation.draft.items() if name != "lead"}

    def _draft(self, turn: Turn) -> dict[str, str]:
        _, conversation = turn.known()
        return dict(conversation.draft.get("lead", {}))

    def _programmes(self, turn: Turn) -> Sequence[Programme]:
        person, _ = turn.known()
        return [item for item in self._content.programmes_in(person.country or "") if item.employers is not None]

    def _name_of(self, t: LocaleTexts, programme_id: str) -> str:
        programme = self._content.programmes.get(programme_id)
        return programme_id if programme is None else t.pick(programme.name)

    def _zone(self, country: str) -> ZoneInfo:
        return ZoneInfo(self._content.countries[country].zone)
