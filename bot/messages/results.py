"""What somebody can say yes to now, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.messages.menu import menu_button, person_button
from bot.messages.outgoing import Button, OutgoingMessage
from bot.messages.taps import Tap, tap
from bot.messages.texts import Html, LocaleTexts, escape

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


@dataclass(frozen=True, slots=True)
class Opening:
    """What is said above a list: what was missed, whether it was shown before, and whether a place was named for it."""

    missed: str | None = None
    same: bool = False
    somewhere: bool = False
    elsewhere: str | None = None


def listing(
    t: LocaleTexts, shown: Sequence[Shown], *, first: int, more: int | None, opening: Opening | None = None
) -> OutgoingMessage:
    """A few things to say yes to, numbered from `first`; `more` is where the next page begins."""
    title = _title(t, opening or Opening()) if first == 1 else t("results.list.more")
    entries = [_entry(t, number, item) for number, item in enumerate(shown, first)]
    buttons = [[_open(t, number, item)] for number, item in enumerate(shown, first)]
    if more is not None:
        buttons.append([tap(t.plain("results.list.more_button"), Tap.MORE, more)])
    ways = [tap(t.plain("results.buttons.why"), Tap.WHY_SHOWN), person_button(t)]
    return OutgoingMessage(Html("\n\n").join([title, *entries])).with_buttons(*buttons, ways)


def nothing_open(t: LocaleTexts, opening: Opening) -> OutgoingMessage | None:
    """What a search that found nothing at all says before the services; None when there is nothing to say."""
    lines = _first_lines(t, opening)
    return OutgoingMessage(Html("\n").join(lines)).with_buttons([person_button(t), menu_button(t)]) if lines else None


def _title(t: LocaleTexts, opening: Opening) -> Html:
    if opening.missed is None and opening.elsewhere is None:
        title = t("finding.same" if opening.same else "results.list.title")
    else:
        title = t("finding.nearest_same" if opening.same else "finding.nearest")
    return Html("\n").join([*_first_lines(t, opening), title])


def _first_lines(t: LocaleTexts, opening: Opening) -> list[Html]:
    lines = [t(f"finding.missed.{opening.missed}")] if opening.missed else []
    return [*lines, outside(t, opening.elsewhere)] if opening.elsewhere else lines


def outside(t: LocaleTexts, country: str) -> Html:
    """What is known of for somebody who lives in that country, but away from its city."""
    return t("finding.outside", city=t(f"finding.city.{country}"))


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


def known(t: LocaleTexts, facts: Sequence[str], *, differs: bool) -> OutgoingMessage:
    """What is kept about somebody, after they said it again or said otherwise."""
    key = "results.known_before" if differs else "results.known"
    return OutgoingMessage(t(key, facts=t.all_of(facts))).with_buttons([change_button(t)])


def _entry(t: LocaleTexts, number: int, item: Shown) -> Html:
    lines = [
        Html(f"<b>{number}. {item.title}</b>"),
        _place(t, item),
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


def _place(t: LocaleTexts, item: Shown) -> Html:
    """Who and where; a place that begins with the organisation's own name does not say it again."""
    name = item.organisation.partition(" (")[0]
    if item.where == name:
        return Html(escape(item.organisation))
    where = item.where.removeprefix(f"{name}, ")
    return t("results.list.place", organisation=item.organisation, where=where)


def _open(t: LocaleTexts, number: int, item: Shown) -> Button:
    return tap(t.plain("results.buttons.open", number=number, title=short_title(item.title)), item.tap, item.slug)


def short_title(title: str) -> str:
    """As much of a title as a button holds."""
    return title if len(title) <= _BUTTON_TITLE else title[: _BUTTON_TITLE - 1].rstrip() + "…"


def change_button(t: LocaleTexts) -> Button:
    """To the answers, each of which can be changed."""
    return tap(t.plain("results.buttons.change"), Tap.CHANGE)
