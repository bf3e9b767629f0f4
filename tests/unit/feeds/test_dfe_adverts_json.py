"""The Display Advert API, version 2."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.feeds.collecting import Feed
from bot.feeds.rows import OpportunityRow, Pay, When
from bot.feeds.table import read
from bot.feeds.vocabulary import Contract, Kind, OrganisationRole, PayBasis, PayKind, Period, Status
from tests.unit.feeds.reading import TODAY, raw, sample


def document() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(raw("dfe_adverts.json"))
    return found


def of(value: Any) -> Feed:
    return read("dfe-adverts-json", json.dumps(value).encode(), TODAY)


def advert(**changes: Any) -> OpportunityRow:
    return of([document()["vacancies"][0] | changes]).opportunities[0]


def adverts() -> Feed:
    return sample("dfe-adverts-json", "dfe_adverts.json")


def test_advert_when_read_then_everything_about_it_is_there() -> None:
    one = adverts().opportunities[0]
    assert (one.source_id, one.kind, one.contract) == ("1000000001", Kind.APPRENTICESHIP, Contract.APPRENTICESHIP)
    assert [(who.role, who.reference) for who in one.organisations] == [
        (OrganisationRole.EMPLOYER, None),
        (OrganisationRole.TRAINER, "10000001"),
    ]
    assert (one.sector, one.level) == ("Health and science", "level 2, intermediate")
    assert (one.starts, one.closes) == (When(date(2027, 3, 1)), When(date(2027, 1, 31)))
    assert one.pay == Pay(Decimal("24800.5"), Decimal("24800.5"), Period.YEAR, text="£24,800.50 a year")
    assert (one.positions, one.disability_confident, one.has_training) == (4, True, True)
    assert one.entry_requirements == "Desired: GCSE English (grade 4)\nSkills: Listening, Patience"
    assert one.apply is not None
    assert one.apply.url == "https://apply.example.org/1000000001"


def test_addresses_when_several_then_all_are_read_and_nowhere_is_not_on_the_map() -> None:
    first, second = adverts().opportunities[0].locations
    assert (first.address, first.outcode, first.latitude) == ("1 Example Road, Plaistow, London", "E13", 51.52)
    assert (second.town, second.postcode, second.outcode, second.latitude) == ("London", None, "E1", None)


def test_contact_when_read_then_nobodys_name_is_kept() -> None:
    assert "A Sample Person" not in repr(adverts())


def test_vacancy_when_national_then_it_needs_no_address() -> None:
    one = adverts().opportunities[1]
    assert (one.national, one.locations) == (True, ())
    assert one.national_details is not None
    assert one.link is not None
    assert one.apply is not None
    assert one.apply.url == one.link


def test_wage_when_a_legal_minimum_then_the_pay_table_says_how_much() -> None:
    pay = adverts().opportunities[1].pay
    assert pay is not None
    assert (pay.kind, pay.basis, pay.text) == (PayKind.BASIS, PayBasis.APPRENTICE_MINIMUM, "£15,600 a year")


@pytest.mark.parametrize(
    ("wage", "expected"),
    [
        ({"wageType": "CompetitiveSalary"}, Pay(text="Competitive")),
        ({"wageType": "NationalMinimum"}, Pay(basis=PayBasis.NATIONAL_MINIMUM)),
        (
            {"wageType": "Custom", "wageAmountLowerBound": 300, "wageAmountUpperBound": 350, "wageUnit": "Weekly"},
            Pay(Decimal(300), Decimal(350), Period.WEEK),
        ),
        (
            {"wageType": "Custom", "wageAmount": 25000, "wageUnit": "Unspecified"},
            Pay(Decimal(25000), Decimal(25000), Period.YEAR, period_is_guessed=True),
        ),
        ({"wageType": "Custom", "wageAmount": 0}, Pay()),
    ],
)
def test_wage_when_of_each_type_then_it_is_as_certain_as_it_was_told(wage: dict[str, Any], expected: Pay) -> None:
    assert advert(wage=wage).pay == expected


def test_closing_day_when_it_is_today_then_it_is_still_open() -> None:
    assert advert(closingDate="2027-01-04T00:00:00Z").status is Status.OPEN
    assert advert(closingDate="2027-01-03T23:59:59").status is Status.CLOSED


def test_names_when_written_with_capitals_then_they_are_read_the_same() -> None:
    def lifted(value: Any) -> Any:
        if isinstance(value, dict):
            return {name[0].upper() + name[1:]: lifted(inner) for name, inner in value.items()}
        return [lifted(inner) for inner in value] if isinstance(value, list) else value

    assert of(lifted(document())).opportunities == adverts().opportunities


def test_feed_when_pages_are_put_together_then_it_is_whole() -> None:
    one, other = document()["vacancies"]
    feed = of([{"vacancies": [one], "totalFiltered": 2}, {"vacancies": [other], "totalFiltered": 2}])
    assert feed.opportunities == adverts().opportunities
    assert feed.is_complete


def test_feed_when_a_page_is_missing_or_it_is_one_advert_then_nothing_may_be_closed() -> None:
    assert not of(document() | {"totalFiltered": 150}).may_close_missing
    assert not of(document()["vacancies"][0]).may_close_missing


def test_adverts_when_some_are_broken_then_each_is_named_and_the_rest_is_read() -> None:
    one, other = document()["vacancies"]
    feed = of({"vacancies": [one | {"closingDate": "soon", "title": ""}, 7, other]})
    assert [(error.row, error.field) for error in feed.errors] == [(1, "closingDate"), (1, "title"), (2, "row")]
    assert [row.row for row in feed.opportunities] == [3]
