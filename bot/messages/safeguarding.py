"""The card somebody gets who may be in danger or in distress: short, calm, with lines of their own country."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.content.schema.helplines import Helpline
from bot.messages.menu import menu_under, person_button
from bot.messages.outgoing import OutgoingMessage
from bot.messages.taps import Tap, tap
from bot.messages.texts import Html, LocaleTexts, escape


@dataclass(frozen=True, slots=True)
class Card:
    """What the card is made of; `opening` names its first sentence."""

    opening: str
    emergency: str
    lines: Sequence[Helpline]
    reads_by: datetime | None
    watched: bool
    paused: bool


def card(t: LocaleTexts, item: Card) -> OutgoingMessage:
    """Danger first, then who listens (one way needs no voice), then when a person here reads; always a way back."""
    parts = [t(f"safeguarding.{item.opening}", emergency=item.emergency)]
    parts.append(Html("\n").join(_line(t, line) for line in item.lines))
    if item.opening not in ("imminent", "danger"):
        parts.append(t("safeguarding.in_danger", emergency=item.emergency))
    if item.watched:
        parts.append(t("safeguarding.watched"))
    if item.reads_by is None:
        parts.append(t("safeguarding.nobody_on_call"))
    else:
        parts.append(t("safeguarding.reads", moment=item.reads_by))
    rows = [[person_button(t), tap(t.plain("safeguarding.ok"), Tap.OK)]]
    if item.paused:
        parts.append(t("safeguarding.paused"))
        rows.append([tap(t.plain("safeguarding.resume"), Tap.RESUME_NEWS)])
    return OutgoingMessage(Html("\n\n").join(part for part in parts if part)).with_buttons(*rows)


def back(t: LocaleTexts) -> OutgoingMessage:
    """They are OK; the chat goes on."""
    return menu_under(t, t("safeguarding.back"))


def news_on(t: LocaleTexts) -> OutgoingMessage:
    """Bulk messages may come again."""
    return menu_under(t, t("safeguarding.news_on"))


def _line(t: LocaleTexts, line: Helpline) -> Html:
    ways = []
    for channel in line.channels:
        value = escape(channel.value) if isinstance(channel.value, str) else t.pick(channel.value)
        ways.append(t(f"safeguarding.channel.{channel.kind}", value=value))
    return t("safeguarding.line", name=line.name, ways=Html(", ").join(ways), hours=t.pick(line.hours))
