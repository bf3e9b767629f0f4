"""Uploaded files: their ids, sizes and bytes."""

import hashlib
import mimetypes
import struct
from dataclasses import dataclass
from typing import Any

from bot.sandbox.store import Store

UPLOAD_LIMIT = 50 * 1024 * 1024
DOWNLOAD_LIMIT = 20 * 1024 * 1024
FOLDERS = {"photo": "photos", "voice": "voice", "sticker": "stickers", "video": "videos", "audio": "music"}
PREFIXES = {"photo": "AgACAgQ", "voice": "AwACAgQ", "sticker": "CAACAgQ", "video": "BAACAgQ", "audio": "CQACAgQ"}


@dataclass(slots=True)
class StoredFile:
    """One file as the sandbox knows it."""

    id: str
    unique_id: str
    kind: str
    name: str
    mime_type: str
    size: int
    path: str

    def row(self) -> dict[str, Any]:
        """All that is kept, as JSON."""
        return {name: getattr(self, name) for name in self.__slots__}

    def reference(self) -> dict[str, Any]:
        """The fields that every Bot API file object has."""
        return {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": self.size}


class Files:
    """The files of one bot, found by id or by download path."""

    def __init__(self, name: str, store: Store) -> None:
        self._store, self._name = store, name
        self._known: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}
        for _, row in store.load("file", f"{name}:"):
            self._remember(StoredFile(**row))

    def add(self, kind: str, name: str, content: bytes, mime_type: str | None = None) -> StoredFile:
        """Keep an upload under a new file id."""
        number = len(self._known) + 1
        digest = hashlib.sha256(content).hexdigest()
        folder = FOLDERS.get(kind, "documents")
        suffix = name.rpartition(".")[2] if "." in name else "bin"
        stored = StoredFile(
            id=f"{PREFIXES.get(kind, 'BQACAgQ')}{digest[:24]}{number:06d}",
            unique_id=digest[:16],
            kind=kind,
            name=name,
            mime_type=mime_type or mimetypes.guess_type(name)[0] or "application/octet-stream",
            size=len(content),
            path=f"{folder}/file_{number}.{suffix}",
        )
        self._remember(stored)
        self._store.keep_file(f"{self._name}:{stored.id}", content)
        self._store.changed("file", f"{self._name}:{stored.id}", stored.row)
        return stored

    def find(self, file_id: str) -> StoredFile | None:
        """The file with this id, if the bot has one."""
        return self._known.get(file_id)

    def find_path(self, path: str) -> StoredFile | None:
        """The file with this download path, if the bot has one."""
        return self._by_path.get(path)

    def content(self, stored: StoredFile) -> bytes:
        """The bytes as they were uploaded."""
        return self._store.read_file(f"{self._name}:{stored.id}") or b""

    def _remember(self, stored: StoredFile) -> None:
        self._known[stored.id] = stored
        self._by_path[stored.path] = stored


def image_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, JPEG, GIF or WebP image; None when it is none of these."""
    if content[:8] == b"\x89PNG\r\n\x1a\n" and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content[:6] in (b"GIF87a", b"GIF89a") and len(content) >= 10:
        width, height = struct.unpack("<HH", content[6:10])
        return width, height
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return _webp_size(content)
    return _jpeg_size(content) if content[:2] == b"\xff\xd8" else None


def _webp_size(content: bytes) -> tuple[int, int] | None:
    if content[12:16] == b"VP8X" and len(content) >= 30:
        return (
            1 + int.from_bytes(content[24:27], "little"),
            1 + int.from_bytes(content[27:30], "little"),
        )
    return 512, 512


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None
