"""The one card in a language we do not speak: whom to call, what we speak, how to reach a person."""

from __future__ import annotations

from collections.abc import Mapping

from bot.content.schema.other_languages import PERSON, OtherLanguage
from bot.messages.outgoing import OutgoingMessage
from bot.messages.taps import Tap, tap
from bot.messages.texts import FSI, PDI, Html, escape


def card(language: OtherLanguage, numbers: Mapping[str, str]) -> OutgoingMessage:
    """`numbers` is the emergency number by country name: one number stands alone, several with their countries."""
    number = next(iter(numbers.values())) if len(numbers) == 1 else _by_country(numbers)
    text = escape(language.card).format(number=_inserted(language, number), person=_inserted(language, PERSON))
    # The word itself is the label: it is in the text, and mixes no directions in a button.
    return OutgoingMessage(Html(text)).with_buttons([tap(PERSON, Tap.PERSON)])


def _by_country(numbers: Mapping[str, str]) -> str:
    return " · ".join(f"{country} {number}" for country, number in numbers.items())


def _inserted(language: OtherLanguage, value: str) -> str:
    """Latin letters and digits in right-to-left text keep their own direction."""
    return f"{FSI}{value}{PDI}" if language.direction == "rtl" else value
