"""How a page looks to somebody on a phone, on a desk, and with a screen reader."""

from __future__ import annotations

import os
from pathlib import Path

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

WIDTHS = {"phone": (360, 740), "desk": (1440, 900)}
_TAGS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
_SMALL = """
[...document.querySelectorAll('button, .button, input:not([type=hidden]), select, textarea, .rooms a, .tabs a')]
  .filter(e => e.checkVisibility() && !e.closest('[popover]:not(:popover-open)'))
  .map(e => [e, e.getBoundingClientRect()])
  .filter(([e, box]) => box.height > 0 && (box.height < 24 || box.width < 24))
  .map(([e]) => e.outerHTML.slice(0, 120))
"""
_WIDE = """
document.documentElement.scrollWidth <= document.documentElement.clientWidth ? [] :
  [...document.querySelectorAll('body *')]
    .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map(e => e.outerHTML.slice(0, 120))
"""


async def looks_right(page: Page, name: str, *, with_axe: bool | None = None) -> None:
    """Nothing sticks out, all can be hit, axe finds nothing; WAYIN_SCREENSHOTS names a folder for pictures.

    Unless told otherwise, axe looks at what is not called Swedish: those pages have the tags of the English ones, and
    only their words can be too long.
    """
    if folder := os.environ.get("WAYIN_SCREENSHOTS"):
        await page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
    wide, small = await page.evaluate(_WIDE), await page.evaluate(_SMALL)
    assert wide == [], f"{name} is wider than the screen: {wide}"
    assert small == [], f"{name} has targets that are too small: {small}"
    if not (with_axe if with_axe is not None else not name.startswith("sv")):
        return
    results = await Axe().run(page, options=_TAGS)
    assert results.violations_count == 0, f"{name}\n{results.generate_report()}"
