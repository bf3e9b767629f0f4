"""Listing what somebody can say yes to, showing one, and keeping their interest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.content.model import Content
from bot.content.schema.rules import RuleSpec
from bot.domain.rules import Rule
from bot.domain.suggestions import About, Candidate, Suggestion, suggest
from bot.messages import opportunities as messages
from bot.messages import results
from bot.messages.services import services as services_message
from bot.messages.texts import Html, LocaleTexts
from bot.services.eligibility import Eligibility
from bot.services.equality import Equality
from bot.services.languages import Languages
from bot.services.turns import Turn
from bot.services.wording import Wording
from db.models import Opportunity
from db.queries import events
from db.queries import opportunities as queries
from db.queries.events import Dated

PAGE = 3


@dataclass(frozen=True, slots=True)
class Open:
    """What is open in a person's country, by the tap that shows it."""

    opportunities: dict[str, Opportunity]
    events: dict[str, Dated]
    candidates: tuple[Candidate, ...]

    def row_of(self, item: Suggestion) -> Opportunity | Dated:
        """The row behind a suggestion."""
        slug = item.candidate.slug
        return self.events[slug] if item.candidate.about is About.EVENT else self.opportunities[slug]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one message asked for: sectors and places by id; empty means no wish."""

    sectors: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RuledCandidate:
    """A candidate's rules by its name, as the next question is planned with."""

    id: str
    rules: Rule


@dataclass(frozen=True, slots=True)
class Ranking:
    """What is open to one person today, best first, and everything open it was made from."""

    open: Open
    best: tuple[Suggestion, ...]

    @property
    def slugs(self) -> list[str]:
        """The first page by name: when it changes, the list has changed."""
        return [item.candidate.slug for item in self.best[:PAGE]]

    @property
    def ruled(self) -> list[RuledCandidate]:
        """What has rules of its own: the questions those need can change the list."""
        return [RuledCandidate(item.slug, item.rules) for item in self.open.candidates if item.rules is not None]


