"""Rights in the chat: the privacy card, what is held, and erasing it."""

from __future__ import annotations

from collections.abc import Iterable

from bot.messages.equality import open_button
from bot.messages.menu import menu_button, person_button
from bot.messages.outgoing import OutgoingMessage
from bot.messages.taps import Tap, tap
from bot.messages.texts import Html, LocaleTexts


def rights(t: LocaleTexts, country: str, controller: str, basis: str) -> OutgoingMessage:
    """Who holds what and why, and each right as a button."""
    text = t(f"privacy.card.{country}", controller=controller, basis=t(f"privacy.basis_{basis}"))
    return OutgoingMessage(text).with_buttons(
        [tap(t.plain("privacy.see"), Tap.SEE_DATA), tap(t.plain("privacy.erase"), Tap.FORGET)],
        [tap(t.plain("privacy.change"), Tap.CHANGE), person_button(t)],
        [open_button(t)],
        [menu_button(t)],
    )


def held(t: LocaleTexts, lines: Iterable[Html]) -> OutgoingMessage:
    """Everything held about somebody, line by line."""
    found = list(lines)
    text = Html("\n").join([t("privacy.held.title"), *found]) if found else t("privacy.held.nothing")
    return OutgoingMessage(text).with_buttons(
        [tap(t.plain("privacy.change"), Tap.CHANGE), tap(t.plain("privacy.erase"), Tap.FORGET)], [menu_button(t)]
    )


def confirm_forget(t: LocaleTexts, *, keeps_concern: bool) -> OutgoingMessage:
    """Erasing cannot be undone, so it is asked once; an open safeguarding concern stays, and that is said."""
    parts = [t("privacy.forget.ask"), *([t("privacy.forget.except_concern")] if keeps_concern else [])]
    return OutgoingMessage(Html("\n\n").join(parts)).with_buttons(
        [tap(t.plain("privacy.forget.yes"), Tap.FORGET_YES)], [tap(t.plain("privacy.forget.no"), Tap.FORGET_NO)]
    )


def forgotten(t: LocaleTexts) -> OutgoingMessage:
    """The last message: what was done and how to clear the rest."""
    return OutgoingMessage(t("privacy.forget.done"))


def kept(t: LocaleTexts) -> OutgoingMessage:
    """Nothing was erased."""
    return OutgoingMessage(t("privacy.forget.kept")).with_buttons([menu_button(t)])
