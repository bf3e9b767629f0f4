"""Confidence means how often the answer is right."""

import numpy as np

from bot.domain.intents.calibration import calibrate


def test_confidence_matches_how_often_the_best_score_is_right() -> None:
    rng = np.random.default_rng(4)
    labels = rng.integers(0, 8, 4000)
    scores = rng.normal(0, 1, (4000, 8)).astype(np.float32)
    scores[np.arange(4000), labels] += 1.6

    calibration = calibrate(scores[:2000], labels[:2000], [0.0] * 2000)

    sure = np.array([calibration.confidence(row, calibration.shares(row), 0.0) for row in scores[2000:]])
    right = scores[2000:].argmax(axis=1) == labels[2000:]
    for low in np.arange(0.2, 1.0, 0.2):
        inside = (sure >= low) & (sure < low + 0.2)
        if inside.sum() > 150:
            assert abs(sure[inside].mean() - right[inside].mean()) < 0.08


def test_calibration_survives_phrases_that_are_always_read_right() -> None:
    scores = np.eye(3, dtype=np.float32).repeat(4, axis=0)

    calibration = calibrate(scores, np.array([0] * 4 + [1] * 4 + [2] * 4), [0.0] * 12)

    assert calibration.confidence(scores[0], calibration.shares(scores[0]), 0.0) > 0.6


def test_more_misreadings_make_acting_stricter() -> None:
    rng = np.random.default_rng(1)
    scores = rng.normal(0, 1, (500, 5)).astype(np.float32)
    labels = scores.argmax(axis=1)
    doubtful = labels.copy()
    doubtful[:250] = (doubtful[:250] + 1) % 5

    sure = calibrate(scores, labels, [0.0] * 500).gates
    unsure = calibrate(scores, doubtful, [0.0] * 500).gates

    assert unsure.act_margin > sure.act_margin
