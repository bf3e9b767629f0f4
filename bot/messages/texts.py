"""Texts in a person's language: looked up by id, values escaped for Telegram HTML and safe in both directions."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from string import Formatter
from typing import Any

from babel import Locale
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal

from bot.content.catalogue import Catalogue
from bot.content.schema.base import Localised
from bot.errors import MissingText, MissingValue, UnknownLocale

FSI, PDI = "\u2068", "\u2069"
_TAG = re.compile(r"<[^>]+>")


class Html(str):
    """Text that is already Telegram HTML: put into another text it is not escaped again."""

    __slots__ = ()

    def join(self, parts: Iterable[str]) -> Html:
        """Join finished texts and keep them finished."""
        return Html(str.join(self, parts))


def escape(value: str) -> Html:
    """Make somebody's words safe in Telegram HTML; what is Html already stays as it is."""
    return value if isinstance(value, Html) else Html(html.escape(value))


@lru_cache(maxsize=8192)
def _parts(template: str) -> tuple[tuple[str, str | None], ...]:
    return tuple((literal, name) for literal, name, _, _ in Formatter().parse(template))


class LocaleTexts:
    """Every text in one language; a draft language borrows what it lacks from its fallback."""

    def __init__(self, catalogue: Catalogue, fallback: LocaleTexts | None = None) -> None:
        self.code = catalogue.code
        self.own_name = catalogue.card.own_name
        self.direction = catalogue.direction
        self._card = catalogue.card
        self._messages = catalogue.messages
        self._fallback = fallback
        self._babel = Locale.parse(catalogue.card.babel)

    def __call__(self, key: str, /, **values: Any) -> Html:
        """A text for a message body: Telegram HTML, every value escaped."""
        return Html(self._fill(key, values, escaped=True))

    def plain(self, key: str, /, **values: Any) -> str:
        """A text for a button, a file or an e-mail: no markup in it and nothing escaped."""
        return html.unescape(_TAG.sub("", self._fill(key, values, escaped=False)))

    def has(self, key: str) -> bool:
        """Whether this language (or what it borrows from) answers that id."""
        return key in self._messages or bool(self._fallback and self._fallback.has(key))

    def pick(self, text: Localised | Mapping[str, str]) -> Html:
        """An item's own text in this language; items carry finished Telegram HTML."""
        found = text.get(self.code)
        if found is None and self._fallback is not None:
            return self._fallback.pick(text)
        if found is None:
            raise MissingText("item text", self.code)
        return Html(found)

    def written(self, text: Mapping[str, str]) -> Html:
        """What somebody else wrote: in this language if they did, else in the one they have."""
        found = text.get(self.code) or (self._fallback and text.get(self._fallback.code))
        return Html(found or next(iter(text.values()), ""))

    def day(self, value: date, *, with_year: bool = False) -> str:
        """ "Tue 24 November", "tis 24 november"."""
        pattern = self._card.day_with_year if with_year else self._card.day
        return format_date(value, pattern, locale=self._babel)

    def month(self, value: date) -> str:
        """ "March 2027"."""
        return format_date(value, self._card.month, locale=self._babel)

    def time(self, value: time | datetime) -> str:
        """ "6pm", "6:30pm", "kl. 18"; a moment is shown in the zone it carries."""
        clock = value.timetz() if isinstance(value, datetime) else value
        pattern = self._card.time if clock.minute else self._card.hour
        return format_time(clock.replace(tzinfo=None), pattern, locale=self._babel)

    def moment(self, value: datetime) -> str:
        """ "Tue 24 November, 6pm"; the caller gives it in the person's zone."""
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return self._card.moment.format(day=self.day(value.date()), time=self.time(value))

    def number(self, value: float | Decimal) -> str:
        """ "1,000", "1 000"."""
        return format_decimal(value, locale=self._babel)

    def money(self, value: float | Decimal, currency: str) -> str:
        """ "£14.80", "150,00 kr"."""
        return format_currency(value, currency, locale=self._babel)

    def all_of(self, values: Iterable[str]) -> Html:
        """ "A, B and C"; each value escaped."""
        return Html(format_list([escape(value) for value in values], style="standard", locale=self._babel))

    def one_of(self, values: Iterable[str]) -> Html:
        """ "A, B or C"; each value escaped."""
        return Html(format_list([escape(value) for value in values], style="or", locale=self._babel))

    def _template(self, key: str, values: Mapping[str, Any]) -> str | None:
        message = self._messages.get(key)
        if message is None or isinstance(message, str):
            return message
        if "count" not in values:
            raise MissingValue(key, "count")
        form = self._babel.plural_form(abs(values["count"]))
        return message.get(form, message["other"])

    def _fill(self, key: str, values: Mapping[str, Any], *, escaped: bool) -> str:
        template = self._template(key, values)
        if template is None:
            if self._fallback is None:
                raise MissingText(key, self.code)
            return self._fallback._fill(key, values, escaped=escaped)
        filled: list[str] = []
        for literal, name in _parts(template):
            filled.append(literal)
            if name is not None:
                if name not in values:
                    raise MissingValue(key, name)
                filled.append(self._value(values[name], literal, escaped=escaped))
        return "".join(filled)

    def _value(self, value: Any, before: str, *, escaped: bool) -> str:
        shown = self._shown(value)
        if escaped:
            shown = escape(shown)
        if self.direction == "rtl" and not before.endswith('="'):  # a mark inside href would break the link
            return f"{FSI}{shown}{PDI}"
        return shown

    def _shown(self, value: Any) -> str:
        if isinstance(value, str):
            return value
        if isinstance(value, datetime):
            return self.moment(value)
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, time):
            return self.time(value)
        if isinstance(value, (int, float, Decimal)):
            return self.number(value)
        raise TypeError(f"a text takes words, numbers, days and moments, not {type(value).__name__}")


class Texts:
    """Every language, by code."""

    def __init__(self, catalogues: Mapping[str, Catalogue]) -> None:
        self._locales: dict[str, LocaleTexts] = {}
        for code in sorted(catalogues, key=lambda name: catalogues[name].card.fallback is not None):
            fallback = catalogues[code].card.fallback
            self._locales[code] = LocaleTexts(catalogues[code], self._locales.get(fallback) if fallback else None)
        self.ready = tuple(code for code in sorted(catalogues) if catalogues[code].is_ready)

    def __call__(self, key: str, /, *, locale: str, **values: Any) -> Html:
        """A text for a message body in that language."""
        return self.for_locale(locale)(key, **values)

    def for_locale(self, locale: str) -> LocaleTexts:
        """One language's texts; an unknown code is a mistake of ours, not of the person's."""
        try:
            return self._locales[locale]
        except KeyError:
            raise UnknownLocale(locale) from None
