"""Intent matching beside scikit-learn, on any test set or on the product's own phrases.

python -m benchmarks.intents --data FILE.json --shots 10,30,all --seeds 3 --json
python -m benchmarks.intents                          (own phrases, five folds)
"""

from __future__ import annotations

import os

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC

from benchmarks.intent_data import Rows, Sets, draw, mistype, read_sets
from benchmarks.intent_scores import Contender, Readings, figures_of, learn, test
from bot.content.intent_library import load_intents
from bot.domain.intents.explanation import explain
from bot.domain.intents.matcher import Example, IntentMatcher, Lexicon
from bot.domain.intents.understanding import examples_of, lexicon_of

LEVELS = ("clean", "one", "some", "messy")
FOLDS = 5


class WayIn:
    """The product's own matcher class, explanation included in every reading."""

    name = "way in"

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def learn(self, rows: Rows) -> None:
        self._matcher = IntentMatcher.learn([Example(text, intent) for text, intent in rows], self._lexicon)

    def read(self, text: str) -> tuple[list[str], float, float, str]:
        match = self._matcher.match(text)
        if match.ranked:
            explain(self._matcher, match)
        return [intent for intent, _ in match.ranked], match.confidence, match.margin, str(match.decision)


class Sklearn:
    """TF-IDF of words and letter groups with a linear classifier."""

    def __init__(self, name: str, classifier: Callable[[], object]) -> None:
        self.name = name
        self._classifier = classifier

    def learn(self, rows: Rows) -> None:
        features = make_union(
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True),
        )
        self._pipeline = make_pipeline(features, self._classifier())
        self._pipeline.fit([text for text, _ in rows], [intent for _, intent in rows])

    def read(self, text: str) -> tuple[list[str], float, float, str]:
        scores = self._pipeline.decision_function([text])[0]
        best = np.argsort(-scores)[:3]
        return [str(self._pipeline.classes_[one]) for one in best], 0.0, float(scores[best[0]]), ""


def contenders(lexicon: Lexicon, with_logreg: bool) -> list[Contender]:
    """Way In with its word tables, and scikit-learn."""
    found: list[Contender] = [WayIn(lexicon), Sklearn("scikit-learn LinearSVC", LinearSVC)]
    if with_logreg:
        found.append(Sklearn("scikit-learn LogReg", lambda: LogisticRegression(max_iter=300, C=10)))
    return found


def run_sets(sets: Sets, shots: Sequence[int | None], seeds: int, noisy: Rows | None, with_logreg: bool) -> list[dict]:
    """Every contender at every number of phrases; drawn figures are means over the seeds."""
    ours = lexicon_of(load_intents(), ("en",))
    # What our words mean and where our councils are says nothing about other people's intents.
    general = Lexicon(text_speak=ours.text_speak, known=ours.known)
    results = []
    for count in shots:
        kept: dict[tuple[str, str], list[dict[str, float]]] = defaultdict(list)
        for seed in range(seeds if count else 1):
            train = draw(sets.train, count, seed)
            for contender in contenders(general, with_logreg):
                built = learn(contender, train)
                for level in LEVELS:
                    rows = sets.test if level == "clean" else mistype(sets.test, level, seed)
                    out_of_scope = sets.out_of_scope if level in ("clean", "some") else []
                    kept[contender.name, level].append(built | test(contender, rows, out_of_scope))
                if noisy:
                    kept[contender.name, "file"].append(built | test(contender, noisy, []))
        results += [
            {"shots": count or "all", "contender": name, "level": level} | _mean(figures)
            for (name, level), figures in kept.items()
        ]
    return results


def run_own(with_logreg: bool) -> list[dict]:
    """The product's own English phrases by cross-validation; the held-out parts are scored together.

    A part alone has too few phrases to tell how honest the confidence is: with 75 in a bin, chance alone is 2-3 %.
    """
    library = load_intents()
    lexicon = lexicon_of(library, ("en",))
    rows: Rows = [(example.text, example.intent) for example in examples_of(library, ("en",))]
    kept: dict[tuple[str, str], Readings] = defaultdict(Readings)
    built: dict[str, list[dict[str, float]]] = defaultdict(list)
    by_name = {contender.name: contender for contender in contenders(lexicon, with_logreg)}
    for fold in range(FOLDS):
        train = [row for place, row in enumerate(rows) if place % FOLDS != fold]
        held = [row for place, row in enumerate(rows) if place % FOLDS == fold]
        for contender in by_name.values():
            built[contender.name].append(learn(contender, train))
            for level in LEVELS:
                kept[contender.name, level].add(contender, held if level == "clean" else mistype(held, level, fold))
    return [
        {"shots": "own phrases", "contender": name, "level": level}
        | _mean(built[name])
        | _mean([figures_of(by_name[name], readings, [])])
        for (name, level), readings in kept.items()
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a table, or JSON with `--json`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="JSON with train, test and perhaps oos_test")
    parser.add_argument("--test-file", type=Path, help="JSON list of [text, intent]: ready-made noisy messages")
    parser.add_argument("--shots", default="10,30,all")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--no-logreg", action="store_true", help="leave the slower peer out")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args(arguments)
    if args.data:
        shots = [None if one == "all" else int(one) for one in args.shots.split(",")]
        noisy = None
        if args.test_file:
            noisy = [(str(text), str(intent)) for text, intent in json.loads(args.test_file.read_text("utf-8"))]
        results = run_sets(read_sets(args.data), shots, args.seeds, noisy, not args.no_logreg)
    else:
        results = run_own(not args.no_logreg)
    print(json.dumps(results) if args.json else _table(results))
    return 0


def _mean(figures: list[dict[str, float]]) -> dict[str, float]:
    return {name: round(float(np.mean([one[name] for one in figures])), 4) for name in figures[0]}


def _table(results: list[dict]) -> str:
    names = [name for name in results[0] if name not in ("shots", "contender", "level")]
    lines = [f"{'phrases':12}{'contender':26}{'level':7}" + "".join(f"{name:>18}" for name in names)]
    for row in results:
        cells = "".join(f"{row[name]:>18.4f}" if name in row else f"{'-':>18}" for name in names)
        lines.append(f"{row['shots']!s:12}{row['contender']:26}{row['level']:7}{cells}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
