"""Facts that a message states on the way to something else: where, how old, in what situation."""

from __future__ import annotations

from bot.content.model import Content
from bot.domain.birthdays import BirthRange
from bot.domain.choices import leaves_out
from bot.domain.correcting import age_denied
from bot.domain.countries import Country
from bot.domain.places import PlaceMatch, fold
from bot.domain.postcodes import outcodes_in
from bot.domain.slots.filling import Slots
from bot.services.eligibility.answers import Answers
from bot.services.eligibility.eligibility import Eligibility
from bot.services.eligibility.questions import Questions
from bot.services.opportunities.wanted import Wanted
from bot.services.people import People
from bot.services.turns import Turn

# What people say about hours, in the words that opportunities carry.
_PATTERNS = {
    "weekends": ("weekend",),
    "evenings": ("evening",),
    "nights": ("night",),
    "mornings": ("daytime",),
    "part_time": ("part_time", "flexible"),
    "full_time": ("full_time",),
    "school_hours": ("term_time", "daytime"),
}
_SECTORS = "interests"
# Short for "wait" and "nice one" far more often than a way to Kensington or Islington.
_SLANG = frozenset({"W8", "N1"})


class Facts:
    """Keeps what was stated and not yet answered, and says what the rest narrows a search to."""

    def __init__(
        self, content: Content, people: People, eligibility: Eligibility, answers: Answers, questions: Questions
    ) -> None:
        self._content = content
        self._people = people
        self._eligibility = eligibility
        self._answers = answers
        self._questions = questions
        self._names = {
            code: {fold(name) for name in (*card.name.root.values(), card.zone.rpartition("/")[2])}
            for code, card in content.countries.items()
        }

    def keep(self, turn: Turn, slots: Slots) -> bool:
        """Keep area, age and situation that a message states and nobody answered yet; whether any was new.

        The open question is left to its own reading of the message, which knows more ways of saying it.
        """
        person, _ = turn.known()
        told_country = person.country is None and self._keep_country(turn, slots)
        if person.country is None:
            return False
        keep = {"area": self._keep_area, "age": self._keep_age, "situation": self._keep_situation}
        wanted = [name for name in keep if name != self._questions.open_question(turn)]
        kept = [keep[name](turn, slots) for name in wanted if not self._eligibility.is_answered(person, name)]
        return any(kept) or told_country

    def states(self, turn: Turn, slots: Slots) -> bool:
        """Whether a message says where, how old or in what situation somebody is."""
        person, _ = turn.known()
        if person.country is None:
            return False
        return slots.age is not None or slots.situation is not None or bool(self.wanted(turn, slots).places)

    def contradicts(self, turn: Turn, slots: Slots) -> bool:
        """Whether what it says is not what was said before."""
        person, _ = turn.known()
        facts, today = self._eligibility.facts(person), self._eligibility.today(person, turn.now)
        here = self.wanted(turn, slots).places
        youngest, oldest = facts.births.ages_on(today) if facts.births is not None else (slots.age, slots.age)
        is_other_age = slots.age is not None and not (youngest or 0) <= slots.age <= (oldest or 0)
        is_other_place = bool(here and person.places) and here.isdisjoint(person.places)
        is_other_situation = None not in (slots.situation, facts.situation) and slots.situation != facts.situation
        return is_other_age or is_other_place or is_other_situation

    def corrects(self, turn: Turn, slots: Slots) -> bool:
        """Whether the age that is kept is said to be wrong, and the right one with it."""
        person, _ = turn.known()
        births, denied = self._eligibility.births(person), age_denied(turn.incoming.text or "")
        if births is None or denied is None or slots.age is None:
            return False
        youngest, oldest = births.ages_on(self._eligibility.today(person, turn.now))
        return youngest <= denied <= oldest and slots.age != denied

    def change(self, turn: Turn, slots: Slots) -> bool:
        """Keep one place, age or situation that is said instead of what was kept; whether there was any."""
        if not self.states(turn, slots) or not self.contradicts(turn, slots):
            return False
        return any([self._keep_area(turn, slots), self._keep_age(turn, slots), self._keep_situation(turn, slots)])

    def wanted(self, turn: Turn, slots: Slots) -> Wanted:
        """What a message names to search by; places of the other country are none of ours here."""
        person, _ = turn.known()
        country = Country(person.country or "")
        named = frozenset(place for place in slots.places if self._is_in(place, country))
        here = named or self._around_outcodes(turn.incoming.text or "", country)
        hours = frozenset(pattern for name in slots.hours for pattern in _PATTERNS.get(name, ()))
        if leaves_out(turn.incoming.text or ""):
            return Wanted(places=here, hours=hours)
        near = self._content.questions[_SECTORS].near_to(slots.sectors)
        return Wanted(frozenset(slots.sectors), here, frozenset(slots.roles), hours, near=near)

    def _around_outcodes(self, text: str, country: Country) -> frozenset[str]:
        """Every council that a postcode in a message lies in."""
        known = self._content.places.outcodes
        said = outcodes_in(text, known, ()) if country is Country.UK else []
        return frozenset(council for outcode in said if outcode not in _SLANG for council in known[outcode])

    def _keep_country(self, turn: Turn, slots: Slots) -> bool:
        """The country of the places that were named, or of a capital or country named in words."""
        said = f" {fold(turn.incoming.text or '')} "
        named = {code for code, names in self._names.items() if any(f" {name} " in said for name in names)}
        named |= {str(self._content.places.places[place].country) for place in slots.places}
        return len(named) == 1 and self._people.choose_country(turn, named.pop())

    def _keep_area(self, turn: Turn, slots: Slots) -> bool:
        here = self.wanted(turn, slots).places
        if len(here) == 1:
            self._answers.set_area(turn, PlaceMatch(tuple(here)))
        return len(here) == 1

    def _keep_age(self, turn: Turn, slots: Slots) -> bool:
        person, _ = turn.known()
        if slots.age is not None:
            today = self._eligibility.today(person, turn.now)
            self._answers.set_births(turn, BirthRange.from_age(slots.age, today))
        return slots.age is not None

    def _keep_situation(self, turn: Turn, slots: Slots) -> bool:
        if slots.situation is not None:
            self._answers.set_choice(turn, "situation", slots.situation)
        return slots.situation is not None

    def _is_in(self, place: str, country: Country) -> bool:
        known = self._content.places.places.get(place)
        return known is not None and known.country == country
