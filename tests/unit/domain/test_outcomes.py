"""What people tell of their work, as they type it."""

import pytest

from bot.domain.journeys import Stage
from bot.domain.outcomes import STILL, is_elsewhere, outcome_in


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("got the job!!!", Stage.OFFERED),
        ("They said YES", Stage.OFFERED),
        ("i start on monday", Stage.OFFERED),
        ("they let me go after 3 weeks", Stage.LEFT_EARLY),
        ("i quit last week", Stage.LEFT_EARLY),
        ("i lasted two weeks then left", Stage.LEFT_EARLY),
        ("i didn’t get it", Stage.NOT_SUCCESSFUL),
        ("they rejected me", Stage.NOT_SUCCESSFUL),
        ("unfortunately i was not selected", Stage.NOT_SUCCESSFUL),
        ("i failed the interview", Stage.NOT_SUCCESSFUL),
        ("still working there", STILL),
        ("i finished the course", Stage.FINISHED),
        ("just had my first day", Stage.STARTED),
        ("started my apprenticeship", Stage.STARTED),
        ("i have an interview on friday", Stage.INTERVIEW),
        ("jag fick jobbet igår", Stage.OFFERED),
        ("tyvärr fick jag inte jobbet", Stage.NOT_SUCCESSFUL),
        ("de sa nej", Stage.NOT_SUCCESSFUL),
        ("jag fick sluta efter tre veckor", Stage.LEFT_EARLY),
        ("jag har börjat på praktiken", Stage.STARTED),
        ("jag är klar med kursen", Stage.FINISHED),
        ("jag jobbar kvar", STILL),
        ("hello there", None),
    ],
)
def test_outcome_when_told_in_words_then_it_is_read(text: str, outcome: str | None) -> None:
    assert outcome_in(text) == outcome


def test_work_when_found_without_us_then_that_is_heard() -> None:
    assert is_elsewhere("I found a job myself")
    assert is_elsewhere("jag hittade ett jobb själv")
    assert not is_elsewhere("I got the job")
