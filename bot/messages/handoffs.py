"""Asking for a person: what about, check before sending, and when somebody reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.messages.menu import menu_button
from bot.messages.outgoing import OutgoingMessage
from bot.messages.taps import Tap, tap
from bot.messages.texts import Html, LocaleTexts

TOPICS = ("work", "learning", "programme", "application", "rights", "other")


@dataclass(frozen=True, slots=True)
class PacketView:
    """What the adviser would get, part by part; a part the person took out has no lines and can be put back."""

    topic: str
    parts: Sequence[tuple[str, Sequence[Html], bool]]
    organisation: str
    hours: str
    reads_by: datetime


def choose_topic(t: LocaleTexts) -> OutgoingMessage:
    """One step: what it is about."""
    rows = ([tap(t.plain(f"handoffs.topic.{topic}"), Tap.TOPIC, topic)] for topic in TOPICS)
    return OutgoingMessage(t("handoffs.topic.ask")).with_buttons(
        *rows, [tap(t.plain("handoffs.check.cancel"), Tap.DO_NOT_SEND)]
    )


def check(t: LocaleTexts, packet: PacketView, revision: int) -> OutgoingMessage:
    """Exactly what will be sent, to whom, and by when it is read; every part can be taken out."""
    lines = [t("handoffs.check.title"), t("handoffs.check.topic", topic=t(f"handoffs.topic.{packet.topic}"))]
    rows = []
    for part, shown, kept in packet.parts:
        if not shown:
            continue
        name = t.plain(f"handoffs.check.parts.{part}")
        lines += shown if kept else []
        verb = "remove" if kept else "restore"
        rows.append([tap(t.plain(f"handoffs.check.{verb}", part=name), Tap.TRIM, part, revision)])
    lines += [
        Html(""),
        t("handoffs.check.who", organisation=packet.organisation),
        t("handoffs.check.when", moment=packet.reads_by),
        t("handoffs.check.hours", hours=packet.hours),
    ]
    return OutgoingMessage(Html("\n").join(lines)).with_buttons(
        [tap(t.plain("handoffs.check.send"), Tap.SEND, revision)],
        *rows,
        [tap(t.plain("handoffs.check.cancel"), Tap.DO_NOT_SEND)],
    )


def sent(t: LocaleTexts, organisation: str, reads_by: datetime, reference: str) -> OutgoingMessage:
    """It is waiting; when it is read, and what to call it."""
    text = t("handoffs.sent", organisation=organisation, moment=reads_by, reference=reference)
    return OutgoingMessage(text).with_buttons([tap(t.plain("handoffs.withdraw"), Tap.WITHDRAW)], [menu_button(t)])


def waiting(t: LocaleTexts, reads_by: datetime, reference: str) -> OutgoingMessage:
    """They asked already."""
    text = t("handoffs.waiting", moment=reads_by, reference=reference)
    return OutgoingMessage(text).with_buttons([tap(t.plain("handoffs.withdraw"), Tap.WITHDRAW)], [menu_button(t)])


def withdrawn(t: LocaleTexts) -> OutgoingMessage:
    """Taken back."""
    return OutgoingMessage(t("handoffs.withdrawn")).with_buttons([menu_button(t)])


def nothing_waiting(t: LocaleTexts) -> OutgoingMessage:
    """There was nothing to take back."""
    return OutgoingMessage(t("handoffs.nothing_waiting")).with_buttons(
        [tap(t.plain("menu.buttons.person"), Tap.PERSON)]
    )


def cancelled(t: LocaleTexts) -> OutgoingMessage:
    """Nothing was sent."""
    return OutgoingMessage(t("handoffs.cancelled")).with_buttons([menu_button(t)])
