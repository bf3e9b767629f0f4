"""The menu and help: what the bot can do, in buttons."""

from __future__ import annotations

from bot.messages.outgoing import Button, OutgoingMessage
from bot.messages.taps import Tap, tap
from bot.messages.texts import Html, LocaleTexts


def menu(t: LocaleTexts) -> OutgoingMessage:
    """Everything somebody can do, one tap each."""
    return menu_under(t, t("menu.menu"))


def menu_under(t: LocaleTexts, text: Html) -> OutgoingMessage:
    """A sentence with the menu's buttons below it, so that it is never a dead end."""
    return OutgoingMessage(text).with_buttons(
        [tap(t.plain("menu.buttons.list"), Tap.LIST)],
        [tap(t.plain("results.buttons.programmes"), Tap.PROGRAMMES)],
        [tap(t.plain("menu.buttons.change"), Tap.CHANGE), person_button(t)],
        [tap(t.plain("menu.buttons.rights"), Tap.RIGHTS), tap(t.plain("menu.buttons.help"), Tap.HELP)],
    )


def help_card(t: LocaleTexts) -> OutgoingMessage:
    """What can be written and every command."""
    return OutgoingMessage(t("menu.help")).with_buttons([menu_button(t), person_button(t)])


def person_button(t: LocaleTexts) -> Button:
    """A human is always one tap away."""
    return tap(t.plain("menu.buttons.person"), Tap.PERSON)


def menu_button(t: LocaleTexts) -> Button:
    """Back to the menu."""
    return tap(t.plain("menu.buttons.menu"), Tap.MENU)


def commands(t: LocaleTexts) -> dict[str, str]:
    """The command list Telegram shows beside the text field."""
    names = ("menu", "help", "change", "person", "steps", "language", "stop", "mydata", "forget")
    return {name: t.plain(f"menu.commands.{name}") for name in names}
