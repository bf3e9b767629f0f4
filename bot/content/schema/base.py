"""What every kind of content file shares: ids, texts in several languages, sources with the day they were read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel, StringConstraints

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
CountryCode = Literal["uk", "se"]
Url = Annotated[str, StringConstraints(pattern=r"^https://[^\s<>\"]+$", max_length=300)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=4000, strip_whitespace=True)]


class Item(BaseModel):
    """Frozen, and an unknown key is a fault: a misspelt one must not be silently ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Localised(RootModel[dict[str, Words]]):
    """The same text in each language, `{en: ..., sv: ...}`; UK items speak Swedish too, and the reverse."""

    model_config = ConfigDict(frozen=True)

    def __getitem__(self, locale: str) -> str:
        return self.root[locale]

    def get(self, locale: str, fallback: str | None = None) -> str | None:
        """The text in a language, or the fallback."""
        return self.root.get(locale, fallback)

    def items(self) -> Iterator[tuple[str, str]]:
        """Each language with its text."""
        return iter(self.root.items())

    @property
    def wording(self) -> Mapping[str, str]:
        """The plain mapping, as the domain takes it."""
        return self.root


class Source(Item):
    """Where a fact was read; `live` only when a person opened the page itself that day."""

    url: Annotated[str, StringConstraints(min_length=4, max_length=300)]
    note: str | None = None


class Checked(Item):
    """Facts age: who can be asked where they came from, when they were read, and by when to read again."""

    source: tuple[Source, ...] = Field(min_length=1)
    checked_on: date
    check_by: date
    checked_live: bool = False


def compact(values: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is not set, for exports."""
    return {key: value for key, value in values.items() if value is not None}
