"""Short replies to what somebody means, each with a way on."""

from __future__ import annotations

from collections.abc import Sequence

from bot.messages import results
from bot.messages.menu import menu_button, menu_under, person_button
from bot.messages.outgoing import Button, OutgoingMessage
from bot.messages.taps import Tap, tap
from bot.messages.texts import Html, LocaleTexts


def reply(t: LocaleTexts, key: str, **values: str) -> OutgoingMessage:
    """A sentence with the menu below it."""
    return menu_under(t, t(f"intents.{key}", **values))


def outside(t: LocaleTexts, country: str) -> OutgoingMessage:
    """What is known of for somebody who lives away from the country's city; help that works there follows."""
    return OutgoingMessage(results.outside(t, country))


def with_person(t: LocaleTexts, key: str, **values: str) -> OutgoingMessage:
    """A sentence with a person as the next step."""
    return OutgoingMessage(t(f"intents.{key}", **values)).with_buttons([person_button(t), menu_button(t)])


def plain(t: LocaleTexts, key: str) -> OutgoingMessage:
    """A sentence that leads over to what is said right after it."""
    return OutgoingMessage(t(f"intents.{key}"))


def trust(t: LocaleTexts, controller: str) -> OutgoingMessage:
    """Who runs this and what it never asks for, with every right a tap away."""
    rights = tap(t.plain("menu.buttons.rights"), Tap.RIGHTS)
    said = OutgoingMessage(t("intents.trust", controller=controller))
    return said.with_buttons([rights], [person_button(t), menu_button(t)])


def yes_list(t: LocaleTexts, key: str, saved: Sequence[tuple[Tap, str, Html]]) -> OutgoingMessage:
    """What somebody said yes to, one tap to each."""
    if not saved:
        return with_person(t, "nothing_saved")
    lines = Html("\n").join([t(f"intents.{key}"), Html(""), t("intents.your_list")])
    rows = ([tap(_short(title), verb, slug)] for verb, slug, title in saved)
    return OutgoingMessage(lines).with_buttons(*rows, [person_button(t), menu_button(t)])


def choice(t: LocaleTexts, intent: str) -> Button | None:
    """One guess of "did you mean", None for an intent nobody would choose from a list."""
    key = f"intents.labels.{intent}"
    return tap(t.plain(key), Tap.INTENT, intent) if t.has(key) else None


def titled_choice(title: str, intent: str) -> Button:
    """One guess named by the answer it leads to."""
    return tap(_short(title), Tap.INTENT, intent)


def stranger_next(t: LocaleTexts) -> OutgoingMessage:
    """After an answer to somebody of whom nothing is stored."""
    return OutgoingMessage(t("intents.stranger_next"))


def _short(title: str) -> str:
    return title if len(title) <= 40 else title[:39].rstrip() + "…"
