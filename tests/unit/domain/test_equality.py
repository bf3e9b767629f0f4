"""The way through the equality questions."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.equality import Choice, Screen, Shape, choice_at, chosen_at, screen_after, screen_before, screens

SHAPES = (Shape("sex"), Shape("group", frozenset({"asian", "black"})), Shape("health", frozenset({"yes"})))
FIRST = st.sampled_from(["asian", "black", "yes", "no", "own_words", "prefer_not_to_say"])
GIVEN = st.dictionaries(
    st.sampled_from([shape.question for shape in SHAPES]),
    st.builds(lambda first, rest: Choice((first, *rest)), FIRST, st.lists(st.just("second"), max_size=1)),
)


def test_second_step_when_the_first_leads_to_it_then_it_follows_at_once() -> None:
    names = [screen.name for screen in screens(SHAPES, {"group": Choice(("asian",)), "health": Choice(("no",))})]
    assert names == ["sex", "group", "group.asian", "health"]


@given(GIVEN)
def test_way_when_walked_to_the_end_and_back_then_every_screen_is_seen_in_order(given: dict[str, Choice]) -> None:
    way = screens(SHAPES, given)
    forward, here = [], Screen("sex")
    while here is not None:
        forward.append(here)
        here = screen_after(SHAPES, given, here)
    backward, here = [], way[-1]
    while here is not None:
        backward.append(here)
        here = screen_before(SHAPES, given, here)
    assert forward == way
    assert backward == way[::-1]


@given(GIVEN)
def test_way_when_answers_differ_then_every_question_is_on_it_once(given: dict[str, Choice]) -> None:
    first_steps = [screen.question for screen in screens(SHAPES, given) if screen.under is None]
    assert first_steps == ["sex", "group", "health"]


def test_screen_when_the_way_no_more_leads_past_it_then_nothing_is_beside_it() -> None:
    asian = Screen("group", "asian")
    assert screen_after(SHAPES, {"group": Choice(("black",))}, asian) is None
    assert screen_before(SHAPES, {}, asian) is None


def test_choice_when_made_in_a_second_step_then_the_first_is_kept() -> None:
    assert choice_at(Screen("group", "asian"), "indian") == Choice(("asian", "indian"))
    assert choice_at(Screen("group"), "own_words", "mine") == Choice(("own_words",), "mine")


def test_chosen_when_asked_for_then_only_the_step_that_holds_it_answers() -> None:
    choice = Choice(("asian", "indian"))
    assert chosen_at(Screen("group"), choice) == "asian"
    assert chosen_at(Screen("group", "asian"), choice) == "indian"
    assert chosen_at(Screen("group", "black"), choice) is None
    assert chosen_at(Screen("group", "asian"), Choice(("asian",))) is None
    assert chosen_at(Screen("group"), None) is None
