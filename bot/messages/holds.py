"""What is held for somebody, in words that are exactly true: a held interview is no job offer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.holds import Allot, Holding, HoldState
from bot.messages.menu import menu_button, person_button
from bot.messages.outgoing import Button, OutgoingMessage
from bot.messages.taps import Tap, tap
from bot.messages.texts import Html, LocaleTexts

_ENDED = frozenset({HoldState.LAPSED, HoldState.GIVEN_BACK, HoldState.REFUSED, HoldState.GONE})


@dataclass(frozen=True, slots=True)
class HoldView:
    """One held place in a person's language; moments are in the zone where they are."""

    hold_id: int
    slug: str
    title: Html
    holding: Holding
    state: HoldState
    until: datetime | None = None
    draw_on: date | None = None
    can_send: bool = False


def card_lines(t: LocaleTexts, holding: Holding, programmes: Sequence[str], draw_on: date | None) -> Html:
    """What is held, how many there are, and who gets one."""
    names = t.all_of(programmes)
    parts = [t(f"holds.card.{holding.what}", count=holding.candidates, posts=holding.posts, programmes=names)]
    if draw_on is not None and holding.allot is Allot.BY_DATE:
        parts.append(t("holds.card.by_date", day=draw_on))
    else:
        parts.append(t("holds.card.first_come"))
    if holding.confirm:
        parts.append(t("holds.card.confirm"))
    return Html(" ").join(parts)


def ask_button(t: LocaleTexts, holding: Holding, slug: str) -> Button:
    """Ask for one."""
    return tap(t.plain(f"holds.ask.{holding.what}"), Tap.HOLD, slug)


def standing(t: LocaleTexts, view: HoldView) -> OutgoingMessage:
    """How it stands with what somebody asked for, and the next step."""
    rows = []
    if view.state is HoldState.HELD:
        text = _held(t, view)
        rows.append(_send_row(t, view))
        rows.append([tap(t.plain("holds.give_back"), Tap.HOLD_BACK, view.hold_id)])
    elif view.state in _ENDED:
        text = t(f"holds.state.{view.state}", title=view.title)
        rows.append([tap(t.plain("results.buttons.list"), Tap.LIST)])
    else:
        text = _waiting(t, view)
        rows.append([tap(t.plain("holds.stop_waiting"), Tap.HOLD_BACK, view.hold_id)])
    return OutgoingMessage(text).with_buttons(*rows, [person_button(t), menu_button(t)])


def warning(t: LocaleTexts, view: HoldView) -> OutgoingMessage:
    """It runs out soon: how to use it, and how to give it to somebody else."""
    text = t(f"holds.warning.{view.holding.what}", title=view.title, until=view.until)
    return OutgoingMessage(text).with_buttons(
        _send_row(t, view),
        [tap(t.plain("holds.give_back"), Tap.HOLD_BACK, view.hold_id)],
        [person_button(t), menu_button(t)],
    )


def for_others(t: LocaleTexts, slug: str, programmes: Sequence[tuple[str, str]], *, unsure: bool) -> OutgoingMessage:
    """Held for people of a programme: how to join it, or have an adviser look."""
    names = t.all_of([name for _, name in programmes])
    text = t("holds.for_others.unsure" if unsure else "holds.for_others.no", programmes=names)
    rows = [[tap(t.plain("holds.for_others.join", programme=name), Tap.PROGRAMME, one)] for one, name in programmes]
    if unsure:
        rows.insert(0, [tap(t.plain("results.buttons.answer"), Tap.SETTLE, programmes[0][0])])
    return OutgoingMessage(text).with_buttons(
        *rows,
        [tap(t.plain("holds.for_others.check"), Tap.HOLD_CHECK, slug)],
        [tap(t.plain("results.buttons.list"), Tap.LIST), menu_button(t)],
    )


def given_back(t: LocaleTexts, title: Html) -> OutgoingMessage:
    """It goes to somebody else; the interest is kept."""
    return OutgoingMessage(t("holds.given_back", title=title)).with_buttons(
        [tap(t.plain("results.buttons.list"), Tap.LIST)], [person_button(t), menu_button(t)]
    )


def _held(t: LocaleTexts, view: HoldView) -> Html:
    lines = [t(f"holds.held.{view.holding.what}", title=view.title)]
    lines.append(t("holds.held.until" if view.can_send else "holds.held.until_with_person", until=view.until))
    return Html("\n").join(lines)


def _waiting(t: LocaleTexts, view: HoldView) -> Html:
    if view.state is HoldState.ASKED and view.draw_on is not None:
        return t("holds.state.asked_by_date", title=view.title, day=view.draw_on)
    return t(f"holds.state.{view.state}", title=view.title)


def _send_row(t: LocaleTexts, view: HoldView) -> list[Button]:
    return [tap(t.plain("referrals.begin"), Tap.REFER, view.slug)] if view.can_send else []
