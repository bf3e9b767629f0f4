"""Places and ages with too little to do now, and countries without a way in for people who cannot use Telegram."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.content.faults import Fault
from bot.content.loader import Reading
from bot.content.model import Content
from bot.content.schema.services import Service
from bot.domain.facts import Situation

AGES = (16, 17, 19, 23, 26, 30)
ENOUGH = 2


def dead_ends(reading: Reading, today: date) -> Iterator[Fault]:
    """Everywhere somebody would be left with nothing."""
    content = reading.content
    if content is None:
        return
    for place in content.places.places.values():
        for age, situation in _too_little(content, place.country, place.id):
            path = f"places/{place.country}.yaml"
            message = f"{place.id}: fewer than {ENOUGH} things to do at {age} ({situation})"
            yield Fault(path, 1, "dead-end", message)
    for country, card in content.countries.items():
        services = [content.services[name] for name in card.under_age if name in content.services]
        for kind in ("phone", "visit"):
            if not any(_has(service, kind) for service in services):
                message = f"no {kind} for people who cannot use Telegram"
                yield Fault(f"countries/{country}.yaml", 1, "dead-end", message)


def things_to_do(content: Content, country: str, place: str, age: int, situation: Situation) -> tuple[Service, ...]:
    """Real, named things anybody there may do now; those for some people only do not count."""
    found = content.services_for(country, place, age, situation)
    return tuple(service for service in found if not service.only_some)


def _too_little(content: Content, country: str, place: str) -> Iterator[tuple[int, Situation]]:
    here = [service for service in content.services_for(country, place) if not service.only_some]
    for age in AGES:
        for situation in Situation:
            if sum(service.suits(age, situation) for service in here) < ENOUGH:
                yield age, situation


def _has(service: Service, kind: str) -> bool:
    return service.without_telegram and any(reach.kind == kind for reach in service.reach)
