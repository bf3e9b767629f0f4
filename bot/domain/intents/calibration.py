"""Turn scores into honest confidence, and decide to act, ask or reject: learned from held-out phrases."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]
Vector = npt.NDArray[np.float64]

_TEMPERATURES = np.geomspace(0.02, 2.0, 60)
_FINELY = np.geomspace(0.92, 1.08, 17)
"""One step to the next rough temperature moves every share by a tenth; a few phrases more must not."""
_RIDGE = 1e-2


class Decision(StrEnum):
    """What to do with a reading: act on it, ask "did you mean", or say it was not understood."""

    ACT = "act"
    ASK = "ask"
    REJECT = "reject"


@dataclass(frozen=True)
class Gates:
    """Acting needs both: a margin that in-scope phrases reach, and enough confidence."""

    act_confidence: float = 0.65
    ask_confidence: float = 0.30
    act_margin: float = 0.0
    ask_margin: float = -1.0

    def decide(self, confidence: float, margin: float) -> Decision:
        """The margin keeps out what no phrase resembles; confidence decides between acting and asking."""
        if confidence >= self.act_confidence and margin >= self.act_margin:
            return Decision.ACT
        if confidence >= self.ask_confidence and margin >= self.ask_margin:
            return Decision.ASK
        return Decision.REJECT


@dataclass(frozen=True)
class Calibration:
    """The temperature of the shares, the weights of the confidence, and the gates."""

    temperature: float
    weights: tuple[float, ...]
    gates: Gates

    def shares(self, scores: Scores) -> Vector:
        """How the belief is divided over the intents; adds up to one."""
        return _softmax(scores.astype(np.float64) / self.temperature)

    def confidence(self, scores: Scores, shares: Vector, unknown: float) -> float:
        """How likely the best intent is right, as measured on held-out phrases."""
        return _sigmoid(float(np.dot(self.weights, _signals(scores, shares, unknown))))


def calibrate(scores: Scores, labels: npt.NDArray[np.int64], unknown: Sequence[float]) -> Calibration:
    """Fit on held-out scores, one row a phrase; with too few phrases a cautious default is returned."""
    temperature = _fit_temperature(scores, labels)
    draft = Calibration(temperature, (), Gates())
    signals = np.array(
        [_signals(row, draft.shares(row), missing) for row, missing in zip(scores, unknown, strict=True)]
    )
    right = (scores.argmax(axis=1) == labels).astype(np.float64)
    weights = _fit_logistic(signals, right)
    best = scores.max(axis=1)
    trusted = best[right > 0] if right.any() else best
    # The more often held-out phrases are misread, the more phrase-like a message must be before it is acted on.
    strictness = float(np.clip(0.5 * (1 - right.mean()), 0.03, 0.12))
    gates = Gates(
        act_margin=float(np.quantile(trusted, strictness)),
        ask_margin=float(np.quantile(trusted, 0.01)),
    )
    return Calibration(temperature, tuple(weights.tolist()), gates)


def _signals(scores: Scores, shares: Vector, unknown: float) -> Vector:
    first, second = np.partition(shares, -2)[-2:][::-1] if len(shares) > 1 else (shares[0], 0.0)
    top, next_top = np.partition(scores, -2)[-2:][::-1] if len(scores) > 1 else (scores[0], 0.0)
    return np.array([1.0, math.log(first + 1e-9), first - second, float(top), float(top - next_top), unknown])


def _fit_temperature(scores: Scores, labels: npt.NDArray[np.int64]) -> float:
    wide = scores.astype(np.float64)
    rows = np.arange(len(labels))

    def loss(temperature: float) -> float:
        heated = wide / temperature
        peak = heated.max(axis=1)
        spread = np.log(np.exp(heated - peak[:, None]).sum(axis=1)) + peak
        return float((spread - heated[rows, labels]).mean())

    rough: list[float] = _TEMPERATURES.tolist()
    fine: list[float] = (min(rough, key=loss) * _FINELY).tolist()
    return min(fine, key=loss)


def _fit_logistic(signals: npt.NDArray[np.float64], right: Vector) -> Vector:
    weights = np.zeros(signals.shape[1])
    penalty = _RIDGE * np.eye(signals.shape[1])
    for _ in range(25):
        chance = 1 / (1 + np.exp(-np.clip(signals @ weights, -30, 30)))
        slope = signals.T @ (chance - right) + penalty @ weights
        bend = (signals * (chance * (1 - chance))[:, None]).T @ signals + penalty
        step = np.linalg.solve(bend, slope)
        weights -= step
        if float(np.abs(step).max()) < 1e-6:
            break
    return weights


def _softmax(values: Vector) -> Vector:
    raised = np.exp(values - values.max())
    shares: Vector = raised / raised.sum()
    return shares


def _sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))
