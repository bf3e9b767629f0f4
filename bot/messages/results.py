"""What somebody can say yes to now, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.messages.menu import menu_button, person_button
from bot.messages.outgoing import Button, OutgoingMessage
from bot.messages.taps import Tap, tap
from bot.messages.texts import Html, LocaleTexts

_BUTTON_TITLE = 40


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing in the list, in words already; an event's `starts_at` carries the event's own zone."""

    tap: Tap
    slug: str
    title: Html
    organisation: str
    where: str
    reasons: Sequence[str]
    closes_on: date | None
    starts_at: datetime | date | None
    sample: bool
    note: str | None = None


def listing(t: LocaleTexts, shown: Sequence[Shown], *, first: int, more: int | None) -> OutgoingMessage:
    """A few things to say yes to, numbered from `first`; `more` is where the next page begins."""
    title = t("results.list.title" if first == 1 else "results.list.more")
    entries = [_entry(t, number, item) for number, item in enumerate(shown, first)]
    buttons = [[_open(t, number, item)] for number, item in enumerate(shown, first)]
    if more is not None:
        buttons.append([tap(t.plain("results.list.more_button"), Tap.MORE, more)])
    ways = [tap(t.plain("results.buttons.why"), Tap.WHY_SHOWN), person_button(t)]
    return OutgoingMessage(Html("\n\n").join([title, *entries])).with_buttons(*buttons, ways)


def none_left(t: LocaleTexts) -> OutgoingMessage:
    """The end of the list is not the end of the road."""
    return OutgoingMessage(t("results.list.none_left")).with_buttons(
        [tap(t.plain("results.buttons.programmes"), Tap.PROGRAMMES)], [person_button(t), menu_button(t)]
    )


def same_list(t: LocaleTexts) -> OutgoingMessage:
    """The last answer changed nothing; what is there can still be seen."""
    return OutgoingMessage(t("results.same_list")).with_buttons(
        [tap(t.plain("menu.buttons.list"), Tap.LIST)],
        [tap(t.plain("results.buttons.programmes"), Tap.PROGRAMMES)],
        [person_button(t), menu_button(t)],
    )


def why_shown(t: LocaleTexts, facts: Sequence[str]) -> OutgoingMessage:
    """Which answers made the list what it is."""
    text = t("results.why_card", facts=t.all_of(facts)) if facts else t("results.why_nothing")
    return OutgoingMessage(text).with_buttons([change_button(t), person_button(t)], [menu_button(t)])


def _entry(t: LocaleTexts, number: int, item: Shown) -> Html:
    lines = [
        Html(f"<b>{number}. {item.title}</b>"),
        t("results.list.place", organisation=item.organisation, where=item.where),
    ]
    if item.starts_at is not None:
        lines.append(t("interests.event.when", moment=item.starts_at))
    lines.append(t("results.list.reason", reasons=t.all_of(item.reasons)))
    if item.closes_on is not None and item.tap is Tap.OPPORTUNITY:
        lines.append(t("results.list.closes", day=item.closes_on))
    if item.note is not None:
        lines.append(Html(item.note))
    if item.sample:
        lines.append(Html(f"<i>{t('results.list.sample')}</i>"))
    return Html("\n").join(lines)


def _open(t: LocaleTexts, number: int, item: Shown) -> Button:
    return tap(t.plain("results.buttons.open", number=number, title=short_title(item.title)), item.tap, item.slug)


def short_title(title: str) -> str:
    """As much of a title as a button holds."""
    return title if len(title) <= _BUTTON_TITLE else title[: _BUTTON_TITLE - 1].rstrip() + "…"


def change_button(t: LocaleTexts) -> Button:
    """To the answers, each of which can be changed."""
    return tap(t.plain("results.buttons.change"), Tap.CHANGE)
