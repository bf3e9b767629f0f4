"""What somebody did, line by line, to copy or to show."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import unescape

from bot.messages.menu import menu_button
from bot.messages.outgoing import Button, OutgoingMessage
from bot.messages.results import short_title
from bot.messages.taps import Tap, tap
from bot.messages.texts import Html, LocaleTexts


@dataclass(frozen=True, slots=True)
class Line:
    """One thing they did: its day, the text for it, what it was about and with whom; whether they too say so."""

    day: date
    key: str
    title: Html
    organisation: str | None
    confirmed: bool = False


def choose(t: LocaleTexts, lines: Sequence[Line], without: Collection[int], revision: int) -> OutgoingMessage:
    """Every line with a tick; a tap leaves it out or puts it back."""
    if not lines:
        return OutgoingMessage(t("steps.nothing")).with_buttons(
            [tap(t.plain("results.buttons.list"), Tap.LIST)], [menu_button(t)]
        )
    rows = [
        [tap(("" if number in without else "✓ ") + _button(t, line), Tap.STEP, number, revision)]
        for number, line in enumerate(lines)
    ]
    return OutgoingMessage(t("steps.choose")).with_buttons(
        *rows,
        [tap(t.plain("steps.write"), Tap.STEPS_WRITE, revision)],
        [tap(t.plain("steps.to_page"), Tap.STEPS_PAGE, revision)],
        [menu_button(t)],
    )


def written(t: LocaleTexts, lines: Sequence[Line]) -> OutgoingMessage:
    """The text itself, and that nobody else gets it."""
    text = Html("\n").join([t("steps.title"), *(_text(t, line) for line in lines), Html(""), t("steps.yours")])
    return OutgoingMessage(text).with_buttons([menu_button(t)])


def plain_lines(t: LocaleTexts, lines: Sequence[Line]) -> list[str]:
    """The same lines without markup, for a page."""
    return [unescape(re.sub(r"<[^>]+>", "", _text(t, line))) for line in lines]


def page(t: LocaleTexts, url: str, until: datetime) -> OutgoingMessage:
    """Where the page is, who can read it, and how to take it away. The address stands in a button: no text of ours
    is looked at by machines that make previews of addresses.
    """
    return OutgoingMessage(t("steps.page_ready", until=until)).with_buttons(
        [Button(t.plain("steps.open_page"), url=url)],
        [tap(t.plain("steps.page_away"), Tap.STEPS_AWAY)],
        [menu_button(t)],
    )


def page_away(t: LocaleTexts) -> OutgoingMessage:
    """It is gone."""
    return OutgoingMessage(t("steps.page_is_away")).with_buttons(
        [tap(t.plain("steps.again"), Tap.STEPS)], [menu_button(t)]
    )


def _text(t: LocaleTexts, line: Line) -> Html:
    what = t(line.key, title=line.title)
    if line.organisation is None:
        return t("steps.line", day=line.day, what=what)
    key = "steps.line_confirmed" if line.confirmed else "steps.line_with"
    return t(key, day=line.day, what=what, organisation=line.organisation)


def _button(t: LocaleTexts, line: Line) -> str:
    return short_title(f"{t.day(line.day)}: {unescape(line.title)}")
