"""Every scenario in both languages over real HTTP, on the two supported shapes; on all four in the long run."""

from __future__ import annotations

import pytest

from tests.auxil.bots import Stand
from tests.e2e.phones import Phone
from tests.e2e.scenarios.reading import Scenario, scenarios
from tests.e2e.scenarios.walking import Walk
from tests.e2e.shapes import ON_THE_OTHER_TWO, ON_THE_TWO


@ON_THE_TWO
@pytest.mark.parametrize("scenario", scenarios(), ids=str)
async def test_a_scenario_goes_as_it_is_written(running: Stand, scenario: Scenario) -> None:
    await _walk(running, scenario)


@ON_THE_OTHER_TWO
@pytest.mark.parametrize("scenario", scenarios("smoke"), ids=str)
async def test_the_smoke_scenario_goes_on_the_other_two_shapes(running: Stand, scenario: Scenario) -> None:
    await _walk(running, scenario)


@pytest.mark.soak
@ON_THE_OTHER_TWO
@pytest.mark.parametrize("scenario", scenarios(), ids=str)
async def test_every_scenario_goes_on_the_other_two_shapes(running: Stand, scenario: Scenario) -> None:
    await _walk(running, scenario)


@pytest.mark.parametrize("name", sorted({scenario.name for scenario in scenarios()}))
def test_a_scenario_runs_in_every_language_that_is_offered(name: str) -> None:
    assert {scenario.locale for scenario in scenarios(name)} == {"en", "sv"}


async def _walk(running: Stand, scenario: Scenario) -> None:
    phone = await Phone.of_somebody_new(running.sandbox, scenario.given.get("phone", scenario.locale))
    await Walk(running, phone, scenario).go()
