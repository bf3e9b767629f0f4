"""What is open, for everybody and without Telegram: a page of each, a list, a calendar file and a feed of all."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.content.model import Content
from bot.domain.suggestions import About
from bot.errors import Outage
from bot.feeds import schema_org_out, way_in_csv_out
from bot.feeds.calendar_out import calendar
from bot.feeds.rows import Row
from bot.messages.texts import Html, LocaleTexts, escape
from bot.services.feeds.contacts import Contact, contacts_of
from bot.services.feeds.rows_out import RowsOut
from bot.services.feeds.shown import Entry, Gone, Listing, Shelf
from bot.services.languages import Languages
from bot.services.links import DeepLinks, write_link
from bot.services.opportunities.wording import Wording, is_whole_day, last_day, local_start, where_words
from bot.services.organisations import Organisations
from db.models import Opportunity
from db.queries import events
from db.queries import opportunities as queries
from db.queries.events import Dated
from db.session import Database

PER_PAGE = 24
_MOST_DATES = 6
_MOST_IN_CALENDAR = 26
_MOST_IN_FEED = 10_000
_FEED_CHUNK = 500
_FEED_SECONDS = 300
# Only there to make our ids unlike anybody else's: it is no address.
_HOST = "way-in.invalid"
_EVENT_KINDS = frozenset({"open_day", "recruitment_fair", "workshop", "drop_in", "celebration"})


class Listings:
    """Shows only what is open today; what people see here, anybody may pass on."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        content: Content,
        languages: Languages,
        organisations: Organisations,
        wording: Wording,
        links: DeepLinks,
        base_url: str,
        countries: Sequence[str],
    ) -> None:
        self._database = database
        self._clock = clock
        self._content = content
        self._languages = languages
        self._organisations = organisations
        self._wording = wording
        self._links = links
        self._base = base_url.rstrip("/")
        self._rows = RowsOut(content)
        self.countries = tuple(countries)
        self._made: dict[tuple[str, str], tuple[datetime, bytes]] = {}
        self._making = asyncio.Lock()

    def texts(self, asked: str | None, accepted: str | None, country: str | None = None) -> LocaleTexts:
        """The language asked for, else the browser's, else the country's own."""
        own = self._content.countries[country or self.countries[0]].default_locale
        code = self._languages.of_phone(asked) or self._languages.of_phone((accepted or "").split(",")[0])
        return self._languages.named(code or own)

    def other_languages(self, t: LocaleTexts) -> list[tuple[str, str]]:
        """Code and own name of each other language."""
        return [(code, self._languages.own_name(code)) for code in self._languages.codes if code != t.code]

    def today(self, country: str) -> date:
        """The day it is there."""
        return self._clock().astimezone(ZoneInfo(self._content.countries[country].zone)).date()

    async def shelf(self, t: LocaleTexts, country: str, number: int) -> Shelf:
        """One page of everything open in a country, what closes first first; events stand on the first."""
        today = self.today(country)
        async with self._database.read() as session:
            coming = await events.coming_in(session, country, self._clock()) if number == 1 else []
            found = await queries.open_in(session, country, today, PER_PAGE + 1, skip=(number - 1) * PER_PAGE)
        return Shelf(
            country,
            tuple(self._event_entry(t, dated) for dated in coming[:PER_PAGE]),
            tuple(self._entry(t, row) for row in found[:PER_PAGE]),
            number,
            len(found) > PER_PAGE,
        )

    async def opportunity(self, t: LocaleTexts, slug: str) -> Listing | None:
        """One page; None for what was never there. Raises Gone."""
        async with self._database.read() as session:
            row = await queries.opportunity(session, slug)
        if row is None or row.state == "draft" or row.country not in self.countries:
            return None
        today = self.today(row.country)
        past = (day for day in (row.closes_on, row.check_by) if day is not None and day < today)
        if row.state != "open" or any(past):
            raise Gone
        return self._opportunity(t, row, today)

    async def event(self, t: LocaleTexts, slug: str) -> Listing | None:
        """One page; None for what was never there. Raises Gone."""
        coming = await self._coming(slug, _MOST_DATES)
        return self._event(t, coming) if coming else None

    async def event_file(self, t: LocaleTexts, slug: str) -> bytes | None:
        """Every date of an event as a calendar file. Raises Gone."""
        coming = await self._coming(slug, _MOST_IN_CALENDAR)
        return calendar([self._rows.event(t, dated) for dated in coming], _HOST, self._clock()) if coming else None

    async def feed(self, country: str, form: str) -> bytes:
        """Everything open as `json` or `csv`, made anew when the last is five minutes old."""
        async with self._making:
            made = self._made.get((country, form))
            if made is None or (self._clock() - made[0]).total_seconds() >= _FEED_SECONDS:
                made = (self._clock(), await self._make(country, form))
                self._made[country, form] = made
        return made[1]

    async def _make(self, country: str, form: str) -> bytes:
        t, zone = self.texts(None, None, country), ZoneInfo(self._content.countries[country].zone)
        today, rows = self.today(country), list[tuple[Row, str | None]]()
        async with self._database.read() as session:
            for dated in await events.coming_in(session, country, self._clock()):
                rows.append((self._rows.event(t, dated), self.page(About.EVENT, dated.event.slug)))
            ids = await queries.open_ids(session, country, today, _MOST_IN_FEED)
        for first in range(0, len(ids), _FEED_CHUNK):
            async with self._database.read() as session:
                some = await queries.plain_rows(session, ids[first : first + _FEED_CHUNK])
            # Off the loop: a chunk is some hundredths of a second of computing.
            rows += await asyncio.to_thread(self._rows_of, t, some)
        if form == "csv":
            return await asyncio.to_thread(way_in_csv_out.write, [row for row, _ in rows], zone)
        name = t.plain("public.feed", service=t.plain("equality.page.service"))
        return await asyncio.to_thread(schema_org_out.feed, rows, name, self._clock(), zone)

    def _rows_of(self, t: LocaleTexts, some: Sequence[Opportunity]) -> list[tuple[Row, str | None]]:
        return [(self._rows.opportunity(t, row), self.page(About.OPPORTUNITY, row.slug)) for row in some]

    async def _coming(self, slug: str, most: int) -> list[Dated]:
        async with self._database.read() as session:
            coming = await events.coming_of(session, slug, self._clock(), most)
            event = None if coming else await events.event(session, slug)
        if event is not None:
            raise Gone
        return coming if coming and coming[0].event.country in self.countries else []

    def page(self, about: About, slug: str) -> str:
        """The whole address of a page."""
        return f"{self._base}/open/{about.value}/{slug}"

    def _opportunity(self, t: LocaleTexts, row: Opportunity, today: date) -> Listing:
        item = self._wording.plain_card(t, row, today)
        contract = t.plain(f"opportunity.contract.{row.contract}") if row.contract else None
        facts = {
            "where": item.where,
            "hours": item.hours,
            "pay": _with_more(item.pay, item.pay_level) if item.pay else None,
            "contract": contract,
            "starts": t.day(item.starts_on, with_year=True) if item.starts_on else None,
            "closes": t.day(item.closes_on, with_year=True) if item.closes_on else None,
            "employers": t.all_of(item.employers) if item.employers else None,
            "needs": item.needs,
        }
        notes = [t("opportunity.disability_confident")] if item.disability_confident else []
        notes += [t("opportunity.guarantees_interview")] if item.guarantees_interview else []
        notes += [t("public.held", programmes=t.all_of(item.held_for))] if item.held_for else []
        zone = ZoneInfo(self._content.countries[row.country].zone)
        node = schema_org_out.document(self._rows.opportunity(t, row), zone, self.page(About.OPPORTUNITY, row.slug))
        return Listing(
            About.OPPORTUNITY,
            row.slug,
            item.title,
            t.plain(f"interests.card.kind.{row.kind}"),
            row.organisation,
            item.summary,
            _known(facts),
            tuple(notes),
            (),
            self._contacts(row.apply or {}, row.organiser, row.country),
            self._telegram(About.OPPORTUNITY, row.slug),
            schema_org_out.script(node),
            row.checked_on,
            row.sample,
            row.country,
        )

    def _event(self, t: LocaleTexts, coming: Sequence[Dated]) -> Listing:
        first, event = coming[0], coming[0].event
        details = event.details
        words = {name: t.written(details[name]) for name in ("bring", "access", "getting_there") if details.get(name)}
        facts = {"when": self._when(t, first, with_end=True), "where": where_words(t, first, self._content), **words}
        node = schema_org_out.document(
            self._rows.event(t, first), ZoneInfo(event.zone), self.page(About.EVENT, event.slug)
        )
        given = {"url": event.link, **(details.get("apply") or {})}
        return Listing(
            About.EVENT,
            event.slug,
            t.written(event.title),
            self._event_kind(t, event.kind),
            event.organisation,
            t.written(event.summary),
            _known(facts),
            (t("public.free"),) if details.get("free") else (),
            tuple(self._when(t, dated) for dated in coming[1:]),
            self._contacts(given, event.organiser, event.country),
            self._telegram(About.EVENT, event.slug),
            schema_org_out.script(node),
            event.checked_on,
            event.sample,
            event.country,
        )

    def _entry(self, t: LocaleTexts, row: Opportunity) -> Entry:
        when = t("public.apply_by", day=row.closes_on) if row.closes_on else None
        return Entry(
            About.OPPORTUNITY,
            row.slug,
            t.written(row.title),
            t.plain(f"interests.card.kind.{row.kind}"),
            row.organisation,
            where_words(t, row, self._content),
            when,
            row.sample,
        )

    def _event_entry(self, t: LocaleTexts, dated: Dated) -> Entry:
        event, where = dated.event, where_words(t, dated, self._content)
        return Entry(
            About.EVENT,
            event.slug,
            t.written(event.title),
            self._event_kind(t, event.kind),
            event.organisation,
            where,
            self._when(t, dated),
            event.sample,
        )

    def _event_kind(self, t: LocaleTexts, kind: str) -> str:
        return t.plain(f"public.event_kind.{kind if kind in _EVENT_KINDS else 'event'}")

    def _when(self, t: LocaleTexts, dated: Dated, *, with_end: bool = False) -> Html:
        start = local_start(dated)
        if is_whole_day(dated):
            last = last_day(dated)
            return t("public.days", day=start.date(), last=last) if last > start.date() else Html(t.day(start.date()))
        end = dated.occurrence.ends_at.astimezone(start.tzinfo)
        if not with_end or end.date() != start.date():
            return Html(t.moment(start))
        return t("public.from_to", moment=start, end=end.timetz())

    def _contacts(self, apply: Mapping[str, Any], organiser: str | None, country: str) -> tuple[Contact, ...]:
        whose = self._organisations.find(organiser) if organiser else None
        return contacts_of(apply, whose or self._organisations.controller(country))

    def _telegram(self, about: About, slug: str) -> str | None:
        try:
            return self._links.to(write_link(about, slug, "page"))
        except Outage:
            # Before Telegram has told the bot its name there is nothing to link to, and the page is whole without.
            return None


def _with_more(words: str, more: Html | None) -> Html:
    """A fact with what it means in smaller letters below."""
    return Html(f'{escape(words)}<span class="more">{more}</span>') if more else escape(words)


def _known(facts: Mapping[str, str | None]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in facts.items() if value)
