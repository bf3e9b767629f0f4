"""Reminders: the promise, and the message on the day."""

from __future__ import annotations

from datetime import date

from bot.messages.menu import menu_button, person_button
from bot.messages.outgoing import OutgoingMessage
from bot.messages.taps import Tap, tap
from bot.messages.texts import Html, LocaleTexts


def promised(t: LocaleTexts, programme: Html, day: date) -> OutgoingMessage:
    """When the reminder comes; STOP takes it back."""
    text = t("reminders.promised", programme=programme, day=t.day(day, with_year=True))
    return OutgoingMessage(text).with_buttons([menu_button(t), person_button(t)])


def reminder(t: LocaleTexts, programme: Html, programme_id: str, closes: date | None, days: int) -> OutgoingMessage:
    """It is open to you now; or it closes to you soon."""
    if closes is None:
        text = t("reminders.open_now", programme=programme)
    else:
        text = t("reminders.closes", programme=programme, day=t.day(closes, with_year=True), count=days)
    return OutgoingMessage(text).with_buttons(
        [tap(t.plain("reminders.look"), Tap.PROGRAMME, programme_id)], [person_button(t), menu_button(t)]
    )
