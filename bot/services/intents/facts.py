"""Facts that a message states on the way to something else: where, how old, in what situation."""

from __future__ import annotations

from bot.content.model import Content
from bot.domain.birthdays import BirthRange
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

    def wanted(self, turn: Turn, slots: Slots) -> Wanted:
        """What a message names to search by; places of the other country are none of ours here."""
        person, _ = turn.known()
        country = Country(person.country or "")
        named = frozenset(place for place in slots.places if self._is_in(place, country))
        here = named or self._around_outcodes(turn.incoming.text or "", country)
        hours = frozenset(pattern for name in slots.hours for pattern in _PATTERNS.get(name, ()))
        return Wanted(frozenset(slots.sectors), here, frozenset(slots.roles), hours)

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
