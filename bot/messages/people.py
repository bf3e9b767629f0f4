"""The first minutes: language, country, who we are, and help for those who may not use this chat yet."""

from __future__ import annotations

from collections.abc import Sequence

from bot.content.schema.services import Service
from bot.messages.menu import menu_button, person_button
from bot.messages.outgoing import OutgoingMessage
from bot.messages.services import reach_lines
from bot.messages.taps import Tap, tap
from bot.messages.texts import Html, LocaleTexts


def choose_language(offered: Sequence[LocaleTexts]) -> OutgoingMessage:
    """Ask in every language at once, each language by its own name; the likeliest stands first."""
    text = Html("\n").join(t("people.language.ask") for t in offered)
    return OutgoingMessage(text).with_buttons(*([tap(t.own_name, Tap.LANGUAGE, t.code)] for t in offered))


def goes_on(t: LocaleTexts) -> OutgoingMessage:
    """Nobody chose a language; which one it is now, and how to change it."""
    return OutgoingMessage(t("people.language.goes_on"))


def choose_country(t: LocaleTexts, countries: Sequence[str]) -> OutgoingMessage:
    """Ask once, only where this deployment serves more than one."""
    buttons = ([tap(t.plain(f"people.country.{country}"), Tap.COUNTRY, country)] for country in countries)
    return OutgoingMessage(t("people.country.ask")).with_buttons(*buttons)


def welcome(t: LocaleTexts, country: str, controller: str, hours: str) -> OutgoingMessage:
    """The one card that says what this is, who runs it and what is not passed on."""
    text = t(f"people.welcome.{country}", controller=controller, hours=hours)
    return OutgoingMessage(text).with_buttons([tap(t.plain("people.welcome.rights"), Tap.RIGHTS), person_button(t)])


def too_young(t: LocaleTexts, minimum_age: int, service: Service) -> OutgoingMessage:
    """Somebody under the country's age for this chat gets a phone number and a place, never a bare no."""
    lines = Html("\n").join(reach_lines(t, service))
    text = t("people.too_young", age=minimum_age, service=service.name, reach=lines)
    return OutgoingMessage(text).with_buttons([tap(t.plain("people.too_young_wrong_age"), Tap.CHANGE, "age")])


def stopped(t: LocaleTexts, *, already: bool) -> OutgoingMessage:
    """STOP is obeyed at once; the way back is one tap."""
    text = t("people.already_stopped" if already else "people.stopped")
    return OutgoingMessage(text).with_buttons([tap(t.plain("people.resume"), Tap.RESUME)], [menu_button(t)])


def resumed(t: LocaleTexts) -> OutgoingMessage:
    """Messages are on again."""
    return OutgoingMessage(t("people.resumed")).with_buttons([menu_button(t)])
