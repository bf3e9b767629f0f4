"""Cards in languages we do not speak: all there, safe to insert into, and known without names."""

from __future__ import annotations

import re

import pytest

from bot.content.model import Content
from bot.domain.intents.normalise import TextSpeak, clean, words
from bot.domain.other_languages import LATIN, Signs, detect, fold, runs_right_to_left
from bot.messages import other_languages as messages
from bot.messages.texts import FSI, PDI
from tests.auxil.chats import library

WANTED = {"arabic", "somali", "tigrinya", "dari", "persian", "bengali", "romanian", "urdu"}
NAMES = re.findall(
    r"\w+",
    """Mohammed Abdi Fatima Amina Ion Andrei Maria Elena Ștefan Ioana Hassan Ali Omar Khadija Yusuf Nimco Faduma Waris
    Mihai Cristina Alexandru Popescu Ahmed Hodan Ayaan Sagal Emma Liam Olivia Noah Astrid Björn Åsa Sinead Maya Ani Casa
    Jirka""",
)


def signs(content: Content) -> list[Signs]:
    return [
        Signs.of(item.id, item.script, item.order, item.letters, item.words)
        for item in content.other_languages.values()
    ]


def test_every_language_that_was_asked_for_has_its_card(content: Content) -> None:
    assert set(content.other_languages) - {"other_scripts"} == WANTED


def test_no_card_counts_as_reviewed_before_somebody_has_signed_it(content: Content) -> None:
    assert not any(content.other_languages[name].reviewed for name in WANTED)


@pytest.mark.parametrize("numbers", [{"United Kingdom": "999"}, {"United Kingdom": "999", "Sweden": "112"}])
def test_every_card_names_the_number_and_person_each_isolated_in_right_to_left_text(
    content: Content, numbers: dict[str, str]
) -> None:
    for item in content.other_languages.values():
        shown = messages.card(item, numbers)
        assert all(number in shown.text for number in numbers.values())
        assert "PERSON" in shown.text
        assert shown.text.count(FSI) == shown.text.count(PDI) == (2 if item.direction == "rtl" else 0)
        assert [button.data for row in shown.buttons for button in row] == ["person"]
        assert FSI not in item.card


def test_right_to_left_cards_begin_with_a_letter_of_their_own(content: Content) -> None:
    for item in content.other_languages.values():
        assert runs_right_to_left(item.card[0]) == (item.direction == "rtl"), item.id


def test_every_card_is_found_to_be_in_its_own_language(content: Content) -> None:
    for item in content.other_languages.values():
        if item.id != "other_scripts":
            text = item.card.replace("{number}", "").replace("{person}", "")
            found = detect(text, signs(content))
            assert found is not None, item.id
            assert found.language == item.id, found.because


def test_no_distinctive_word_is_a_word_of_ours_or_a_name(content: Content) -> None:
    ours = set(library().known_words) | {fold(name) for name in NAMES}
    for intent in library().intents:
        for phrases in intent.phrases.values():
            ours |= {fold(word) for phrase in phrases for word in words(clean(phrase), TextSpeak())}
    places = content.place_entries.values()
    ours |= {fold(word) for place in places for name in (place.name, *place.aliases) for word in name.split()}
    for item in content.other_languages.values():
        if item.script == LATIN:
            assert {fold(word) for word in item.words} & ours == set(), item.id


def test_no_phrase_of_ours_is_taken_for_another_language(content: Content) -> None:
    known = signs(content)
    taken = [
        phrase
        for intent in library().intents
        for phrases in intent.phrases.values()
        for phrase in phrases
        if detect(phrase, known) is not None
    ]
    assert taken == []


def test_a_name_never_decides(content: Content) -> None:
    known = signs(content)
    for name in (*NAMES, "محمد", "ሰላም", "রহিম"):
        for text in (f"my name is {name}", f"jag heter {name}", f"im {name} from newham"):
            assert detect(text, known) is None, text
    assert all(detect(name, known) is None for name in NAMES)
