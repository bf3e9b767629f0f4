"""Asking what somebody wants news about, once a topic, and showing what they chose."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.news import NewsTopic
from bot.messages.menu import menu_button, person_button
from bot.messages.outgoing import OutgoingMessage
from bot.messages.taps import Tap, tap
from bot.messages.texts import Html, LocaleTexts


def question(t: LocaleTexts, topic: NewsTopic) -> OutgoingMessage:
    """May I write to you about this; a No is remembered."""
    return OutgoingMessage(t(f"news.ask.{topic.value}")).with_buttons(
        [
            tap(t.plain("news.yes"), Tap.NEWS_ON, topic.value),
            tap(t.plain("news.no"), Tap.NEWS_NO, topic.value),
        ]
    )


def chosen(t: LocaleTexts, topic: NewsTopic, *, wanted: bool) -> OutgoingMessage:
    """What was chosen, and the way to change it."""
    key = "news.is_on" if wanted else "news.is_off"
    text = t(key, topic=t.plain(f"news.topic.{topic.value}"))
    return OutgoingMessage(text).with_buttons([tap(t.plain("news.mine"), Tap.NEWS), menu_button(t)])


def stopped(t: LocaleTexts, topic: NewsTopic) -> OutgoingMessage:
    """No more of these, at once, with the way back."""
    text = t("news.is_off", topic=t.plain(f"news.topic.{topic.value}"))
    return OutgoingMessage(text).with_buttons(
        [tap(t.plain("news.back_on"), Tap.NEWS_ON, topic.value)],
        [tap(t.plain("news.mine"), Tap.NEWS), menu_button(t)],
    )


def overview(t: LocaleTexts, wanted: Mapping[NewsTopic, bool], *, stopped_all: bool, paused: bool) -> OutgoingMessage:
    """Every topic with the button that changes it."""
    lines = [t("news.overview"), Html("")]
    rows = []
    for topic in NewsTopic:
        name = t.plain(f"news.topic.{topic.value}")
        is_on = wanted.get(topic, False)
        lines.append(t("news.line_on" if is_on else "news.line_off", topic=name))
        verb = Tap.NEWS_NO if is_on else Tap.NEWS_ON
        rows.append([tap(t.plain("news.turn_off" if is_on else "news.turn_on", topic=name), verb, topic.value)])
    if stopped_all:
        lines += [Html(""), t("news.stopped_all")]
        rows.append([tap(t.plain("people.resume"), Tap.RESUME)])
    if paused:
        lines += [Html(""), t("news.paused")]
        rows.append([tap(t.plain("news.unpause"), Tap.RESUME_NEWS)])
    return OutgoingMessage(Html("\n").join(lines)).with_buttons(*rows, [person_button(t), menu_button(t)])
