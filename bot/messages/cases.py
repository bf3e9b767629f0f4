"""What a person reads about their case: who is here, who takes over, and that the bot is back."""

from __future__ import annotations

from datetime import datetime

from bot.messages.menu import menu_button
from bot.messages.outgoing import Button, OutgoingMessage
from bot.messages.taps import Tap, tap
from bot.messages.texts import Html, LocaleTexts

RATINGS = (3, 2, 1)


def taken(t: LocaleTexts, name: str, organisation: str) -> OutgoingMessage:
    """An adviser is here; from now on the bot is silent."""
    return OutgoingMessage(t("cases.taken", name=name, organisation=organisation)).with_buttons(_back_to_bot(t))


def here_again(t: LocaleTexts, name: str) -> OutgoingMessage:
    """The adviser writes again after a while."""
    return OutgoingMessage(t("cases.here_again", name=name)).with_buttons(_back_to_bot(t))


def moved_to(t: LocaleTexts, name: str, organisation: str) -> OutgoingMessage:
    """A colleague goes on."""
    return OutgoingMessage(t("cases.moved_to", name=name, organisation=organisation)).with_buttons(_back_to_bot(t))


def said(t: LocaleTexts, name: str, text: str) -> OutgoingMessage:
    """An adviser's own words, under their name."""
    return OutgoingMessage(t("cases.said", name=name, text=text))


def caption(t: LocaleTexts, name: str, text: str) -> Html:
    """What stands under a file of an adviser."""
    return t("cases.said", name=name, text=text) if text else t("cases.file_from", name=name)


def bot_is_back(t: LocaleTexts, name: str) -> OutgoingMessage:
    """The adviser is not here now; the case stays open."""
    return OutgoingMessage(t("cases.bot_is_back", name=name)).with_buttons([menu_button(t)])


def bot_was_called(t: LocaleTexts, name: str) -> OutgoingMessage:
    """The person wants the bot; the adviser still answers here later."""
    return OutgoingMessage(t("cases.bot_was_called", name=name)).with_buttons([menu_button(t)])


def back_in_queue(t: LocaleTexts, organisation: str, reads_by: datetime) -> OutgoingMessage:
    """The adviser had to let it go; somebody else reads it."""
    text = t("cases.back_in_queue", organisation=organisation, moment=reads_by)
    return OutgoingMessage(text).with_buttons([menu_button(t)])


def promise_broken(t: LocaleTexts, organisation: str, reads_by: datetime) -> OutgoingMessage:
    """Nobody answered in time: say so, and what happens now."""
    text = t("cases.promise_broken", organisation=organisation, moment=reads_by)
    return OutgoingMessage(text).with_buttons([tap(t.plain("handoffs.withdraw"), Tap.WITHDRAW)], [menu_button(t)])


def closed(t: LocaleTexts, name: str | None, next_step: str, case_id: int) -> OutgoingMessage:
    """The case is closed: the next step, one question, and the bot is back."""
    lines = [t("cases.closed_by", name=name) if name else t("cases.closed")]
    if next_step:
        lines.append(t("cases.next_step", text=next_step))
    lines.append(t("cases.rate"))
    ratings = [[tap(t.plain(f"cases.ratings.{value}"), Tap.RATE, case_id, value)] for value in RATINGS]
    return OutgoingMessage(Html("\n\n").join(lines)).with_buttons(*ratings)


def rated(t: LocaleTexts, name: str | None, case_id: int) -> OutgoingMessage:
    """Thanks, and the one question that decides whether the adviser may write first."""
    if name is None:
        return OutgoingMessage(t("cases.thanks")).with_buttons([menu_button(t)])
    text = Html("\n").join([t("cases.thanks"), t("cases.may_write", name=name)])
    return OutgoingMessage(text).with_buttons(
        [tap(t.plain("cases.may_write_yes"), Tap.MAY_WRITE, case_id, "yes")],
        [tap(t.plain("cases.may_write_no"), Tap.MAY_WRITE, case_id, "no")],
    )


def may_write(t: LocaleTexts, name: str, *, agreed: bool) -> OutgoingMessage:
    """What was agreed, and that it can be taken back."""
    text = t("cases.agreed", name=name) if agreed else t("cases.not_agreed", name=name)
    return OutgoingMessage(text).with_buttons([menu_button(t)])


def for_adviser(t: LocaleTexts, name: str | None, revision: int) -> OutgoingMessage:
    """Is this for the adviser, or for the bot?"""
    shown = name or t.plain("cases.the_adviser")
    return OutgoingMessage(t("cases.for_adviser", name=shown)).with_buttons(
        [tap(t.plain("cases.for_adviser_yes", name=shown), Tap.FOR_ADVISER, revision)],
        [tap(t.plain("cases.for_adviser_no"), Tap.FOR_BOT, revision)],
    )


def passed_on(t: LocaleTexts, name: str | None, reads_by: datetime) -> OutgoingMessage:
    """It went to the adviser."""
    shown = name or t.plain("cases.the_adviser")
    text = t("cases.passed_on", name=shown, moment=reads_by)
    return OutgoingMessage(text).with_buttons([tap(t.plain("handoffs.withdraw"), Tap.WITHDRAW)], [menu_button(t)])


def may_move(t: LocaleTexts, organisation: str, case_id: int) -> OutgoingMessage:
    """Another organisation could help better: only with a yes."""
    return OutgoingMessage(t("cases.may_move", organisation=organisation)).with_buttons(
        [tap(t.plain("cases.may_move_yes"), Tap.MAY_MOVE, case_id, "yes")],
        [tap(t.plain("cases.may_move_no"), Tap.MAY_MOVE, case_id, "no")],
    )


def stays_here(t: LocaleTexts, organisation: str) -> OutgoingMessage:
    """They said no to another organisation."""
    return OutgoingMessage(t("cases.stays_here", organisation=organisation))


def thinks_of(t: LocaleTexts, name: str) -> OutgoingMessage:
    """What comes next was picked by the adviser."""
    return OutgoingMessage(t("cases.thinks_of", name=name))


def start_check(t: LocaleTexts, name: str) -> OutgoingMessage:
    """The adviser asks them to answer the questions."""
    return OutgoingMessage(t("cases.start_check", name=name)).with_buttons(
        [tap(t.plain("results.buttons.programmes"), Tap.PROGRAMMES)]
    )


def _back_to_bot(t: LocaleTexts) -> list[Button]:
    return [tap(t.plain("cases.back_to_bot"), Tap.BACK_TO_BOT)]
