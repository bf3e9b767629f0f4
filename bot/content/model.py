"""Everything we know, loaded once and frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.content.catalogue import Catalogue
from bot.content.schema.answers import Answer, Topic
from bot.content.schema.countries import CountryCard
from bot.content.schema.equality import EqualityQuestion
from bot.content.schema.feeds import FeedSource
from bot.content.schema.helplines import Helpline
from bot.content.schema.organisations import Organisation
from bot.content.schema.other_languages import OtherLanguage
from bot.content.schema.pathways import Pathway
from bot.content.schema.pay import PayTable
from bot.content.schema.places import PlaceEntry
from bot.content.schema.programmes import Programme
from bot.content.schema.questions import Question
from bot.content.schema.replies import Reply
from bot.content.schema.samples import SampleEvent, SampleOpportunity
from bot.content.schema.services import Service
from bot.content.schema.skills import SkillLine
from bot.domain.facts import Situation
from bot.domain.places import Places, fold


@dataclass(frozen=True)
class Sample:
    """The invented part, never mixed with the real one."""

    organisations: Mapping[str, Organisation]
    opportunities: Mapping[str, SampleOpportunity]
    events: Mapping[str, SampleEvent]


@dataclass(frozen=True)
class Content:
    """All of `bot/content`; `revision` changes when any file does."""

    revision: str
    countries: Mapping[str, CountryCard]
    locales: Mapping[str, Catalogue]
    places: Places
    place_entries: Mapping[str, PlaceEntry]
    programmes: Mapping[str, Programme]
    questions: Mapping[str, Question]
    equality: Mapping[str, EqualityQuestion]
    services: Mapping[str, Service]
    helplines: Mapping[str, Helpline]
    feeds: Mapping[str, FeedSource]
    topics: Mapping[str, Topic]
    answers: Mapping[str, Answer]
    organisations: Mapping[str, Organisation]
    pathways: Mapping[str, Pathway]
    pay: Mapping[str, PayTable]
    skills: Mapping[str, SkillLine]
    replies: Mapping[str, Reply]
    other_languages: Mapping[str, OtherLanguage]
    sample: Sample
    attributions: tuple[str, ...]

    def programmes_in(self, country: str) -> tuple[Programme, ...]:
        """A country's programmes, in a fixed order."""
        return tuple(programme for programme in self.programmes.values() if programme.country == country)

    def questions_in(self, country: str) -> tuple[Question, ...]:
        """A country's questions in their natural order."""
        found = [question for question in self.questions.values() if country in question.countries]
        return tuple(sorted(found, key=lambda question: question.order))

    def equality_in(self, country: str) -> tuple[EqualityQuestion, ...]:
        """A country's equality questions in their order."""
        found = [question for question in self.equality.values() if country in question.countries]
        return tuple(sorted(found, key=lambda question: question.order))

    def skill_lines(self) -> tuple[SkillLine, ...]:
        """The lines of the skills card in the order they are asked."""
        return tuple(sorted(self.skills.values(), key=lambda line: line.order))

    def ready_replies(self) -> tuple[Reply, ...]:
        """What advisers may start from, in its order."""
        return tuple(sorted(self.replies.values(), key=lambda reply: reply.order))

    def pathways_in(self, country: str) -> tuple[Pathway, ...]:
        """A country's pathways in their order."""
        found = (path for path in self.pathways.values() if path.country == country)
        return tuple(sorted(found, key=lambda path: (path.order, path.id)))

    def pathway_with(self, country: str, role: str | None) -> Pathway | None:
        """The way that has a step for this role."""
        ways = self.pathways_in(country) if role else ()
        return next((path for path in ways if any(role in step.roles for step in path.steps)), None)

    def card_programme(self, country: str) -> Programme | None:
        """The country's programme that makes a skills card, where there is one."""
        return next((one for one in self.programmes_in(country) if one.card == "skills"), None)

    def answer(self, topic: str, country: str) -> Answer | None:
        """The answer to a topic in that country; never another country's."""
        return self.answers.get(f"{topic}.{country}")

    def answers_to(self, intent: str, country: str, text: str = "") -> tuple[Answer, ...]:
        """Every answer an intent leads to in that country, best first: topics whose words the message holds."""
        said = f" {fold(text)} "
        topics = [topic for topic in self.topics.values() if intent in topic.intents]
        topics.sort(key=lambda topic: -sum(f" {fold(word)}" in said for word in topic.words))
        found = [self.answer(topic.id, country) for topic in topics]
        return tuple(answer for answer in found if answer is not None)

    def service_of(self, kind: str, place: str) -> Service | None:
        """The nearest service of a kind, such as a council's own `job_service` or its `health_hub`."""
        country = self.places.places[place].country
        found = [service for service in self.services_for(country, place) if service.kind == kind]
        return found[0] if found else None

    def helplines_for(self, country: str, need: str | None = None, age: int | None = None) -> tuple[Helpline, ...]:
        """Helplines in the order to show them; an unknown age shows all."""
        found = [
            line
            for line in self.helplines.values()
            if line.country == country and (need is None or need in line.needs) and line.is_for(age)
        ]
        return tuple(sorted(found, key=lambda line: (line.order, line.id)))

    def services_for(
        self, country: str, place: str | None, age: int | None = None, situation: Situation | None = None
    ) -> tuple[Service, ...]:
        """Real things to do now: those of the place first, then ever wider ones; those for some people only last."""
        found = [
            service
            for service in self.services.values()
            if service.country == country and service.suits(age, situation) and self._reaches(service, place)
        ]
        return tuple(sorted(found, key=lambda service: (service.only_some, self._width(service), service.id)))

    def _areas(self, service: Service) -> frozenset[str]:
        return frozenset().union(*(self.places.groups.get(area, {area}) for area in service.areas))

    def _reaches(self, service: Service, place: str | None) -> bool:
        areas = self._areas(service)
        return place in areas if place else f"all_{service.country}" in service.areas

    def _width(self, service: Service) -> int:
        return len(self._areas(service))
