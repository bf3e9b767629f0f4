"""The whole reading on real content: openings people use, slots, words that always work, bad input, speed."""

from datetime import time, timedelta
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.model import Content
from bot.domain.intents.library import IntentLibrary
from bot.domain.intents.understanding import Understanding
from tests.content.intents.conftest import HERE


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("any nhs jobs near me", "find_vacancy"), ("wagwan", "greeting"),
        ("im 17 at college mon to fri is there saturday jobs", "find_vacancy"),
        ("cant make it no more", "cancel_booking"), ("stop", "stop_messages"),
        ("any aprentiship in newam", "find_apprenticeship"), ("18 male barking no job", "eligibility_check"),
        ("är du en robot", "ask_if_bot"), ("finns det praktik på sjukhus", "find_placement"),
        ("får jag jobba med studentvisum", "right_to_work"),
    ],
)  # fmt: skip
def test_real_openings_are_understood(understanding: Understanding, text: str, intent: str) -> None:
    assert understanding.read(text, "en").intent == intent


def test_a_misspelt_word_is_shown_with_what_it_was_read_as(understanding: Understanding) -> None:
    because = understanding.read("any aprentiship in newam", "en").because

    assert because is not None
    assert ("aprentiship", "apprenticeship") in because.repairs
    assert because.words[0][0] == "apprenticeship"


def test_what_a_message_states_fills_the_slots_and_never_gender(understanding: Understanding) -> None:
    slots = understanding.read("18 male barking no job", "en").slots

    assert (slots.age, slots.places, slots.situation) == (18, ("barking_and_dagenham",), "not_working_not_studying")
    assert not any("male" in str(value) for value in vars(slots).values())


def test_roles_sectors_hours_and_times_are_spotted(understanding: Understanding) -> None:
    work = understanding.read("weekend hca or kitchen porter jobs in hackney", "en").slots
    reminder = understanding.read("remind me the day before at 7am", "en").slots
    swedish = understanding.read("undersköterska deltid i södertälje", "sv").slots

    assert work.roles == ("healthcare_assistant", "kitchen_helper")
    assert set(work.sectors) == {"health", "hospitality"}
    assert (work.hours, work.places) == (("weekends",), ("hackney",))
    assert (reminder.lead_time, reminder.time) == (timedelta(days=1), time(7))
    assert (swedish.sectors, swedish.hours, swedish.places) == (
        ("health", "social_care"),
        ("part_time",),
        ("sodertalje",),
    )


@pytest.mark.parametrize(
    ("text", "programmes", "places"),
    [
        ("whats win", ("win",), ()), ("who will win", (), ()), ("cheers bro", (), ()),
        ("tell me about entry hub", ("entry_hub",), ()),
        ("i like reading", (), ()), ("take a bow", (), ()), ("i live in bow", (), ("tower_hamlets",)),
    ],
)  # fmt: skip
def test_names_that_are_ordinary_words_count_only_where_they_are_meant(
    understanding: Understanding, text: str, programmes: tuple[str, ...], places: tuple[str, ...]
) -> None:
    slots = understanding.read(text, "en").slots

    assert (slots.programmes, slots.places) == (programmes, places)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("help", "help"), ("hlep", "help"), ("menu", "menu"), ("bakc", "back"), ("go back", "back"),
        ("start agian", "start_again"), ("skip", "skip"), ("idk", "dont_know"), ("dont no", "dont_know"),
        ("talk to a person", "person"), ("privacy", "privacy"), ("privcy", "privacy"), ("hjälp", "help"),
        ("tillbaka", "back"), ("börja om", "start_again"), ("vet inte", "dont_know"), ("stopp", "stop"),
        ("meny", "menu"), ("hoppa över", "skip"),
    ],
)  # fmt: skip
def test_words_that_always_work_are_found_misspelt_too(understanding: Understanding, text: str, word: str) -> None:
    assert understanding.read(text, "en").word == word


@pytest.mark.parametrize(
    "text", ["help with my cv", "i want to go back to college", "can i skip the course", "my data plan"]
)
def test_a_sentence_that_only_holds_such_a_word_is_no_command(understanding: Understanding, text: str) -> None:
    assert understanding.read(text, "en").word is None


@pytest.mark.parametrize("text", ["", "   ", "😭😭😭", "??", "\x00\x00", "\ud800", "…", "<>", "((((", "q" * 4096])
def test_nothing_to_read_is_unclear_and_not_an_error(understanding: Understanding, text: str) -> None:
    reading = understanding.read(text, "en")

    assert reading.intent == "unclear"
    assert reading.safeguarding is None


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=300))
def test_any_text_is_read_the_same_way_twice(text: str) -> None:
    understanding = _built()

    assert understanding.read(text, "en") == understanding.read(text, "en")


@pytest.mark.parametrize(
    "text",
    [
        "im looking for work " * 200, "my mum " * 600, "i " * 2048, "\U0001f62d" * 4096, "https://a.b/c " * 300,
        "рабόtа العمل job 仕事 " * 200, "a1!" * 1300, "(a|b)*" * 680, "i want to " * 400, "xq zj vk " * 450,
    ],
)  # fmt: skip
def test_four_thousand_characters_are_read_in_bounded_time(understanding: Understanding, text: str) -> None:
    begun = process_time()
    understanding.read(text, "en")

    assert process_time() - begun < 1.0


def test_reading_an_ordinary_message_takes_little_time(understanding: Understanding) -> None:
    texts = [line.split("\t")[0] for line in (HERE / "messages_en.tsv").read_text("utf-8").splitlines()]
    seconds = []
    for text in texts:
        begun = process_time()
        understanding.read(text, "en")
        seconds.append(process_time() - begun)

    assert sorted(seconds)[len(seconds) // 2] < 0.005


_BUILT: list[Understanding] = []


@pytest.fixture(autouse=True)
def _share(understanding: Understanding) -> None:
    """Hypothesis may not take a fixture that lives shorter than the test run."""
    _BUILT[:] = [understanding]


def _built() -> Understanding:
    return _BUILT[0]


def test_every_sector_people_may_name_is_one_that_opportunities_have(library: IntentLibrary, content: Content) -> None:
    named = {sector.id for sector in library.names.sectors}

    assert named <= {option.id for option in content.questions["interests"].options}
