"""A list of what can be said yes to: who, where and why in words that read well."""

from __future__ import annotations

import pytest

from bot.messages.results import Opening, Shown, listing, nothing_open
from bot.messages.taps import Tap
from bot.messages.texts import Html
from tests.auxil.offices import texts


def shown(organisation: str, where: str, *reasons: str) -> Shown:
    """One entry."""
    return Shown(Tap.OPPORTUNITY, "one", Html("Job"), organisation, where, reasons, None, None, False)


@pytest.mark.parametrize(
    ("organisation", "where", "said"),
    [
        ("Leamouth College (example)", "Leamouth College, Canning Town", "Leamouth College (example), Canning Town"),
        ("Leamouth College", "Leamouth College", "Leamouth College"),
        ("Leamouth College", "Leamouth College hall, E16", "Leamouth College, Leamouth College hall, E16"),
        ("Bridge & Co", "Newham", "Bridge &amp; Co, Newham"),
    ],
)
def test_entry_when_the_place_begins_with_the_organisation_then_its_name_is_said_once(
    organisation: str, where: str, said: str
) -> None:
    text = listing(texts("en"), [shown(organisation, where, "it is in Newham")], first=1, more=None).text
    assert text.splitlines()[3] == said


@pytest.mark.parametrize(
    ("locale", "reason"),
    [
        ("en", "it is part of Movement to Work and it is in London"),
        ("sv", "det hör till Movement to Work och det är i London"),
    ],
)
def test_entry_when_there_are_two_reasons_then_they_read_as_one_sentence(locale: str, reason: str) -> None:
    t = texts(locale)
    reasons = [t("results.why.programme", programme="Movement to Work"), t("results.why.london")]
    text = listing(t, [shown("College", "Newham", *reasons)], first=1, more=None).text
    assert text.endswith(reason)


def test_nothing_open_when_nothing_was_found_then_it_says_so_and_offers_a_person() -> None:
    message = nothing_open(texts("en"), Opening(missed="anything"))
    assert message is not None
    assert message.text == "Nothing like that is open right now."
    assert message.buttons
    assert nothing_open(texts("en"), Opening()) is None
