"""Single cells that are no text: yes and no, numbers, links, e-mail addresses, phone numbers, words out of a list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import TypeVar
from urllib.parse import urlsplit

from bot.domain.countries import Country
from bot.feeds.faults import Unreadable
from bot.feeds.texts import SPOILT, SPOILT_NUMBER, line

Choice = TypeVar("Choice")

LONGEST_LINK = 2000
_YES = frozenset({"yes", "y", "true", "1", "ja"})
_NO = frozenset({"no", "n", "false", "0", "nej"})
_NUMBER = re.compile(r"\d{1,9}(?:[.,]\d{1,2})?")
_EMAIL = re.compile(r"[^@\s,;<>\"']{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z0-9_-]{1,63}\.){1,8}[a-z][a-z0-9-]{1,23}", re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", re.IGNORECASE)
_SPLIT = re.compile(r"[;|\n]")


def yes_or_no(text: str) -> bool:
    """Yes or no, in English or Swedish."""
    word = text.strip().lower()
    if word not in _YES | _NO:
        raise Unreadable("Write yes or no.")
    return word in _YES


def amount(text: str) -> Decimal:
    """A number that may have two decimals: "37.5", "12,50", "£12.71", "1,250.00"."""
    digits = re.sub(r"^[£€]\s*|\s|\u00a0|(?<=\d),(?=\d{3}(?:\D|$))", "", text.strip())
    if not _NUMBER.fullmatch(digits):
        raise Unreadable("Write a number only, like 12 or 12.50.")
    try:
        return Decimal(digits.replace(",", "."))
    except InvalidOperation as fault:
        raise Unreadable("Write a number only, like 12 or 12.50.") from fault


def count(text: str) -> int:
    """A whole number of people or places; spreadsheets write 12 as "12.0"."""
    number = amount(text)
    if number != number.to_integral_value():
        raise Unreadable("Write a whole number.")
    return int(number)


def link(text: str) -> str:
    """A web address; one without http gets https, and nothing but the web is let through."""
    address = text.strip()
    if not re.match(r"[a-z][a-z0-9+.-]*:", address, re.IGNORECASE) or re.match(r"[\w.-]+:\d+(?:/|$)", address):
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError as fault:
        raise Unreadable("This is not a web address we can read.") from fault
    if parts.scheme.lower() not in {"http", "https"}:
        raise Unreadable("A link has to begin with https:// or http://.")
    if not _HOST.fullmatch(_ascii(host)) or re.search(r"[\s<>\"\\^`{|}\x00-\x1f]", address) or "@" in parts.netloc:
        raise Unreadable("This is not a web address we can read.")
    if len(address) > LONGEST_LINK:
        raise Unreadable(f"This link is longer than {LONGEST_LINK} letters.")
    return address


def email(text: str) -> str:
    """An e-mail address, with or without "mailto:"."""
    address = re.sub(r"(?i)^mailto:", "", text.strip()).partition("?")[0]
    if not _EMAIL.fullmatch(address):
        raise Unreadable("This is not an e-mail address we can read.")
    return address


def phone(text: str, country: Country) -> str:
    """A phone number with digits and blanks only; a 0 that a spreadsheet took from the front is put back."""
    cleaned = re.sub(r"(?i)^tel:", "", text.strip().lstrip("'"))
    if SPOILT_NUMBER.match(cleaned):
        raise Unreadable(SPOILT)
    cleaned = re.sub(r"\(0\)", "", cleaned) if "+" in cleaned else cleaned
    cleaned = " ".join(re.sub(r"[().\-–/\u00a0]", " ", cleaned.removesuffix(".0")).split())
    if not re.fullmatch(r"\+?[\d ]{3,22}", cleaned):
        raise Unreadable("This is not a phone number we can read.")
    return _with_zero(cleaned, country)


def listed(text: str) -> tuple[str, ...]:
    """Several in one cell, between semicolons."""
    return tuple(dict.fromkeys(part for part in (line(one) for one in _SPLIT.split(text)) if part))


def languages(text: str) -> tuple[str, ...]:
    """Language codes: "en; sv"."""
    codes = listed(text.replace(",", ";"))
    if not all(_LANGUAGE.fullmatch(code) for code in codes):
        raise Unreadable("Write languages as codes, like en; sv.")
    return tuple(code.lower() for code in codes)


def one_of(choices: Mapping[str, Choice], text: str) -> Choice:
    """One of the words a format allows, however it is capitalised or spaced."""
    word = folded(text)
    if word not in choices:
        first = {meant: word for word, meant in reversed(list(choices.items()))}
        raise Unreadable(f"This has to be one of: {', '.join(reversed(list(first.values())))}.")
    return choices[word]


def folded(text: str) -> str:
    """As words are compared: lower case, one blank, no hyphens or underscores."""
    return " ".join(re.sub(r"[-_\u2010\u2011]", " ", text.lower()).split())


def _ascii(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError as fault:
        raise Unreadable("This is not a web address we can read.") from fault


def _with_zero(number: str, country: Country) -> str:
    digits = number.replace(" ", "")
    if country is Country.UK and re.fullmatch(r"[1-35-9]\d{9}", digits):
        return f"0{number}"
    if country is Country.SE and re.fullmatch(r"[1-9]\d{7,8}", digits):
        return f"0{number}"
    return number
