"""What somebody who comes to a date is told; each message stands alone when it is read days later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.messages.menu import menu_button, person_button
from bot.messages.outgoing import Action, Button, OutgoingMessage
from bot.messages.taps import Tap, tap
from bot.messages.texts import Html, LocaleTexts


@dataclass(frozen=True, slots=True)
class Coming:
    """One booking in a person's language; times carry the event's own zone."""

    booking_id: int
    reference: str
    title: Html
    where: str
    starts_at: datetime
    ends_at: datetime
    link: str | None
    bus: Html | None
    access: Html | None
    bring: Html | None
    contact: Mapping[str, str] | None
    guests: int
    most_guests: int
    until: date | None = None
    """The last day of one whose times nobody knows: only days are said of it."""

    @property
    def moment(self) -> datetime | date:
        """When it begins as it is said."""
        return self.starts_at if self.until is None else self.starts_at.date()

    def words(self) -> dict[str, object]:
        """What every text about it may use."""
        return {"title": self.title, "moment": self.moment, "where": self.where}


def everything(t: LocaleTexts, item: Coming, *, pin: bool = False) -> OutgoingMessage:
    """All of it in one text that needs no data on the day."""
    lines = [
        t("events.coming.head", title=item.title),
        Html(""),
        _when(t, item),
        t("events.coming.where", where=item.where),
    ]
    for key, name, value in (
        ("link", "link", item.link),
        ("bus", "how", item.bus),
        ("access", "access", item.access),
        ("bring", "things", item.bring),
    ):
        if value:
            lines.append(t(f"events.coming.{key}", **{name: value}))
    if item.contact:
        lines.append(t("events.coming.contact", name=item.contact["name"], phone=item.contact["phone"]))
    lines.append(t("events.coming.desk", title=item.title, reference=item.reference))
    if item.guests:
        lines.append(t("events.coming.guests", count=item.guests))
    elif item.most_guests:
        lines.append(t("events.coming.alone"))
    return OutgoingMessage(Html("\n").join(lines), pin=pin).with_buttons(*coming_rows(t, item), [menu_button(t)])


def _when(t: LocaleTexts, item: Coming) -> Html:
    if item.until is None:
        return t("events.coming.when", moment=item.starts_at, end=t.time(item.ends_at))
    if item.until > item.starts_at.date():
        return t("events.coming.days", day=item.moment, last=item.until)
    return t("interests.event.day", day=item.moment)


def coming_rows(t: LocaleTexts, item: Coming) -> list[list[Button]]:
    """The buttons of somebody who comes."""
    guest = tap(t.plain("events.buttons.no_guest"), Tap.GUESTS, item.booking_id, "0")
    if not item.guests:
        guest = tap(t.plain("events.buttons.guest"), Tap.GUESTS, item.booking_id, "1")
    rows = [[tap(t.plain("events.buttons.calendar"), Tap.CALENDAR, item.booking_id)]]
    if item.most_guests:
        rows[0].append(guest)
    rows.append([tap(t.plain("events.buttons.easier"), Tap.EASIER, item.booking_id)])
    rows.append([tap(t.plain("events.buttons.not_coming"), Tap.LEAVE_LIST, item.booking_id), person_button(t)])
    return rows


def reminder(t: LocaleTexts, key: str, item: Coming) -> OutgoingMessage:
    """A week or two hours before, or when it was asked for."""
    # Two hours before a day is the evening before it.
    said = "eve" if key == "hours" and item.until is not None else key
    return OutgoingMessage(t(f"reminders.{said}", **item.words())).with_buttons(
        [tap(t.plain("events.buttons.all"), Tap.COMING, item.booking_id)],
        [tap(t.plain("events.buttons.not_coming"), Tap.LEAVE_LIST, item.booking_id), person_button(t)],
    )


def said(t: LocaleTexts, key: str, item: Coming, **more: object) -> OutgoingMessage:
    """A sentence about one booking, with everything about it a tap away."""
    return OutgoingMessage(t(key, **{**item.words(), **more})).with_buttons(
        [tap(t.plain("events.buttons.all"), Tap.COMING, item.booking_id)], [person_button(t), menu_button(t)]
    )


def late(t: LocaleTexts, item: Coming) -> OutgoingMessage:
    """No harm done, with whom to text."""
    if item.contact:
        text = t("events.late.contact", **item.words(), name=item.contact["name"], phone=item.contact["phone"])
    else:
        text = t("events.late.alone", **item.words())
    return OutgoingMessage(text).with_buttons(
        [tap(t.plain("events.buttons.all"), Tap.COMING, item.booking_id)],
        [tap(t.plain("events.buttons.not_coming"), Tap.LEAVE_LIST, item.booking_id), person_button(t)],
    )


def not_now(t: LocaleTexts, words: Mapping[str, object]) -> OutgoingMessage:
    """The code of a door that is not open."""
    return OutgoingMessage(t("events.door.not_now", **words)).with_buttons([person_button(t), menu_button(t)])


def ended(t: LocaleTexts, key: str, item: Coming) -> OutgoingMessage:
    """Nothing more to do about this one; what else there is."""
    return OutgoingMessage(t(key, **item.words())).with_buttons(
        [tap(t.plain("results.buttons.list"), Tap.LIST)], [person_button(t), menu_button(t)]
    )


def waiting(t: LocaleTexts, key: str, item: Coming) -> OutgoingMessage:
    """On the waiting list, with the way off it."""
    return OutgoingMessage(t(key, **item.words())).with_buttons(
        [tap(t.plain("events.buttons.not_coming"), Tap.LEAVE_LIST, item.booking_id)],
        [tap(t.plain("results.buttons.list"), Tap.LIST), menu_button(t)],
    )


def offered(t: LocaleTexts, item: Coming, until: datetime) -> OutgoingMessage:
    """A place is free: yes or no."""
    return OutgoingMessage(t("events.waiting.offered", until=until, **item.words())).with_buttons(
        [tap(t.plain("events.buttons.keep"), Tap.TAKE_PLACE, item.booking_id)],
        [tap(t.plain("events.buttons.give"), Tap.LEAVE_LIST, item.booking_id)],
    )


def which_to_cancel(t: LocaleTexts, items: Sequence[Coming]) -> OutgoingMessage:
    """One tap each, with its day: nobody cancels the wrong one."""
    rows = [
        [tap(f"{item.title[:30]}, {t.day(item.starts_at.date())}", Tap.LEAVE_LIST, item.booking_id)] for item in items
    ]
    return OutgoingMessage(t("events.cancel.ask")).with_buttons(*rows, [person_button(t), menu_button(t)])


def did_you_go(t: LocaleTexts, item: Coming) -> OutgoingMessage:
    """The morning after, once."""
    text = t("events.after.ask", title=item.title, day=item.starts_at.date())
    return OutgoingMessage(text).with_buttons(
        [
            tap(t.plain("events.buttons.came"), Tap.WENT, item.booking_id, "y"),
            tap(t.plain("events.buttons.missed"), Tap.WENT, item.booking_id, "n"),
        ]
    )


def after(t: LocaleTexts, key: str) -> OutgoingMessage:
    """What next, whether they went or not."""
    return OutgoingMessage(t(f"events.after.{key}")).with_buttons(
        [tap(t.plain("results.buttons.list"), Tap.LIST)], [person_button(t), menu_button(t)]
    )


def nothing_booked(t: LocaleTexts, key: str) -> OutgoingMessage:
    """They are on no list; what is on is a tap away."""
    return OutgoingMessage(t(f"events.{key}")).with_buttons(
        [tap(t.plain("results.buttons.list"), Tap.LIST)], [menu_button(t)]
    )


def hours(t: LocaleTexts, key: str, **values: object) -> OutgoingMessage:
    """When somebody is written to first, with the way back to our own hours."""
    return OutgoingMessage(t(f"reminders.{key}", **values)).with_buttons(
        [tap(t.plain("reminders.hours_off"), Tap.OUR_HOURS)], [menu_button(t)]
    )


def calendar(t: LocaleTexts, item: Coming, attachment: int) -> OutgoingMessage:
    """The file, with the words of the booking."""
    text = t("events.calendar", **item.words())
    return OutgoingMessage(text, action=Action.DOCUMENT, attachment=attachment).with_buttons([menu_button(t)])
