"""The fair card: who is here, whom somebody met, and the next morning's steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.messages.bookings import Coming
from bot.messages.menu import menu_button, person_button
from bot.messages.outgoing import OutgoingMessage
from bot.messages.taps import Tap, tap
from bot.messages.texts import Html, LocaleTexts, escape

_LONGEST_LABEL = 40


@dataclass(frozen=True, slots=True)
class Stall:
    """One employer of an event, by its place in the list; `next` is plain words."""

    place: int
    name: str
    next: str
    met: bool


def card(t: LocaleTexts, item: Coming, stalls: Sequence[Stall], *, named: bool) -> OutgoingMessage:
    """Tap whom you met or want to hear from; nobody learns who you are unless you say so."""
    met = any(stall.met for stall in stalls)
    lines = [t("events.fair.card", **item.words())]
    if met:
        lines.append(t("events.fair.named" if named else "events.fair.not_named", reference=item.reference))
    rows = [[tap(_label(stall), Tap.FAIR_MET, item.booking_id, stall.place)] for stall in stalls]
    if met and named:
        rows.append([tap(t.plain("events.fair.take_back"), Tap.FAIR_NAMED, item.booking_id, "n")])
    elif met:
        rows.append([tap(t.plain("events.fair.agree"), Tap.FAIR_NAMED, item.booking_id, "y")])
    return OutgoingMessage(Html("\n\n").join(lines)).with_buttons(*rows, [person_button(t), menu_button(t)])


def next_steps(t: LocaleTexts, item: Coming, stalls: Sequence[Stall]) -> OutgoingMessage:
    """The morning after: what to do about each."""
    lines = [t("events.fair.morning", title=item.title, day=item.starts_at.date())]
    for stall in stalls:
        step = escape(str(stall.next)) if stall.next else t("events.fair.no_step")
        lines.append(Html(f"<b>{escape(stall.name)}</b>\n{step}"))
    return OutgoingMessage(Html("\n\n").join(lines)).with_buttons(
        [person_button(t), tap(t.plain("results.buttons.list"), Tap.LIST)], [menu_button(t)]
    )


def _label(stall: Stall) -> str:
    return f"{'✓ ' if stall.met else ''}{stall.name[:_LONGEST_LABEL]}"
