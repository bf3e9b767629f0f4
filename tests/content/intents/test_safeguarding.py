"""Safeguarding on sentences: nobody imminent is missed, job words and sayings fire nothing."""

import pytest

from bot.domain.intents.understanding import Understanding
from tests.content.intents.conftest import HERE

FILES = ["safeguarding", "unseen_safeguarding"]


def rows(name: str, level: str) -> list[tuple[str, str]]:
    lines = [line.split("\t") for line in (HERE / f"{name}.tsv").read_text("utf-8").splitlines()]
    return [(text, locale) for text, _, found, locale in lines if found == level]


@pytest.mark.parametrize(
    ("text", "locale"), [*rows("safeguarding", "imminent"), *rows("unseen_safeguarding", "imminent")]
)
def test_imminent_sentences_always_get_the_imminent_card(understanding: Understanding, text: str, locale: str) -> None:
    alarm = understanding.read(text, locale).safeguarding

    assert alarm is not None
    assert alarm.level == "imminent"


@pytest.mark.parametrize("name", FILES)
def test_sentences_of_concern_get_a_card(understanding: Understanding, name: str) -> None:
    sentences = rows(name, "concern")

    missed = [text for text, locale in sentences if understanding.read(text, locale).safeguarding is None]

    assert len(missed) <= 0.05 * len(sentences), missed


@pytest.mark.parametrize("name", FILES)
def test_job_words_and_sayings_get_no_card(understanding: Understanding, name: str) -> None:
    sentences = rows(name, "none")

    fired = [text for text, locale in sentences if understanding.read(text, locale).safeguarding]

    assert len(fired) <= 0.04 * len(sentences), fired


def test_a_sentence_in_the_middle_of_a_long_message_is_heard(understanding: Understanding) -> None:
    story = "i was at the fair on monday. it was fine. " * 30

    reading = understanding.read(f"{story} my dad hits me. {story}", "en")

    assert reading.safeguarding is not None
    assert reading.safeguarding.kind == "abuse_home"


def test_both_languages_are_heard_whatever_was_chosen(understanding: Understanding) -> None:
    assert understanding.read("jag vill ta mitt liv", "en").safeguarding
    assert understanding.read("i want to kill myself", "sv").safeguarding


@pytest.mark.parametrize(
    "text", ["i want to\nkill myself", "i want to... kill myself", "I WANT TO KILL MYSELF!!!", "i wanna kil my self"]
)
def test_broken_lines_pauses_and_misspellings_hide_nothing(understanding: Understanding, text: str) -> None:
    alarm = understanding.read(text, "en").safeguarding

    assert alarm is not None
    assert alarm.level == "imminent"


@pytest.mark.parametrize(
    ("text", "pauses"),
    [
        ("i have no food", False), ("i am homeless", False), ("im really depressed", False),
        ("i cut myself", True), ("my dad hits me", True), ("i was trafficked here", True),
    ],
)  # fmt: skip
def test_only_grave_kinds_pause_bulk_messages(understanding: Understanding, text: str, pauses: bool) -> None:
    alarm = understanding.read(text, "en").safeguarding

    assert alarm is not None
    assert alarm.pauses_messages is pauses


NAMES = """Amina, Ellie Smith, Kai, Tyrone Walker, Fatima Zahra, Mohammed, Abdi Warsame, Chloe, Jayden Clarke,
Zainab Begum, Destiny, Blessing Okonkwo, Muhammad Yusuf Ali, Oluwaseun, Kwame Mensah, Priya Patel, Nguyen,
Agnieszka Kowalska, Elin Svensson, Ahmed Hassan, Leyla, Björn, Nour Haddad, Ebba Lindqvist, Hodan"""


@pytest.mark.parametrize("name", NAMES.replace("\n", " ").split(", "))
def test_names_alone_get_no_card(understanding: Understanding, name: str) -> None:
    assert understanding.read(name.strip()).safeguarding is None


@pytest.mark.parametrize("text", ["im suicidl", "suicidle", "homless"])
def test_danger_in_a_misspelt_word_or_two_still_gets_a_card(understanding: Understanding, text: str) -> None:
    assert understanding.read(text).safeguarding is not None
