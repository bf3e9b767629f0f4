"""A broadcast as one person gets it: the text in their language, its buttons, and the way out in one tap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.broadcasts import About, fill
from bot.messages.outgoing import Action, Button, OutgoingMessage
from bot.messages.taps import Tap, tap
from bot.messages.texts import Html, LocaleTexts, escape


def broadcast(
    t: LocaleTexts,
    broadcast_id: int,
    text: str,
    fields: Mapping[str, str],
    buttons: Sequence[Mapping[str, Any]],
    *,
    about: tuple[About, int] | None = None,
    attachment: int | None = None,
) -> OutgoingMessage:
    """The whole message; `fields` are plain words, the text is finished Telegram HTML."""
    filled = Html(fill(text, {name: escape(value) for name, value in fields.items()}))
    body = Html(f"{filled}\n\n{t('broadcasts.way_out')}")
    rows: list[list[Button]] = []
    if about is not None and about[0] is About.OCCURRENCE:
        rows.append([tap(t.plain("interests.event.going"), Tap.NEWS_GOING, broadcast_id)])
    if about is not None:
        rows.append([tap(t.plain("broadcasts.more"), Tap.NEWS_OPEN, broadcast_id)])
    rows += [[Button(t.pick(button["text"]), url=button["url"])] for button in buttons]
    rows.append([tap(t.plain("broadcasts.off"), Tap.NEWS_OFF, broadcast_id)])
    action = Action.SEND if attachment is None else Action.PHOTO
    return OutgoingMessage(body, action=action, attachment=attachment).with_buttons(*rows)
