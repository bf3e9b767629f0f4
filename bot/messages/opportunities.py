"""The card of one opportunity, and what is said when somebody is interested."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.messages.menu import menu_button, person_button
from bot.messages.outgoing import OutgoingMessage
from bot.messages.taps import Tap, tap
from bot.messages.texts import Html, LocaleTexts


@dataclass(frozen=True, slots=True)
class OpportunityCard:
    """One opportunity in a person's language; a line that is None is left out."""

    slug: str
    kind: str
    title: Html
    summary: Html
    organisation: str
    where: str
    hours: str | None
    pay: str | None
    starts_on: date | None
    closes_on: date | None
    held_for: tuple[str, ...]
    sample: bool


def card(t: LocaleTexts, item: OpportunityCard) -> OutgoingMessage:
    """What it is, where, when, what it pays, and one button to say yes."""
    head = Html(
        f"<b>{item.title}</b>\n{t(f'interests.card.kind.{item.kind}')} · {t('people.by', name=item.organisation)}"
    )
    facts = [t("interests.card.where", where=item.where)]
    for name, value in (("hours", item.hours), ("pay", item.pay)):
        if value is not None:
            facts.append(t(f"interests.card.{name}", **{name: value}))
    for name, day in (("starts", item.starts_on), ("closes", item.closes_on)):
        if day is not None:
            facts.append(t(f"interests.card.{name}", day=day))
    parts = [head, item.summary, Html("\n").join(facts)]
    if item.held_for:
        parts.append(t("interests.card.held", programmes=t.all_of(item.held_for)))
    if item.sample:
        parts.append(Html(f"<i>{t('results.list.sample')}</i>"))
    return OutgoingMessage(Html("\n\n").join(parts)).with_buttons(
        [tap(t.plain("results.buttons.interested"), Tap.INTERESTED, "o", item.slug)],
        [tap(t.plain("results.buttons.ask"), Tap.PERSON), tap(t.plain("results.buttons.list"), Tap.LIST)],
    )


def saved(t: LocaleTexts, title: Html, kind: str, slug: str, *, again: bool) -> OutgoingMessage:
    """The interest is kept; an adviser is the next step, and it can be taken back."""
    text = (
        t("interests.again", title=title)
        if again
        else t("interests.saved", title=title, next=t("interests.saved_next"))
    )
    return OutgoingMessage(text).with_buttons(
        [person_button(t), tap(t.plain("results.buttons.list"), Tap.LIST)],
        [tap(t.plain("interests.drop"), Tap.DROP, kind, slug)],
    )


def dropped(t: LocaleTexts, title: Html) -> OutgoingMessage:
    """The interest is gone."""
    text = t("interests.dropped", title=title)
    return OutgoingMessage(text).with_buttons([tap(t.plain("results.buttons.list"), Tap.LIST), menu_button(t)])


def gone(t: LocaleTexts) -> OutgoingMessage:
    """It is not open any more; the list of what is follows."""
    return OutgoingMessage(t("interests.gone"))


def first_time(t: LocaleTexts) -> OutgoingMessage:
    """Said once to somebody who came by a link: what is kept, and that there is more."""
    return OutgoingMessage(t("interests.first_time")).with_buttons(
        [tap(t.plain("interests.find_more"), Tap.START)],
        [
            tap(t.plain("menu.buttons.rights"), Tap.RIGHTS),
            tap(t.plain("menu.buttons.language"), Tap.LANGUAGE, "choose"),
        ],
    )
