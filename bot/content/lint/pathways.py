"""Pathways that say something twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from bot.content.faults import Fault
from bot.content.lint.walk import sources
from bot.content.loader import Reading


def pathways(reading: Reading, today: date) -> Iterator[Fault]:
    """A step has one name within its way, and a role stands once within a step."""
    for kind, name, source in sources(reading):
        if kind != "pathways":
            continue
        steps = reading.shelves[kind].items[name].steps
        often = Counter(step.id for step in steps)
        for number, step in enumerate(steps):
            if often[step.id] > 1:
                yield source.fault(("steps", number, "id"), "twice", f"{step.id} stands twice")
            if len(set(step.roles)) < len(step.roles):
                yield source.fault(("steps", number, "roles"), "twice", "a role stands twice")
