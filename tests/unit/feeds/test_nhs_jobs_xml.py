"""NHS Jobs."""

from datetime import UTC, date, datetime
from decimal import Decimal

from bot.feeds.collecting import Feed
from bot.feeds.rows import Organisation, When
from bot.feeds.table import read
from bot.feeds.vocabulary import Contract, Kind, OrganisationRole, PayKind, Period, Status
from tests.unit.feeds.reading import TODAY, raw, sample


def jobs() -> Feed:
    return sample("nhs-jobs-xml", "nhs_jobs.xml")


def changed(old: str, new: str) -> Feed:
    text = raw("nhs_jobs.xml").decode()
    assert old in text
    return read("nhs-jobs-xml", text.replace(old, new, 1).encode(), TODAY)


def test_vacancy_when_read_then_everything_about_it_is_there() -> None:
    job = jobs().opportunities[0]
    assert (job.source_id, job.kind, job.status) == ("9000001", Kind.VACANCY, Status.OPEN)
    assert job.organisations == (
        Organisation("Riverside Hospitals NHS Foundation Trust (sample)", OrganisationRole.EMPLOYER),
    )
    assert [(place.town, place.postcode, place.outcode) for place in job.locations] == [
        ("London", "E13 8SL", "E13"),
        ("London", "E1 1FR", "E1"),
    ]
    assert job.closes == When(date(2027, 1, 31))
    assert job.posted == When(date(2027, 1, 2), datetime(2027, 1, 2, 15, 57, 11, tzinfo=UTC))
    assert job.summary is not None
    assert job.summary.endswith("time to learn…")
    assert job.contract is Contract.PERMANENT


def test_salary_when_a_range_without_a_period_then_the_year_is_a_guess() -> None:
    pay = jobs().opportunities[0].pay
    assert pay is not None
    assert (pay.low, pay.high, pay.period) == (Decimal("26530.00"), Decimal("29114.00"), Period.YEAR)
    assert pay.period_is_guessed


def test_salary_when_words_then_they_stay_words() -> None:
    pay = jobs().opportunities[1].pay
    assert pay is not None
    assert (pay.kind, pay.text) == (PayKind.TEXT, "Depends on experience")


def test_apprenticeship_when_read_then_it_has_training_and_its_nested_place() -> None:
    job = jobs().opportunities[1]
    assert (job.kind, job.has_training) == (Kind.APPRENTICESHIP, True)
    assert job.locations[0].outcode == "IG11"


def test_vacancy_when_remote_and_past_its_date_then_it_is_online_and_closed() -> None:
    job = jobs().opportunities[2]
    assert (job.online, job.locations, job.status) == (True, (), Status.CLOSED)


def test_feed_when_it_is_one_page_of_more_then_nothing_may_be_closed_for_it() -> None:
    assert jobs().may_close_missing
    assert not changed("<totalPages>1<", "<totalPages>2<").may_close_missing
    assert not changed("<totalResults>3<", "<totalResults>54<").may_close_missing


def test_feed_when_there_are_no_results_then_it_is_empty_and_complete() -> None:
    feed = read("nhs-jobs-xml", b"<nhsJobs><totalPages>0</totalPages><totalResults>0</totalResults></nhsJobs>", TODAY)
    assert (feed.rows, feed.opportunities, feed.is_complete) == (0, (), True)


def test_vacancy_when_broken_then_it_is_named_with_its_id_and_the_others_are_read() -> None:
    feed = changed("2027-01-31", "31 January")
    assert [(error.row, error.field, error.source_id) for error in feed.errors] == [(1, "closeDate", "9000001")]
    assert [job.source_id for job in feed.opportunities] == ["9000002", "9000003"]


def test_vacancy_when_two_things_are_wrong_then_both_are_named() -> None:
    feed = changed("2027-01-31", "31 January")
    text = raw("nhs_jobs.xml").decode().replace("2027-01-31", "31 January", 1)
    both = read("nhs-jobs-xml", text.replace("https://jobs", "javascript:jobs", 1).encode(), TODAY)
    assert len(feed.errors) == 1
    assert sorted(error.field for error in both.errors) == ["closeDate", "url"]


def test_vacancy_when_it_has_no_id_then_its_reference_stands_for_it() -> None:
    assert changed("<id>9000001</id>", "").opportunities[0].source_id == "X0001-27-0001"
