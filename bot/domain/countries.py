"""The countries Way In serves; they never mix."""

from __future__ import annotations

from enum import StrEnum


class Country(StrEnum):
    """A country with its own programmes, helplines, law and places."""

    UK = "uk"
    SE = "se"
