"""Local services: a name, what they do, and how to reach them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.content.schema.services import Reach, Service
from bot.messages.menu import menu_button, person_button
from bot.messages.outgoing import OutgoingMessage
from bot.messages.texts import Html, LocaleTexts, escape


def reach_lines(t: LocaleTexts, service: Service) -> Iterable[Html]:
    """One line for each way to get hold of a service."""
    return [_reach(t, reach) for reach in service.reach]


def services(t: LocaleTexts, found: Sequence[Service]) -> OutgoingMessage:
    """Real places to go to now, each with one thing to do."""
    parts = [t("results.services.title"), *(service_lines(t, service) for service in found)]
    return OutgoingMessage(Html("\n\n").join(parts)).with_buttons([person_button(t), menu_button(t)])


def service_lines(t: LocaleTexts, service: Service) -> Html:
    """Name, what to do now, and how."""
    name = Html(f"<b>{escape(service.name)}</b>")
    return Html("\n").join([name, t.pick(service.do_now), *reach_lines(t, service)])


def _reach(t: LocaleTexts, reach: Reach) -> Html:
    value = escape(reach.value) if isinstance(reach.value, str) else t.pick(reach.value)
    note = f" ({t.pick(reach.note)})" if reach.note else ""
    return Html(f"{value}{note}")
