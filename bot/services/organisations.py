"""Which organisation runs the service in a country, and which one serves a person."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.content.model import Content
from bot.content.schema.organisations import Organisation
from bot.domain.opening_hours import Opening, OpeningHours
from bot.errors import NotFound
from db.models import Person

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NEED_OF_TOPIC: Mapping[str, str] = MappingProxyType(
    {"learning": "training", "work": "work", "application": "work", "rights": "advice"}
)


class Organisations:
    """Only organisations with opening hours answer people: the others are named, not asked."""

    def __init__(self, content: Content, controllers: Mapping[str, str], *, with_samples: bool) -> None:
        known = {**content.organisations, **(content.sample.organisations if with_samples else {})}
        self._known = known
        self._groups = content.places.groups
        self._places = content.places.places
        self._zones = {country: ZoneInfo(card.zone) for country, card in content.countries.items()}
        self._controllers = {country: self.get(name) for country, name in controllers.items()}

    def get(self, organisation_id: str) -> Organisation:
        """One organisation; raises NotFound."""
        try:
            return self._known[organisation_id]
        except KeyError:
            raise NotFound("organisation", organisation_id) from None

    def find(self, organisation_id: str) -> Organisation | None:
        """One organisation, if we know it."""
        return self._known.get(organisation_id)

    def controller(self, country: str) -> Organisation:
        """Who runs the service in a country and answers for its data."""
        return self._controllers[country]

    def serving(self, person: Person, topic: str, staffed: Collection[str] | None = None) -> Organisation:
        """Who answers this person: the nearest that serves their area and need, else who runs the service.

        `staffed` are the organisations with advisers; a request to any other would be read by nobody.
        """
        country = person.country or next(iter(self._controllers))
        need = _NEED_OF_TOPIC.get(topic, "advice")
        found = [
            item
            for item in self._known.values()
            if item.country == country and item.hours and need in item.needs and self._serves(item, person)
            if staffed is None or item.id in staffed
        ]
        return min(found, key=lambda item: (self._width(item), item.id), default=self.controller(country))

    def reads_by(self, organisation: Organisation, now: datetime) -> datetime:
        """By when somebody there reads what is sent now, in the organisation's own zone."""
        within = timedelta(hours=organisation.answers_within_hours)
        return opening_hours(organisation).reads_by(now.astimezone(self._zones[organisation.country]), within)

    def local(self, country: str, moment: datetime) -> datetime:
        """An instant in a country's own zone."""
        return moment.astimezone(self._zones[country])

    def answering(self, country: str) -> list[Organisation]:
        """Every organisation of a country that answers people, by name."""
        found = (item for item in self._known.values() if item.country == country and item.hours)
        return sorted(found, key=lambda item: item.name)

    def places_of(self, organisation_id: str) -> frozenset[str]:
        """The councils an organisation works in; raises NotFound."""
        return self._areas(self.get(organisation_id))

    def zone_of(self, organisation_id: str) -> ZoneInfo:
        """The time zone an organisation works in; raises NotFound."""
        return self._zones[self.get(organisation_id).country]

    def place_names(self, places: Iterable[str]) -> dict[str, str]:
        """Councils and municipalities by what they are called."""
        ids = [place for place in places if place in self._places]
        return {place: self._places[place].name for place in ids}

    def _areas(self, organisation: Organisation) -> frozenset[str]:
        return frozenset().union(*(self._groups.get(area, frozenset({area})) for area in organisation.areas))

    def _serves(self, organisation: Organisation, person: Person) -> bool:
        return bool(person.places) and frozenset(person.places) <= self._areas(organisation)

    def _width(self, organisation: Organisation) -> int:
        return len(self._areas(organisation))


def opening_hours(organisation: Organisation) -> OpeningHours:
    """An organisation's week as the domain reads it."""
    openings = tuple(
        Opening(
            frozenset(_WEEKDAYS.index(day) for day in hours.days),
            time.fromisoformat(hours.opens),
            time.fromisoformat(hours.closes),
        )
        for hours in organisation.hours
    )
    return OpeningHours(openings, frozenset(organisation.holidays))
