"""What an opportunity pays, in words: the amounts as they were given, and what they meet today."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from bot.content.model import Content
from bot.content.schema.pay import PayTable
from bot.domain.pay import PayLevel, PayOffer, Wages, level_of
from bot.messages.texts import Html, LocaleTexts, escape
from db.models import Opportunity

_ADULT = 21
_LONDON = "london"
_NO_PAY: Mapping[str, Any] = {}


class PayWords:
    """Compares with the dated pay table of the opportunity's own country."""

    def __init__(self, content: Content) -> None:
        self._tables = content.pay
        self._london = content.places.groups.get(_LONDON, frozenset())

    def amounts(self, t: LocaleTexts, row: Opportunity) -> Html | None:
        """The pay as it was offered; None when nothing is known."""
        if said := row.details.get("pay_says"):
            return t.written(said)
        pay = row.pay or _NO_PAY
        low, high = _decimal(pay.get("low")), _decimal(pay.get("high"))
        if (low is None and high is None) or pay.get("guessed") or not pay.get("per"):
            return escape(pay["text"]) if pay.get("text") else self._basis(t, pay)
        table = self._tables.get(row.country)
        currency = pay.get("currency") or (table.currency if table else "GBP")
        per = t.plain(f"pay_offers.per.{pay['per']}")
        money = {"low": t.money(low or 0, currency), "high": t.money(high or 0, currency), "per": per}
        shape = "one" if low == high else "up_to" if low is None else "from" if high is None else "between"
        return t(f"pay_offers.{shape}", **money)

    def level(self, row: Opportunity, age: int | None, today: date) -> PayLevel:
        """The best that is sure about the pay, for somebody of that age if it is known."""
        table = self._tables.get(row.country)
        wages = Wages() if table is None else wages_on(table, today, age)
        return level_of(self._offer(row), wages)

    def level_words(self, t: LocaleTexts, row: Opportunity, age: int | None, today: date) -> Html | None:
        """What the pay meets; None in a country whose law has no such rates."""
        table = self._tables.get(row.country)
        if table is None or not table.rates or row.kind in ("mentoring", "volunteering", "course"):
            return None
        return t(f"pay_offers.level.{self.level(row, age, today)}")

    def _offer(self, row: Opportunity) -> PayOffer:
        pay, hours = row.pay or _NO_PAY, row.hours or _NO_PAY
        return PayOffer(
            low=_decimal(pay.get("low")),
            period=pay.get("per"),
            weekly_hours=_decimal(hours.get("high") or hours.get("low")),
            basis=pay.get("basis"),
            is_guessed=bool(pay.get("guessed")),
            pro_rata=bool(pay.get("pro_rata")),
            is_apprenticeship=row.kind == "apprenticeship",
            in_london=bool(self._london & set(row.councils)),
        )

    def _basis(self, t: LocaleTexts, pay: Mapping[str, Any]) -> Html | None:
        return t(f"pay_offers.basis.{pay['basis']}") if pay.get("basis") else None


def wages_on(table: PayTable, today: date, age: int | None) -> Wages:
    """The rates in force for somebody of that age."""
    adult = table.rate("minimum", today, _ADULT)
    own = table.rate("minimum", today, age) if age is not None else None
    rates = {
        "minimum": own,
        "adult": adult,
        "apprentice": table.rate("apprentice", today),
        "living": table.rate("living_uk", today, _ADULT),
        "london": table.rate("living_london", today, _ADULT),
    }
    return Wages(**{name: rate.amount if rate else None for name, rate in rates.items()})


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
