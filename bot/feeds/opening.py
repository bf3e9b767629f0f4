"""Opens a file before any format sees it: how large it may be, also unpacked, what it really is, how it is encoded."""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from bot.feeds.faults import FeedRefused

MEGABYTE = 1024 * 1024
MAX_PACKED = 16 * MEGABYTE
_CHUNK = 64 * 1024
_GZIP = b"\x1f\x8b"

_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "an Excel workbook or a zip file"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"%PDF", "a PDF"),
    (_GZIP, "a gzip file inside a gzip file"),
    (b"BZh", "a bzip2 file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_TEXTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"<!doctype html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE), "html"),
    (re.compile(r"<\?xml|<[A-Za-z_!]"), "xml"),
    (re.compile(r"[\[{]"), "json"),
    (re.compile(r"BEGIN:V", re.IGNORECASE), "icalendar"),
)
_NAMES = {
    "html": "a web page",
    "xml": "an XML file",
    "json": "a JSON file",
    "icalendar": "a calendar file (.ics)",
    "csv": "a table (CSV)",
    "text": "plain text",
}


def load(data: bytes | BinaryIO, limit: int) -> bytes:
    """All of the file, unpacked where it is gzipped; never more than `limit` is held, whatever it claims to be."""
    raw = data if isinstance(data, bytes) else data.read(max(limit, MAX_PACKED) + 1)
    if raw[:2] == _GZIP:
        raw = _unpacked(raw, limit)
    if len(raw) > limit:
        raise FeedRefused(f"This file is too large: more than {limit // MEGABYTE} MB.")
    if not raw.strip(b"\x00\t\n\r \xef\xbb\xbf"):
        raise FeedRefused("This file is empty.")
    for start, name in _KINDS:
        if raw.startswith(start):
            raise FeedRefused(f"This is {name}, which cannot be read here.{_advice(name)}")
    return raw


def check_utf8(raw: bytes) -> bytes:
    """The bytes without their byte order mark; refused unless they are UTF-8, saying what they look like."""
    for mark, name in _MARKS:
        if raw.startswith(mark):
            raise FeedRefused(_encoded(name))
    body = raw.removeprefix(codecs.BOM_UTF8)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for piece in pieces(body):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as fault:
        if fault.reason == "unexpected end of data":
            raise FeedRefused("This file is cut off: it ends in the middle of a letter.") from fault
        raise FeedRefused(_encoded(_looks_like(body))) from fault
    if b"\x00" in body:
        raise FeedRefused(_encoded("UTF-16" if body.count(b"\x00") > len(body) // 4 else "something that is not text"))
    return body


def text_kind(text: str) -> str:
    """What a text is by how it begins: html, xml, json, icalendar, or csv for anything else."""
    start = text[:2000].lstrip("\ufeff \t\r\n")
    return next((kind for pattern, kind in _TEXTS if pattern.match(start)), "csv" if "\n" in text.strip() else "text")


def expect(raw: bytes, *kinds: str) -> None:
    """Refuse a file of another format than the one it is read as, by name."""
    found = text_kind(raw[:4000].decode("utf-8", errors="ignore"))
    if found not in kinds and not (found == "text" and "csv" in kinds):
        raise FeedRefused(f"This is {_NAMES[found]}, not {_NAMES[kinds[0]]}.")


def pieces(body: bytes) -> Iterator[bytes]:
    """The bytes a little at a time, so that checking a file does not double it in memory."""
    view = memoryview(body)
    for start in range(0, len(view), _CHUNK):
        yield bytes(view[start : start + _CHUNK])


def _unpacked(raw: bytes, limit: int) -> bytes:
    if len(raw) > MAX_PACKED:
        raise FeedRefused(f"This file is too large: more than {MAX_PACKED // MEGABYTE} MB packed.")
    unpacker = zlib.decompressobj(wbits=31)
    try:
        found = unpacker.decompress(raw, limit + 1)
    except zlib.error as fault:
        raise FeedRefused("This gzip file is damaged.") from fault
    if len(found) > limit:
        raise FeedRefused(f"This gzip file grows to more than {limit // MEGABYTE} MB when it is unpacked.")
    if not unpacker.eof:
        raise FeedRefused("This gzip file is cut off.")
    return found


def _advice(name: str) -> str:
    return " Save the sheet as “CSV UTF-8” and send that." if "Excel" in name else ""


def _encoded(name: str) -> str:
    return f"This file is saved as {name}, not as UTF-8. Save it again with the encoding UTF-8 (in Excel: “CSV UTF-8”)."


def _looks_like(body: bytes) -> str:
    """Which of the two old encodings it is: bytes 80 to 9F are letters and signs in Windows-1252 only."""
    if body.count(b"\x00") > len(body) // 4:
        return "UTF-16"
    has_windows_signs = any(0x80 <= byte <= 0x9F for byte in body[:_CHUNK])
    return "Windows-1252" if has_windows_signs else "Windows-1252 or ISO 8859-1"
