"""What reaches an adviser's own Telegram: that somebody waits, and a link; never a word of what was written."""

from __future__ import annotations

from bot.messages.outgoing import Button, OutgoingMessage
from bot.messages.texts import LocaleTexts


def person_wrote(t: LocaleTexts, link: str) -> OutgoingMessage:
    """Somebody wrote in one of your cases."""
    return _ping(t, "pings.person_wrote", link)


def promise_broken(t: LocaleTexts, link: str) -> OutgoingMessage:
    """Somebody was not answered in time."""
    return _ping(t, "pings.promise_broken", link)


def _ping(t: LocaleTexts, key: str, link: str) -> OutgoingMessage:
    return OutgoingMessage(t(key)).with_buttons([Button(t.plain("pings.open"), url=link)])
