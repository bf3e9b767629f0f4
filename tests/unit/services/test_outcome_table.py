"""Outcomes counted: each person once a row, where they got farthest, told apart by who says so."""

from __future__ import annotations

from bot.domain.journeys import CHECK_IN_WEEKS
from bot.services.journeys.outcome_table import outcome_table
from db.queries.outcomes import Reached


def one(
    person: int,
    kind: str | None,
    stage: str,
    *said: str,
    weeks: int = 0,
    started: bool = False,
    work: str | None = None,
) -> Reached:
    return Reached(person, kind, work, stage, started, weeks, frozenset(said))


def counted(*found: Reached) -> dict[tuple[str, str], int]:
    return dict(outcome_table(found, CHECK_IN_WEEKS).counts)


def test_people_when_they_tried_several_then_they_count_once_where_they_got_farthest() -> None:
    assert counted(
        one(1, "vacancy", "not_successful"),
        one(1, "vacancy", "interview"),
        one(1, "vacancy", "started", "person", started=True),
        one(1, "course", "interested"),
    ) == {("vacancy", "started_told"): 1, ("course", "interested"): 1}


def test_work_when_it_lasts_then_weeks_and_who_says_so_are_told_apart() -> None:
    assert counted(
        one(1, "vacancy", "started", "person", started=True, weeks=4),
        one(2, "vacancy", "started", "person", "employer", started=True, weeks=13),
        one(3, "vacancy", "left_early", "evidence", "person", started=True, weeks=13),
        one(4, "vacancy", "started", "adviser", started=True, weeks=26),
    ) == {
        ("vacancy", "weeks_4_told"): 1,
        ("vacancy", "weeks_13_confirmed"): 1,
        ("vacancy", "weeks_13_evidenced"): 1,
        ("vacancy", "weeks_26_confirmed"): 1,
    }


def test_work_when_people_found_it_themselves_then_it_counts_by_its_kind() -> None:
    assert counted(
        one(1, None, "started", "person", started=True, work="self_employed"),
        one(2, None, "started", "person", started=True, work=None),
        one(3, None, "offered"),
    ) == {
        ("own_self_employed", "started_told"): 1,
        ("own_employed", "started_told"): 1,
        ("own_employed", "offered"): 1,
    }


def test_every_count_when_made_then_it_has_a_place_in_the_table() -> None:
    table = outcome_table([one(1, "vacancy", "left_early"), one(2, "course", "finished", "adviser")], (2, 8))
    assert {row for row, _ in table.counts} <= set(table.rows)
    assert {column for _, column in table.counts} <= set(table.columns)
    assert "weeks_8_evidenced" in table.columns
