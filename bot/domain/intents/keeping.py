"""Turn a learned matcher into bytes and back, so that a restart with the same phrases need not learn again."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Sequence

import numpy as np

from bot.domain.intents.calibration import Calibration, Gates
from bot.domain.intents.features import FeatureSpace
from bot.domain.intents.matcher import Example, IntentMatcher, Learned, Lexicon
from bot.domain.intents.phrases import PhraseRows

_VERSION = 14
"""Raise it when the way of learning changes, so that older weights are not used with newer code."""

_BROKEN = (ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile, TypeError)


def key_of(examples: Sequence[Example], lexicon: Lexicon) -> str:
    """A short hash over everything the weights depend on."""
    digest = hashlib.sha256(f"{_VERSION} {np.__version__}".encode())
    for example in examples:
        digest.update(f"{example.locale}\0{example.intent}\0{example.text}\0".encode("utf-8", "replace"))
    tables = [
        sorted((locale, sorted(table.forms.items())) for locale, table in lexicon.text_speak.items()),
        sorted(lexicon.known),
        sorted(lexicon.meanings.items()),
        sorted(lexicon.extra),
        sorted(lexicon.kinds.names.items()),
        sorted(lexicon.kinds.ordinary),
        sorted(lexicon.kinds.leads),
    ]
    digest.update(json.dumps(tables).encode())
    return digest.hexdigest()[:32]


def pack(learned: Learned) -> bytes:
    """The learned part of a matcher as one block of bytes, without pickled objects."""
    calibration = learned.calibration
    text = json.dumps(
        {
            "names": learned.space.names,
            "counts": learned.counts,
            "spoken": learned.spoken,
            "temperature": calibration.temperature,
            "confidence": calibration.weights,
            "gates": vars(calibration.gates),
        }
    )
    block = io.BytesIO()
    np.savez(
        block,
        weights=learned.weights,
        rarity=learned.space.rarity,
        lengths=learned.rows.lengths,
        ids=learned.rows.ids,
        values=learned.rows.values,
        text=np.frombuffer(text.encode(), dtype=np.uint8),
    )
    return block.getvalue()


def unpack(block: bytes, examples: Sequence[Example], lexicon: Lexicon) -> IntentMatcher | None:
    """The matcher again, or None when the bytes are broken or belong to other phrases."""
    try:
        with np.load(io.BytesIO(block), allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        text = json.loads(arrays["text"].tobytes())
        rows = PhraseRows(arrays["ids"], arrays["values"], arrays["lengths"])
        space = FeatureSpace(text["names"], arrays["rarity"], lexicon.meanings)
        calibration = Calibration(text["temperature"], tuple(text["confidence"]), Gates(**text["gates"]))
        learned = Learned(space, arrays["weights"], calibration, text["counts"], rows, text["spoken"])
    except _BROKEN:
        return None
    if not len(rows) == len(learned.spoken) == len(examples) or learned.weights.shape[0] != len(space):
        return None
    return IntentMatcher(examples, lexicon, learned)
