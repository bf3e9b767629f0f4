"""Sending one's details to an organisation: what it gets, and only after a yes to exactly that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.referrals import Way
from bot.messages.emails import Email
from bot.messages.menu import menu_button, person_button
from bot.messages.outgoing import OutgoingMessage
from bot.messages.taps import Tap, tap
from bot.messages.texts import Html, LocaleTexts


@dataclass(frozen=True, slots=True)
class ReferralView:
    """What would be sent: `parts` are the name of each part, its lines, and whether it is in."""

    title: Html
    organisation: str
    reference: str
    name: str | None
    way: Way
    at: str | None
    parts: Sequence[tuple[str, Sequence[Html], bool]]


def ask_name(t: LocaleTexts, title: Html, organisation: str) -> OutgoingMessage:
    """What they should call the person; may be skipped."""
    return OutgoingMessage(t("referrals.ask_name", title=title, organisation=organisation)).with_buttons(
        [tap(t.plain("referrals.no_name"), Tap.REFER_NO_NAME)], [tap(t.plain("referrals.cancel"), Tap.REFER_CANCEL)]
    )


def ask_way(t: LocaleTexts, organisation: str, revision: int) -> OutgoingMessage:
    """How they may answer."""
    rows = ([tap(t.plain(f"referrals.way.{way}"), Tap.REFER_WAY, way, revision)] for way in Way)
    return OutgoingMessage(t("referrals.ask_way", organisation=organisation)).with_buttons(
        *rows, [tap(t.plain("referrals.cancel"), Tap.REFER_CANCEL)]
    )


def ask_address(t: LocaleTexts, way: Way, *, again: bool = False) -> OutgoingMessage:
    """The number or the address."""
    return OutgoingMessage(t(f"referrals.ask_{way}_again" if again else f"referrals.ask_{way}")).with_buttons(
        [tap(t.plain("referrals.cancel"), Tap.REFER_CANCEL)]
    )


def check(t: LocaleTexts, view: ReferralView, revision: int) -> OutgoingMessage:
    """Exactly what is sent and to whom."""
    lines = [t("referrals.check", organisation=view.organisation, title=view.title), Html("")]
    lines += packet_lines(t, view)
    lines += [Html(""), t("referrals.only_this", organisation=view.organisation)]
    rows = []
    for part, shown, kept in view.parts:
        if shown:
            verb = "remove" if kept else "restore"
            name = t.plain(f"handoffs.check.parts.{part}")
            rows.append([tap(t.plain(f"handoffs.check.{verb}", part=name), Tap.REFER_TRIM, part, revision)])
    return OutgoingMessage(Html("\n").join(lines)).with_buttons(
        [tap(t.plain("referrals.send", organisation=view.organisation[:30]), Tap.REFER_SEND, revision)],
        *rows,
        [tap(t.plain("referrals.cancel"), Tap.REFER_CANCEL)],
    )


def packet_lines(t: LocaleTexts, view: ReferralView) -> list[Html]:
    """The details line by line, as the organisation reads them."""
    lines = [t("referrals.packet.reference", reference=view.reference)]
    if view.name:
        lines.append(t("referrals.packet.name", name=view.name))
    reach = t(f"referrals.packet.{view.way}", at=view.at or "")
    lines.append(reach)
    for _, shown, kept in view.parts:
        lines += shown if kept else []
    return lines


def sent(t: LocaleTexts, title: Html, organisation: str) -> OutgoingMessage:
    """It is on its way; what happens next and by when."""
    text = t("referrals.sent", title=title, organisation=organisation)
    return OutgoingMessage(text).with_buttons(
        [tap(t.plain("journeys.my_journeys"), Tap.JOURNEYS)], [person_button(t), menu_button(t)]
    )


def sent_already(t: LocaleTexts, title: Html, journey_id: int) -> OutgoingMessage:
    """Once is enough; where it stands is a tap away."""
    return OutgoingMessage(t("referrals.sent_already", title=title)).with_buttons(
        [tap(t.plain("journeys.my_journeys"), Tap.JOURNEY, journey_id)], [person_button(t), menu_button(t)]
    )


def cancelled(t: LocaleTexts) -> OutgoingMessage:
    """Nothing is sent."""
    return OutgoingMessage(t("referrals.cancelled")).with_buttons(
        [tap(t.plain("results.buttons.list"), Tap.LIST)], [person_button(t), menu_button(t)]
    )


def left(t: LocaleTexts, slug: str) -> OutgoingMessage:
    """Nothing is sent, and the way back: they asked for something else in the middle of it."""
    return OutgoingMessage(t("referrals.left")).with_buttons([tap(t.plain("referrals.begin"), Tap.REFER, slug)])


def email(t: LocaleTexts, to: str, link: str, words: str = "referrals.mail") -> Email:
    """That there is something to look at, and where; nothing about anybody."""
    return Email(to, t.plain(f"{words}.subject"), t.plain(f"{words}.body", link=link))


def written(packet: Mapping[str, Any]) -> list[str]:
    """The lines of a packet that was sent."""
    return [str(line) for line in packet.get("lines", ())]
