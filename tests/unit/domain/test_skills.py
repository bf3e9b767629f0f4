"""The skills card as plain values."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.leads import FIELDS, field_after, field_before, is_reachable
from bot.domain.skills import LONGEST_LINE, Card, Line, after, before, own_words

ORDER = ("work", "training", "languages", "wish")
lines = st.builds(Line, st.lists(st.sampled_from(["a", "b", "c"]), unique=True).map(tuple), st.text(max_size=20))
cards = st.dictionaries(st.sampled_from(ORDER), lines.filter(lambda line: not line.is_empty)).map(Card)


@given(cards)
def test_card_when_kept_and_read_then_it_is_the_same(card: Card) -> None:
    assert Card.from_json(card.to_json()) == card


@given(cards, st.sampled_from(ORDER), lines)
def test_line_when_changed_then_the_others_stay(card: Card, name: str, line: Line) -> None:
    changed = card.with_line(name, line)
    assert changed.line(name) == line
    assert all(changed.line(other) == card.line(other) for other in ORDER if other != name)
    assert (name in changed.lines) == (not line.is_empty)


@given(lines, st.sampled_from(["a", "b", "c"]))
def test_option_when_ticked_twice_then_it_is_as_if_never(line: Line, option: str) -> None:
    assert set(line.ticked(option).ticked(option).chosen) == set(line.chosen)
    assert line.ticked(option).words == line.words


@given(st.text(max_size=600))
def test_own_words_when_taken_then_they_are_one_short_line_that_cannot_turn_others_around(text: str) -> None:
    said = own_words(text)
    assert len(said) <= LONGEST_LINE
    assert "\n" not in said
    assert not set("\u202e\u2066\u2067\u2068\u2069\x00") & set(said)
    assert own_words(said) == said


def test_own_words_when_ordinary_then_they_stay_as_they_were_written() -> None:
    assert own_words("Jag var <kock> & bagare, 3 år") == "Jag var <kock> & bagare, 3 år"
    assert own_words("می‌خواهم") == "می‌خواهم"


def test_lines_when_walked_then_back_undoes_on() -> None:
    assert [after(name, ORDER) for name in ORDER] == ["training", "languages", "wish", None]
    assert [before(name, ORDER) for name in ORDER] == [None, "work", "training", "languages"]
    assert [field_before(field) for field in FIELDS] == [None, "organisation", "offer"]
    assert [field_after(field) for field in FIELDS] == ["offer", "contact", None]


def test_contact_when_it_holds_a_way_to_be_reached_then_it_is_taken() -> None:
    for contact in ("hr@acme.example", "Ask for Kim, 020 7946 0958", "+46 8 123 456", "٠٢٠٧٩٤٦٠٩٥٨"):
        assert is_reachable(contact), contact
    for contact in ("call us", "", "ask 12", "a@b", "www.acme.example"):
        assert not is_reachable(contact), contact


@given(st.text(max_size=2000))
def test_contact_when_anything_is_typed_then_it_is_judged(contact: str) -> None:
    assert is_reachable(contact) in (True, False)
