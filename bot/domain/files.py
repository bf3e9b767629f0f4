"""What kind of file some bytes are, by what they contain: a name or a declared type proves nothing."""

from __future__ import annotations

import io
import re
import zipfile
from enum import Enum

_UNSAFE = re.compile(r"[^\w .()-]+")
_LONGEST_NAME = 80
_WORD_PART = "word/document.xml"


class Kind(Enum):
    """The few kinds that are taken in and shown, with media type and ending."""

    JPEG = ("image/jpeg", ".jpg")
    PNG = ("image/png", ".png")
    PDF = ("application/pdf", ".pdf")
    WORD = ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx")
    OGG = ("audio/ogg", ".ogg")

    @property
    def mime(self) -> str:
        """Its media type."""
        return self.value[0]

    def safe_name(self, given: str) -> str:
        """A name of plain characters with the ending that tells the truth."""
        last = given.rsplit("/", 1)[-1].rsplit("\\", 1)[-1]
        stem = " ".join(_UNSAFE.sub(" ", last).split()).rsplit(".", 1)[0].strip(" .")
        return (stem[:_LONGEST_NAME] or "file") + self.value[1]


def kind_of(content: bytes) -> Kind | None:
    """The kind, or None when it is none of ours."""
    if content.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if content.startswith(b"%PDF-"):
        return Kind.PDF
    if content.startswith(b"OggS"):
        return Kind.OGG
    if content.startswith(b"PK\x03\x04") and _is_word(content):
        return Kind.WORD
    return None


def _is_word(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _WORD_PART in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
