"""What somebody can say yes to now, each with its reason; and the card of one programme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.content.schema.programmes import Intake, Programme
from bot.domain.eligibility import Assessment, State, Verdict
from bot.messages.menu import menu_button, person_button
from bot.messages.outgoing import Button, OutgoingMessage
from bot.messages.taps import Tap, tap
from bot.messages.texts import Html, LocaleTexts

_BUTTON_TITLE = 40
_TELLS_CLOSING = 100


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
    starts_at: datetime | None
    sample: bool


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
    return OutgoingMessage(text).with_buttons([_change(t), person_button(t)], [menu_button(t)])


def programmes(t: LocaleTexts, judged: Sequence[tuple[Programme, Assessment, Intake]]) -> OutgoingMessage:
    """Every programme of the country with its verdict, one tap to its card."""
    lines = [
        Html(f"<b>{t.pick(programme.name)}</b>: {verdict_words(t, assessment, intake)}")
        for programme, assessment, intake in judged
    ]
    buttons = [[tap(_short(t.pick(programme.name)), Tap.PROGRAMME, programme.id)] for programme, _, _ in judged]
    text = Html("\n\n").join([*lines, Html(f"<i>{t('results.programme.advice')}</i>")])
    return OutgoingMessage(text).with_buttons(*buttons, [_change(t), person_button(t)])


def programme(t: LocaleTexts, item: Programme, assessment: Assessment, intake: Intake, today: date) -> OutgoingMessage:
    """One programme: what it is, the verdict with every deciding reason, the date that changes it, what next."""
    parts = [Html(f"<b>{t.pick(item.name)}</b>\n{t.pick(item.summary)}")]
    if item.focus is not None:
        parts.append(t.pick(item.focus))
    parts.append(_verdict(t, assessment, intake))
    parts += _when(t, assessment, today)
    parts += _next(t, item, intake)
    parts.append(Html(f"<i>{t('results.programme.checked', month=t.month(item.checked_on))}</i>"))
    rows = _programme_buttons(t, item, intake)
    if has_date(assessment, today):
        rows.insert(0, [tap(t.plain("reminders.ask"), Tap.REMIND, item.id)])
    return OutgoingMessage(Html("\n\n").join(parts)).with_buttons(*rows)


def has_date(assessment: Assessment, today: date) -> bool:
    """Whether a birthday changes the verdict on a day near enough to be told."""
    opens = assessment.opens is not None and assessment.opens.is_near_exact
    closes = assessment.verdict is Verdict.MATCH and assessment.closes_on is not None
    return opens or (closes and 0 < ((assessment.closes_on or today) - today).days <= _TELLS_CLOSING)


def verdict_words(t: LocaleTexts, assessment: Assessment, intake: Intake) -> Html:
    """One of three wordings; a programme that takes nobody in now never looks like a match."""
    if intake is not Intake.OPEN and assessment.verdict is not Verdict.NOT_NOW:
        return t(f"results.programme.intake_{intake.value}")
    return t(f"results.programme.{assessment.verdict.value}")


def _verdict(t: LocaleTexts, assessment: Assessment, intake: Intake) -> Html:
    marks = {State.MET: "✓", State.UNMET: "✗", State.UNKNOWN: "?"}
    lines = [Html(f"{marks[reason.state]} {t.pick(reason.because)}") for reason in assessment.reasons]
    return Html("\n").join([Html(f"<b>{verdict_words(t, assessment, intake)}</b>"), *lines])


def _when(t: LocaleTexts, assessment: Assessment, today: date) -> list[Html]:
    if assessment.opens is not None and assessment.opens.is_near_exact and assessment.opens_on is not None:
        return [t("results.programme.opens", day=t.day(assessment.opens_on, with_year=True))]
    if assessment.verdict is Verdict.MATCH and assessment.closes_on is not None:
        days = (assessment.closes_on - today).days
        if 0 < days <= _TELLS_CLOSING:
            return [t("results.programme.closes", count=days, day=t.day(assessment.closes_on))]
    return []


def _next(t: LocaleTexts, item: Programme, intake: Intake) -> list[Html]:
    if intake is not Intake.OPEN:
        note = [t.pick(item.intake_note)] if item.intake_note is not None else []
        return [*note, t("results.programme.nothing_open")]
    offers = [Html(f"<b>{t.pick(offer.name)}</b>: {t.pick(offer.what)}") for offer in item.offers[:3]]
    return [Html("\n").join(offers), t("results.programme.still_ask")] if offers else [t("results.programme.still_ask")]


def _programme_buttons(t: LocaleTexts, item: Programme, intake: Intake) -> list[list[Button]]:
    ask = tap(t.plain("results.buttons.ask"), Tap.PERSON)
    rows = [[ask, _change(t)], [tap(t.plain("results.buttons.list"), Tap.LIST), menu_button(t)]]
    if item.card == "skills":
        rows.insert(0, [tap(t.plain("skills.show"), Tap.SKILLS)])
    if intake is Intake.OPEN and item.side == "person":
        rows.insert(0, [tap(t.plain("results.buttons.interested"), Tap.INTERESTED, "p", item.id)])
    return rows


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
    if item.sample:
        lines.append(Html(f"<i>{t('results.list.sample')}</i>"))
    return Html("\n").join(lines)


def _open(t: LocaleTexts, number: int, item: Shown) -> Button:
    return tap(t.plain("results.buttons.open", number=number, title=_short(item.title)), item.tap, item.slug)


def _short(title: str) -> str:
    return title if len(title) <= _BUTTON_TITLE else title[: _BUTTON_TITLE - 1].rstrip() + "…"


def _change(t: LocaleTexts) -> Button:
    return tap(t.plain("results.buttons.change"), Tap.CHANGE)
