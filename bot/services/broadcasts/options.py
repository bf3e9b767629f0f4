"""What a broadcast's form offers: languages, areas, programmes, and what it may be about."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.content.model import Content
from bot.domain.audiences import Stage
from bot.domain.broadcasts import About
from bot.domain.eligibility import Verdict
from bot.domain.news import TOPIC_OF_KIND, NewsTopic
from bot.messages.texts import LocaleTexts
from bot.services.languages import Languages
from bot.services.opportunities.wording import local_start
from db.models import Opportunity
from db.queries import events, opportunities
from db.queries.events import Dated

SPREADS = (0, 60, 120, 240, 480, 1440, 2880, 4320)
SEEN = (30, 90, 180, 365)
_MOST_OPPORTUNITIES, _LONGEST_NUMBER = 200, 19
_BOOKED_SINCE = timedelta(days=90)
_Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Options:
    """Values with the words for them, in the viewer's language; `languages` are what people may choose.

    `topic_of` is the kind of news that each thing it may be about is.
    """

    country: str
    default_language: str
    languages: _Words
    topics: _Words
    about: _Words
    topic_of: _Words
    councils: _Words
    verdicts: _Words
    sectors: _Words
    stages: _Words
    booked: _Words
    programmes: _Words
    spreads: _Words
    seen: _Words


class BroadcastOptions:
    """Reads them from content and from the events that are on."""

    def __init__(self, content: Content, languages: Languages) -> None:
        self._content = content
        self._languages = languages

    async def of(
        self, session: AsyncSession, t: LocaleTexts, organisation: str, now: datetime, *, about: str = ""
    ) -> Options:
        """What an organisation may choose from now; `about` is what it came from, such as `opportunity-7`."""
        content = self._content
        country = self._country(organisation)
        programmes = {item.id: t.pick(item.name) for item in content.programmes_in(country)}
        verdicts = {
            f"{name}:{verdict.value}": t.plain(f"console_broadcasts.verdict.{verdict.value}", programme=words)
            for name, words in programmes.items()
            for verdict in (Verdict.MATCH, Verdict.NEED_MORE)
        }
        own = await events.of_organiser(session, organisation, now - _BOOKED_SINCE)
        on = await self._dates(session, t, organisation, country, now)
        offers = await self._opportunities(session, organisation, country, now, about)
        return Options(
            country,
            content.countries[country].default_locale,
            {code: self._languages.own_name(code) for code in self._codes(country)},
            {topic.value: t.plain(f"news.topic.{topic.value}") for topic in NewsTopic},
            on | {value: f"{_kind_words(t, row)}: {_title(t, row.title)}" for value, row in offers.items()},
            dict.fromkeys(on, NewsTopic.EVENTS.value)
            | {value: TOPIC_OF_KIND[row.kind].value for value, row in offers.items()},
            self._councils(country),
            verdicts,
            {option.id: t.pick(option.label) for option in content.questions["interests"].options},
            {stage.value: t.plain(f"console_broadcasts.stage.{stage.value}") for stage in Stage},
            {str(dated.occurrence.id): date_words(t, dated) for dated in own},
            programmes,
            {str(minutes): _hours_words(t, minutes) for minutes in SPREADS},
            {str(days): t.plain("console_broadcasts.seen_in", count=days) for days in SEEN},
        )

    def _country(self, organisation: str) -> str:
        return {**self._content.sample.organisations, **self._content.organisations}[organisation].country

    def _codes(self, country: str) -> list[str]:
        default = self._content.countries[country].default_locale
        return sorted(self._languages.codes, key=lambda code: (code != default, code))

    def _councils(self, country: str) -> dict[str, str]:
        places = self._content.places.places
        found = {one: place.name for one, place in places.items() if place.country == country}
        return dict(sorted(found.items(), key=lambda item: item[1]))

    async def _opportunities(
        self, session: AsyncSession, organisation: str, country: str, now: datetime, about: str
    ) -> dict[str, Opportunity]:
        """What the organisation itself offers, and whatever else of the country it came from."""
        today = now.date()
        rows = list(await opportunities.open_of(session, organisation, country, today, _MOST_OPPORTUNITIES))
        kind, _, number = about.partition("-")
        if kind == About.OPPORTUNITY and number.isascii() and number.isdigit() and len(number) < _LONGEST_NUMBER:
            named = await session.get(Opportunity, int(number))
            rows += [named] if named is not None and named.country == country and named not in rows else []
        return {f"{About.OPPORTUNITY.value}-{row.id}": row for row in rows if row.kind in TOPIC_OF_KIND}

    async def _dates(
        self, session: AsyncSession, t: LocaleTexts, organisation: str, country: str, now: datetime
    ) -> dict[str, str]:
        """Every event that is on in the country, by its next date, and one's own dates after it."""
        found = {dated.occurrence.id: dated for dated in await events.coming_in(session, country, now)}
        for dated in await events.of_organiser(session, organisation, now):
            if dated.occurrence.state == "open" and dated.event.state == "open" and dated.starts_at > now:
                found.setdefault(dated.occurrence.id, dated)
        soonest = sorted(found.values(), key=lambda dated: (dated.starts_at, dated.occurrence.id))
        return {f"{About.OCCURRENCE.value}-{one.occurrence.id}": date_words(t, one) for one in soonest}


def date_words(t: LocaleTexts, dated: Dated) -> str:
    """One date in a list to choose from."""
    return f"{t.moment(local_start(dated))}: {_title(t, dated.event.title)}"


def _title(t: LocaleTexts, title: dict[str, str]) -> str:
    return html.unescape(t.written(title))


def _kind_words(t: LocaleTexts, row: Opportunity) -> str:
    return t.plain(f"interests.card.kind.{row.kind}")


def _hours_words(t: LocaleTexts, minutes: int) -> str:
    if not minutes:
        return t.plain("console_broadcasts.at_once")
    return t.plain("console_broadcasts.over_hours", count=minutes // 60)
