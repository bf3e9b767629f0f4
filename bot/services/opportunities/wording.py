"""Opportunities and events in a person's words: what a list and a card are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.content.model import Content
from bot.domain.countries import Country
from bot.domain.holds import holding_of
from bot.domain.suggestions import About, Because, Suggestion, learns_first
from bot.messages.opportunities import OpportunityCard
from bot.messages.results import Shown
from bot.messages.taps import Tap
from bot.messages.texts import LocaleTexts
from bot.services.eligibility.eligibility import Eligibility
from bot.services.opportunities.pay_words import PayWords
from db.models import Opportunity, Person
from db.queries.events import Dated

_MOST_REASONS = 2
_FOUND_BY = frozenset({Because.ROLE, Because.ALIKE, Because.HOURS, Because.LEARNING})


class Wording:
    """Turns rows and reasons into words of one language."""

    def __init__(self, content: Content, eligibility: Eligibility) -> None:
        self._content = content
        self._eligibility = eligibility
        self._pay = PayWords(content)

    def shown(
        self, t: LocaleTexts, found: Opportunity | Dated, item: Suggestion, *, learning_first: bool = False
    ) -> Shown:
        """One entry of a list, with the strongest reasons for it."""
        candidate = item.candidate
        row = found.event if isinstance(found, Dated) else found
        is_event = candidate.about is About.EVENT
        return Shown(
            Tap.EVENT if is_event else Tap.OPPORTUNITY,
            candidate.slug,
            t.written(row.title),
            row.organisation,
            where_words(t, found, self._content),
            [self._reason(t, because, detail) for because, detail in item.reasons[:_MOST_REASONS]],
            candidate.ends_on,
            shown_start(found) if isinstance(found, Dated) else None,
            row.sample,
            t("finding.training_rule")
            if learning_first and candidate.kind == "vacancy" and not candidate.is_learning
            else None,
        )

    def _reason(self, t: LocaleTexts, because: Because, detail: str) -> str:
        if because in (Because.HELD, Because.PROGRAMME):
            return t(f"results.why.{because.value}", programme=t.pick(self._content.programmes[detail].name))
        if because in (Because.NEAR, Because.NEXT):
            name = self._content.places.places[detail].name
            return t("results.why.near" if because is Because.NEAR else "finding.why.next", council=name)
        if because is Because.REGION:
            country = self._content.places.places[detail].country
            return t("results.why.london" if country == Country.UK else "results.why.stockholm")
        if because in _FOUND_BY:
            return t(f"finding.why.{because.value}")
        if because is Because.SECTOR:
            return t("results.why.sector", sector=self._sector_words(t, detail))
        return t(f"results.why.{because.value}")

    def _sector_words(self, t: LocaleTexts, sector: str) -> str:
        options = {option.id: option.label for option in self._content.questions["interests"].options}
        return t.pick(options[sector]) if sector in options else sector

    def known_facts(self, t: LocaleTexts, person: Person, today: date) -> list[str]:
        """What a list was made from, as the person would say it."""
        facts = self._eligibility.facts(person)
        words = list(self._content.places.names(tuple(person.places)))
        if facts.births is not None:
            youngest, _ = facts.births.ages_on(today)
            words.append(t.plain("results.why_age", age=youngest))
        labels = {
            (question.id, option.id): t.pick(option.label)
            for question in self._content.questions_in(person.country or "")
            for option in question.options
        }
        for name, value in person.answers.get("given", {}).items():
            words += [labels[name, item] for item in _listed(value) if (name, item) in labels]
        return words

    def card(self, t: LocaleTexts, row: Opportunity, person: Person, today: date) -> OpportunityCard:
        """Everything a card shows to this person today."""
        births = self._eligibility.births(person)
        age = births.ages_on(today)[0] if births else None
        learns = learns_first(self._eligibility.facts(person), today)
        return self._card(t, row, today, age, learns=learns)

    def plain_card(self, t: LocaleTexts, row: Opportunity, today: date) -> OpportunityCard:
        """The same for nobody in particular."""
        return self._card(t, row, today, None, learns=False)

    def _card(self, t: LocaleTexts, row: Opportunity, today: date, age: int | None, *, learns: bool) -> OpportunityCard:
        hours = row.hours or {}
        path = self._content.pathway_with(row.country, row.role)
        return OpportunityCard(
            slug=row.slug,
            kind=row.kind,
            title=t.written(row.title),
            summary=t.written(row.summary),
            organisation=row.organisation,
            employers=tuple(name for name in row.employers if name != row.organisation),
            where=where_words(t, row, self._content),
            hours=self._hours(t, hours),
            pay=self._pay.amounts(t, row),
            pay_level=self._pay.level_words(t, row, age, today),
            needs=t.written(row.needs) if row.needs else None,
            contract=t(f"opportunity.contract.{row.contract}") if row.contract else None,
            guaranteed_hours=float(hours["guaranteed"]) if hours.get("guaranteed") else None,
            disability_confident=bool(row.disability_confident),
            apply=ways_to_apply(row.apply or {}),
            learning_rule=learns and row.kind == "vacancy" and not row.has_training,
            guarantees_interview=row.guarantees_interview,
            starts_on=row.starts_on,
            closes_on=row.closes_on,
            held_for=tuple(t.pick(self._content.programmes[name].name) for name in row.ring_fenced_for),
            sample=row.sample,
            holding=holding_of(row.holding),
            draw_on=row.closes_on,
            path=path.id if path else None,
        )

    def _hours(self, t: LocaleTexts, hours: Mapping[str, Any]) -> str | None:
        parts = []
        if low := hours.get("low"):
            parts.append(t.plain("interests.card.hours_a_week", count=float(low)))
        parts += [t.plain(f"opportunity.hours.{name}") for name in hours.get("patterns", ())]
        if not parts and hours.get("text"):
            parts.append(str(hours["text"]))
        return ", ".join(parts) or None


def ways_to_apply(apply: Mapping[str, Any]) -> tuple[str, ...]:
    """The ways in, those without a call first; a phone number alone is told apart, because many cannot call."""
    ways = tuple(name for name in ("url", "email", "text") if apply.get(name))
    return ways or (("phone",) if apply.get("phone") else ())


def local_start(dated: Dated) -> datetime:
    """When a date begins, on the clock where it is."""
    return dated.starts_at.astimezone(ZoneInfo(dated.event.zone))


def is_whole_day(dated: Dated) -> bool:
    """Whether only its day is known; a date that staff moved to a time has one."""
    return bool(dated.event.details.get("all_day")) and local_start(dated).time() == time()


def shown_start(dated: Dated) -> datetime | date:
    """When a date begins as it is said: the day alone where no time is known."""
    start = local_start(dated)
    return start.date() if is_whole_day(dated) else start


def last_day(dated: Dated) -> date:
    """The last day of a date: an end at midnight belongs to the day before."""
    end = dated.occurrence.ends_at.astimezone(ZoneInfo(dated.event.zone))
    return (end - timedelta(microseconds=1)).date()


def where_words(t: LocaleTexts, found: Opportunity | Dated, content: Content) -> str:
    """A venue or place name if there is one, else the councils; "online" when it is."""
    row = found.event if isinstance(found, Dated) else found
    moved_to = found.occurrence.place if isinstance(found, Dated) else None
    place = moved_to or row.details.get("place_name") or ", ".join(content.places.names(tuple(row.councils)[:3]))
    if row.online:
        online = t.plain("interests.card.online")
        return f"{place}, {online}" if place else online
    return str(place) or t.plain(f"people.country.{row.country}")


def _listed(value: str | Sequence[str]) -> Sequence[str]:
    return [value] if isinstance(value, str) else value
