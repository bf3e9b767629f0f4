"""Pay as people write it: "£12.71 an hour", "£24k-£26k pro rata", "27 500 kr i månaden", "Competitive"."""

from __future__ import annotations

import re
from decimal import Decimal

from bot.feeds.rows import Pay
from bot.feeds.texts import line
from bot.feeds.vocabulary import PayBasis, Period

_NUMBER = r"\d{1,3}(?:[,  \u00a0.]\d{3})+(?:[.,]\d{1,2})?|\d{1,7}(?:[.,]\d{1,2})?"
_SIGN = r"£|€|GBP|SEK|EUR"
_AFTER = r"kr(?:onor)?\b|:-|SEK\b|GBP\b|EUR\b"
_TO = r"\s*(?:-|–|—|to|and|till|och)\s*"
_MENTION = re.compile(
    rf"(?:(?P<sign>{_SIGN})\s?)?(?P<low>{_NUMBER})\s?(?P<low_k>k\b)?\s?(?P<low_after>{_AFTER})?"
    rf"(?:{_TO}(?:(?:{_SIGN})\s?)?(?P<high>{_NUMBER})\s?(?P<high_k>k\b)?\s?(?P<high_after>{_AFTER})?)?",
    re.IGNORECASE,
)
_PERIODS: tuple[tuple[Period, re.Pattern[str]], ...] = tuple(
    (period, re.compile(pattern, re.IGNORECASE))
    for period, pattern in (
        (
            Period.HOUR,
            r"\b(?:(?:per|an|a|each) h(?:ou)?rs?|hourly|p\.?h|i timmen|per timme|timlön)\b|/\s?(?:h(?:ou)?r?|t)\b",
        ),
        (Period.DAY, r"\b(?:(?:per|a|each) day|daily|p\.?d|per dag|om dagen)\b|/\s?day\b"),
        (Period.WEEK, r"\b(?:(?:per|a|each) week|weekly|p\.?w|per vecka|i veckan)\b|/\s?w(?:ee)?k\b"),
        (
            Period.MONTH,
            r"\b(?:(?:per|a|each) (?:calendar )?month|monthly|p\.?c?\.?m|per månad|i månaden|månadslön)\b"
            r"|/\s?(?:mån|month)\b",
        ),
        (
            Period.YEAR,
            r"\b(?:(?:per|a|each) (?:year|annum)|annually|annual|yearly|p\.?a|per år|om året|årslön)\b"
            r"|/\s?(?:yr|year|år)\b",
        ),
    )
)
_UNPAID = re.compile(
    r"\b(?:unpaid|not paid|no pay|voluntary|volunteer(?:ing)?|expenses only|oavlönad|ingen lön|ideellt)\b", re.I
)
_APPRENTICE = re.compile(
    r"\b(?:national )?minimum wage (?:rate )?for apprentices\b|\bapprentice(?:ship)? (?:national )?minimum(?: wage)?\b",
    re.I,
)
_MINIMUM = re.compile(r"\bnational (?:minimum|living) wage\b|\bNMW\b|\bNLW\b", re.I)
_UP_TO = re.compile(r"\b(?:up to|maximum|max\.?|högst|upp till)\s*$", re.I)
_FROM = re.compile(r"\b(?:from|starting at|minimum of|at least|från|minst)\s*$", re.I)
_PLUS = re.compile(r"\s*(?:\+|plus\b|or more|and above)", re.I)
_PRO_RATA = re.compile(r"\bpro[ -]?rata\b", re.I)
SURELY_A_YEAR, SURELY_AN_HOUR = Decimal(5000), Decimal(100)
LONGEST = 300


def pay(text: str, currency: str = "GBP") -> Pay:
    """What was written, with amounts where they are certain; several amounts for different people stay words."""
    words = line(text)[:LONGEST]
    found = [match for match in _MENTION.finditer(words) if _is_money(match, words)]
    mentions = [match for match in found if len(found) == 1 or _period_after(match, words)]
    if len(found) == 1 or (mentions and _says_the_same(mentions, words) and len(mentions) == len(found)):
        return _amounts(mentions[0], words, currency)
    return Pay(basis=_basis(words) if not found else None, currency=currency, text=words)


