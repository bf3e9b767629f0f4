"""Keep learned weights in a folder between starts; losing them only costs the time to learn again."""

from __future__ import annotations

import logging
import os
import tempfile
from pathlib import Path

log = logging.getLogger(__name__)

_KEPT = 12
"""One start keeps two, what is wanted and how grave it is; the others are an older content's."""


class FolderCache:
    """One file for each set of phrases, written whole or not at all; only the newest few are kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, key: str) -> bytes | None:
        """The bytes kept under a key, if they are there and readable."""
        try:
            return self._path(key).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            log.warning("intent cache not readable: %s", type(error).__name__)
            return None

    def save(self, key: str, model: bytes) -> None:
        """Keep the bytes; a folder that cannot be written to is worth a line in the log, not a failed start."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as draft:
                draft.write(model)
            os.replace(draft.name, self._path(key))
            self._forget_old()
        except OSError as error:
            log.warning("intent cache not written: %s", type(error).__name__)

    def _path(self, key: str) -> Path:
        return self._folder / f"intents-{key}.npz"

    def _forget_old(self) -> None:
        kept = sorted(self._folder.glob("intents-*.npz"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in kept[_KEPT:]:
            path.unlink(missing_ok=True)
