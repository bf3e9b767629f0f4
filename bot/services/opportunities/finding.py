"""Finding what fits somebody: a few looks at the catalogue, each read no further than needed, ranked with reasons."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from bot.content.model import Content
from bot.content.schema.rules import RuleSpec
from bot.domain.eligibility import Facts, Verdict
from bot.domain.finders import audiences_for, hours_bits
from bot.domain.nearness import Surroundings
from bot.domain.rules import Rule
from bot.domain.suggestions import LEARNING, About, Candidate, Suggestion, Wish, learns_first, suggest
from bot.services.eligibility.eligibility import Eligibility
from bot.services.opportunities.wanted import EVENT, JOB, Wanted, meets
from bot.services.turns import Turn
from db.models import Opportunity, Person
from db.queries import events, finds, sightings
from db.queries.events import Dated
from db.queries.finds import Found, Look

PAGE = 5
_JOBS = frozenset({JOB})
_FIRST_LOOK, _WIDER, _WIDEST = 8, 4, 2048
_MOST_SECTORS = 3
_MOST_RULES = 4096
_NOTHING = "null"
_REGIONS = {"uk": "london", "se": "stockholm_county"}


@dataclass(frozen=True, slots=True)
class RuledCandidate:
    """A candidate's rules by its name, as the next question is planned with."""

    id: str
    rules: Rule


@dataclass(frozen=True, slots=True)
class Ranking:
    """What is open to one person today, best first, and everything it was chosen from."""

    best: tuple[Suggestion, ...]
    candidates: tuple[Candidate, ...]
    ids: Mapping[str, int]
    events: Mapping[str, Dated]
    learning_first: bool = False

    @property
    def slugs(self) -> list[str]:
        """The first page by name: when it changes, the list has changed."""
        return [item.candidate.slug for item in self.best[:PAGE]]

    def has(self, wanted: Wanted) -> bool:
        """Whether anything open is what was asked for."""
        return any(meets(item.candidate, wanted, learning_first=self.learning_first) for item in self.best)

    def led_by(self, wanted: Wanted) -> Ranking:
        """What was asked for comes first: always the work that was named, all else where the first page has none."""
        met = [item for item in self.best if meets(item.candidate, wanted, learning_first=self.learning_first)]
        is_work = bool(wanted.sectors or wanted.roles)
        if not is_work and any(item in met for item in self.best[:PAGE]):
            return self
        return replace(self, best=(*met, *(item for item in self.best if item not in met)))

    @property
    def ruled(self) -> list[RuledCandidate]:
        """What has rules of its own: the questions those need can change the list."""
        return [RuledCandidate(item.slug, item.rules) for item in self.candidates if item.rules is not None]


@dataclass(frozen=True, slots=True)
class _Asking:
    """Everything a search depends on."""

    person: Person
    facts: Facts
    verdicts: Mapping[str, Verdict]
    today: date
    wanted: Wanted


