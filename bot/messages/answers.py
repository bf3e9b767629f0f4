"""Answers to common questions: short, one next step, a person, and how old the facts are."""

from __future__ import annotations

from datetime import date

from bot.content.schema.answers import Answer
from bot.content.schema.pay import PayTable
from bot.messages.menu import menu_button, person_button
from bot.messages.outgoing import Button, OutgoingMessage
from bot.messages.texts import Html, LocaleTexts


def answer(t: LocaleTexts, item: Answer, pay: PayTable | None, today: date) -> OutgoingMessage:
    """One answer with its next step; with the pay rates of today where it is about pay."""
    parts = [Html(f"<b>{t.pick(item.title)}</b>\n{t.pick(item.says)}")]
    if pay is not None:
        parts.append(_rates(t, pay, today))
    parts.append(t("results.programme.next", step=t.pick(item.next.says)))
    parts.append(Html(f"<i>{t('results.programme.checked', month=t.month(item.checked_on))}</i>"))
    rows = [[Button(_site(item.next.link), url=item.next.link)]] if item.next.link else []
    text = Html("\n\n").join(part for part in parts if part)
    return OutgoingMessage(text).with_buttons(*rows, [person_button(t), menu_button(t)])


def _rates(t: LocaleTexts, pay: PayTable, today: date) -> Html:
    lines = [
        t("pay.line", name=t.pick(rate.name), amount=t.money(rate.amount, pay.currency)) for rate in pay.current(today)
    ]
    return Html("\n").join(lines) if lines else t.pick(pay.note)


def _site(link: str) -> str:
    """A button says where it leads: the whole name of the site."""
    return link.split("/")[2].removeprefix("www.")
