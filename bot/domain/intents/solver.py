"""Learn one weight per feature and intent from the phrases alone: a linear support vector machine, solved at load."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.domain.intents.features import Ids, Values

Matrix = npt.NDArray[np.float32]
Row = tuple[Ids, Values]
"""One phrase: sorted feature ids and their values."""

_SEED = 20


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
    """Dual coordinate descent for all intents and all held-out variants in the same walk over the phrases."""
    columns = problem.variants * problem.intents
    weights = np.zeros((problem.features, columns), dtype=np.float32)
    duals = np.zeros((len(problem.rows), columns), dtype=np.float32)
    softness = np.float32(0.5 / cost)
    signs = _signs(problem)
    seen = _seen(problem)
    order = np.arange(len(problem.rows))
    random = np.random.default_rng(_SEED)
    curvature = np.array([float(values @ values) for _, values in problem.rows], dtype=np.float32) + softness
    for _ in range(passes):
        random.shuffle(order)
        for number in order.tolist():
            ids, values = problem.rows[number]
            sign = signs[problem.labels[number]]
            pull = duals[number]
            local = weights[ids]
            gradient = sign * (values @ local) - 1 + softness * pull
            moved = np.maximum(pull - gradient / curvature[number], 0)
            moved *= seen[problem.folds[number]]
            change = (moved - pull) * sign
            duals[number] = moved
            local += values[:, None] * change
            weights[ids] = local
    return weights.reshape(problem.features, problem.variants, problem.intents)


def _signs(problem: Problem) -> Matrix:
    signs = np.full((problem.intents, problem.variants, problem.intents), -1, dtype=np.float32)
    for intent in range(problem.intents):
        signs[intent, :, intent] = 1
    return signs.reshape(problem.intents, -1)


def _seen(problem: Problem) -> Matrix:
    """Which variants may learn from a phrase of each fold: fold f is hidden from variant f + 1."""
    seen = np.ones((problem.variants, problem.variants, problem.intents), dtype=np.float32)
    for fold in range(problem.variants - 1):
        seen[fold, fold + 1, :] = 0
    return seen.reshape(problem.variants, -1)


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
