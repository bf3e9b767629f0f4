"""What a benchmark prints: a bar that is over says so, and a table can be read."""

from __future__ import annotations

import pytest

from benchmarks.reports import Bar, Report, as_report, printed, spread, table


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (2.5, "PASS: CPU is 2.50x, at most 2.5x"),
        (2.0, "PASS: CPU is 2.00x, at most 2.5x"),
        (3.0, "OVER by 20 %: CPU is 3.00x, at most 2.5x"),
    ],
)
def test_bar_when_printed_then_says_whether_it_holds_and_by_how_much_not(value: float, said: str) -> None:
    assert str(Bar("CPU", value, 2.5, "x")) == said


def test_bar_when_nothing_at_all_is_allowed_then_says_that_it_is_over_without_a_share() -> None:
    assert str(Bar("large tables read whole", 1, 0)) == "OVER: large tables read whole is 1.00, at most 0"


def test_table_when_cells_differ_in_width_then_columns_line_up_and_numbers_stand_right() -> None:
    rows = [{"bot": "a long name", "ms": 1.5}, {"bot": "b", "ms": None}]
    assert table(rows).splitlines() == ["bot            ms", "-----------  ----", "a long name  1.50", "b"]


def test_report_when_read_back_from_json_then_prints_the_same() -> None:
    report = Report("turns", "what a turn costs", [{"bot": "a", "ms": 2.0}], [Bar("a", 1.0, 2.0)], ["Median of 5."])
    said = printed(report.as_json()).splitlines()
    assert said[0] == "turns: what a turn costs"
    assert said[-2:] == ["PASS: a is 1.00, at most 2", "Median of 5."]


def test_spread_when_all_runs_agree_then_is_nothing() -> None:
    assert spread([3.0, 3.0, 3.0]) == 0.0
    assert spread([3.0]) == 0.0


def test_report_when_a_benchmark_has_its_own_form_then_every_value_is_shown() -> None:
    own = as_report("eligibility", {"programmes": 50, "questions": {"uk": {"share": 0.5}}, "people": "of all ages"})
    assert own["rows"] == [{"what": "programmes", "value": 50}, {"what": "questions.uk.share", "value": 0.5}]
    assert printed(own).endswith("0.50\npeople: of all ages")
    assert as_report("intents", [{"shots": 10}])["rows"] == [{"shots": 10}]
