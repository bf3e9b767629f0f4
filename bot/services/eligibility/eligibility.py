"""Facts, verdicts and the next question of one person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.content.model import Content
from bot.content.schema.programmes import Intake, Programme
from bot.content.schema.questions import Question
from bot.content.schema.services import Service
from bot.domain.birthdays import BirthRange
from bot.domain.countries import Country
from bot.domain.eligibility import Assessment, Facts, Ruled, Situation, Verdict, assess, next_question
from db.models import Person

_INSTEAD = 3
_OWN_COLUMNS = ("area", "council", "age", "birth_month")


class Eligibility:
    """Judges with the programmes and questions of the person's own country, never another's."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._zones = {country: ZoneInfo(card.zone) for country, card in content.countries.items()}

    def today(self, person: Person, now: datetime) -> date:
        """The date where the person is."""
        return now.astimezone(self.zone(person)).date()

    def zone(self, person: Person) -> ZoneInfo:
        """The time zone of the person's country."""
        return self._zones[person.country or next(iter(self._zones))]

    def facts(self, person: Person) -> Facts:
        """What the person told us, as rules read it."""
        given = dict(person.answers.get("given", {}))
        situation, seeking, interests = (given.pop(name, None) for name in ("situation", "seeking_work", "interests"))
        return Facts(
            country=Country(person.country) if person.country else None,
            places=frozenset(person.places) or None,
            births=self.births(person),
            situation=Situation(situation) if situation else None,
            seeking_work=None if seeking is None else seeking == "yes",
            interests=None if interests is None else frozenset(interests),
            answers={name: value for name, value in given.items() if isinstance(value, str)},
            skipped=frozenset(person.answers.get("skipped", ())),
        )

    def births(self, person: Person) -> BirthRange | None:
        """The days the person may have been born on."""
        if person.born_from is None or person.born_to is None:
            return None
        return BirthRange(person.born_from, person.born_to)

    def programmes(self, person: Person) -> tuple[Programme, ...]:
        """The programmes of the person's country."""
        return self._content.programmes_in(person.country or "")

    def assess(self, person: Person, today: date) -> list[tuple[Programme, Assessment, Intake]]:
        """Every programme with its verdict and whether it takes people in."""
        programmes = self.programmes(person)
        judged = assess(programmes, self.facts(person), today)
        return [(item, told, item.intake_on(today)) for item, told in zip(programmes, judged, strict=True)]

    def verdicts(self, person: Person, today: date) -> dict[str, Verdict]:
        """Verdicts of the programmes a person can join now: closed ones hold no place, employers' ones are labels."""
        judged = self.assess(person, today)
        return {
            item.id: told.verdict for item, told, intake in judged if intake is Intake.OPEN and item.side == "person"
        }

    def next_question(self, person: Person, also: Iterable[Ruled], today: date) -> str | None:
        """The next question that can change a verdict or what is listed; None when there is none."""
        ruled: list[Ruled] = [item for item in self.programmes(person) if item.intake_on(today) is Intake.OPEN]
        questions = self._content.questions_in(person.country or "")
        return next_question([*ruled, *also], questions, self.facts(person), today)

    def question_that_decides(self, person: Person, told: Assessment) -> Question | None:
        """The first question still without an answer, skipped or not; None when only a person can tell."""
        facts = self.facts(person)
        missing = {name for name in told.missing if facts.answer(name) is None}
        questions = self._content.questions_in(person.country or "")
        return next((question for question in questions if question.id in missing), None)

    def instead_of(self, person: Person, programme: Programme, today: date) -> tuple[Service, ...]:
        """A few services that suit this person: those the programme names first."""
        births = self.births(person)
        age = births.ages_on(today)[0] if births else None
        place = person.council or next(iter(person.places), None)
        found = self._content.services_for(person.country or "", place, age, self.facts(person).situation)
        named = [service for service in found if service.id in programme.instead]
        return tuple([*named, *(service for service in found if service not in named)][:_INSTEAD])

    def is_answered(self, person: Person, question: str) -> bool:
        """Whether a question was answered or skipped."""
        if question in person.answers.get("skipped", ()):
            return True
        if question in _OWN_COLUMNS:
            own = {"area": person.places, "council": person.council, "age": person.born_from}
            return bool(own.get(question, person.answers.get("given", {}).get(question)))
        return question in person.answers.get("given", {})
