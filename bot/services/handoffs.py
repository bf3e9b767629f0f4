"""Asking for a person: topic, packet, check, send, take back."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.content.model import Content
from bot.messages import handoffs as messages
from bot.messages.handoffs import TOPICS, PacketView
from bot.messages.organisations import hours
from bot.messages.texts import Html, LocaleTexts
from bot.services.answers import Answers
from bot.services.eligibility import Eligibility
from bot.services.equality import Equality
from bot.services.languages import Languages
from bot.services.opportunities import Opportunities
from bot.services.organisations import Organisations
from bot.services.skills import Skills
from bot.services.turns import Turn
from db.models import Handoff
from db.queries import handoffs as queries
from db.queries import opportunities as interests

_PARTS = ("area", "age", "answers", "interests", "skills")


class Handoffs:
    """A person has at most one open request; its packet is exactly what they left in."""

    def __init__(
        self,
        content: Content,
        languages: Languages,
        eligibility: Eligibility,
        answers: Answers,
        opportunities: Opportunities,
        organisations: Organisations,
        skills: Skills,
        equality: Equality,
    ) -> None:
        self._content = content
        self._languages = languages
        self._eligibility = eligibility
        self._answers = answers
        self._opportunities = opportunities
        self._organisations = organisations
        self._skills = skills
        self._equality = equality

    async def ask(self, turn: Turn) -> None:
        """Ask what it is about; somebody who waits already is told when they are read."""
        person, conversation = turn.known()
        t = self._languages.of(turn)
        waiting = await queries.open_of(turn.session, person.id)
        if waiting is not None:
            turn.say(messages.waiting(t, self._local(waiting), person.reference))
            return
        conversation.revision += 1
        turn.say(messages.choose_topic(t))

    async def choose_topic(self, turn: Turn, topic: str) -> None:
        """Show what would be sent about a topic, before anything is."""
        _, conversation = turn.known()
        if topic not in TOPICS:
            topic = "other"
        conversation.draft = {**conversation.draft, "packet": {"topic": topic, "without": []}}
        await self._check(turn)

    async def trim(self, turn: Turn, part: str, revision: int) -> bool:
        """Take a part out or put it back; False when the packet is not open any more."""
        _, conversation = turn.known()
        packet = conversation.draft.get("packet")
        if packet is None or part not in _PARTS or revision != conversation.revision:
            return False
        without = set(packet["without"]) ^ {part}
        conversation.draft = {**conversation.draft, "packet": {**packet, "without": sorted(without)}}
        await self._check(turn, edit=True)
        return True

    async def send(self, turn: Turn, revision: int) -> bool:
        """Put the request in the queue; False when the packet shown is not the one that stands now."""
        person, conversation = turn.known()
        packet = conversation.draft.get("packet")
        if packet is None or revision != conversation.revision:
            return False
        if await queries.open_of(turn.session, person.id) is not None:
            await self.ask(turn)
            return True
        organisation = self._organisations.serving(person, packet["topic"])
        reads_by = self._organisations.reads_by(organisation, turn.now)
        turn.session.add(
            Handoff(
                person_id=person.id,
                organisation=organisation.id,
                topic=packet["topic"],
                locale=person.locale or "",
                country=person.country or "",
                council=None if "area" in packet["without"] else person.council,
                packet=await self._packet(turn, frozenset(packet["without"])),
                promised_by=reads_by,
                created_at=turn.now,
            )
        )
        self._close_draft(turn)
        card = messages.sent(self._languages.of(turn), organisation.name, reads_by, person.reference)
        turn.say(card.with_buttons(*await self._equality.offer(turn)))
        return True

    def cancel(self, turn: Turn) -> None:
        """Nothing is sent."""
        self._close_draft(turn)
        turn.say(messages.cancelled(self._languages.of(turn)))

    async def withdraw(self, turn: Turn) -> None:
        """Take the open request back."""
        person, _ = turn.known()
        t = self._languages.of(turn)
        waiting = await queries.open_of(turn.session, person.id)
        if waiting is None:
            turn.say(messages.nothing_waiting(t))
            return
        waiting.state = "withdrawn"
        waiting.closed_at = turn.now
        turn.say(messages.withdrawn(t))

    async def _check(self, turn: Turn, *, edit: bool = False) -> None:
        person, conversation = turn.known()
        packet = conversation.draft["packet"]
        organisation = self._organisations.serving(person, packet["topic"])
        t = self._languages.of(turn)
        without = frozenset(packet["without"])
        view = PacketView(
            topic=packet["topic"],
            parts=[(part, await self._lines(turn, t, part), part not in without) for part in _PARTS],
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

    async def _lines(self, turn: Turn, t: LocaleTexts, part: str) -> list[Html]:
        person, _ = turn.known()
        if part == "area":
            return [t("handoffs.check.area", area=self._answers.area_words(person) or self._not_given(t))]
        if part == "age":
            age = self._answers.words(turn, self._content.questions["age"])
            return [t("handoffs.check.age", age=age or self._not_given(t))]
        if part == "answers":
            return [t("handoffs.check.answer", question=title, answer=answer) for title, answer in self._given(turn)]
        if part == "skills":
            return await self._skills.packet_lines(turn)
        return [t("handoffs.check.interest", title=title) for title in await self._interest_titles(turn)]

    def _given(self, turn: Turn) -> list[tuple[str, str]]:
        person, _ = turn.known()
        found = []
        for question in self._content.questions_in(person.country or ""):
            answer = self._answers.words(turn, question)
            if question.id not in ("area", "age", "birth_month") and answer is not None:
                found.append((self._answers.title(turn, question), answer))
        return found

    async def _interest_titles(self, turn: Turn) -> list[Html]:
        person, _ = turn.known()
        rows = await interests.interests_of(turn.session, person.id)
        titles = [await self._opportunities.title(turn, row.about, row.slug) for row in rows]
        return [title for title in titles if title is not None]

    async def _packet(self, turn: Turn, without: frozenset[str]) -> dict[str, Any]:
        """The words the person saw, part by part, so that the adviser sees exactly that."""
        t = self._languages.of(turn)
        return {
            part: [str(line) for line in await self._lines(turn, t, part)] for part in _PARTS if part not in without
        }

    def _not_given(self, t: LocaleTexts) -> Html:
        return t("handoffs.check.not_given")

    def _local(self, waiting: Handoff) -> datetime:
        return waiting.promised_by.astimezone(ZoneInfo(self._content.countries[waiting.country].zone))

    def _close_draft(self, turn: Turn) -> None:
        _, conversation = turn.known()
        conversation.revision += 1
        conversation.draft = {name: value for name, value in conversation.draft.items() if name != "packet"}
