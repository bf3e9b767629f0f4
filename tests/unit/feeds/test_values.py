"""Single cells."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.countries import Country
from bot.feeds import values
from bot.feeds.faults import Unreadable


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("020 7946 0123", "020 7946 0123"),
        ("2079460123", "02079460123"),
        ("7700900123", "07700900123"),
        ("+44 (0)20 7946 0123", "+44 20 7946 0123"),
        ("tel:+442079460123", "+442079460123"),
        ("'+44 20 7946 0123", "+44 20 7946 0123"),
        ("2079460123.0", "02079460123"),
        ("0800-123-456", "0800 123 456"),
    ],
)
def test_phone_when_a_spreadsheet_took_its_zero_then_it_is_put_back(text: str, number: str) -> None:
    assert values.phone(text, Country.UK) == number


@pytest.mark.parametrize("text", ["2.07946E+09", "call us", "12", "0" * 40])
def test_phone_when_it_cannot_be_read_then_it_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        values.phone(text, Country.UK)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("www.college.example.org/care", "https://www.college.example.org/care"),
        ("http://example.org", "http://example.org"),
        ("https://example.org:8443/a?b=c#d", "https://example.org:8443/a?b=c#d"),
        ("https://högskola.example.se/kurs", "https://högskola.example.se/kurs"),
    ],
)
def test_link_when_it_leads_to_the_web_then_it_is_kept(text: str, address: str) -> None:
    assert values.link(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.org",
        "https://user:secret@example.org",
        "https://exa mple.org",
        "https://localhost/x",
        "https://10.0.0.1/",
        "https://example.org/<b>",
        "https://" + "a" * 3000 + ".org",
        "http://[::1",
        "see our website",
    ],
)
def test_link_when_it_leads_elsewhere_then_it_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        values.link(text)


@pytest.mark.parametrize(
    "text", ["a@b", "no at sign", "two@example.org, three@example.org", "x@example.org\nbcc:y@x.org"]
)
def test_email_when_it_is_not_one_address_then_it_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        values.email(text)


def test_email_when_it_is_a_link_then_the_address_is_taken() -> None:
    assert values.email("mailto:jobs@example.org?subject=Hello") == "jobs@example.org"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", "12"),
        ("12.50", "12.50"),
        ("12,50", "12.50"),
        ("£1,250.00", "1250.00"),
        ("1 250", "1250"),
        ("1,234,567", "1234567"),
    ],
)
def test_amount_when_written_in_several_ways_then_it_is_one_number(text: str, number: str) -> None:
    assert values.amount(text) == Decimal(number)


@pytest.mark.parametrize("text", ["ask us", "-5", "12.345", "1e9", "NaN", "inf"])
def test_amount_when_it_is_no_plain_number_then_it_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        values.amount(text)


def test_count_when_it_has_a_half_then_it_is_refused() -> None:
    with pytest.raises(Unreadable, match="whole"):
        values.count("2.5")
    assert values.count("12.0") == 12


def test_yes_or_no_when_it_is_neither_then_it_is_refused() -> None:
    assert [values.yes_or_no(word) for word in ("Yes", "nej", "TRUE", "0")] == [True, False, True, False]
    with pytest.raises(Unreadable, match="yes or no"):
        values.yes_or_no("maybe")


def test_choice_when_it_is_none_of_them_then_each_meaning_is_named_once() -> None:
    with pytest.raises(Unreadable, match=r"one of: work based, online\.$"):
        values.one_of({"work based": 1, "workbased": 1, "online": 2}, "by post")


def test_languages_when_they_are_codes_then_they_are_lower_case() -> None:
    assert values.languages("EN; sv, en-GB") == ("en", "sv", "en-gb")
    with pytest.raises(Unreadable):
        values.languages("English please")


@given(st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=20), max_size=8))
def test_list_when_joined_and_read_then_it_is_the_same_without_repeats(parts: list[str]) -> None:
    assert values.listed("; ".join(parts)) == tuple(dict.fromkeys(parts))
