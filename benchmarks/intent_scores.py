"""Figures of the intent benchmark, counted the same way for everybody who takes part."""

from __future__ import annotations

import gc
import resource
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Protocol

import numpy as np

from benchmarks.intent_data import Rows


class Contender(Protocol):
    """Something that learns from phrases and reads one message at a time."""

    name: str

    def learn(self, rows: Rows) -> None:
        """Learn from phrases alone."""

    def read(self, text: str) -> tuple[list[str], float, float, str]:
        """The best intents, the confidence in the first, the score to reject by, and the decision (or "")."""


def learn(contender: Contender, rows: Rows) -> dict[str, float]:
    """How long learning takes and how much memory it adds."""
    gc.collect()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = perf_counter()
    contender.learn(rows)
    seconds = perf_counter() - begun
    return {"build_s": seconds, "rss_mb": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024}


@dataclass
class Readings:
    """What one contender read in one test set, or in the held-out parts of several runs together."""

    read: list[tuple[list[str], float, float, str]] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def add(self, contender: Contender, rows: Rows) -> None:
        """Read every message, timed."""
        for text, intent in rows:
            begun = perf_counter()
            self.read.append(contender.read(text))
            self.seconds.append(perf_counter() - begun)
            self.expected.append(intent)


def test(contender: Contender, rows: Rows, out_of_scope: Sequence[str]) -> dict[str, float]:
    """Every figure of one test set."""
    readings = Readings()
    readings.add(contender, rows)
    return figures_of(contender, readings, out_of_scope)


def figures_of(contender: Contender, readings: Readings, out_of_scope: Sequence[str]) -> dict[str, float]:
    """Accuracy, macro-F1, top three, calibration, out of scope and latency of what was read."""
    read, expected, seconds = readings.read, readings.expected, readings.seconds
    right = np.array([best[:1] == [intent] for (best, *_), intent in zip(read, expected, strict=True)])
    figures = {
        "accuracy": float(right.mean()),
        "macro_f1": _macro_f1([best[0] if best else "" for best, *_ in read], expected),
        "top_three": float(np.mean([intent in best[:3] for (best, *_), intent in zip(read, expected, strict=True)])),
        "p50_ms": 1000 * float(np.median(seconds)),
        "p99_ms": 1000 * float(np.quantile(seconds, 0.99)),
    }
    if contender.name.startswith("way in"):
        figures["calibration_error"] = calibration_error([sure for _, sure, _, _ in read], right)
        acted = np.array([decision == "act" for *_, decision in read])
        figures["acted_right"] = float((acted & right).mean())
        figures["rejected"] = float(np.mean([decision == "reject" for *_, decision in read]))
    if out_of_scope:
        figures |= _out_of_scope(contender, [score for _, _, score, _ in read], out_of_scope)
    return figures


def calibration_error(confidence: Sequence[float], right: Sequence[bool]) -> float:
    """Expected calibration error over ten equal bins of confidence."""
    sure, hits = np.array(confidence), np.array(right, dtype=float)
    bins = np.minimum((sure * 10).astype(int), 9)
    return float(
        sum(
            abs(sure[bins == one].mean() - hits[bins == one].mean()) * (bins == one).mean()
            for one in range(10)
            if (bins == one).any()
        )
    )


def area_under_curve(inside: Sequence[float], outside: Sequence[float]) -> float:
    """How often an in-scope message scores higher than one out of scope; ties count half."""
    scores = np.concatenate([inside, outside])
    order = scores.argsort(kind="mergesort")
    ranks = np.empty(len(scores))
    _, starts, counts = np.unique(scores[order], return_index=True, return_counts=True)
    ranks[order] = np.repeat(starts + (counts + 1) / 2, counts)
    return float((ranks[: len(inside)].sum() - len(inside) * (len(inside) + 1) / 2) / (len(inside) * len(outside)))


def _out_of_scope(contender: Contender, inside: Sequence[float], messages: Sequence[str]) -> dict[str, float]:
    read = [contender.read(text) for text in messages]
    outside = [score for _, _, score, _ in read]
    found = {
        "oos_auroc": area_under_curve(inside, outside),
        "oos_recall_at_95": float(np.mean(np.array(outside) < np.quantile(inside, 0.05))),
    }
    if contender.name.startswith("way in"):
        found["oos_acted"] = float(np.mean([decision == "act" for *_, decision in read]))
    return found


def _macro_f1(read: Sequence[str], expected: Sequence[str]) -> float:
    scores = []
    for intent in sorted(set(expected)):
        both = sum(one == two == intent for one, two in zip(read, expected, strict=True))
        total = sum(one == intent for one in read) + sum(one == intent for one in expected)
        scores.append(2 * both / total)
    return float(np.mean(scores))
