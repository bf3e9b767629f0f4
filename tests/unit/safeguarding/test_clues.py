"""Clues: words that alarm only together, in any order."""

from __future__ import annotations

import pytest

from bot.domain.safeguarding.clues import ClueError, Clues, holds, read_rule

GROUPS = {"weapon": ("knife", "baseball bat"), "near": ("outside", "at my door"), "harm": ("stab*",), "work": ("chef",)}


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("he is outside with a knife", {"weapon", "near"}),
        ("a knife and he is at my door", {"weapon", "near"}),
        ("a baseball bat", {"weapon"}),
        ("a baseball game", set()),
        ("they stabbed him", {"harm"}),
        ("sta", set()),
        ("", set()),
    ],
)
def test_clues_when_words_stand_in_any_order_then_their_groups_are_heard(text: str, heard: set[str]) -> None:
    assert set(Clues(GROUPS).find(text.split())) == heard


@pytest.mark.parametrize(
    ("text", "is_met"),
    [("knife outside", True), ("outside a knife", True), ("a knife", False), ("chef knife outside", False)],
)
def test_rule_when_a_group_is_missing_or_a_forbidden_one_is_there_then_it_is_not_met(text: str, is_met: bool) -> None:
    rule = read_rule("@weapon @near !work", GROUPS)
    assert holds(rule, Clues(GROUPS).find(text.split())) is is_met


@pytest.mark.parametrize("rule", ["", "weapon", "@weapons", "@weapon near", "@weapon !nothing"])
def test_rule_when_it_names_no_group_then_it_is_refused(rule: str) -> None:
    with pytest.raises(ClueError):
        read_rule(rule, GROUPS)
