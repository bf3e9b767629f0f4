"""Learn one weight per feature and intent from the phrases alone: a linear support vector machine, solved at load."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.domain.intents.features import Ids, Values

Matrix = npt.NDArray[np.float32]

_SEED = 20


@dataclass(frozen=True)
class Problem:
    """The phrases as sparse rows with the intent number of each, and the fold each is held out of."""

    rows: Sequence[tuple[Ids, Values]]
    labels: npt.NDArray[np.int64]
    folds: npt.NDArray[np.int64]
    features: int
    intents: int
    variants: int
    """One model that sees everything, then one for each fold that does not see that fold."""


@dataclass(frozen=True)
class Solution:
    """Weights (features x variants x intents) and each phrase's pull on each intent in the full model."""

    weights: Matrix
    pulls: Matrix


def solve(problem: Problem, *, cost: float = 1.0, passes: int = 4) -> Solution:
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
    full = slice(0, problem.intents)
    pulls = duals[:, full] * np.stack([signs[label][full] for label in problem.labels])
    return Solution(weights.reshape(problem.features, problem.variants, problem.intents), pulls)


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
    """Naive-Bayes log odds of each feature for each intent and variant, from summed feature values."""
    mass = np.zeros((problem.variants, problem.intents, problem.features), dtype=np.float32)
    for number, (ids, values) in enumerate(problem.rows):
        for variant in range(problem.variants):
            if variant == 0 or problem.folds[number] != variant - 1:
                mass[variant, problem.labels[number], ids] += values
    total = mass.sum(axis=1, keepdims=True)
    inside = np.log((mass + smoothing) / (mass.sum(axis=2, keepdims=True) + smoothing * problem.features))
    rest = total - mass
    outside = np.log((rest + smoothing) / (rest.sum(axis=2, keepdims=True) + smoothing * problem.features))
    odds: Matrix = (inside - outside).astype(np.float32).transpose(2, 0, 1)
    return odds
