"""Whether one thing is what was asked for."""

from __future__ import annotations

import pytest

from bot.domain.suggestions import About, Candidate
from bot.services.opportunities.wanted import Wanted, meets


def thing(
    kind: str = "vacancy", sector: str | None = "health", role: str | None = None, hours: frozenset[str] = frozenset()
) -> Candidate:
    """Something open, of no place in particular."""
    return Candidate(
        About.OPPORTUNITY, "one", sector, frozenset(), False, (), (), None, None, kind=kind, role=role, hours=hours
    )


def one(name: str) -> frozenset[str]:
    """A wish for a single thing."""
    return frozenset({name})


@pytest.mark.parametrize(
    ("item", "wanted", "is_met"),
    [
        (thing(), Wanted(), True),
        (thing(), Wanted(kinds=one("vacancy")), True),
        (thing(kind="course"), Wanted(kinds=one("vacancy")), False),
        (thing(), Wanted(sectors=one("health")), True),
        (thing(), Wanted(sectors=one("retail")), False),
        (thing(role="porter"), Wanted(roles=one("porter")), True),
        (thing(role="porter"), Wanted(roles=one("nurse"), sectors=one("health")), False),
        (thing(role=None), Wanted(roles=one("nurse"), sectors=one("health")), True),
        (thing(role=None), Wanted(roles=one("nurse")), False),
        (thing(hours=one("night")), Wanted(hours=one("weekend")), False),
        (thing(), Wanted(hours=one("weekend")), True),
    ],
)
def test_meets_when_something_is_asked_for_then_only_what_is_like_it_does(
    item: Candidate, wanted: Wanted, is_met: bool
) -> None:
    assert meets(item, wanted, learning_first=False) is is_met


def test_meets_when_somebody_must_learn_then_a_job_without_training_does_not() -> None:
    assert not meets(thing(), Wanted(kinds=one("vacancy")), learning_first=True)
    assert meets(thing(kind="apprenticeship"), Wanted(kinds=one("apprenticeship")), learning_first=True)