class Finding:
    """Only from the person's own country, and only what is open today."""

    def __init__(self, content: Content, eligibility: Eligibility) -> None:
        self._content = content
        self._eligibility = eligibility
        self._rules: dict[str, Rule] = {}

    async def rank(self, turn: Turn, wanted: Wanted | None = None, *, most: int = PAGE + 1) -> Ranking:
        """At least the `most` best for this person, where there are so many; what was asked for outweighs answers."""
        person, _ = turn.known()
        today = self._eligibility.today(person, turn.now)
        facts, wanted = self._eligibility.facts(person), wanted or Wanted()
        if wanted.kinds & _JOBS and learns_first(facts, today):
            # Whoever must learn beside a job is shown what teaches it, too.
            wanted = replace(wanted, kinds=wanted.kinds | LEARNING)
        facts = replace(facts, interests=wanted.sectors or facts.interests, places=wanted.places or facts.places)
        asking = _Asking(person, facts, self._eligibility.verdicts(person, today), today, wanted)
        limit, before = max(_FIRST_LOOK, most + 2), -1
        while True:
            found = await self._found(turn, asking, limit)
            ranking = await self._ranked(turn, asking, found)
            # What the rules shut out may have filled the first look.
            if len(ranking.best) >= most or len(found) == before or limit >= _WIDEST:
                return ranking
            limit, before = limit * _WIDER, len(found)

    async def rows_of(self, turn: Turn, ranking: Ranking, page: Sequence[Suggestion]) -> dict[str, Opportunity | Dated]:
        """Whole rows behind some suggestions, by name."""
        slugs = [item.candidate.slug for item in page]
        rows = await finds.full_rows(turn.session, [ranking.ids[slug] for slug in slugs if slug in ranking.ids])
        return {slug: rows[slug] if slug in rows else ranking.events[slug] for slug in slugs}

    async def note_seen(self, turn: Turn, ranking: Ranking, page: Sequence[Suggestion]) -> None:
        """What was shown today sinks from tomorrow on."""
        person, _ = turn.known()
        ids = [ranking.ids[item.candidate.slug] for item in page if item.candidate.slug in ranking.ids]
        if person.id is not None and ids:
            await sightings.note(turn.session, person.id, ids, self._eligibility.today(person, turn.now))

    async def _found(self, turn: Turn, asking: _Asking, limit: int) -> Sequence[Found]:
        kinds = tuple(sorted(asking.wanted.kinds - {EVENT}))
        if asking.wanted.kinds and not kinds:
            return []
        looks = list(_looks(asking, kinds))
        return await finds.search(
            turn.session, asking.person.country or "", looks, asking.today, limit, asking.person.id
        )

    async def _ranked(self, turn: Turn, asking: _Asking, found: Sequence[Found]) -> Ranking:
        country, kinds = asking.person.country or "", asking.wanted.kinds
        coming = await events.coming_in(turn.session, country, turn.now) if not kinds or EVENT in kinds else ()
        candidates = [self._candidate(row) for row in found] + [_event_candidate(dated) for dated in coming]
        ids = {row.slug: row.id for row in found}
        earlier = frozenset(row.slug for row in found if row.seen_on is not None and row.seen_on < asking.today)
        wish = await self._wish(turn, asking, earlier)
        best = suggest(candidates, asking.facts, asking.verdicts, asking.today, wish)
        dated = {one.event.slug: one for one in coming}
        return Ranking(tuple(best), tuple(candidates), ids, dated, wish.learning_first)

    async def _wish(self, turn: Turn, asking: _Asking, seen: frozenset[str]) -> Wish:
        known = asking.person.id
        refused = await sightings.refused_kinds(turn.session, known) if known is not None else ()
        return Wish(
            around=self._around(asking),
            roles=asking.wanted.roles,
            hours=asking.wanted.hours,
            near=asking.wanted.near,
            learning_first=learns_first(asking.facts, asking.today),
            seen=seen,
            refused=frozenset((kind, sector) for kind, sector in refused),
        )

    def _around(self, asking: _Asking) -> Surroundings:
        places = self._content.places
        own = asking.facts.places or frozenset()
        region = places.groups.get(_REGIONS.get(asking.person.country or "", ""), frozenset())
        next_to = frozenset(name for place in own if place in places.places for name in places.places[place].neighbours)
        return Surroundings(own, next_to - own, region if own & region else frozenset())

    def _candidate(self, row: Found) -> Candidate:
        return Candidate(
            About.OPPORTUNITY,
            row.slug,
            row.sector,
            _names(row.councils),
            row.online,
            _ordered(row.programmes),
            _ordered(row.ring_fenced_for),
            self._rule(row.rules),
            row.closes_on,
            row.kind,
            row.role,
            _patterns(row.hours),
            row.has_training,
        )

    def _rule(self, written: str | None) -> Rule | None:
        """Rules are few and repeat, so each is read once."""
        if written is None or written == _NOTHING:
            return None
        if written not in self._rules:
            if len(self._rules) >= _MOST_RULES:
                self._rules.clear()
            self._rules[written] = RuleSpec.model_validate_json(written).compile(self._content.places.groups)
        return self._rules[written]


@lru_cache(maxsize=4096)
def _ordered(written: str) -> tuple[str, ...]:
    return tuple(json.loads(written))


@lru_cache(maxsize=4096)
def _names(written: str) -> frozenset[str]:
    return frozenset(json.loads(written))


@lru_cache(maxsize=4096)
def _patterns(written: str | None) -> frozenset[str]:
    return frozenset((json.loads(written or _NOTHING) or {}).get("patterns", ()))


def _looks(asking: _Asking, kinds: tuple[str, ...]) -> Iterator[Look]:
    """Everything each audience has; again for each sector of interest, and for what was asked for in words."""
    joined = [name for name, verdict in asking.verdicts.items() if verdict is not Verdict.NOT_NOW]
    for audience in audiences_for(asking.person.country or "", asking.facts.places or (), joined):
        yield Look(audience, kinds=kinds)
        if not audience.startswith("p:"):
            yield from (replace(look, audience=audience, kinds=look.kinds or kinds) for look in _narrower(asking))


def _narrower(asking: _Asking) -> Iterator[Look]:
    """What must not be missed among much else."""
    wanted, hours = asking.wanted, hours_bits(asking.wanted.hours)
    yield from (Look("", sector=sector) for sector in sorted(asking.facts.interests or ())[:_MOST_SECTORS])
    yield from (Look("", sector=sector) for sector in sorted(wanted.near)[:_MOST_SECTORS])
    yield from (Look("", role=role) for role in sorted(wanted.roles))
    if hours:
        yield Look("", hours=hours)
        yield from (Look("", sector=sector, hours=hours) for sector in sorted(wanted.sectors)[:_MOST_SECTORS])
    if learns_first(asking.facts, asking.today) and (not wanted.kinds or wanted.kinds & _JOBS):
        # What teaches must not be missed among the jobs, nor the jobs that were asked for among what teaches.
        yield Look("", kinds=tuple(sorted(wanted.kinds & _JOBS or LEARNING)))


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
