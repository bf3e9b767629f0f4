"""Ready answers that advisers start from, one file each in `replies/`."""

from __future__ import annotations

from string import Formatter

from pydantic import Field, field_validator

from bot.content.schema.base import Item, Localised, Slug

FIELDS = frozenset({"name", "organisation", "reference"})
"""What is filled in: the adviser's name, their organisation's, and the person's reference."""


class Reply(Item):
    """The title is for staff; the text goes out in the person's language and can be changed before it does."""

    id: Slug
    order: int = Field(ge=0)
    title: Localised
    text: Localised

    @field_validator("text")
    @classmethod
    def _known_fields(cls, value: Localised) -> Localised:
        for text in value.root.values():
            try:
                wanted = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
            except ValueError:
                raise ValueError("a brace is open or closed without its other half") from None
            if unknown := sorted(wanted - FIELDS):
                raise ValueError(f"{{{unknown[0]}}} is no field; there are {', '.join(sorted(FIELDS))}")
        return value
