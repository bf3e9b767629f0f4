"""Listing what somebody can say yes to, showing one, and keeping their interest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from bot.content.model import Content
from bot.domain.finders import preparing_for
from bot.domain.holds import holding_of
from bot.domain.subjects import subjects_in
from bot.domain.suggestions import About, Suggestion
from bot.messages import opportunities as messages
from bot.messages import results
from bot.messages.holds import ask_button
from bot.messages.outgoing import Button, OutgoingMessage
from bot.messages.results import Opening
from bot.messages.services import services as services_message
from bot.messages.taps import Tap, tap
from bot.messages.texts import Html, LocaleTexts
from bot.services.eligibility.eligibility import Eligibility
from bot.services.equality.equality import Equality
from bot.services.journeys.beginnings import Beginnings
from bot.services.languages import Languages
from bot.services.opportunities.finding import PAGE, Finding, Ranking
from bot.services.opportunities.wanted import JOB, Wanted, wanted_from, wanted_to
from bot.services.opportunities.wording import Wording
from bot.services.turns import Turn
from db.models import Opportunity
from db.queries import events, finds
from db.queries import opportunities as queries
from db.queries.events import Dated

_MOST_TOGETHER = 3


class Opportunities:
    """Suggestions come from the person's own country only, and from what is open today only."""

    def __init__(
        self,
        content: Content,
        languages: Languages,
        eligibility: Eligibility,
        equality: Equality,
        finding: Finding,
        beginnings: Beginnings,
    ) -> None:
        self._content = content
        self._languages = languages
        self._eligibility = eligibility
        self._equality = equality
        self._finding = finding
        self._beginnings = beginnings
        self._wording = Wording(content, eligibility)

    async def rank(self, turn: Turn, wanted: Wanted | None = None) -> Ranking:
        """Everything this person could say yes to today, best first; what was asked for now outweighs answers."""
        return await self._finding.rank(turn, wanted)

    async def show_page(self, turn: Turn, ranking: Ranking, opening: Opening | None = None) -> None:
        """Say the first page; a short one, or one for somebody far away, is filled up with services."""
        person, _ = turn.known()
        is_outside = self.is_outside(turn)
        opening = opening or Opening()
        if is_outside and not opening.somewhere:
            opening = replace(opening, elsewhere=person.country)
        self._keep(turn, "shown", [])
        nothing = results.nothing_open(self._languages.of(turn), opening)
        if not await self._say_some(turn, ranking, opening) and nothing is not None:
            turn.say(nothing)
        if is_outside or len(ranking.best) < PAGE:
            self.show_services(turn)

    def is_outside(self, turn: Turn) -> bool:
        """Whether the person lives in the country, but nowhere that anything here is known of."""
        person, _ = turn.known()
        return bool(person.places) and set(person.places) == {self._content.countries[person.country or ""].elsewhere}

    async def show_more(self, turn: Turn) -> None:
        """Say the next page of the list that was shown last: whatever of it was not on the pages before."""
        _, conversation = turn.known()
        wanted = wanted_from(conversation.draft.get("wanted"))
        most = len(conversation.draft.get("shown", ())) + PAGE + 1
        if not await self._say_some(turn, await self._finding.rank(turn, wanted, most=most)):
            turn.say(results.none_left(self._languages.of(turn)))

    async def _say_some(self, turn: Turn, ranking: Ranking, opening: Opening | None = None) -> bool:
        """The best that this list has not shown yet; False when there is none left."""
        _, conversation = turn.known()
        shown = list(conversation.draft.get("shown", ()))
        left = [item for item in ranking.best if item.candidate.slug not in shown]
        page = tuple(left[:PAGE])
        if page:
            more = len(shown) + 1 + PAGE if len(left) > PAGE else None
            turn.say(await self._listing(turn, ranking, page, len(shown) + 1, more, opening))
            self._keep(turn, "shown", [*shown, *(item.candidate.slug for item in page)])
        return bool(page)

    async def show_kinds(self, turn: Turn, wanted: Wanted) -> None:
        """Say what is open of some kinds, in a sector, place or hours; services where there is little."""
        _, conversation = turn.known()
        before = conversation.draft.get("shown", [])
        self._remember(turn, wanted)
        ranking = (await self._finding.rank(turn, wanted, most=PAGE + 1)).led_by(wanted)
        missed = await self._missed(turn, ranking, wanted)
        if missed == "anything" and wanted.kinds and (wanted.sectors or wanted.roles):
            ranking = await self._of_that_work(turn, wanted) or ranking
        is_same = set(before) >= set(ranking.slugs) if missed else before[:PAGE] == ranking.slugs
        somewhere = bool(wanted.places - {card.elsewhere for card in self._content.countries.values()})
        await self.show_page(turn, ranking, Opening(missed, same=is_same, somewhere=somewhere))

    async def _of_that_work(self, turn: Turn, wanted: Wanted) -> Ranking | None:
        """A course or a placement in the work that was named is nearer than a job in another; None without one."""
        wider = replace(wanted, kinds=frozenset(), hours=frozenset())
        ranking = await self._finding.rank(turn, wider, most=PAGE + 1)
        return ranking.led_by(wider) if ranking.has(wider) else None

    async def _missed(self, turn: Turn, ranking: Ranking, wanted: Wanted) -> str | None:
        """What to say of a search that did not find what was asked for; None when it did."""
        plain_jobs = replace(wanted, kinds=wanted.kinds & {JOB})
        if ranking.learning_first and plain_jobs.kinds and ranking.best and not ranking.has(plain_jobs):
            return "plain_job"
        if not ranking.has(wanted):
            return "anything"
        page = ranking.best[:PAGE] if wanted.subjects else ()
        rows = await self._finding.rows_of(turn, ranking, page)
        titles = [(row.event if isinstance(row, Dated) else row).title for row in rows.values()]
        named = {subject for title in titles for words in title.values() for subject in subjects_in(words)}
        return None if named >= wanted.subjects else "anything"

    def forget_wish(self, turn: Turn) -> None:
        """The next page is of the usual list again."""
        self._remember(turn, Wanted())

    def _remember(self, turn: Turn, wanted: Wanted) -> None:
        self._keep(turn, "wanted", wanted_to(wanted))

    def _keep(self, turn: Turn, name: str, value: Any) -> None:
        """In the conversation; nothing where there is nothing to say."""
        _, conversation = turn.known()
        kept = {key: known for key, known in conversation.draft.items() if key != name}
        conversation.draft = {**kept, name: value} if value else kept

    async def _listing(
        self,
        turn: Turn,
        ranking: Ranking,
        page: tuple[Suggestion, ...],
        first: int,
        more: int | None,
        opening: Opening | None,
    ) -> OutgoingMessage:
        t = self._languages.of(turn)
        rows = await self._finding.rows_of(turn, ranking, page)
        await self._finding.note_seen(turn, ranking, page)
        shown = [
            self._wording.shown(t, rows[item.candidate.slug], item, learning_first=ranking.learning_first)
            for item in page
        ]
        return results.listing(t, shown, first=first, more=more, opening=opening)

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
        t = self._languages.of(turn)
        person, _ = turn.known()
        today = self._eligibility.today(person, turn.now)
        together = await self._together(turn, t, row, today)
        turn.say(messages.card(t, replace(self._wording.card(t, row, person, today), **together)))
        return True

    async def _together(self, turn: Turn, t: LocaleTexts, row: Opportunity, today: date) -> dict[str, Any]:
        """A course with the jobs it is made for, and a job with the courses that lead to it."""
        after = [one for one in await queries.named(turn.session, row.prepares_for) if is_open(one, today)]
        before = await finds.found_by(turn.session, preparing_for(row.slug), today, _MOST_TOGETHER)
        return {
            "leads_to": tuple((one.slug, t.written(one.title)) for one in after[:_MOST_TOGETHER]),
            "after": tuple((one.slug, t.written(one.title)) for one in before),
        }

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
        card = card.with_buttons(*await self._next_steps(turn, t, about, slug))
        turn.say(card.with_buttons(*await self._equality.offer(turn)))
        return True

    async def _next_steps(self, turn: Turn, t: LocaleTexts, about: str, slug: str) -> list[list[Button]]:
        """A journey begins with a yes to an opportunity; what can be done at once is a tap away."""
        row = await queries.opportunity(turn.session, slug) if about == About.OPPORTUNITY else None
        if row is None:
            return []
        await self._beginnings.begin(turn, row)
        holding = holding_of(row.holding)
        if holding is not None:
            return [[ask_button(t, holding, slug)]]
        can_send = self._beginnings.contact_of(row) is not None
        return [[tap(t.plain("referrals.begin"), Tap.REFER, slug)]] if can_send else []

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
        turn.say(results.why_shown(self._languages.of(turn), self._known_facts(turn)))

    def say_known(self, turn: Turn, *, differs: bool = False) -> None:
        """What is kept about somebody, with the way to change it; said another way when they now say otherwise."""
        turn.say(results.known(self._languages.of(turn), self._known_facts(turn), differs=differs))

    def _known_facts(self, turn: Turn) -> list[str]:
        person, _ = turn.known()
        today = self._eligibility.today(person, turn.now)
        return self._wording.known_facts(self._languages.of(turn), person, today)

    async def _title(
        self, turn: Turn, t: LocaleTexts, about: str, slug: str, *, even_closed: bool = False
    ) -> Html | None:
        person, _ = turn.known()
        if about == "p":
            programme = self._content.programmes.get(slug)
            return t.pick(programme.name) if programme and programme.country == person.country else None
        if about == About.EVENT:
            event = await events.event(turn.session, slug)
            return t.written(event.title) if event else None
        row = await queries.opportunity(turn.session, slug)
        return t.written(row.title) if row and (even_closed or self._is_open(turn, row)) else None

    def _is_open(self, turn: Turn, row: Opportunity) -> bool:
        person, _ = turn.known()
        today = self._eligibility.today(person, turn.now)
        return is_open(row, today) and row.country == person.country


def is_open(row: Opportunity, today: date) -> bool:
    """Whether it can be said yes to: open, not past its last day, and looked at lately enough to be told."""
    return row.state == "open" and min(row.closes_on or date.max, row.check_by or date.max) >= today
