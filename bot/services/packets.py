"""The packet: what an adviser gets with a request, part by part, exactly as the person left it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from bot.content.model import Content
from bot.domain.eligibility import Verdict
from bot.domain.events import COMING
from bot.messages.handoffs import wish_lines
from bot.messages.programmes import Judged, verdict_words
from bot.messages.texts import Html, LocaleTexts
from bot.services.eligibility.answers import Answers
from bot.services.eligibility.eligibility import Eligibility
from bot.services.languages import Languages
from bot.services.opportunities.opportunities import Opportunities
from bot.services.skills import Skills
from bot.services.turns import Turn
from db.models import Person
from db.queries import bookings, transcripts
from db.queries import opportunities as interests

PARTS = ("area", "age", "answers", "verdicts", "interests", "skills", "transcript")
_ASKED_ELSEWHERE = ("area", "age", "birth_month")
_LINES_OF_CHAT = 20
_LONGEST_LINE = 300


class Packets:
    """Reads what is known of a person into words; what was taken out is not read at all."""

    def __init__(
        self,
        content: Content,
        languages: Languages,
        eligibility: Eligibility,
        answers: Answers,
        opportunities: Opportunities,
        skills: Skills,
    ) -> None:
        self._content = content
        self._languages = languages
        self._eligibility = eligibility
        self._answers = answers
        self._opportunities = opportunities
        self._skills = skills
        self._readers = MappingProxyType(
            {
                "area": self._area,
                "age": self._age,
                "answers": self._given,
                "verdicts": self._verdicts,
                "interests": self._interests,
                "skills": self._skills_card,
                "transcript": self._transcript,
            }
        )

    async def lines(self, turn: Turn, part: str) -> list[Html]:
        """One part as the adviser will read it, in the person's language."""
        return await self._readers[part](turn, self._languages.of(turn))

    async def shown(self, turn: Turn, part: str) -> list[Html]:
        """One part as the person checks it: a long one is named, not repeated."""
        lines = await self.lines(turn, part)
        if part == "transcript" and lines:
            return [self._languages.of(turn)("handoffs.check.transcript", count=len(lines))]
        return lines

    async def packed(self, turn: Turn, wanted: Mapping[str, Any]) -> dict[str, Any]:
        """Everything that was left in, with how they want to be reached."""
        packet: dict[str, Any] = {}
        for part in PARTS:
            if part not in wanted["without"]:
                packet[part] = [str(line) for line in await self.lines(turn, part)]
        packet["wishes"] = [str(line) for line in wish_lines(self._languages.of(turn), wanted)]
        return packet

    def only_match(self, person: Person, turn: Turn) -> str | None:
        """The one programme that fits, for whoever looks after it; several or none say nothing."""
        verdicts = self._eligibility.verdicts(person, self._eligibility.today(person, turn.now))
        matches = [programme for programme, verdict in verdicts.items() if verdict is Verdict.MATCH]
        return matches[0] if len(matches) == 1 else None

    async def _area(self, turn: Turn, t: LocaleTexts) -> list[Html]:
        person, _ = turn.known()
        area = self._answers.area_words(person) or t("handoffs.check.not_given")
        return [t("handoffs.check.area", area=area)]

    async def _age(self, turn: Turn, t: LocaleTexts) -> list[Html]:
        age = self._answers.words(turn, self._content.questions["age"]) or t("handoffs.check.not_given")
        return [t("handoffs.check.age", age=age)]

    async def _given(self, turn: Turn, t: LocaleTexts) -> list[Html]:
        person, _ = turn.known()
        found = []
        for question in self._content.questions_in(person.country or ""):
            answer = self._answers.words(turn, question)
            if question.id not in _ASKED_ELSEWHERE and answer is not None:
                title = self._answers.title(turn, question)
                found.append(t("handoffs.check.answer", question=title, answer=answer))
        return found

    async def _verdicts(self, turn: Turn, t: LocaleTexts) -> list[Html]:
        person, _ = turn.known()
        if not person.places and person.born_from is None:
            # Nothing was asked yet, so nothing was judged.
            return []
        judged = self._eligibility.assess(person, self._eligibility.today(person, turn.now))
        return [
            t("handoffs.check.verdict", programme=t.pick(one.programme.name), verdict=verdict_words(t, one))
            for one in (Judged(*told) for told in judged)
            if not one.is_for_employers
        ]

    async def _interests(self, turn: Turn, t: LocaleTexts) -> list[Html]:
        person, _ = turn.known()
        rows = await interests.interests_of(turn.session, person.id)
        titles = [await self._opportunities.title(turn, row.about, row.slug) for row in rows]
        booked = await bookings.ahead_of(turn.session, person.id, COMING, turn.now)
        titles += [t.written(dated.event.title) for _, dated in booked]
        return [t("handoffs.check.interest", title=title) for title in titles if title is not None]

    async def _skills_card(self, turn: Turn, t: LocaleTexts) -> list[Html]:
        return await self._skills.packet_lines(turn)

    async def _transcript(self, turn: Turn, t: LocaleTexts) -> list[Html]:
        person, _ = turn.known()
        said = await transcripts.latest(turn.session, person.id, _LINES_OF_CHAT)
        return [t(f"handoffs.check.{line.who}_said", text=line.text[:_LONGEST_LINE]) for line in said]
