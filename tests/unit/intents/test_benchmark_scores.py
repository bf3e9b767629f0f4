"""The benchmark counts as it says it does."""

import pytest

from benchmarks.intent_data import draw, mistype
from benchmarks.intent_scores import area_under_curve, calibration_error

ROWS = [(f"please tell me about thing number {n}", "abc"[n % 3]) for n in range(30)]


def test_the_area_is_one_half_for_equal_scores_and_one_for_parted_ones() -> None:
    assert area_under_curve([1, 1, 1], [1, 1]) == pytest.approx(0.5)
    assert area_under_curve([3, 2], [1, 0]) == pytest.approx(1)
    assert area_under_curve([3, 1], [2, 0]) == pytest.approx(0.75)


def test_confidence_that_comes_true_has_no_error() -> None:
    assert calibration_error([0.75] * 4, [True, True, True, False]) == pytest.approx(0)
    assert calibration_error([1.0, 1.0], [False, False]) == pytest.approx(1)


def test_draws_and_mistakes_are_the_same_for_everybody() -> None:
    assert draw(ROWS, 4, 1) == draw(list(reversed(ROWS)), 4, 1)
    assert len(draw(ROWS, 4, 1)) == 12
    assert draw(ROWS, 4, 1) != draw(ROWS, 4, 2)
    assert mistype(ROWS, "some", 3) == mistype(ROWS, "some", 3)


@pytest.mark.parametrize("level", ["one", "some", "messy"])
def test_mistakes_change_texts_and_never_intents(level: str) -> None:
    typed = mistype(ROWS, level, 0)

    assert [intent for _, intent in typed] == [intent for _, intent in ROWS]
    assert sum(text != other for (text, _), (other, _) in zip(typed, ROWS, strict=True)) > 25
