"""Quiet answers: to what we cannot read, to old buttons, to bursts, and to our own mistakes."""

from __future__ import annotations

from collections.abc import Sequence

from bot.messages.menu import menu_button, menu_under, person_button
from bot.messages.outgoing import Button, OutgoingMessage
from bot.messages.taps import Tap, tap
from bot.messages.texts import LocaleTexts


def cannot_read(t: LocaleTexts, kind: str) -> OutgoingMessage:
    """A voice note, a photo, a sticker, …: say what works instead."""
    return OutgoingMessage(t(f"conversation.cannot_read.{kind}")).with_buttons([menu_button(t), person_button(t)])


def old_button(t: LocaleTexts) -> OutgoingMessage:
    """A tap on something from earlier; what comes next follows it."""
    return OutgoingMessage(t("conversation.old_button"))


def one_at_a_time(t: LocaleTexts) -> OutgoingMessage:
    """The one answer to a burst."""
    return OutgoingMessage(t("conversation.one_at_a_time")).with_buttons([menu_button(t), person_button(t)])


def too_long(t: LocaleTexts) -> OutgoingMessage:
    """Ask for the important part; nothing was lost."""
    return OutgoingMessage(t("conversation.too_long")).with_buttons([menu_button(t), person_button(t)])


def no_words(t: LocaleTexts, *, asks_again: bool = False) -> OutgoingMessage:
    """Emoji or punctuation only; where a question waits it follows, and a menu would be one too many."""
    if asks_again:
        return OutgoingMessage(t("conversation.no_words_here"))
    return menu_under(t, t("conversation.no_words"))


def edited(t: LocaleTexts) -> OutgoingMessage:
    """An edit is seen, and how to change an answer is said."""
    return OutgoingMessage(t("conversation.edited")).with_buttons([tap(t.plain("menu.buttons.change"), Tap.CHANGE)])


def unknown_command(t: LocaleTexts) -> OutgoingMessage:
    """A command we do not have, with the ones we do."""
    return menu_under(t, t("conversation.unknown_command"))


def group(t: LocaleTexts) -> OutgoingMessage:
    """Said once when we are added to a group."""
    return OutgoingMessage(t("conversation.group"))


def first_miss(t: LocaleTexts) -> OutgoingMessage:
    """Not understood: other words or buttons."""
    return menu_under(t, t("conversation.miss.first"))


def second_miss(t: LocaleTexts) -> OutgoingMessage:
    """Not understood again: a person."""
    return OutgoingMessage(t("conversation.miss.second")).with_buttons([person_button(t)], [menu_button(t)])


def did_you_mean(t: LocaleTexts, choices: Sequence[Button]) -> OutgoingMessage:
    """Two or three guesses, and a way to say that none is right."""
    none = tap(t.plain("conversation.none_of_these"), Tap.NONE_OF_THESE)
    return OutgoingMessage(t("conversation.did_you_mean")).with_buttons(*([choice] for choice in choices), [none])


def apology(t: LocaleTexts) -> OutgoingMessage:
    """Our mistake: the message is kept, and a person can be asked."""
    return OutgoingMessage(t("conversation.apology")).with_buttons([person_button(t), menu_button(t)])


def press_start(t: LocaleTexts) -> OutgoingMessage:
    """An old tap of somebody we know nothing of; Telegram makes the command in the text tappable."""
    return OutgoingMessage(t("conversation.press_start"))
