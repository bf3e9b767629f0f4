"""Score a file of messages against the intents they should have: what was right, what was mixed up, how fast."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from bot.domain.intents.understanding import Reading, Understanding

_SAFEGUARDING = "safeguarding_"
_MOST_CONFUSIONS = 25


@dataclass(frozen=True)
class Scored:
    """The figures of one file; lines are named by number, so that no message text is copied around."""

    messages: int
    accuracy: float
    macro_f1: float
    top_three: float
    acted: float
    acted_right: float
    per_intent: dict[str, dict[str, float]]
    confusions: list[dict[str, str | int]]
    missed_safeguarding: list[int]
    false_safeguarding: list[int]
    false_imminent: list[int]
    wrong_lines: list[int]
    latency_ms: dict[str, float]


@dataclass(frozen=True)
class _Line:
    number: int
    expected: str
    reading: Reading
    seconds: float


def score_file(path: Path, understanding: Understanding, locale: str) -> Scored:
    """Read every `text<TAB>intent` line; raises ValueError for a line without a tab."""
    lines = []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        text, tab, expected = line.rpartition("\t")
        if not tab:
            raise ValueError(f"line {number} has no tab between text and intent")
        begun = perf_counter()
        reading = understanding.read(text, locale)
        lines.append(_Line(number, expected.strip(), reading, perf_counter() - begun))
    if not lines:
        raise ValueError("no messages")
    return _score(lines)


def _score(lines: list[_Line]) -> Scored:
    right = [line for line in lines if line.reading.intent == line.expected]
    acted = [line for line in lines if line.reading.decision == "act"]
    per_intent = _per_intent(lines)
    confusions = Counter((line.expected, line.reading.intent) for line in lines if line not in right)
    alarms = [line for line in lines if line.reading.safeguarding]
    false = [line for line in alarms if not line.expected.startswith(_SAFEGUARDING)]
    return Scored(
        messages=len(lines),
        accuracy=len(right) / len(lines),
        macro_f1=sum(figures["f1"] for figures in per_intent.values()) / len(per_intent),
        top_three=sum(line.expected in _offered(line.reading) for line in lines) / len(lines),
        acted=len(acted) / len(lines),
        acted_right=sum(line.reading.intent == line.expected for line in acted) / max(1, len(acted)),
        per_intent=per_intent,
        confusions=[
            {"expected": expected, "read": read, "count": count}
            for (expected, read), count in confusions.most_common(_MOST_CONFUSIONS)
        ],
        missed_safeguarding=[
            line.number for line in lines if line.expected.startswith(_SAFEGUARDING) and not line.reading.safeguarding
        ],
        false_safeguarding=[line.number for line in false],
        false_imminent=[line.number for line in false if _is_imminent(line.reading)],
        wrong_lines=[line.number for line in lines if line.reading.intent != line.expected],
        latency_ms=_latency([line.seconds for line in lines]),
    )


def _offered(reading: Reading) -> list[str]:
    return [reading.intent, *(intent for intent, _ in reading.alternatives[:2])]


def _is_imminent(reading: Reading) -> bool:
    return reading.safeguarding is not None and reading.safeguarding.level == "imminent"


def _per_intent(lines: list[_Line]) -> dict[str, dict[str, float]]:
    figures = {}
    for intent in sorted({line.expected for line in lines}):
        expected = sum(line.expected == intent for line in lines)
        read = sum(line.reading.intent == intent for line in lines)
        both = sum(line.expected == intent == line.reading.intent for line in lines)
        precision, recall = both / max(1, read), both / max(1, expected)
        f1 = 2 * precision * recall / (precision + recall) if both else 0.0
        figures[intent] = {"messages": expected, "precision": precision, "recall": recall, "f1": f1}
    return figures


def _latency(seconds: list[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    return {
        "p50": 1000 * ordered[len(ordered) // 2],
        "p99": 1000 * ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))],
    }
