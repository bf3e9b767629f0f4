"""A language's own card: `_locale.yaml` in its folder."""

from __future__ import annotations

from typing import Literal

from bot.content.schema.base import Item


class LocaleCard(Item):
    """How a language calls itself and writes days and times.

    Example:
        own_name: Svenska
        english_name: Swedish
        direction: ltr
        babel: sv_SE
        status: ready
        day: "EEE d MMMM"
        day_with_year: "EEE d MMMM y"
        month: "MMMM y"
        time: "'kl.' H.mm"
        hour: "'kl.' H"
        moment: "{day} {time}"
    """

    own_name: str
    english_name: str
    direction: Literal["ltr", "rtl"] = "ltr"
    babel: str
    status: Literal["ready", "draft"] = "draft"
    fallback: str | None = None
    day: str
    day_with_year: str
    month: str
    time: str
    hour: str
    moment: str