class Opportunities:
    """Suggestions come from the person's own country only, and from what is open today only."""

    def __init__(self, content: Content, languages: Languages, eligibility: Eligibility, equality: Equality) -> None:
        self._content = content
        self._languages = languages
        self._eligibility = eligibility
        self._equality = equality
        self._wording = Wording(content, eligibility)

    async def rank(self, turn: Turn, wanted: Wanted | None = None) -> Ranking:
        """Everything this person could say yes to today, best first; what was asked for now outweighs answers."""
        person, _ = turn.known()
        today = self._eligibility.today(person, turn.now)
        found = await self._open(turn, person.country or "", today)
        verdicts = self._eligibility.verdicts(person, today)
        facts = self._eligibility.facts(person)
        if wanted is not None:
            facts = replace(facts, interests=wanted.sectors or facts.interests, places=wanted.places or facts.places)
        return Ranking(found, tuple(suggest(found.candidates, facts, verdicts, today)))

    def show_page(self, turn: Turn, ranking: Ranking, first: int = 1) -> None:
        """Say one page from number `first` on; a short first page is filled up with services."""
        page = ranking.best[first - 1 : first - 1 + PAGE]
        t = self._languages.of(turn)
        if page:
            more = first + PAGE if len(ranking.best) >= first + PAGE else None
            turn.say(
                results.listing(
                    t,
                    [self._wording.shown(t, ranking.open.row_of(item), item) for item in page],
                    first=first,
                    more=more,
                )
            )
        elif first > 1:
            turn.say(results.none_left(t))
        if len(page) < PAGE and first == 1:
            self.show_services(turn)

    async def show_more(self, turn: Turn, first: int) -> None:
        """Say the page from number `first` on."""
        self.show_page(turn, await self.rank(turn), first)

    async def show_kinds(self, turn: Turn, kinds: frozenset[str], wanted: Wanted) -> None:
        """Say what is open of some kinds ("event" among them), in a sector or place; services where there is little."""
        ranking = await self.rank(turn, wanted)
        best = tuple(item for item in ranking.best if self._kind(ranking.open, item) in kinds)
        self.show_page(turn, Ranking(ranking.open, best))

    def show_services(self, turn: Turn, most: int = 3) -> None:
        """Real places to go to now, for somebody for whom little is open."""
        person, _ = turn.known()
        today = self._eligibility.today(person, turn.now)
        births = self._eligibility.births(person)
        age = births.ages_on(today)[0] if births else None
        place = person.council or (person.places[0] if person.places else None)
        situation = self._eligibility.facts(person).situation
        found = self._content.services_for(person.country or "", place, age, situation)
        if found:
            turn.say(services_message(self._languages.of(turn), found[:most]))

    async def show(self, turn: Turn, slug: str) -> bool:
        """Say one opportunity's card; False when it is not there or not open any more."""
        row = await queries.opportunity(turn.session, slug)
        if row is None or not self._is_open(turn, row):
            return False
        turn.say(messages.card(self._languages.of(turn), self._wording.card(self._languages.of(turn), row)))
        return True

    async def save_interest(self, turn: Turn, about: str, slug: str) -> bool:
        """Keep "I'm interested" in an opportunity or a programme; False when there is nothing open by that name."""
        person, conversation = turn.known()
        t = self._languages.of(turn)
        title = await self._title(turn, t, about, slug)
        if title is None:
            return False
        is_new = await queries.save_interest(
            turn.session,
            person_id=person.id,
            about=about,
            slug=slug,
            source=conversation.draft.get("source"),
            state="interested",
            guests=0,
            created_at=turn.now,
        )
        card = messages.saved(t, title, about, slug, again=not is_new)
        turn.say(card.with_buttons(*await self._equality.offer(turn)))
        return True

    async def drop_interest(self, turn: Turn, about: str, slug: str) -> bool:
        """Take an interest back; False when there was none."""
        person, _ = turn.known()
        t = self._languages.of(turn)
        if not await queries.drop_interest(turn.session, person.id, about, slug):
            return False
        turn.say(messages.dropped(t, await self._title(turn, t, about, slug, even_closed=True) or Html(slug)))
        return True

    async def title(self, turn: Turn, about: str, slug: str) -> Html | None:
        """What an interest is called in the person's language, open or not."""
        return await self._title(turn, self._languages.of(turn), about, slug, even_closed=True)

    async def country_of(self, turn: Turn, about: str, slug: str) -> str | None:
        """The country an opportunity or event belongs to; None when there is none by that name."""
        find = events.event if about == About.EVENT else queries.opportunity
        row = await find(turn.session, slug)
        return row.country if row is not None else None

    def say_gone(self, turn: Turn) -> None:
        """What was tapped is not open any more."""
        turn.say(messages.gone(self._languages.of(turn)))

    async def explain(self, turn: Turn) -> None:
        """Why this list: the answers it was made from."""
        person, _ = turn.known()
        t = self._languages.of(turn)
        turn.say(results.why_shown(t, self._wording.known_facts(t, person, self._eligibility.today(person, turn.now))))

    async def _title(
        self, turn: Turn, t: LocaleTexts, about: str, slug: str, *, even_closed: bool = False
    ) -> Html | None:
        person, _ = turn.known()
        if about == "p":
            programme = self._content.programmes.get(slug)
            return t.pick(programme.name) if programme and programme.country == person.country else None
        if about == About.EVENT:
            event = await events.event(turn.session, slug)
            return t.pick(event.title) if event else None
        row = await queries.opportunity(turn.session, slug)
        return t.pick(row.title) if row and (even_closed or self._is_open(turn, row)) else None

    def _is_open(self, turn: Turn, row: Opportunity) -> bool:
        person, _ = turn.known()
        today = self._eligibility.today(person, turn.now)
        return row.state == "open" and row.country == person.country and (row.closes_on or date.max) >= today

    async def _open(self, turn: Turn, country: str, today: date) -> Open:
        rows = await queries.open_in(turn.session, country, today)
        coming = await events.coming_in(turn.session, country, turn.now)
        candidates = [self._candidate(row) for row in rows] + [_event_candidate(dated) for dated in coming]
        return Open({row.slug: row for row in rows}, {dated.event.slug: dated for dated in coming}, tuple(candidates))

    def _candidate(self, row: Opportunity) -> Candidate:
        return Candidate(
            About.OPPORTUNITY,
            row.slug,
            row.sector,
            frozenset(row.councils),
            row.online,
            tuple(row.programmes),
            tuple(row.ring_fenced_for),
            self._rules(row),
            row.closes_on,
        )

    def _rules(self, row: Opportunity) -> Rule | None:
        return RuleSpec.model_validate(row.rules).compile(self._content.places.groups) if row.rules else None

    def _kind(self, found: Open, item: Suggestion) -> str:
        if item.candidate.about is About.EVENT:
            return "event"
        return found.opportunities[item.candidate.slug].kind


def _event_candidate(dated: Dated) -> Candidate:
    event = dated.event
    return Candidate(
        About.EVENT,
        event.slug,
        event.sector,
        frozenset(event.councils),
        event.online,
        tuple(event.programmes),
        (),
        None,
        dated.starts_at.date(),
    )
