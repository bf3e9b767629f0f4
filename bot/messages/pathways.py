"""A way from one job to the next: each step with what it needs, and what is open now that leads there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.content.schema.services import Service
from bot.messages.menu import menu_button, person_button
from bot.messages.outgoing import Button, OutgoingMessage
from bot.messages.results import short_title
from bot.messages.services import service_lines
from bot.messages.taps import Tap, tap
from bot.messages.texts import Html, LocaleTexts


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step; `open_now` are slug and title of what leads there today."""

    title: Html
    what: Html
    needs: Html
    open_now: tuple[tuple[str, Html], ...] = ()


@dataclass(frozen=True, slots=True)
class PathShown:
    """One way in a person's language."""

    title: Html
    summary: Html
    steps: tuple[StepShown, ...]
    checked_on: date
    links: tuple[str, ...]


def choose(t: LocaleTexts, paths: Sequence[tuple[str, Html]], advice: Service) -> OutgoingMessage:
    """Every way there is, one tap to each, and who knows the way to all other jobs."""
    text = Html("\n\n").join([t("pathways.choose"), t("pathways.other_jobs"), service_lines(t, advice)])
    return OutgoingMessage(text).with_buttons(*_ways(paths), [person_button(t), menu_button(t)])


def unknown(t: LocaleTexts, paths: Sequence[tuple[str, Html]], advice: Service) -> OutgoingMessage:
    """A job whose steps are not written down here: who knows them, and the ways there are in the same work."""
    text = Html("\n\n").join([t("pathways.unknown"), service_lines(t, advice)])
    return OutgoingMessage(text).with_buttons(*_ways(paths), [person_button(t), menu_button(t)])


def _ways(paths: Sequence[tuple[str, Html]]) -> list[list[Button]]:
    return [[tap(short_title(title), Tap.PATH, slug)] for slug, title in paths]


def card(t: LocaleTexts, item: PathShown) -> OutgoingMessage:
    """Step after step; what is open now is a tap away, the first steps first."""
    parts = [Html(f"<b>{item.title}</b>\n{item.summary}")]
    parts += [_step(t, number, step) for number, step in enumerate(item.steps, 1)]
    if not any(step.open_now for step in item.steps):
        parts.append(t("pathways.nothing_open"))
    sources = Html(", ").join(Html(f'<a href="{link}">{number}</a>') for number, link in enumerate(item.links, 1))
    parts.append(t("pathways.checked", month=t.month(item.checked_on), sources=sources))
    buttons = [
        [tap(t.plain("pathways.open_now", number=number, title=short_title(title)), Tap.OPPORTUNITY, slug)]
        for number, step in enumerate(item.steps, 1)
        for slug, title in step.open_now
    ]
    ways = [tap(t.plain("pathways.all"), Tap.PATHS), person_button(t)]
    return OutgoingMessage(Html("\n\n").join(parts)).with_buttons(*buttons, ways, [menu_button(t)])


def _step(t: LocaleTexts, number: int, step: StepShown) -> Html:
    head = Html(f"<b>{number}. {step.title}</b>")
    return Html("\n").join([head, step.what, t("pathways.needs", needs=step.needs)])
