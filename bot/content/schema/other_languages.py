"""A language we do not speak: how it is known, and the one card it gets."""

from __future__ import annotations

from datetime import date
from string import Formatter
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from bot.content.schema.base import Item, Slug

CardText = Annotated[str, StringConstraints(min_length=20, max_length=600, strip_whitespace=True)]
PERSON = "PERSON"


class OtherLanguage(Item):
    """One language, one file in `other_languages/`; `signs` is what tells it from others in the same script.

    The card has `{number}` and `{person}` in it, and nothing that marks direction: those marks are put around what is
    inserted. The language in `any` script is the card for every script we have no card in; its letters are those of
    languages that none of the other cards is for.

    Example:
        id: somali
        own_name: Soomaali
        script: latin
        order: 10
        words: [waxaan, raadinayaa, shaqo]
        card: Haddii aad khatar ku jirto, wac {number}. Qor {person} si aad qof ula hadasho.
        reviewed: false
    """

    id: Slug
    own_name: str
    script: Literal["arabic", "ethiopic", "bengali", "latin", "any"]
    direction: Literal["ltr", "rtl"] = "ltr"
    order: int = Field(ge=0)
    letters: str = ""
    words: tuple[Annotated[str, StringConstraints(min_length=2, max_length=30)], ...] = ()
    card: CardText
    reviewed: bool
    reviewed_on: date | None = None

    @model_validator(mode="after")
    def _has_both_inserts(self) -> Self:
        try:
            names = {name for _, name, _, _ in Formatter().parse(self.card) if name is not None}
        except ValueError as error:
            raise ValueError("card: a { or } stands alone") from error
        if names != {"number", "person"}:
            raise ValueError("card: it needs {number} and {person}, and no other name in braces")
        if PERSON in self.card:
            raise ValueError("card: write {person}, not PERSON: its direction is marked where it is inserted")
        return self

    @model_validator(mode="after")
    def _says_when_it_was_reviewed(self) -> Self:
        if self.reviewed and self.reviewed_on is None:
            raise ValueError("reviewed_on: say on which day a native reader signed it")
        return self
