"""Reading the project's Markdown pages: their links, headings and the commands in them."""

from __future__ import annotations

import re
from pathlib import Path

from tests.architecture.sources import ROOT, published

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+\s+(.+)$", re.MULTILINE)
_CODE = re.compile(r"`([^`\n]+)`")

README = ROOT / "README.md"


def pages() -> list[Path]:
    """Every Markdown page."""
    return [path for path in published() if path.suffix == ".md"]


def prose(path: Path) -> str:
    """A page without its code blocks."""
    return _FENCE.sub("", path.read_text(encoding="utf-8"))


def links(path: Path) -> list[str]:
    """Where its links and pictures go."""
    return _LINK.findall(prose(path))


def anchors(path: Path) -> set[str]:
    """What a link after # can name: headings the way GitHub names them."""
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in _HEADING.findall(prose(path))}


def inline_code(path: Path) -> list[str]:
    """Everything in backticks outside code blocks."""
    return _CODE.findall(prose(path))


def shell_lines(path: Path) -> list[str]:
    """The lines of its shell blocks, without comments, as somebody would type them."""
    blocks = (body for language, body in _FENCE.findall(path.read_text(encoding="utf-8")) if language == "sh")
    lines = (re.sub(r"\s+#.*$", "", line).strip() for body in blocks for line in body.splitlines())
    return [line for line in lines if line]
