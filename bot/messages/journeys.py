"""How far somebody got, in plain words, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.journeys import ENDED, REASONS, Kind, Stage
from bot.domain.outcomes import STILL
from bot.messages.menu import menu_button, person_button
from bot.messages.outgoing import Button, OutgoingMessage
from bot.messages.results import short_title
from bot.messages.taps import Tap, tap
from bot.messages.texts import Html, LocaleTexts

_PRACTICE = "cv_interview_help"
# What can be told from each stage, the likeliest first.
_TELLS = {
    Stage.INTERESTED: (Stage.REFERRED, Stage.OFFERED, Stage.WITHDREW),
    Stage.REVIEWED: (Stage.REFERRED, Stage.OFFERED, Stage.WITHDREW),
    Stage.REFERRED: (Stage.INTERVIEW, Stage.OFFERED, Stage.NOT_SUCCESSFUL, Stage.WITHDREW),
    Stage.INTERVIEW: (Stage.OFFERED, Stage.NOT_SUCCESSFUL, Stage.WITHDREW),
    Stage.OFFERED: (Stage.STARTED, Stage.CHECKS, Stage.NOT_SUCCESSFUL, Stage.WITHDREW),
    Stage.CHECKS: (Stage.STARTED, Stage.NOT_SUCCESSFUL, Stage.WITHDREW),
    Stage.STARTED: (STILL, Stage.FINISHED, Stage.LEFT_EARLY),
}

_FOUND = frozenset({Stage.OFFERED, Stage.STARTED})


@dataclass(frozen=True, slots=True)
class JourneyView:
    """One journey in a person's language; `title` is the opportunity's, or our words for what they found."""

    journey_id: int
    title: Html
    stage: Stage
    said_by: str
    slug: str | None = None
    words: str | None = None
    can_send: bool = False
    is_quiet: bool = False


def next_move(t: LocaleTexts) -> OutgoingMessage:
    """A person, practice, and then the list follows."""
    return OutgoingMessage(t("journeys.next_move")).with_buttons([person_button(t), practice_button(t)])


def practice_button(t: LocaleTexts) -> Button:
    """Help with interviews."""
    return tap(t.plain("journeys.practise"), Tap.INTENT, _PRACTICE)


def overview(t: LocaleTexts, views: Sequence[JourneyView]) -> OutgoingMessage:
    """Where everything stands, and a button for each to tell what happened."""
    lines = [t("journeys.overview")]
    lines += [
        t(
            "journeys.line",
            title=view.title,
            stage=t(f"journeys.stage.{view.stage}"),
            who=t(f"journeys.who.{view.said_by}"),
        )
        for view in views
    ]
    rows = [[tap(short_title(f"{view.title}"), Tap.JOURNEY, view.journey_id)] for view in views]
    return OutgoingMessage(Html("\n").join(lines)).with_buttons(
        *rows, [tap(t.plain("journeys.my_steps"), Tap.STEPS)], [person_button(t), menu_button(t)]
    )


def one(t: LocaleTexts, view: JourneyView) -> OutgoingMessage:
    """One journey, and what may have happened since."""
    lines = [t("journeys.one", title=view.title, stage=t(f"journeys.stage.{view.stage}"))]
    if view.words:
        lines.append(t("journeys.words", words=view.words))
    if view.stage in ENDED:
        return OutgoingMessage(Html("\n").join(lines)).with_buttons(
            [tap(t.plain("results.buttons.list"), Tap.LIST)], [person_button(t), menu_button(t)]
        )
    lines.append(t("journeys.what_happened"))
    rows = [[tap(t.plain("referrals.begin"), Tap.REFER, view.slug)]] if view.can_send and view.slug else []
    rows += [[_tell_button(t, view.journey_id, outcome)] for outcome in _TELLS[view.stage]]
    return OutgoingMessage(Html("\n").join(lines)).with_buttons(*rows, [person_button(t), menu_button(t)])


def which(t: LocaleTexts, views: Sequence[JourneyView], outcome: str) -> OutgoingMessage:
    """Good to know; which of them is it about?"""
    rows = [[tap(short_title(f"{view.title}"), Tap.OUTCOME, view.journey_id, outcome)] for view in views]
    elsewhere = [tap(t.plain("journeys.found_myself"), Tap.FOUND, outcome)] if outcome in _FOUND else []
    return OutgoingMessage(t("journeys.which")).with_buttons(*rows, elsewhere, [person_button(t)])


def what_happened(t: LocaleTexts, view: JourneyView | None) -> OutgoingMessage:
    """They told of something and it is not clear what."""
    if view is not None:
        return one(t, view)
    rows = [
        [tap(t.plain(f"journeys.tell.{outcome}"), Tap.FOUND, outcome)] for outcome in (Stage.OFFERED, Stage.STARTED)
    ]
    return OutgoingMessage(t("journeys.what_happened")).with_buttons(*rows, [person_button(t), menu_button(t)])


def moved(t: LocaleTexts, view: JourneyView) -> OutgoingMessage:
    """What was told is kept; the one thing that comes next."""
    text = t(f"journeys.moved.{view.stage}", title=view.title)
    rows: list[list[Button]] = []
    if view.stage in (Stage.OFFERED, Stage.CHECKS):
        rows = [[_tell_button(t, view.journey_id, outcome)] for outcome in _TELLS[view.stage][:2]]
    elif view.stage is Stage.INTERVIEW:
        rows = [[practice_button(t)]]
    elif view.stage is Stage.STARTED:
        rows = [[tap(t.plain("journeys.no_questions"), Tap.QUIET, view.journey_id)]]
    return OutgoingMessage(text).with_buttons(*rows, [person_button(t), menu_button(t)])


def ask_kind(t: LocaleTexts, journey_id: int) -> OutgoingMessage:
    """What kind of work somebody found."""
    kinds = (Kind.EMPLOYED, Kind.APPRENTICESHIP, Kind.SELF_EMPLOYED, Kind.EDUCATION)
    return OutgoingMessage(t("journeys.ask_kind")).with_buttons(
        *([tap(t.plain(f"journeys.kind.{kind}"), Tap.WORK_KIND, journey_id, kind)] for kind in kinds)
    )


def ask_reason(t: LocaleTexts, journey_id: int, stage: Stage) -> OutgoingMessage:
    """Why, for those who want to say."""
    return OutgoingMessage(t("journeys.ask_reason")).with_buttons(
        *([tap(t.plain(f"journeys.reason.{reason}"), Tap.REASON, journey_id, reason)] for reason in REASONS[stage])
    )


def noted(t: LocaleTexts) -> OutgoingMessage:
    """A detail is kept."""
    return OutgoingMessage(t("journeys.noted")).with_buttons([person_button(t), menu_button(t)])


def news(t: LocaleTexts, view: JourneyView, *, organisation: str, reason: str | None = None) -> OutgoingMessage:
    """What the organisation says; its own words are marked as theirs."""
    lines = [t(f"journeys.news.{view.stage}", title=view.title, organisation=organisation)]
    if reason is not None and view.stage is Stage.NOT_SUCCESSFUL:
        lines.append(t(f"journeys.they_say.{reason}"))
    if view.words:
        lines.append(t("journeys.words", words=view.words))
    rows: list[list[Button]] = []
    if view.stage is Stage.INTERVIEW:
        rows = [[practice_button(t)], [_tell_button(t, view.journey_id, Stage.WITHDREW)]]
    elif view.stage in (Stage.OFFERED, Stage.CHECKS):
        rows = [[_tell_button(t, view.journey_id, Stage.STARTED)]]
    elif view.stage is Stage.STARTED:
        rows = [[tap(t.plain("journeys.not_true"), Tap.JOURNEY, view.journey_id)]]
    return OutgoingMessage(Html("\n").join(lines)).with_buttons(*rows, [person_button(t), menu_button(t)])


def check_in(t: LocaleTexts, view: JourneyView, weeks: int) -> OutgoingMessage:
    """How is it going: a tap each, and one for no more questions."""
    if view.stage is Stage.CHECKS:
        lines = [t("journeys.ask.checks", title=view.title)]
        if view.words:
            lines.append(t("journeys.words", words=view.words))
        lines.append(t("journeys.ask.checks_help"))
    elif view.stage is Stage.STARTED:
        lines = [t("journeys.ask.started", title=view.title, count=weeks)]
    else:
        lines = [t(f"journeys.ask.{view.stage}", title=view.title)]
    rows = [[_tell_button(t, view.journey_id, outcome)] for outcome in _TELLS[view.stage]]
    return OutgoingMessage(Html("\n").join(lines)).with_buttons(
        *rows, [person_button(t), tap(t.plain("journeys.no_questions"), Tap.QUIET, view.journey_id)]
    )


def from_adviser(t: LocaleTexts, view: JourneyView, name: str) -> OutgoingMessage:
    """What an adviser wrote down about it; somebody who sees it otherwise can say so."""
    text = t("journeys.from_adviser", title=view.title, stage=t(f"journeys.stage.{view.stage}"), name=name)
    lines = [text, t("journeys.words_of", name=name, words=view.words)] if view.words else [text]
    return OutgoingMessage(Html("\n").join(lines)).with_buttons(
        [tap(t.plain("journeys.not_true"), Tap.JOURNEY, view.journey_id)], [person_button(t), menu_button(t)]
    )


def accepted(t: LocaleTexts, title: Html, organisation: str) -> OutgoingMessage:
    """They have read it and will answer."""
    text = t("journeys.news.accepted", title=title, organisation=organisation)
    return OutgoingMessage(text).with_buttons([person_button(t), menu_button(t)])


def returned(t: LocaleTexts, title: Html, organisation: str, ours: str) -> OutgoingMessage:
    """Nobody there opened it; a person here asks them."""
    text = t("journeys.news.returned", title=title, organisation=organisation, ours=ours)
    return OutgoingMessage(text).with_buttons([person_button(t), menu_button(t)])


def _tell_button(t: LocaleTexts, journey_id: int, outcome: str) -> Button:
    return tap(t.plain(f"journeys.tell.{outcome}"), Tap.OUTCOME, journey_id, outcome)
