"""How far somebody got, in plain words, and what comes next."""

from __future__ import annotations

from bot.messages.menu import person_button
from bot.messages.outgoing import OutgoingMessage
from bot.messages.taps import Tap, tap
from bot.messages.texts import LocaleTexts

_PRACTICE = "cv_interview_help"


def next_move(t: LocaleTexts) -> OutgoingMessage:
    """A person, practice, and then the list follows."""
    return OutgoingMessage(t("journeys.next_move")).with_buttons(
        [person_button(t), tap(t.plain("journeys.practise"), Tap.INTENT, _PRACTICE)]
    )
