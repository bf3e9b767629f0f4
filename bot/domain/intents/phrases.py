"""The phrases as rows of features, and which of an intent's phrases a message is most like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.domain.intents.features import Ids, Sparse, Values
from bot.domain.intents.solver import Row


@dataclass(frozen=True)
class PhraseRows:
    """The features of every phrase in one long row, so that they are kept and read again in one piece."""

    ids: Ids
    values: Values
    lengths: Ids
    """How many features each phrase has."""

    @classmethod
    def of(cls, rows: Sequence[Row]) -> PhraseRows:
        """The rows one behind the other."""
        lengths = np.array([len(ids) for ids, _ in rows], dtype=np.int32)
        return cls(np.concatenate([ids for ids, _ in rows]), np.concatenate([values for _, values in rows]), lengths)

    def __len__(self) -> int:
        return len(self.lengths)


class Phrases:
    """Finds the nearest phrase; an intent's phrases are laid out when it is first asked about."""

    def __init__(self, rows: PhraseRows, numbers: Mapping[str, Sequence[int]], features: int) -> None:
        self._rows = rows
        self._numbers = numbers
        self._features = features
        self._ends = np.cumsum(rows.lengths)
        self._laid_out: dict[str, _LaidOut] = {}

    def nearest(self, intent: str, features: Sparse) -> tuple[int, float]:
        """The number of the phrase of an intent that a message is most like, and how alike they are, up to one."""
        message = np.zeros(self._features, dtype=np.float32)
        np.add.at(message, features.ids, features.values)
        phrases = self._of(intent)
        alike = np.add.reduceat(phrases.values * message[phrases.ids], phrases.starts) / phrases.norms
        best = int(alike.argmax())
        return self._numbers[intent][best], float(alike[best]) / float(np.sqrt(message @ message))

    def _of(self, intent: str) -> _LaidOut:
        if intent not in self._laid_out:
            self._laid_out[intent] = self._lay_out(self._numbers[intent])
        return self._laid_out[intent]

    def _lay_out(self, numbers: Sequence[int]) -> _LaidOut:
        lengths, ends = self._rows.lengths[numbers], self._ends[numbers]
        parts = [slice(end - length, end) for end, length in zip(ends.tolist(), lengths.tolist(), strict=True)]
        values = np.concatenate([self._rows.values[part] for part in parts])
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64)
        norms = np.sqrt(np.add.reduceat(values * values, starts))
        return _LaidOut(np.concatenate([self._rows.ids[part] for part in parts]), values, starts, norms)


@dataclass(frozen=True)
class _LaidOut:
    """The phrases of one intent as one long row, with where each begins and how long each is as a vector."""

    ids: Ids
    values: Values
    starts: npt.NDArray[np.int64]
    norms: Values
