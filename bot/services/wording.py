"""Opportunities and events in a person's words: what a list and a card are made of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.content.model import Content
from bot.domain.suggestions import About, Because, Suggestion
from bot.messages.opportunities import OpportunityCard
from bot.messages.results import Shown
from bot.messages.taps import Tap
from bot.messages.texts import LocaleTexts
from bot.services.eligibility import Eligibility
from db.models import Opportunity, Person
from db.queries.events import Dated

_MOST_REASONS = 2


class Wording:
    """Turns rows and reasons into words of one language."""

    def __init__(self, content: Content, eligibility: Eligibility) -> None:
        self._content = content
        self._eligibility = eligibility

    def shown(self, t: LocaleTexts, found: Opportunity | Dated, item: Suggestion) -> Shown:
        """One entry of a list, with the strongest reasons for it."""
        candidate = item.candidate
        row = found.event if isinstance(found, Dated) else found
        is_event = candidate.about is About.EVENT
        return Shown(
            Tap.EVENT if is_event else Tap.OPPORTUNITY,
            candidate.slug,
            t.pick(row.title),
            row.organisation,
            where_words(t, found, self._content),
            [self._reason(t, because, detail) for because, detail in item.reasons[:_MOST_REASONS]],
            candidate.ends_on,
            local_start(found) if isinstance(found, Dated) else None,
            row.sample,
        )

    def _reason(self, t: LocaleTexts, because: Because, detail: str) -> str:
        if because in (Because.HELD, Because.PROGRAMME):
            return t(f"results.why.{because.value}", programme=t.pick(self._content.programmes[detail].name))
        if because is Because.NEAR:
            return t("results.why.near", council=self._content.places.places[detail].name)
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

    def card(self, t: LocaleTexts, row: Opportunity) -> OpportunityCard:
        """Everything a card shows."""
        pay = row.details.get("pay_says")
        hours = row.details.get("hours_per_week")
        return OpportunityCard(
            slug=row.slug,
            kind=row.kind,
            title=t.pick(row.title),
            summary=t.pick(row.summary),
            organisation=row.organisation,
            where=where_words(t, row, self._content),
            hours=t.plain("interests.card.hours_a_week", count=float(hours)) if hours else None,
            pay=t.pick(pay) if pay else None,
            starts_on=row.starts_on,
            closes_on=row.closes_on,
            held_for=tuple(t.pick(self._content.programmes[name].name) for name in row.ring_fenced_for),
            sample=row.sample,
        )


def local_start(dated: Dated) -> datetime:
    """When a date begins, on the clock where it is."""
    return dated.starts_at.astimezone(ZoneInfo(dated.event.zone))


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
