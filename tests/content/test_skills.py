"""The questions of the skills card."""

from __future__ import annotations

from bot.content.model import Content
from bot.messages.taps import Tap, tap

WANTED = ("work", "training", "languages", "wish")


def test_the_card_asks_for_work_training_languages_and_the_wish_to_use_it(content: Content) -> None:
    assert tuple(line.id for line in content.skill_lines()) == WANTED


def test_every_option_fits_a_button_and_its_tap(content: Content) -> None:
    for line in content.skill_lines():
        assert len({option.id for option in line.options}) == len(line.options) >= 4
        for option in line.options:
            assert tap(option.label["sv"], Tap.SKILL_TICK, line.id, option.id, 999_999_999)
            assert all(len(text) <= 40 for _, text in option.label.items())


def test_no_question_asks_where_somebody_is_from_or_what_they_believe(content: Content) -> None:
    texts = " ".join(
        text.casefold()
        for line in content.skill_lines()
        for asked in (line.ask, line.heading)
        for _, text in asked.items()
    )
    assert not [word for word in ("born", "född", "religion", "ethnic", "nationality", "medborgar") if word in texts]


def test_only_a_swedish_programme_makes_a_card(content: Content) -> None:
    made = content.card_programme("se")
    assert made is not None
    assert made.id == "entry_hub"
    assert content.card_programme("uk") is None


def test_every_programme_tells_employers_what_it_asks_of_them(content: Content) -> None:
    for name in ("win", "movement_to_work", "nel_health_hub", "nhs_widening_access", "entry_hub"):
        employers = content.programmes[name].employers
        assert employers is not None, name
        assert employers.asks
