"""Every programme: its worked examples come out as written, and every reason can be said in both languages."""

from __future__ import annotations

from datetime import date

import pytest

from bot.content.model import Content
from bot.content.schema.programmes import Intake, Programme, Scenario
from bot.content.told import facts_from
from bot.domain.eligibility import Verdict, assess
from tests.auxil.chats import content

CONTENT = content()
SCENARIOS = [
    pytest.param(programme, scenario, id=f"{programme.id}: {scenario.name}")
    for programme in CONTENT.programmes.values()
    for scenario in programme.scenarios
]
FIVE = {"win", "movement_to_work", "nel_health_hub", "nhs_widening_access", "entry_hub"}


@pytest.mark.parametrize(("programme", "scenario"), SCENARIOS)
def test_scenario_comes_out_as_written_and_can_be_said_in_every_language(
    programme: Programme, scenario: Scenario
) -> None:
    told = facts_from({"country": programme.country, **scenario.facts}, CONTENT, scenario.today)
    found = assess([programme], told.facts, told.today)[0]
    assert found.verdict == scenario.verdict
    assert found.reasons
    for reason in found.reasons:
        assert all(reason.because[locale] for locale in CONTENT.locales)


def test_the_five_programmes_are_there(content: Content) -> None:
    assert set(content.programmes) >= FIVE


@pytest.mark.parametrize("programme", CONTENT.programmes.values(), ids=lambda one: one.id)
def test_programme_has_scenarios_for_every_verdict(programme: Programme) -> None:
    assert {scenario.verdict for scenario in programme.scenarios} == {str(verdict) for verdict in Verdict}


@pytest.mark.parametrize("programme", CONTENT.programmes.values(), ids=lambda one: one.id)
def test_programme_that_is_not_open_says_what_else_there_is(programme: Programme, content: Content) -> None:
    if programme.intake is not Intake.OPEN:
        assert programme.intake_note
        assert all(content.services[name].country == programme.country for name in programme.instead)


@pytest.mark.parametrize("programme", CONTENT.programmes.values(), ids=lambda one: one.id)
def test_programme_never_calls_anybody_ineligible(programme: Programme) -> None:
    words = programme.model_dump_json().casefold()
    assert "ineligible" not in words
    assert "bame" not in words
    assert "uppfyller inte" not in words


def test_focus_programmes_say_whom_they_focus_on_without_asking(content: Content) -> None:
    focus = content.programmes["win"].focus
    assert focus is not None
    assert "young Black men aged 16 to 24" in focus["en"]
    assert "You don't need to tell me your ethnicity" in focus["en"]
    assert content.programmes["entry_hub"].focus is not None


def test_intake_follows_its_dates(content: Content) -> None:
    hub = content.programmes["movement_to_work"].model_copy(
        update={"intake_opens_on": date(2027, 1, 10), "intake_closes_on": date(2027, 2, 10)}
    )
    days = [date(2027, 1, 9), date(2027, 1, 10), date(2027, 2, 10), date(2027, 2, 11)]
    assert [hub.intake_on(day) for day in days] == [Intake.PAUSED, Intake.OPEN, Intake.OPEN, Intake.CLOSED]


def test_people_offers_can_be_reached(content: Content) -> None:
    kinds = {offer.kind for programme in content.programmes.values() for offer in programme.offers}
    assert {"peer_ambassador", "mentoring", "career_ambassador", "job_brokerage"} <= kinds
    assert all(offer.reach["en"] for programme in content.programmes.values() for offer in programme.offers)


def test_employers_are_told_what_is_asked_of_them(content: Content) -> None:
    assert all(content.programmes[name].employers for name in FIVE)


@pytest.mark.parametrize(("locale", "wrong"), [("en", "Speak to a person"), ("sv", "Prata med en person")])
def test_buttons_that_texts_tell_people_to_tap_have_that_name(content: Content, locale: str, wrong: str) -> None:
    button = content.locales[locale].messages["menu.buttons.person"]
    tells = ("tap “", "tryck på ”")
    told = 0
    for name in sorted(FIVE):
        for offer in content.programmes[name].offers:
            words = offer.reach[locale]
            assert wrong not in words
            told += words.casefold().count(tells[locale == "sv"] + str(button).casefold())
    assert told
