"""What staff get by Telegram and e-mail: that something waits and where, never of whom or what was said."""

from __future__ import annotations

from bot.messages.emails import Email
from bot.messages.outgoing import OutgoingMessage
from bot.messages.texts import Html, LocaleTexts, escape


def ping(t: LocaleTexts, text_key: str, link: str) -> OutgoingMessage:
    """A sentence and a link, in plain sight: Telegram refuses buttons to addresses that only a network knows."""
    return OutgoingMessage(Html("\n").join((t(text_key), escape(link))))


def email(t: LocaleTexts, to: str, text_key: str, link: str) -> Email:
    """The same as an e-mail, with why it came."""
    subject = "alerts.email.subject_live" if text_key == "alerts.live" else "alerts.email.subject"
    body = f"{t.plain(text_key)}\n\n{link}\n\n{t.plain('alerts.email.why')}\n"
    return Email(to, t.plain(subject), body)


def link_answer(t: LocaleTexts, what: str) -> OutgoingMessage:
    """How linking or unlinking a chat went: done, used, taken, off or none."""
    return OutgoingMessage(t(f"alerts.link.{what}"))
