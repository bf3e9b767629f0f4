"""Equality questions in the chat: the consent card, one question a message, and the way to take it all back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.equality import Screen
from bot.messages.menu import menu_button, person_button
from bot.messages.outgoing import Button, OutgoingMessage
from bot.messages.taps import Tap, tap
from bot.messages.texts import Html, LocaleTexts

CONSENT_VERSION = "1"
"""Of the texts under `equality.consent`: raise it whenever what they say changes, so that people are asked anew."""

CONSENT_PARTS = ("why", "who", "how_long", "refuse")


@dataclass(frozen=True, slots=True)
class Asking:
    """One screen as it is asked: its words, its options with their labels, and the revision its buttons carry."""

    screen: Screen
    words: Html
    options: Sequence[tuple[str, str]]
    revision: int
    can_go_back: bool


def offer_row(t: LocaleTexts) -> list[Button]:
    """One quiet button under another message."""
    return [tap(t.plain("equality.offer"), Tap.EQUALITY)]


def open_button(t: LocaleTexts) -> Button:
    """The same way in from the privacy card, where it always stands."""
    return tap(t.plain("equality.open"), Tap.EQUALITY)


def consent_lines(t: LocaleTexts, country: str, controller: str) -> list[Html]:
    """What is asked, why, who sees it, how long it is kept, and that no is a full answer."""
    parts = [
        t(f"equality.consent.{part}", **({"controller": controller} if part == "who" else {})) for part in CONSENT_PARTS
    ]
    return [t(f"equality.consent.what.{country}"), *parts]


def consent_card(t: LocaleTexts, country: str, controller: str) -> OutgoingMessage:
    """The explicit consent: nothing is asked before one of its buttons is tapped."""
    title = Html(f"<b>{t('equality.consent.title')}</b>")
    lines = [title, *consent_lines(t, country, controller), t("equality.consent.telegram")]
    return OutgoingMessage(Html("\n\n").join(lines)).with_buttons(
        [tap(t.plain("equality.buttons.agree"), Tap.EQUALITY_YES, CONSENT_VERSION)],
        [tap(t.plain("equality.buttons.page"), Tap.EQUALITY_PAGE)],
        [tap(t.plain("equality.buttons.not_now"), Tap.EQUALITY_NO)],
    )


def given_card(t: LocaleTexts, day: date) -> OutgoingMessage:
    """They said yes before: change or take back, each one tap."""
    return OutgoingMessage(t("equality.given.text", day=day)).with_buttons(
        [tap(t.plain("equality.buttons.change"), Tap.EQUALITY_YES, CONSENT_VERSION)],
        [tap(t.plain("equality.buttons.page"), Tap.EQUALITY_PAGE)],
        [tap(t.plain("equality.buttons.withdraw"), Tap.EQUALITY_WITHDRAW)],
        [menu_button(t)],
    )


def ask(t: LocaleTexts, asking: Asking, *, missed: bool = False) -> OutgoingMessage:
    """One question: every answer a button of the same width, "Prefer not to say" among them."""
    name, revision = asking.screen.name, asking.revision
    rows = [[tap(label, Tap.EQUALITY_ANSWER, name, option, revision)] for option, label in asking.options]
    ways = [tap(t.plain("equality.buttons.back"), Tap.EQUALITY_BACK, name, revision)] if asking.can_go_back else []
    ways += [
        tap(t.plain("equality.buttons.skip"), Tap.EQUALITY_SKIP, name, revision),
        tap(t.plain("equality.buttons.stop"), Tap.EQUALITY_STOP),
    ]
    text = Html(f"{t('equality.try_again')}\n\n{asking.words}") if missed else asking.words
    message = OutgoingMessage(text).with_buttons(*rows, ways)
    return message.with_buttons([person_button(t)]) if missed else message


def ask_words(t: LocaleTexts, screen: Screen, revision: int, *, too_long: bool = False) -> OutgoingMessage:
    """The answer in own words."""
    return OutgoingMessage(t("equality.too_long" if too_long else "equality.write")).with_buttons(
        [
            tap(t.plain("equality.buttons.back"), Tap.EQUALITY_BACK, screen.name, revision),
            tap(t.plain("equality.buttons.skip"), Tap.EQUALITY_SKIP, screen.name, revision),
            tap(t.plain("equality.buttons.stop"), Tap.EQUALITY_STOP),
        ]
    )


def link(t: LocaleTexts, url: str) -> OutgoingMessage:
    """The way to the private page."""
    return OutgoingMessage(t("equality.link.text")).with_buttons(
        [Button(t.plain("equality.link.button"), url=url)], [menu_button(t)]
    )


def told(t: LocaleTexts, what: str) -> OutgoingMessage:
    """A short word at an end: declined, withdrawn, finished, stopped, nothing_kept."""
    return OutgoingMessage(t(f"equality.{what}")).with_buttons([menu_button(t), person_button(t)])
