"""The card of one event, and what is said when somebody wants to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.messages.menu import menu_button, person_button
from bot.messages.outgoing import OutgoingMessage
from bot.messages.taps import Tap, tap
from bot.messages.texts import Html, LocaleTexts


@dataclass(frozen=True, slots=True)
class EventCard:
    """One event in a person's language; `starts_at` carries the event's own zone."""

    slug: str
    title: Html
    summary: Html
    organisation: str
    where: str
    starts_at: datetime
    bring: str | None
    sample: bool
    all_day: bool = False

    @property
    def moment(self) -> datetime | date:
        """When it begins as it is said: the day alone where no time is known."""
        return self.starts_at.date() if self.all_day else self.starts_at


def card(t: LocaleTexts, item: EventCard) -> OutgoingMessage:
    """What, when, where, what to bring, and one button to come."""
    when = t("interests.event.day", day=item.moment) if item.all_day else None
    facts = [when or t("interests.event.when", moment=item.starts_at), t("interests.event.where", where=item.where)]
    if item.bring:
        facts.append(t("interests.event.bring", things=item.bring))
    head = Html(f"<b>{item.title}</b>\n{t('people.by', name=item.organisation)}")
    parts = [head, item.summary, Html("\n").join(facts)]
    if item.sample:
        parts.append(Html(f"<i>{t('results.list.sample')}</i>"))
    return OutgoingMessage(Html("\n\n").join(parts)).with_buttons(
        [tap(t.plain("interests.event.going"), Tap.GOING, item.slug)],
        [tap(t.plain("results.buttons.ask"), Tap.PERSON), tap(t.plain("results.buttons.list"), Tap.LIST)],
    )


def saved(t: LocaleTexts, item: EventCard, booking_id: int, *, again: bool) -> OutgoingMessage:
    """On the list, with the time and place once more so that the message stands alone."""
    key = "interests.event.again" if again else "interests.event.saved"
    text = t(key, title=item.title, moment=item.moment, where=item.where)
    return OutgoingMessage(text).with_buttons(
        [tap(t.plain("events.buttons.all"), Tap.COMING, booking_id)],
        [tap(t.plain("events.buttons.easier"), Tap.EASIER, booking_id)],
        [person_button(t), tap(t.plain("results.buttons.list"), Tap.LIST)],
        [tap(t.plain("interests.event.not_going"), Tap.NOT_GOING, item.slug)],
    )


def left(t: LocaleTexts, title: Html) -> OutgoingMessage:
    """Off the list."""
    return OutgoingMessage(t("interests.event.left", title=title)).with_buttons(
        [tap(t.plain("results.buttons.list"), Tap.LIST), menu_button(t)]
    )


def past(t: LocaleTexts) -> OutgoingMessage:
    """The event is over or called off; the list of what is open follows."""
    return OutgoingMessage(t("interests.event.past"))
