"""Questions people ask that have no answer in a country, and answers nothing leads to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.content.faults import Fault
from bot.content.loader import Reading


def answering(reading: Reading, today: date) -> Iterator[Fault]:
    """Every topic in each of its countries, and every intent a topic names."""
    answers, broken = reading.shelves["answers"].items, reading.shelves["answers"].broken
    intents = {path.stem for path in (reading.root / "intents").glob("*.yaml")}
    for topic in reading.topics:
        for country in topic.countries:
            if f"{topic.id}.{country}" not in answers.keys() | broken:
                message = f"{topic.id} has no answer in {country}: write answers/{country}/{topic.id}.yaml"
                yield Fault("topics.yaml", 1, "no-answer", f"{message}, or take {country} out of its countries")
        for intent in topic.intents:
            if intents and intent not in intents:
                yield Fault("topics.yaml", 1, "no-such-name", f"{topic.id}: there is no intent {intent}")
    wanted = {f"{topic.id}.{country}" for topic in reading.topics for country in topic.countries}
    for name in sorted(answers.keys() - wanted):
        source = reading.shelves["answers"].files[name]
        yield source.fault(("topic",), "no-topic", f"topics.yaml does not ask for {name}")
