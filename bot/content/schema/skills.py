"""A line of the skills card: what is asked, and the heading it has on the card."""

from __future__ import annotations

from pydantic import Field

from bot.content.schema.base import Item, Localised, Slug
from bot.content.schema.questions import Option


class SkillLine(Item):
    """One line, one file in `skills/`, asked in `order`; every option also has the words the card shows.

    Example:
        id: wish
        order: 40
        heading: {en: What I want, sv: Det vill jag}
        ask: {en: What do you want to do with it?, sv: Vad vill du göra med det?}
        options:
          - id: same_work
            label: {en: The same kind of work, sv: Samma sorts jobb}
    """

    id: Slug
    order: int = Field(ge=0)
    heading: Localised
    ask: Localised
    options: tuple[Option, ...] = ()
