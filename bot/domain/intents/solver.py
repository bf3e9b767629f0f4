"""Learn one weight per feature and intent from the phrases alone: a linear support vector machine, solved at load."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.domain.intents.features import Ids, Values

Matrix = npt.NDArray[np.float32]
Row = tuple[Ids, Values]
"""One phrase: sorted feature ids and their values."""

_SEED = 20
_AFTER = 2
"""So many more walks the held-out models need, which begin from the whole one."""


@dataclass(frozen=True)
class Problem:
    """The phrases as sparse rows with the intent number of each, and the fold each is held out of."""

    rows: Sequence[Row]
    labels: npt.NDArray[np.int64]
    folds: npt.NDArray[np.int64]
    features: int
    intents: int
    variants: int
    """One model that sees everything, then one for each fold that does not see that fold."""


def solve(problem: Problem, *, cost: float = 2.0, passes: int = 10) -> Matrix:
    """Dual coordinate descent: first the model that sees everything, then each held-out one from where that ended."""
    whole = _Descent(problem, np.ones((problem.variants, 1), dtype=np.float32), 0.5 / cost)
    whole.walk(passes)
    if problem.variants == 1:
        return whole.weights.reshape(problem.features, 1, problem.intents)
    held = _Descent(problem, _seen(problem), 0.5 / cost)
    held.begin_from(whole)
    held.walk(_AFTER)
    weights = np.concatenate([whole.weights, held.weights], axis=1)
    return weights.reshape(problem.features, problem.variants, problem.intents)


class _Descent:
    """The walk over the phrases that improves the weights of all intents at once, in every variant of the model."""

    def __init__(self, problem: Problem, seen: Matrix, softness: float) -> None:
        variants = seen.shape[1]
        columns = variants * problem.intents
        self.weights = np.zeros((problem.features, columns), dtype=np.float32)
        self._problem = problem
        self._duals = np.zeros((len(problem.rows), columns), dtype=np.float32)
        self._softness = np.float32(softness)
        self._signs = _signs(problem, variants)
        self._seen = np.repeat(seen, problem.intents, axis=1)
        self._hides = not seen.all()
        self._random = np.random.default_rng(_SEED)
        self._order = np.arange(len(problem.rows))
        self._rates = [1 / (float(values @ values) + softness) for _, values in problem.rows]
        self._labels: list[int] = problem.labels.tolist()
        self._folds: list[int] = problem.folds.tolist()

    def begin_from(self, other: _Descent) -> None:
        """Start every variant as the whole model without the part that its hidden phrases had in it."""
        repeat = (1, self._duals.shape[1] // other._duals.shape[1])
        self._duals[:] = np.tile(other._duals, repeat)
        self.weights[:] = np.tile(other.weights, repeat)
        for number, (ids, values) in enumerate(self._problem.rows):
            fold = self._problem.folds[number]
            hidden = self._duals[number] * (self._seen[fold] == 0)
            self.weights[ids] -= values[:, None] * (hidden * self._signs[self._problem.labels[number]])
            self._duals[number] -= hidden

    def walk(self, passes: int) -> None:
        """So many times over all phrases, each time in another order."""
        for _ in range(passes):
            self._random.shuffle(self._order)
            for number in self._order.tolist():
                self._improve(number)

    def _improve(self, number: int) -> None:
        ids, values = self._problem.rows[number]
        sign = self._signs[self._labels[number]]
        pull = self._duals[number]
        local = self.weights[ids]
        gradient = sign * (values @ local) - 1 + self._softness * pull
        moved = np.maximum(pull - gradient * self._rates[number], 0)
        if self._hides:
            moved *= self._seen[self._folds[number]]
        change = (moved - pull) * sign
        if change.any():
            self._duals[number] = moved
            local += values[:, None] * change
            self.weights[ids] = local


def _signs(problem: Problem, variants: int) -> Matrix:
    signs = np.full((problem.intents, variants, problem.intents), -1, dtype=np.float32)
    for intent in range(problem.intents):
        signs[intent, :, intent] = 1
    return signs.reshape(problem.intents, -1)


def _seen(problem: Problem) -> Matrix:
    """Which held-out variants may learn from a phrase of each fold: one fold is hidden from each."""
    seen = np.ones((problem.variants, problem.variants - 1), dtype=np.float32)
    np.fill_diagonal(seen, 0)
    return seen


def count_weights(problem: Problem, *, smoothing: float = 0.3) -> Matrix:
    """How much likelier each feature is in each intent than in the average one, from summed values (naive Bayes)."""
    weights = np.zeros((problem.features, problem.variants, problem.intents), dtype=np.float32)
    for number, (ids, values) in enumerate(problem.rows):
        weights[ids, 0, problem.labels[number]] += values
    for fold in range(problem.variants - 1):
        weights[:, fold + 1] = weights[:, 0]
    for number, (ids, values) in enumerate(problem.rows):
        hidden = problem.folds[number] + 1
        if hidden < problem.variants:
            weights[ids, hidden, problem.labels[number]] -= values
    total = np.log(np.maximum(weights.sum(axis=0), 0) + np.float32(smoothing * problem.features))
    np.maximum(weights, 0, out=weights)
    weights += np.float32(smoothing)
    np.log(weights, out=weights)
    weights -= total
    weights -= weights.mean(axis=2, keepdims=True)
    return weights
