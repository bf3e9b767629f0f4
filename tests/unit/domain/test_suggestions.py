"""What is suggested first, why, and what never is."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.eligibility import Facts, Verdict
from bot.domain.rules import LivesIn
from bot.domain.suggestions import About, Because, Candidate, Wish, suggest

TODAY = date(2026, 11, 23)
HERE = Facts(places=frozenset({"newham"}), interests=frozenset({"health"}))


def item(slug: str, **changes: object) -> Candidate:
    given = {
        "about": About.OPPORTUNITY, "slug": slug, "sector": "retail", "councils": frozenset(), "online": False,
        "programmes": (), "ring_fenced_for": (), "rules": None, "ends_on": None,
    }  # fmt: skip
    return Candidate(**(given | changes))


def test_a_held_place_comes_first_and_says_so() -> None:
    held = item("held", ring_fenced_for=("hub",), programmes=("hub",))
    near = item("near", councils=frozenset({"newham"}), sector="health")
    first, second = suggest([near, held], HERE, {"hub": Verdict.MATCH}, TODAY)
    assert (first.candidate.slug, first.reasons) == ("held", ((Because.HELD, "hub"),))
    assert {because for because, _ in second.reasons} == {Because.SECTOR, Because.NEAR}


def test_a_place_held_for_others_is_not_shown() -> None:
    held = item("held", ring_fenced_for=("hub",))
    assert not suggest([held], HERE, {"hub": Verdict.NOT_NOW}, TODAY)
    assert not suggest([held], HERE, {}, TODAY), "a closed programme holds nothing"
    assert suggest([held], HERE, {"hub": Verdict.NEED_MORE}, TODAY)


def test_what_its_own_rules_shut_out_or_what_is_over_is_not_shown() -> None:
    elsewhere = item("elsewhere", rules=LivesIn(frozenset({"barnet"}), {"en": "x"}))
    over = item("over", ends_on=TODAY - timedelta(days=1))
    last_day = item("last_day", ends_on=TODAY)
    assert [found.candidate.slug for found in suggest([elsewhere, over, last_day], HERE, {}, TODAY)] == ["last_day"]


def test_far_away_sinks_and_is_still_there() -> None:
    far = item("far", councils=frozenset({"barnet"}), sector="health")
    anywhere = item("anywhere")
    assert [found.candidate.slug for found in suggest([far, anywhere], HERE, {}, TODAY)] == ["anywhere", "far"]


@given(st.permutations(["a", "b", "c", "d"]))
def test_the_order_does_not_depend_on_the_order_given(slugs: list[str]) -> None:
    found = suggest([item(slug) for slug in slugs], HERE, {}, TODAY)
    assert [one.candidate.slug for one in found] == ["a", "b", "c", "d"]
    assert all(one.reasons for one in found), "everything says why"


def test_work_like_what_was_asked_for_counts_and_says_so_and_the_work_itself_counts_more() -> None:
    asked = item("asked", sector="health", councils=frozenset({"newham"}))
    alike = item("alike", sector="social_care", councils=frozenset({"newham"}))
    other = item("other", sector="retail", councils=frozenset({"newham"}))
    found = suggest([other, alike, asked], HERE, {}, TODAY, Wish(near=frozenset({"social_care"})))
    assert [one.candidate.slug for one in found] == ["asked", "alike", "other"]
    assert (Because.ALIKE, "") in found[1].reasons
