"""Which programmes fit, and the card of one: what it is, every deciding reason, what would change it, what next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.content.schema.programmes import Intake, Offer, Programme
from bot.content.schema.questions import Question
from bot.content.schema.services import Service
from bot.domain.eligibility import Assessment, State, Verdict
from bot.messages.menu import menu_button, person_button
from bot.messages.outgoing import Button, OutgoingMessage
from bot.messages.results import change_button, short_title
from bot.messages.services import service_lines
from bot.messages.taps import Tap, tap
from bot.messages.texts import Html, LocaleTexts

_TELLS_CLOSING = 100
_MARKS = {State.MET: "✓", State.UNMET: "✗", State.UNKNOWN: "?"}


@dataclass(frozen=True, slots=True)
class Judged:
    """A programme as it is for one person today: `question` would settle it, `instead` is open if this is not."""

    programme: Programme
    assessment: Assessment
    intake: Intake
    question: Question | None = None
    instead: Sequence[Service] = ()

    @property
    def is_open(self) -> bool:
        """Whether people are taken in now."""
        return self.intake is Intake.OPEN

    @property
    def is_for_employers(self) -> bool:
        """A name on jobs and placements, which nobody can apply to."""
        return self.programme.side == "employer"


def programmes(t: LocaleTexts, judged: Sequence[Judged]) -> OutgoingMessage:
    """Every programme of the country with its verdict, one tap to its card."""
    lines = [Html(f"<b>{t.pick(one.programme.name)}</b>: {verdict_words(t, one)}") for one in judged]
    buttons = [[tap(short_title(t.pick(one.programme.name)), Tap.PROGRAMME, one.programme.id)] for one in judged]
    text = Html("\n\n").join([*lines, Html(f"<i>{t('results.programme.advice')}</i>")])
    return OutgoingMessage(text).with_buttons(*buttons, [change_button(t), person_button(t)])


def programme(t: LocaleTexts, one: Judged, today: date) -> OutgoingMessage:
    """One programme: what it is, the verdict with every deciding reason, the date that changes it, what next."""
    item = one.programme
    parts = [Html(f"<b>{t.pick(item.name)}</b>\n{t.pick(item.summary)}")]
    if item.focus is not None:
        parts.append(t.pick(item.focus))
    parts.append(_verdict(t, one))
    parts += _when(t, one.assessment, today)
    if item.intake_note is not None:
        parts.append(t.pick(item.intake_note))
    parts += _what_there_is(t, one)
    parts.append(_next(t, one))
    parts.append(Html(f"<i>{t('results.programme.checked', month=t.month(item.checked_on))}</i>"))
    return OutgoingMessage(Html("\n\n").join(parts)).with_buttons(*_buttons(t, one, today))


def has_date(assessment: Assessment, today: date) -> bool:
    """Whether a birthday changes the verdict on a day near enough to be told."""
    opens = assessment.opens is not None and assessment.opens.is_near_exact
    closes = assessment.verdict is Verdict.MATCH and assessment.closes_on is not None
    return opens or (closes and 0 < ((assessment.closes_on or today) - today).days <= _TELLS_CLOSING)


def verdict_words(t: LocaleTexts, one: Judged) -> Html:
    """One of three wordings; what takes nobody in now, or is not to be applied to, never looks like a match."""
    verdict = one.assessment.verdict
    if not one.is_open and verdict is not Verdict.NOT_NOW:
        return t(f"results.programme.intake_{one.intake.value}")
    if one.is_for_employers and verdict is Verdict.MATCH:
        return t("results.programme.for_employers")
    return t(f"results.programme.{verdict.value}")


def _verdict(t: LocaleTexts, one: Judged) -> Html:
    lines = [Html(f"{_MARKS[reason.state]} {t.pick(reason.because)}") for reason in one.assessment.reasons]
    return Html("\n").join([Html(f"<b>{verdict_words(t, one)}</b>"), *lines])


def _when(t: LocaleTexts, assessment: Assessment, today: date) -> list[Html]:
    if assessment.opens is not None and assessment.opens.is_near_exact and assessment.opens_on is not None:
        return [t("results.programme.opens", day=t.day(assessment.opens_on, with_year=True))]
    if assessment.verdict is Verdict.MATCH and assessment.closes_on is not None:
        days = (assessment.closes_on - today).days
        if 0 < days <= _TELLS_CLOSING:
            return [t("results.programme.closes", count=days, day=t.day(assessment.closes_on))]
    return []


def _what_there_is(t: LocaleTexts, one: Judged) -> list[Html]:
    """What the programme gives; or, when nothing of it is open, what else is."""
    if one.is_open:
        return [_offer(t, offer) for offer in one.programme.offers]
    if not one.instead:
        return [t("results.programme.nothing_open_yet")]
    return [t("results.programme.nothing_open"), *(service_lines(t, service) for service in one.instead)]


def _offer(t: LocaleTexts, offer: Offer) -> Html:
    return Html(f"<b>{t.pick(offer.name)}</b>: {t.pick(offer.what)} <i>{t.pick(offer.reach)}</i>")


def _next(t: LocaleTexts, one: Judged) -> Html:
    if one.question is not None:
        return t("results.programme.next", step=t("results.programme.steps.answer", question=t.pick(one.question.ask)))
    if one.is_open and not one.is_for_employers and one.assessment.verdict is Verdict.MATCH:
        return t("results.programme.next", step=t("results.programme.steps.match"))
    return t("results.programme.still_ask")


def _buttons(t: LocaleTexts, one: Judged, today: date) -> list[list[Button]]:
    rows: list[list[Button]] = []
    if has_date(one.assessment, today):
        rows.append([tap(t.plain("reminders.ask"), Tap.REMIND, one.programme.id)])
    if one.question is not None:
        rows.append([tap(t.plain("results.buttons.answer"), Tap.SETTLE, one.programme.id)])
    if one.is_open and not one.is_for_employers:
        rows.append([tap(t.plain("results.buttons.interested"), Tap.INTERESTED, "p", one.programme.id)])
    if one.programme.card == "skills":
        rows.append([tap(t.plain("skills.show"), Tap.SKILLS)])
    return [
        *rows,
        [tap(t.plain("results.buttons.ask"), Tap.PERSON), change_button(t)],
        [tap(t.plain("results.buttons.why"), Tap.WHY_SHOWN)],
        [tap(t.plain("results.buttons.list"), Tap.LIST), menu_button(t)],
    ]