def with_period(
    low: Decimal | None, high: Decimal | None, period: Period | None, currency: str, text: str | None
) -> Pay:
    """Amounts out of separate fields; amounts without a period get the likely one, marked as a guess."""
    top = high if high is not None else low
    guessed = None if period is not None or top is None else _likely(top, currency)
    return Pay(
        low=low,
        high=high,
        period=period or guessed,
        currency=currency,
        text=text,
        period_is_guessed=guessed is not None,
        pro_rata=bool(text and _PRO_RATA.search(text)),
    )


def _is_money(match: re.Match[str], words: str) -> bool:
    """A sign of money stands by it, or nothing else stands in the text at all."""
    if any(match[name] for name in ("sign", "low_after", "high_after", "low_k", "high_k")):
        return True
    return not words[: match.start()].strip() and not re.search(r"[a-z]", _without_periods(words[match.end() :]), re.I)


def _without_periods(text: str) -> str:
    for _, pattern in _PERIODS:
        text = pattern.sub("", text)
    return text


def _says_the_same(mentions: list[re.Match[str]], words: str) -> bool:
    """ "£12.71 an hour (£24,785 a year)" is one pay told twice."""
    periods = [_period_after(mention, words) for mention in mentions]
    return len(set(periods)) == len(periods)


def _amounts(match: re.Match[str], words: str, currency: str) -> Pay:
    low = _number(match["low"], thousands=bool(match["low_k"] or (match["high_k"] and "." not in match["low"])))
    high = _number(match["high"], thousands=bool(match["high_k"])) if match["high"] else low
    if low > high:
        low, high = high, low
    before, after = words[: match.start()], words[match.end() :]
    is_single = match["high"] is None
    return with_period(
        None if is_single and _UP_TO.search(before) else low,
        None if is_single and (_FROM.search(before) or _PLUS.match(after)) else high,
        _period_after(match, words) or _period(words),
        _currency(match, currency),
        words,
    )


def _number(text: str, *, thousands: bool) -> Decimal:
    digits = re.sub(r"[ \u00a0]", "", text)
    if decimals := re.search(r"[.,](\d{1,2})$", digits):
        digits = re.sub(r"[.,]", "", digits[: decimals.start()]) + "." + decimals[1]
    else:
        digits = re.sub(r"[.,]", "", digits)
    return Decimal(digits) * (1000 if thousands else 1)


def _period_after(match: re.Match[str], words: str) -> Period | None:
    """The period that follows before the next amount."""
    return _period(re.split(r"[£€;(]", words[match.end() :])[0])


def _period(words: str) -> Period | None:
    found = [(match.start(), period) for period, pattern in _PERIODS if (match := pattern.search(words))]
    return min(found)[1] if found else None


def _currency(match: re.Match[str], default: str) -> str:
    sign = (match["sign"] or match["high_after"] or match["low_after"] or "").upper()
    if sign in {"GBP", "EUR", "SEK"}:
        return sign
    return {"£": "GBP", "€": "EUR"}.get(sign, "SEK" if sign else default)


def _likely(top: Decimal, currency: str) -> Period | None:
    if currency == "SEK":
        return None
    if top >= SURELY_A_YEAR:
        return Period.YEAR
    return Period.HOUR if top <= SURELY_AN_HOUR else None


def _basis(words: str) -> PayBasis | None:
    for basis, pattern in (
        (PayBasis.APPRENTICE_MINIMUM, _APPRENTICE),
        (PayBasis.NATIONAL_MINIMUM, _MINIMUM),
        (PayBasis.UNPAID, _UNPAID),
    ):
        if pattern.search(words):
            return basis
    return None
