"""What employers are told and asked: the programme's path, one question a message, check before sending."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.content.schema.programmes import EmployerPath, Programme
from bot.domain.leads import FIELDS, OFFERS, field_before
from bot.messages.menu import menu_button, person_button
from bot.messages.outgoing import OutgoingMessage
from bot.messages.taps import Tap, tap
from bot.messages.texts import Html, LocaleTexts


@dataclass(frozen=True, slots=True)
class LeadView:
    """What would be sent, to whom, and by when it is read."""

    programme: str
    answers: Mapping[str, str]
    organisation: str
    reads_by: datetime


def which_programme(t: LocaleTexts, programmes: Sequence[Programme]) -> OutgoingMessage:
    """One tap: which programme."""
    rows = [[tap(t.pick(item.name), Tap.LEAD, item.id)] for item in programmes]
    return OutgoingMessage(t("leads.which")).with_buttons(*rows, [person_button(t), menu_button(t)])


def path(t: LocaleTexts, programme: Programme, asks: EmployerPath, *, has_others: bool) -> OutgoingMessage:
    """What the programme says to employers and asks of them; what it cannot do now is said as well."""
    parts = [Html(f"<b>{t.pick(programme.name)}</b>\n{t.pick(asks.says)}")]
    if programme.intake_note is not None:
        parts.append(t.pick(programme.intake_note))
    parts.append(Html("\n").join([t("leads.asks"), *(Html(f"• {t.pick(item)}") for item in asks.asks)]))
    rows = [[tap(t.plain("leads.begin"), Tap.LEAD_BEGIN, programme.id)]]
    if has_others:
        rows.append([tap(t.plain("leads.others"), Tap.LEADS)])
    return OutgoingMessage(Html("\n\n").join(parts)).with_buttons(*rows, [person_button(t), menu_button(t)])


def ask(t: LocaleTexts, field: str, revision: int, misses: int) -> OutgoingMessage:
    """One question; after a miss it is reworded, after two a person is offered."""
    rows = []
    if field == "offer":
        rows = [[tap(offer_words(t, offer), Tap.LEAD_OFFER, offer, revision)] for offer in OFFERS]
    ways = [tap(t.plain("leads.cancel"), Tap.LEAD_CANCEL)]
    if field_before(field) is not None:
        ways.insert(0, tap(t.plain("leads.back"), Tap.LEAD_BACK, field, revision))
    if misses > 1:
        ways.append(person_button(t))
    return OutgoingMessage(t(f"leads.{field}.{'again' if misses else 'ask'}")).with_buttons(*rows, ways)


def check(t: LocaleTexts, lead: LeadView, revision: int) -> OutgoingMessage:
    """Exactly what will be sent; every answer can be changed."""
    titles = {field: t.plain(f"leads.{field}.short") for field in FIELDS}
    lines = [t("leads.check.title"), t("leads.check.programme", programme=lead.programme)]
    lines += [t("leads.check.line", title=titles[field], answer=lead.answers[field]) for field in FIELDS]
    lines += [
        Html(""),
        t("leads.check.who", organisation=lead.organisation),
        t("leads.check.when", moment=lead.reads_by),
    ]
    changes = [
        [tap(t.plain("leads.check.change", title=titles[field]), Tap.LEAD_EDIT, field, revision)] for field in FIELDS
    ]
    return OutgoingMessage(Html("\n").join(lines)).with_buttons(
        [tap(t.plain("leads.check.send"), Tap.LEAD_SEND, revision)],
        *changes,
        [tap(t.plain("leads.cancel"), Tap.LEAD_CANCEL)],
    )


def sent(t: LocaleTexts, organisation: str, reads_by: datetime, reference: str) -> OutgoingMessage:
    """Thanks, and by when somebody reads it."""
    text = t("leads.sent", organisation=organisation, moment=reads_by, reference=reference)
    return OutgoingMessage(text).with_buttons([person_button(t), menu_button(t)])


def enough(t: LocaleTexts, reads_by: datetime, reference: str) -> OutgoingMessage:
    """Several offers wait already; more would only be the same again."""
    return OutgoingMessage(t("leads.enough", moment=reads_by, reference=reference)).with_buttons(
        [person_button(t), menu_button(t)]
    )


def cancelled(t: LocaleTexts) -> OutgoingMessage:
    """Nothing was sent."""
    return OutgoingMessage(t("leads.cancelled")).with_buttons([person_button(t), menu_button(t)])


def offer_words(t: LocaleTexts, offer: str) -> str:
    """An offer that was tapped, in words."""
    return t.plain(f"leads.offers.{offer}")
