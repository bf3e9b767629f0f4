"""Finding a Chromium to drive: an installed one, else the one Playwright downloads."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")

_ADVICE = (
    "The browser tests need Chromium, and Playwright could not install it here. Install it with "
    "`sudo apt-get install chromium` (Debian, Ubuntu) or from https://www.google.com/chrome/ and run the tests again."
)


class MissingBrowserError(Exception):
    """There is no Chromium and it cannot be installed; the text says what to do."""


def chromium_path() -> str:
    """The path of a Chromium that is installed, or that Playwright has just installed."""
    installed = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if installed or _MAC.exists():
        return installed or str(_MAC)
    downloaded = _playwrights_own()
    if not downloaded.exists():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if not downloaded.exists():
        raise MissingBrowserError(_ADVICE)
    return str(downloaded)


def _playwrights_own() -> Path:
    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)
