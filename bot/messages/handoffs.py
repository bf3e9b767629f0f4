"""Asking for a person: what about, check before sending, and when somebody reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.messages.menu import menu_button
from bot.messages.outgoing import OutgoingMessage
from bot.messages.taps import Tap, tap
from bot.messages.texts import Html, LocaleTexts

TOPICS = ("work", "learning", "programme", "application", "rights", "other")
REACHES = ("chat", "phone", "in_person")
ADJUSTMENTS = ("text_only", "sign_language", "interpreter", "more_time", "step_free")


@dataclass(frozen=True, slots=True)
class PacketView:
    """What the adviser would get, part by part; a part the person took out has no lines and can be put back."""

    topic: str
    parts: Sequence[tuple[str, Sequence[Html], bool]]
    wishes: Sequence[Html]
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
        *packet.wishes,
        Html(""),
        t("handoffs.check.who", organisation=packet.organisation),
        t("handoffs.check.when", moment=packet.reads_by),
        t("handoffs.check.hours", hours=packet.hours),
    ]
    return OutgoingMessage(Html("\n").join(lines)).with_buttons(
        [tap(t.plain("handoffs.check.send"), Tap.SEND, revision)],
        [tap(t.plain("handoffs.check.wishes"), Tap.WISHES, revision)],
        *rows,
        [tap(t.plain("handoffs.check.cancel"), Tap.DO_NOT_SEND)],
    )


def sent(t: LocaleTexts, organisation: str, reads_by: datetime, reference: str) -> OutgoingMessage:
    """It is waiting; when it is read, and what to call it."""
    text = t("handoffs.sent", organisation=organisation, moment=reads_by, reference=reference)
    return OutgoingMessage(text).with_buttons(
        [tap(t.plain("handoffs.add"), Tap.ADD)],
        [tap(t.plain("handoffs.withdraw"), Tap.WITHDRAW)],
        [menu_button(t)],
    )


def wish_lines(t: LocaleTexts, wanted: Mapping[str, Any]) -> list[Html]:
    """How they want to be reached and what they need, in words; a chat and no needs are one line."""
    reach = t(f"handoffs.wishes.{wanted.get('reach', REACHES[0])}")
    lines = [t("handoffs.wishes.reach", way=reach)]
    needs = [t.plain(f"handoffs.wishes.{need}") for need in wanted.get("adjustments", ())]
    return [*lines, t("handoffs.wishes.needs", needs=t.all_of(needs))] if needs else lines


def wishes(t: LocaleTexts, wanted: Mapping[str, Any], revision: int) -> OutgoingMessage:
    """One tap for each wish; a mark shows what is chosen."""
    chosen = {wanted["reach"], *wanted["adjustments"]}
    rows = []
    for wish in (*REACHES, *ADJUSTMENTS):
        mark = "✓ " if wish in chosen else ""
        rows.append([tap(mark + t.plain(f"handoffs.wishes.{wish}"), Tap.WISH, wish, revision)])
    return OutgoingMessage(t("handoffs.wishes.ask")).with_buttons(
        *rows, [tap(t.plain("handoffs.wishes.done"), Tap.WISH, "done", revision)]
    )


def waiting(t: LocaleTexts, reads_by: datetime, reference: str, *, has_adviser: bool) -> OutgoingMessage:
    """They asked already: when it is read, or how to reach the adviser who has it."""
    key = "handoffs.has_adviser" if has_adviser else "handoffs.waiting"
    return OutgoingMessage(t(key, moment=reads_by, reference=reference)).with_buttons(
        [tap(t.plain("handoffs.add"), Tap.ADD)],
        [tap(t.plain("handoffs.withdraw"), Tap.WITHDRAW)],
        [menu_button(t)],
    )


def ask_addition(t: LocaleTexts) -> OutgoingMessage:
    """The next message is added to the request."""
    return OutgoingMessage(t("handoffs.ask_addition")).with_buttons(
        [tap(t.plain("handoffs.not_adding"), Tap.PERSON), menu_button(t)]
    )


def added(t: LocaleTexts, reads_by: datetime) -> OutgoingMessage:
    """It stands below the request now."""
    return OutgoingMessage(t("handoffs.added", moment=reads_by)).with_buttons(
        [tap(t.plain("handoffs.add"), Tap.ADD)], [menu_button(t)]
    )


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
