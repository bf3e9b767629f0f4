"""The card of one opportunity, and what is said when somebody is interested."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from html import unescape

from bot.domain.holds import Holding
from bot.messages.holds import ask_button, card_lines
from bot.messages.menu import menu_button, person_button
from bot.messages.outgoing import Button, OutgoingMessage
from bot.messages.results import short_title
from bot.messages.taps import Tap, tap
from bot.messages.texts import Html, LocaleTexts

WRONG = ("gone", "link", "pay", "not_as_said")


@dataclass(frozen=True, slots=True)
class OpportunityCard:
    """One opportunity in a person's language; a line that is None, empty or False is left out."""

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
    employers: tuple[str, ...] = ()
    pay_level: Html | None = None
    needs: Html | None = None
    contract: str | None = None
    guaranteed_hours: float | None = None
    disability_confident: bool = False
    apply: tuple[str, ...] = ()
    learning_rule: bool = False
    guarantees_interview: bool = False
    leads_to: tuple[tuple[str, str], ...] = ()
    after: tuple[tuple[str, str], ...] = ()
    holding: Holding | None = None
    draw_on: date | None = None
    path: str | None = None


def card(t: LocaleTexts, item: OpportunityCard) -> OutgoingMessage:
    """What it is, where, when, what it pays, and one button to say yes."""
    parts = [_head(t, item), item.summary, Html("\n").join(_facts(t, item)), *_good_to_know(t, item)]
    if item.sample:
        parts.append(Html(f"<i>{t('results.list.sample')}</i>"))
    return OutgoingMessage(Html("\n\n").join(part for part in parts if part)).with_buttons(
        *([[ask_button(t, item.holding, item.slug)]] if item.holding else []),
        [tap(t.plain("results.buttons.interested"), Tap.INTERESTED, "o", item.slug)],
        *_together(t, item),
        *([[tap(t.plain("pathways.button"), Tap.PATH, item.path)]] if item.path else []),
        [
            tap(t.plain("finding.not_this_kind"), Tap.NOT_THIS_KIND, item.slug),
            tap(t.plain("finding.share"), Tap.SHARE, item.slug),
        ],
        [tap(t.plain("results.buttons.ask"), Tap.PERSON), tap(t.plain("results.buttons.list"), Tap.LIST)],
        [tap(t.plain("finding.report"), Tap.REPORT, item.slug)],
    )


def _together(t: LocaleTexts, item: OpportunityCard) -> list[list[Button]]:
    """What is shown together: a course and the jobs it is made for."""
    pairs = [("leads_to", *one) for one in item.leads_to] + [("after", *one) for one in item.after]
    return [
        [tap(t.plain(f"opportunity.{name}", title=short_title(unescape(title))), Tap.OPPORTUNITY, slug)]
        for name, slug, title in pairs
    ]


def _head(t: LocaleTexts, item: OpportunityCard) -> Html:
    by = t("people.by", name=item.organisation)
    head = Html(f"<b>{item.title}</b>\n{t(f'interests.card.kind.{item.kind}')} · {by}")
    if not item.employers:
        return head
    return Html("\n").join([head, t("opportunity.employers", names=t.all_of(item.employers))])


def _facts(t: LocaleTexts, item: OpportunityCard) -> list[Html]:
    facts = [t("interests.card.where", where=item.where)]
    for name, value in (("hours", item.hours), ("pay", item.pay)):
        if value is not None:
            facts.append(t(f"interests.card.{name}", **{name: value}))
    if item.pay_level is not None:
        facts.append(item.pay_level)
    if item.contract is not None:
        facts.append(t("opportunity.contract.line", contract=item.contract))
    if item.guaranteed_hours is not None:
        facts.append(t("opportunity.guaranteed", count=item.guaranteed_hours))
    for name, day in (("starts", item.starts_on), ("closes", item.closes_on)):
        if day is not None:
            facts.append(t(f"interests.card.{name}", day=day))
    return facts


def _good_to_know(t: LocaleTexts, item: OpportunityCard) -> list[Html]:
    """What decides whether it is worth a yes, in a sentence each."""
    said = []
    if item.needs:
        said.append(t("opportunity.needs", needs=item.needs))
    if item.learning_rule:
        said.append(t("finding.training_rule"))
    if item.disability_confident:
        said.append(t("opportunity.disability_confident"))
    if item.apply:
        said.append(t("opportunity.apply.by_phone" if item.apply == ("phone",) else "opportunity.apply.without_phone"))
    if item.guarantees_interview:
        said.append(t("opportunity.guarantees_interview"))
    if item.holding is not None:
        said.append(card_lines(t, item.holding, item.held_for, item.draw_on))
    elif item.held_for:
        said.append(t("interests.card.held", programmes=t.all_of(item.held_for)))
    return said


def ask_what_is_wrong(t: LocaleTexts, slug: str) -> OutgoingMessage:
    """A few things that can be wrong; a person for all else."""
    buttons = [[tap(t.plain(f"finding.wrong.{reason}"), Tap.WRONG, slug, reason)] for reason in WRONG]
    return OutgoingMessage(t("finding.what_is_wrong")).with_buttons(*buttons, [person_button(t), menu_button(t)])


def thanks_for_telling(t: LocaleTexts) -> OutgoingMessage:
    """Somebody will look; nobody is told who said it."""
    return OutgoingMessage(t("finding.reported")).with_buttons(
        [tap(t.plain("results.buttons.list"), Tap.LIST), person_button(t)]
    )


def refused(t: LocaleTexts, kind: str) -> OutgoingMessage:
    """Less of this kind from now on; the list follows."""
    return OutgoingMessage(t("finding.refused", kind=t(f"interests.card.kind.{kind}")))


def share(t: LocaleTexts, title: Html, link: str) -> OutgoingMessage:
    """Words to pass on to a friend: the link opens the same card for them and tells nothing of who sent it."""
    return OutgoingMessage(t("finding.shared", title=title, link=link)).with_buttons(
        [tap(t.plain("results.buttons.list"), Tap.LIST), menu_button(t)]
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
