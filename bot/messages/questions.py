"""Asking: one question a message, why it is asked, skip and back; and the list of answers to change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.content.schema.questions import Question
from bot.messages.menu import menu_button
from bot.messages.outgoing import Button, OutgoingMessage
from bot.messages.taps import Tap, tap
from bot.messages.texts import Html, LocaleTexts

SKIP, DONE = "skip", "done"


@dataclass(frozen=True, slots=True)
class Asking:
    """How a question stands: its buttons' revision, what is ticked, how often it was missed, countries besides."""

    question: Question
    revision: int
    can_go_back: bool
    chosen: frozenset[str] = frozenset()
    misses: int = 0
    elsewhere: Sequence[str] = ()


def ask(
    t: LocaleTexts, asking: Asking, options: Sequence[tuple[str, str]], why_missed: Html | None = None
) -> OutgoingMessage:
    """One question with its reason; options are (id, label) in order.

    After a first miss the sentence that says what went wrong stands for the question, or above it where it does not say
    what is asked; after more it is reworded.
    """
    question = asking.question
    words = t.pick(question.again if asking.misses else question.ask)
    if why_missed is not None and asking.misses < 2:
        words = Html(f"{why_missed}\n\n{t.pick(question.ask)}") if options else why_missed
    text = Html(f"{words}\n<i>{t.pick(question.why)}</i>")
    rows = [[_option(asking, option, label)] for option, label in options]
    if question.kind == "choices":
        rows.append([tap(t.plain("questions.done"), Tap.ANSWER, question.id, DONE, asking.revision)])
    rows += [[tap(t.plain(f"people.country.{country}"), Tap.COUNTRY, country)] for country in asking.elsewhere]
    return OutgoingMessage(text).with_buttons(*_paired(rows), *_ways_out(t, asking))


def did_not_fit(t: LocaleTexts, reason: str) -> Html:
    """Why a typed answer was not taken, in words that say what to write."""
    return t(f"questions.miss.{reason}")


def answers_to_change(t: LocaleTexts, shown: Mapping[str, tuple[str, str]]) -> OutgoingMessage:
    """Every answer as a button: question id to (question in short, answer)."""
    rows = [[tap(f"{title}: {answer}", Tap.CHANGE, question)] for question, (title, answer) in shown.items()]
    key = "questions.change.ask" if rows else "questions.change.nothing"
    return OutgoingMessage(t(key)).with_buttons(*rows, [menu_button(t)])


def _option(asking: Asking, option: str, label: str) -> Button:
    ticked = "✓ " if option in asking.chosen else ""
    return tap(f"{ticked}{label}", Tap.ANSWER, asking.question.id, option, asking.revision)


def _paired(rows: list[list[Button]]) -> list[list[Button]]:
    """Two short labels share a row, so that a long list still fits an old phone's screen."""
    paired: list[list[Button]] = []
    for row in rows:
        fits = paired and len(paired[-1]) == 1 and len(row[0].text) <= 16 and len(paired[-1][0].text) <= 16
        if fits:
            paired[-1].extend(row)
        else:
            paired.append(list(row))
    return paired


def _ways_out(t: LocaleTexts, asking: Asking) -> list[list[Button]]:
    row = []
    if asking.can_go_back:
        row.append(tap(t.plain("questions.back"), Tap.BACK, asking.revision))
    if asking.question.can_skip:
        row.append(tap(t.plain("questions.skip"), Tap.ANSWER, asking.question.id, SKIP, asking.revision))
    person = tap(t.plain("menu.buttons.person"), Tap.PERSON)
    return [row, [person]] if asking.misses > 1 else [row]


def choose_place(
    t: LocaleTexts, question_id: str, places: Sequence[tuple[str, str]], words: Html, revision: int
) -> OutgoingMessage:
    """Which of these places was meant; another one can always be typed."""
    rows = [[tap(name, Tap.ANSWER, question_id, place, revision)] for place, name in places]
    other = tap(t.plain("questions.other_place"), Tap.ANSWER, question_id, "other", revision)
    return OutgoingMessage(words).with_buttons(*rows, [other])
