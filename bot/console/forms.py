"""What was sent in a form: cleaned, checked, and kept to be shown again with what is wrong."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from aiohttp import web

from bot.messages.texts import LocaleTexts

_AMOUNT = re.compile(r"\d{1,7}(?:[.,]\d{1,2})?", re.ASCII)
# No database keeps these, and nobody means them: control characters but for line ends, and half characters.
_UNWANTED = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a field: a key, and values for its text."""

    key: str
    values: Mapping[str, Any]


class Form:
    """Texts live under `<prefix>.<field>`: `label`, `hint` where there is one, and each problem that is its own.

    A field there are several of has its number or language after a hyphen (`text-sv`); its texts are those of `text`,
    with the values that `describe` gave.
    """

    def __init__(self, prefix: str, values: Mapping[str, Sequence[str]] | None = None) -> None:
        self.prefix = prefix
        self.problems: dict[str, Problem] = {}
        self.files: dict[str, web.FileField] = {}
        self._described: dict[str, Mapping[str, Any]] = {}
        self._values = {name: list(given) for name, given in (values or {}).items()}

    @classmethod
    def filled(cls, prefix: str, **values: str | Collection[str] | None) -> Form:
        """A form as it is first shown."""
        given = {name: [value] if isinstance(value, str) else list(value or ()) for name, value in values.items()}
        return cls(prefix, given)

    @classmethod
    async def sent(cls, prefix: str, request: web.Request) -> Form:
        """A form as it came in."""
        form, values = cls(prefix), dict[str, list[str]]()
        for name, value in (await request.post()).items():
            if isinstance(value, str):
                values.setdefault(name, []).append(_clean(value))
            elif isinstance(value, web.FileField):
                form.files[name] = value
        form._values = values
        return form

    @property
    def is_good(self) -> bool:
        """Whether nothing is wrong so far."""
        return not self.problems

    def value(self, name: str) -> str:
        """What stands in a field."""
        given = self._values.get(name)
        return given[0] if given else ""

    def values(self, name: str) -> list[str]:
        """Everything that is ticked."""
        return self._values.get(name, [])

    def put(self, name: str, value: str) -> None:
        """Let a field stand as this when the form is shown again."""
        self._values[name] = [value]

    def complain(self, name: str, key: str, **values: Any) -> None:
        """Note what is wrong with a field; the first thing counts."""
        self.problems.setdefault(name, Problem(key, values))

    def message(self, t: LocaleTexts, name: str) -> str | None:
        """What is wrong with a field, in words; None when nothing is."""
        problem = self.problems.get(name)
        if problem is None:
            return None
        own = self._key(name, problem.key)
        return t(own if t.has(own) else f"console.problem.{problem.key}", **problem.values)

    def describe(self, name: str, **values: Any) -> None:
        """What the label of one of several fields says: which number, which language."""
        self._described[name] = values

    def label(self, t: LocaleTexts, name: str) -> str | None:
        """What a field is called; None where the texts have no name for it."""
        key = self._key(name, "label")
        return t(key, **self._described.get(name, {})) if t.has(key) else None

    def hint(self, t: LocaleTexts, name: str, values: Mapping[str, Any]) -> str | None:
        """What helps to fill a field in; None where nothing does."""
        key = self._key(name, "hint")
        return t(key, **{**self._described.get(name, {}), **values}) if t.has(key) else None

    def _key(self, name: str, what: str) -> str:
        return f"{self.prefix}.{name.partition('-')[0]}.{what}"

    def text(self, name: str, *, most: int, required: bool = True) -> str:
        """Words on one line."""
        return self._checked(name, " ".join(self.value(name).split()), most, required)

    def long_text(self, name: str, *, most: int, required: bool = True) -> str:
        """Words on any number of lines."""
        return self._checked(name, self.value(name).replace("\r\n", "\n").strip(), most, required)

    def secret(self, name: str, *, most: int = 1000) -> str:
        """A password or code, exactly as typed."""
        return self._checked(name, self.value(name), most, required=True)

    def choice(self, name: str, allowed: Collection[str], *, required: bool = True) -> str:
        """One of these."""
        given = self.value(name)
        if given not in allowed:
            if given or required:
                self.complain(name, "unknown" if given else "missing")
            return ""
        return given

    def several(self, name: str, allowed: Collection[str], *, required: bool = False) -> frozenset[str]:
        """Any number of these."""
        given = frozenset(self.values(name))
        if required and not given:
            self.complain(name, "missing")
        if given - frozenset(allowed):
            self.complain(name, "unknown")
        return given & frozenset(allowed)

    def day(self, name: str, *, required: bool = True) -> date | None:
        """A day, as date fields send it."""
        given = self.value(name).strip()
        if not given:
            if required:
                self.complain(name, "missing")
            return None
        try:
            return date.fromisoformat(given)
        except ValueError:
            self.complain(name, "unreadable")
            return None

    def clock(self, name: str, *, required: bool = True) -> time | None:
        """A time of day, as time fields send it."""
        given = self.value(name).strip()
        if not given:
            if required:
                self.complain(name, "missing")
            return None
        try:
            return time.fromisoformat(given).replace(tzinfo=None)
        except ValueError:
            self.complain(name, "unreadable")
            return None

    def number(self, name: str, *, least: int = 0, most: int, required: bool = False) -> int | None:
        """A whole number."""
        given = self.value(name).strip()
        if not given and not required:
            return None
        if not (given.isascii() and given.isdigit() and len(given) < 10):
            self.complain(name, "unreadable" if given else "missing")
            return None
        if not least <= int(given) <= most:
            self.complain(name, "range", least=least, most=most)
            return None
        return int(given)

    def amount(self, name: str) -> Decimal | None:
        """Money or hours, with a point or a comma; nothing where it is left empty."""
        given = self.value(name).strip()
        if given and not _AMOUNT.fullmatch(given):
            self.complain(name, "unreadable")
            return None
        return Decimal(given.replace(",", ".")) if given else None

    def _checked(self, name: str, value: str, most: int, required: bool) -> str:
        if required and not value.strip():
            self.complain(name, "missing")
        elif len(value) > most:
            self.complain(name, "long", most=most)
        return value


def _clean(value: str) -> str:
    return _UNWANTED.sub("", value)
