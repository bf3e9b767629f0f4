"""The skills card: its four questions, the card itself in the language of the country, and its lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.content.schema.skills import SkillLine
from bot.domain.other_languages import runs_right_to_left
from bot.domain.skills import Card, Line
from bot.messages.menu import menu_button, person_button
from bot.messages.outgoing import Button, OutgoingMessage
from bot.messages.taps import Tap, tap
from bot.messages.texts import FSI, PDI, Html, LocaleTexts, escape

_PAIRED = 18


@dataclass(frozen=True, slots=True)
class Asking:
    """How a line stands: what it says now, the revision its buttons carry, and where it was asked from."""

    line: Line
    revision: int
    can_go_back: bool
    on_its_own: bool


def ask(t: LocaleTexts, item: SkillLine, asking: Asking) -> OutgoingMessage:
    """One question; everything that was ticked or written before is shown in it."""
    words = [t("skills.added", words=own(asking.line.words))] if asking.line.words else []
    text = Html("\n").join([t.pick(item.ask), Html(f"<i>{t('skills.how')}</i>"), *words])
    return OutgoingMessage(text).with_buttons(*_options(t, item, asking), *_ways_on(t, item, asking), [menu_button(t)])


def card(t: LocaleTexts, items: Sequence[SkillLine], filled: Card) -> OutgoingMessage:
    """The card alone, so that it can be shown and sent on; `t` is the language of the country, not the person's."""
    lines = [Html(f"<b>{t('skills.card.title')}</b>"), *card_lines(t, items, filled)]
    return OutgoingMessage(Html("\n\n").join([*lines, Html(f"<i>{t('skills.card.own')}</i>")]))


def card_lines(t: LocaleTexts, items: Sequence[SkillLine], filled: Card) -> list[Html]:
    """Every line that says something: its heading, what was ticked, and the person's own words."""
    return [
        t("skills.card.line", heading=Html(f"<b>{t.pick(item.heading)}</b>"), said=_said(t, item, filled.line(item.id)))
        for item in items
        if not filled.line(item.id).is_empty
    ]


def shown(t: LocaleTexts, items: Sequence[SkillLine]) -> OutgoingMessage:
    """What can be done with the card, below it."""
    changes = [[tap(t.plain("skills.change", heading=t.pick(item.heading)), Tap.SKILL_EDIT, item.id)] for item in items]
    return OutgoingMessage(t("skills.shown")).with_buttons(
        *changes, [tap(t.plain("skills.delete"), Tap.SKILLS_FORGET, "ask")], [person_button(t), menu_button(t)]
    )


def nothing(t: LocaleTexts) -> OutgoingMessage:
    """Every line was skipped."""
    return OutgoingMessage(t("skills.nothing")).with_buttons(
        [tap(t.plain("skills.show"), Tap.SKILLS)], [person_button(t), menu_button(t)]
    )


def ask_delete(t: LocaleTexts) -> OutgoingMessage:
    """Deleting cannot be undone, so it is asked once."""
    return OutgoingMessage(t("skills.delete_ask")).with_buttons(
        [tap(t.plain("skills.delete_yes"), Tap.SKILLS_FORGET, "yes")],
        [tap(t.plain("skills.delete_no"), Tap.SKILLS_FORGET, "no")],
    )


def deleted(t: LocaleTexts) -> OutgoingMessage:
    """It is gone."""
    return OutgoingMessage(t("skills.deleted")).with_buttons([person_button(t), menu_button(t)])


def own(words: str) -> Html:
    """Somebody's own words, escaped, and isolated when they run the other way than the text around them."""
    return Html(f"{FSI}{escape(words)}{PDI}") if runs_right_to_left(words) else escape(words)


def _said(t: LocaleTexts, item: SkillLine, line: Line) -> Html:
    labels = {option.id: t.pick(option.label) for option in item.options}
    ticked = [labels[option] for option in line.chosen if option in labels]
    return Html(". ").join([*([Html(", ".join(ticked))] if ticked else []), *([own(line.words)] if line.words else [])])


def _options(t: LocaleTexts, item: SkillLine, asking: Asking) -> list[list[Button]]:
    rows: list[list[Button]] = []
    for option in item.options:
        label = ("✓ " if option.id in asking.line.chosen else "") + t.pick(option.label)
        button = tap(label, Tap.SKILL_TICK, item.id, option.id, asking.revision)
        fits = rows and len(rows[-1]) == 1 and max(len(label), len(rows[-1][0].text)) <= _PAIRED
        if fits:
            rows[-1].append(button)
        else:
            rows.append([button])
    return rows


def _ways_on(t: LocaleTexts, item: SkillLine, asking: Asking) -> list[list[Button]]:
    onward = "skills.skip" if asking.line.is_empty else "skills.next"
    row = [tap(t.plain(onward), Tap.SKILL_NEXT, item.id, asking.revision)]
    if asking.can_go_back:
        row.insert(0, tap(t.plain("questions.back"), Tap.SKILL_BACK, item.id, asking.revision))
    if asking.on_its_own and not asking.line.is_empty:
        return [row, [tap(t.plain("skills.clear"), Tap.SKILL_CLEAR, item.id, asking.revision)]]
    return [row]
