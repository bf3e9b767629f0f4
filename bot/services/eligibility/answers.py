"""What a person has answered: keeping it, forgetting it with what depends on it, and saying it in words."""

from __future__ import annotations

from typing import Any

from bot.content.model import Content
from bot.content.schema.questions import Question
from bot.domain.birthdays import BirthRange
from bot.domain.places import PlaceMatch
from bot.services.eligibility.eligibility import Eligibility
from bot.services.languages import Languages
from bot.services.turns import Turn
from db.models import Person

_A_MONTH = 27


class Answers:
    """Everything a person told us lives on the person; each change makes their kept verdicts out of date."""

    def __init__(self, content: Content, languages: Languages, eligibility: Eligibility) -> None:
        self._content = content
        self._languages = languages
        self._eligibility = eligibility

    def title(self, turn: Turn, question: Question) -> str:
        """A question in a word or two, for lists of answers."""
        t = self._languages.of(turn)
        key = f"questions.short.{question.id}"
        return t.plain(key) if t.has(key) else t.pick(question.ask)

    def words(self, turn: Turn, question: Question) -> str | None:
        """What the person answered, as they would say it; None when they did not."""
        person, _ = turn.known()
        if question.kind == "place":
            return self.area_words(person)
        if question.kind == "age":
            births = self._eligibility.births(person)
            return None if births is None else str(births.ages_on(self._eligibility.today(person, turn.now))[0])
        if question.id == "council":
            return None
        given = person.answers.get("given", {}).get(question.id)
        if given is None:
            return None
        labels = dict(self.options(turn, question))
        chosen: list[str] = given if isinstance(given, list) else [given]
        return ", ".join(labels.get(option, option) for option in chosen) or None

    def area_words(self, person: Person) -> str | None:
        """The council if it is certain, else the outcode, else every possible place."""
        names = self._content.places.names(tuple(person.places))
        if len(names) == 1 or not person.outcode:
            return ", ".join(names) or None
        return person.outcode

    def clear(self, person: Person, question_id: str) -> None:
        """Forget one answer and every answer that depends on it."""
        person.verdicts_revision = None
        if question_id == "area":
            person.places, person.council, person.outcode = [], None, None
        elif question_id in ("age", "birth_month"):
            person.born_from = person.born_to = None
        given = {name: value for name, value in person.answers.get("given", {}).items() if name != question_id}
        skipped = [name for name in person.answers.get("skipped", ()) if name != question_id]
        person.answers = {"given": given, "skipped": skipped}
        for question in self._content.questions.values():
            if question_id in question.depends_on and question.id in {*given, *skipped}:
                self.clear(person, question.id)

    def set_area(self, turn: Turn, found: PlaceMatch) -> None:
        """Keep where somebody lives: possible places and, for a postcode, its outward half only."""
        person, _ = turn.known()
        self.clear(person, "area")
        person.places = list(found.councils)
        person.outcode = found.kept
        person.council = found.councils[0] if len(found.councils) == 1 else None

    def set_births(self, turn: Turn, births: BirthRange) -> None:
        """Keep an age as days of birth, never narrower than a month: more than that no rule needs."""
        person, _ = turn.known()
        if (births.latest - births.earliest).days < _A_MONTH:
            first = BirthRange.from_month(births.earliest.year, births.earliest.month)
            last = BirthRange.from_month(births.latest.year, births.latest.month)
            births = BirthRange(first.earliest, last.latest)
        person.born_from, person.born_to = births.earliest, births.latest
        self.unskip(person, "age")

    def set_choice(self, turn: Turn, question_id: str, option: str | list[str]) -> None:
        """Keep the answer to a question with options."""
        person, _ = turn.known()
        given = {**person.answers.get("given", {}), question_id: option}
        person.answers = {**person.answers, "given": given}
        self.unskip(person, question_id)

    def unskip(self, person: Person, question_id: str) -> None:
        """A question that was skipped may be asked by itself again."""
        person.verdicts_revision = None
        skipped: list[Any] = [name for name in person.answers.get("skipped", ()) if name != question_id]
        person.answers = {**person.answers, "skipped": skipped}

    def wordings(self, turn: Turn, question_id: str | None) -> dict[str, tuple[str, ...]]:
        """Every way of writing each option of a question; nothing for one without options."""
        question = self._content.questions.get(question_id or "")
        if question is None:
            return {}
        also = {option.id: option.also for option in question.options}
        return {option: (label, *also.get(option, ())) for option, label in self.options(turn, question)}

    def options(self, turn: Turn, question: Question) -> list[tuple[str, str]]:
        """What may be tapped: ids with their labels, for the council the places the person may live in."""
        person, _ = turn.known()
        t = self._languages.of(turn)
        if question.id == "council":
            return list(zip(person.places, self._content.places.names(tuple(person.places)), strict=True))
        return [(option.id, t.pick(option.label)) for option in question.options]
