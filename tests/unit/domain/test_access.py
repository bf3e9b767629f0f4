"""Who may do what: the written table, and how far each right reaches."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.access import RIGHTS, Act, Reach, Role, Subject, Viewer, may, needs_second_factor, reach_of

HERE, THERE = "thamesway_advice", "vagvisaren"
ROLES = [frozenset(some) for count in range(len(Role) + 1) for some in combinations(Role, count)]


def viewer(*roles: Role, **more: frozenset[str] | frozenset[int]) -> Viewer:
    return Viewer(7, HERE, frozenset(roles), **more)


def reaching(reach: Reach) -> tuple[Viewer, Act]:
    """Somebody with a right that reaches exactly so far."""
    act, role = next((act, role) for act, rights in RIGHTS.items() for role, far in rights.items() if far is reach)
    return viewer(role), act


def test_rights_when_written_then_every_act_has_a_row_and_somebody_who_may() -> None:
    assert set(RIGHTS) == set(Act)
    assert [act for act, rights in RIGHTS.items() if not rights] == []


@given(act=st.sampled_from(Act), roles=st.sampled_from(ROLES))
def test_may_when_it_belongs_to_another_organisation_then_nobody(act: Act, roles: frozenset[Role]) -> None:
    somebody = Viewer(7, HERE, roles, stands_in_for=frozenset({8}))
    for holder in (None, 7, 8):
        assert not may(somebody, act, Subject(THERE, holder_id=holder))


@given(act=st.sampled_from(Act), roles=st.sampled_from(ROLES), holder=st.sampled_from([None, 7, 8, 9]))
def test_may_when_roles_are_added_then_nothing_is_lost(act: Act, roles: frozenset[Role], holder: int | None) -> None:
    subject = Subject(HERE, holder_id=holder)
    all_of_them = Viewer(7, HERE, frozenset(Role))
    assert not may(Viewer(7, HERE, roles), act, subject) or may(all_of_them, act, subject)


@pytest.mark.parametrize("act", Act)
def test_may_when_somebody_has_no_role_then_nothing(act: Act) -> None:
    assert reach_of(viewer(), act) is Reach.NOBODY
    assert not may(viewer(), act)
    assert not may(viewer(), act, Subject(HERE, holder_id=7))


def test_own_when_a_colleague_holds_it_then_only_who_stands_in_may() -> None:
    role = Role.ADVISER
    assert RIGHTS[Act.WORK_CASE][role] is Reach.OWN
    assert may(viewer(role), Act.WORK_CASE, Subject(HERE, holder_id=7))
    assert not may(viewer(role), Act.WORK_CASE, Subject(HERE, holder_id=8))
    assert not may(viewer(role), Act.WORK_CASE, Subject(HERE))
    assert may(viewer(role, stands_in_for=frozenset({8})), Act.WORK_CASE, Subject(HERE, holder_id=8))


def test_free_when_nobody_holds_it_then_it_is_within_the_scope() -> None:
    somebody, act = reaching(Reach.FREE)
    limited = Viewer(7, HERE, somebody.roles, councils=frozenset({"newham"}), programmes=frozenset({"win"}))
    assert may(limited, act, Subject(HERE, "newham", "win"))
    assert may(limited, act, Subject(HERE)), "what is not known is in everybody's scope"
    assert not may(limited, act, Subject(HERE, "hackney", "win"))
    assert not may(limited, act, Subject(HERE, "newham", "other"))
    assert not may(limited, act, Subject(HERE, "newham", "win", holder_id=8))
    assert may(limited, act, Subject(HERE, "hackney", "other", holder_id=7)), "their own stays theirs"


def test_scope_when_a_colleague_holds_it_then_still() -> None:
    somebody, act = reaching(Reach.SCOPE)
    limited = Viewer(7, HERE, somebody.roles, councils=frozenset({"newham"}))
    assert may(limited, act, Subject(HERE, "newham", holder_id=8))
    assert not may(limited, act, Subject(HERE, "hackney", holder_id=8))


def test_organisation_when_out_of_scope_then_still() -> None:
    somebody, act = reaching(Reach.ORGANISATION)
    limited = Viewer(7, HERE, somebody.roles, councils=frozenset({"newham"}))
    assert may(limited, act, Subject(HERE, "hackney", holder_id=8))


def test_second_factor_when_the_role_sees_most_then_it_is_needed() -> None:
    needed = {role for role in Role if needs_second_factor(frozenset({role}))}
    assert needed == {Role.ADMIN, Role.SAFEGUARDING_LEAD}
    assert needs_second_factor(frozenset({Role.ADVISER, Role.ADMIN}))
