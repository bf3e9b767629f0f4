"""Walks over all content and the whole space of answers: what must hold for everybody, everywhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from datetime import date
from itertools import product

import pytest

from bot.content.lint.dead_ends import AGES, things_to_do
from bot.content.lint.reachable import rules_of
from bot.content.loader import Reading
from bot.content.model import Content
from bot.content.schema.programmes import Programme
from bot.content.told import NEVER_USED, facts_from
from bot.domain.birthdays import BirthRange
from bot.domain.countries import Country
from bot.domain.eligibility import Facts, Situation, Verdict, assess, next_question
from tests.auxil.chats import content

TODAY = date(2026, 11, 22)
OPTIONS = {
    question.id: (question.options[0].id, question.options[-1].id)
    for question in content().questions.values()
    if question.options
}
PLACES = {
    Country.UK: ["newham", "croydon", "city_of_london", "elsewhere_uk"],
    Country.SE: ["stockholm", "solna", "elsewhere_se"],
}


def area_answers(content: Content, country: Country) -> list[frozenset[str]]:
    """One place of each sort, a shared outcode on either side of each border, and a whole city."""
    single = [frozenset({place}) for place in PLACES[country]]
    if country is Country.SE:
        return single
    shared = [content.places.outcodes[outcode] for outcode in ("E4", "N1", "KT8", "IG8")]
    return [*single, *(frozenset(councils) for councils in shared), content.places.groups["london"]]


def age_answers() -> list[BirthRange]:
    """Each side of every limit; told today, and told half a year ago."""
    ages = (15, 16, 17, 23, 24, 25, 29, 30, 31, 45)
    return [BirthRange.from_age(age, day) for age in ages for day in (TODAY, date(2026, 5, 1))]


def everybody(content: Content, country: Country) -> Iterator[Facts]:
    """Every combination of full answers."""
    for places, births, situation, seeking in product(
        area_answers(content, country), age_answers(), Situation, (True, False)
    ):
        yield Facts(country, places, births, situation, seeking, frozenset({"health"}))


AT_THE_END = ("council", "birth_month")
KNOWN = {"seeking_work", "situation", "interests"}


def added(programmes: Sequence[Programme]) -> set[str]:
    """Questions that rules ask beyond those everybody knows."""
    rules = [rule for programme in programmes for rule in rules_of(programme.rule_spec)]
    return {rule.answer.question for rule in rules if rule.answer} - KNOWN


def taken(question: str, known: Facts, full: Facts, month_end: bool) -> Facts:
    assert full.places is not None
    assert full.births is not None
    births = {True: full.births.latest, False: full.births.earliest}[month_end]
    answers: dict[str, Facts] = {
        "area": replace(known, places=full.places),
        "council": replace(known, places=frozenset({min(full.places)})),
        "age": replace(known, births=full.births),
        "birth_month": replace(known, births=BirthRange.on(births)),
        "situation": replace(known, situation=full.situation),
        "seeking_work": replace(known, seeking_work=full.seeking_work),
        "interests": replace(known, interests=full.interests),
    }
    if question in answers:
        return answers[question]
    # A question of a programme that was added: one side of it or the other.
    return replace(known, answers={**known.answers, question: OPTIONS[question][not month_end]})


@pytest.mark.parametrize("country", list(Country))
def test_adaptive_questions_give_the_verdicts_of_the_full_form(content: Content, country: Country) -> None:
    programmes, questions = content.programmes_in(country), content.questions_in(country)
    for full in everybody(content, country):
        for month_end in (True, False):
            known = Facts(country=country)
            while (question := next_question(programmes, questions, known, TODAY)) is not None:
                known = taken(question, known, full, month_end)
            form = full
            for question in (*AT_THE_END, *added(programmes)):
                form = taken(question, form, full, month_end)
            got = [one.verdict for one in assess(programmes, known, TODAY)]
            assert got == [one.verdict for one in assess(programmes, form, TODAY)]


@pytest.mark.parametrize("country", list(Country))
def test_full_answers_leave_only_what_a_person_has_to_judge(content: Content, country: Country) -> None:
    for full in everybody(content, country):
        form = full
        for question in (*AT_THE_END, *added(content.programmes_in(country))):
            form = taken(question, form, full, True)
        for one in assess(content.programmes_in(country), form, TODAY):
            if one.verdict is Verdict.NEED_MORE:
                assert form.situation is Situation.OTHER
                assert one.missing == ("situation",)


def test_something_to_do_everywhere_at_every_age_in_every_situation(content: Content) -> None:
    for place in content.places.places.values():
        for age, situation in product(AGES, Situation):
            things = things_to_do(content, place.country, place.id, age, situation)
            names = {thing.name for thing in things}
            assert len(names) >= 2, f"{place.id} {age} {situation}"
            assert all(thing.reach for thing in things)


def test_councils_and_municipalities_are_all_there_with_a_job_service_of_their_own(content: Content) -> None:
    london, stockholm = content.places.groups["london"], content.places.groups["stockholm_county"]
    assert (len(london), len(stockholm)) == (33, 26)
    for place in london | stockholm:
        local = [one for one in content.services.values() if one.kind == "job_service" and one.areas == (place,)]
        assert len(local) == 1, place


def test_out_of_area_still_has_a_health_route(content: Content) -> None:
    for place in content.places.groups["london"]:
        found = content.services_for("uk", place, 19)
        assert any(one.kind in ("health_hub", "vacancies") or one.id == "mayors_academies" for one in found)


def test_nobody_is_shown_anything_of_the_other_country(content: Content) -> None:
    for country, other in (("uk", "se"), ("se", "uk")):
        others = {place.id for place in content.places.places.values() if place.country == other}
        own = [place.id for place in content.places.places.values() if place.country == country]
        for place in own:
            assert all(one.country == country for one in content.services_for(country, place))
            assert not any(
                place in content.places.groups.get(area, {area})
                for one in content.services.values()
                if one.country == other
                for area in one.areas
            )
        assert all(one.country == country for one in content.helplines_for(country))
        assert all(
            content.answer(topic, country).country == country
            for topic in content.topics
            if content.answer(topic, country)
        )  # type: ignore[union-attr]  # the loader leaves no place out
        for programme in content.programmes_in(country):
            assert all(content.services[name].country == country for name in programme.instead)
        for one in (*content.sample.opportunities.values(), *content.sample.events.values()):
            assert one.country != country or others.isdisjoint(one.councils)


UK_ONLY = ("nhs", "gov.uk", "universal credit", "jobcentre", "acas", "999", "dbs", "cscs", "0800", "0300 ", "£", "gcse")
SE_ONLY = (
    "arbetsförmedlingen",
    "skatteverket",
    "migrationsverket",
    "komvux",
    "jobbtorg",
    "bris",
    "112",
    "0771",
    "020-",
    "sfi",
)


def test_no_text_names_the_other_countrys_services_law_or_numbers(reading: Reading) -> None:
    for kind in ("services", "helplines", "answers", "sample/opportunities", "sample/events", "programmes"):
        shelf = reading.shelves[kind]
        for name, item in shelf.items.items():
            words = " ".join(
                f" {word} " for word in item.model_dump_json(exclude={"source", "topic"}).casefold().split()
            )
            foreign = SE_ONLY if item.country == "uk" else UK_ONLY
            assert not [word for word in foreign if f" {word}" in words.replace('"', " ")], (kind, name)


def test_no_question_names_what_only_the_other_country_has(content: Content) -> None:
    only = {"uk": ("kommun ", "municipality", "Botkyrka", "Solna"), "se": ("postcode", "postnumret", "E13", "council")}
    for country in Country:
        for question in content.questions_in(country):
            if question.id == "council":
                continue
            said = question.said_in(country)
            words = " ".join([*said.ask.root.values(), *said.again.root.values(), *said.why.root.values()])
            foreign = only[country]
            assert not [word for word in foreign if word.casefold() in words.casefold()], question.id


def test_facts_cannot_hold_a_protected_characteristic() -> None:
    assert NEVER_USED.isdisjoint(field.name for field in fields(Facts))


PROTECTED = {
    "ethnicity": ["Black", "White", "Asian", "Mixed", "Arab", "prefer not to say"],
    "gender": ["man", "woman", "non-binary"],
    "sex": ["male", "female"],
    "religion": ["Muslim", "Christian", "none"],
    "disability": ["yes", "no"],
    "sexual_orientation": ["straight", "gay", "bi"],
    "nationality": ["British", "Somali", "Swedish"],
    "name": ["Mohammed", "Emma"],
    "health": ["asthma", ""],
}


def test_verdicts_are_the_same_for_every_protected_characteristic(content: Content) -> None:
    told = [
        {"country": "uk", "area": "E13", "age": 19, "seeking_work": True, "situation": "not_working_not_studying"},
        {"country": "uk", "area": "E13", "age": 26, "seeking_work": False, "situation": "caring"},
        {"country": "se", "area": "Rinkeby", "age": 22, "seeking_work": True},
    ]
    for answers in told:
        programmes = content.programmes_in(str(answers["country"]))
        plain = assess(programmes, facts_from(answers, content, TODAY).facts, TODAY)
        for name, values in PROTECTED.items():
            for value in values:
                with_it = facts_from({**answers, name: value}, content, TODAY)
                assert name in with_it.ignored
                assert assess(programmes, with_it.facts, TODAY) == plain


def test_no_question_asks_for_a_protected_characteristic(content: Content) -> None:
    assert NEVER_USED.isdisjoint(content.questions)


def test_every_answer_is_short_sourced_and_names_somebody_to_ask(content: Content) -> None:
    for answer in content.answers.values():
        assert answer.source
        assert answer.next.says["en"]
        helper = content.services.get(answer.person) or content.organisations.get(answer.person)
        assert helper is not None
        assert helper.country == answer.country


def test_nothing_says_checked_live_before_a_person_has_done_so(content: Content) -> None:
    real = (*content.services.values(), *content.helplines.values(), *content.answers.values())
    assert not any(item.checked_live for item in real)


def test_no_number_from_memory_is_given_out(reading: Reading) -> None:
    never = (
        "01634 247350",
        "0300 123 1999",
        "0808 800 3333",
        "0800 842 842",
        "0800 121 7479",
        "0800 144 8848",
        "0303 123 1113",
        "0771-567 567",
        "0771-235 235",
        "0771-524 524",
        "0808 800 0661",
        "020 7926 0500",
    )
    for shelf in reading.shelves.values():
        for source in shelf.files.values():
            text = source.path.read_text(encoding="utf-8")
            assert not [number for number in never if number in text], source.shown


def test_helplines_leave_nobody_out(content: Content) -> None:
    for country in Country:
        for age in (None, 13, 16, 17, 18, 19, 24, 30, 40, 70):
            for need in ("danger", "suicide", "low_mood", "domestic_abuse", "homeless", "fraud", "work_rights"):
                found = content.helplines_for(country, need, age)
                assert found, f"{country} {need} {age}"
            assert content.helplines_for(country, "danger", age)[0].always_open


def test_people_without_telegram_or_too_young_have_a_phone_and_a_door(content: Content) -> None:
    for country, minimum in (("uk", 16), ("se", 18)):
        card = content.countries[country]
        assert card.minimum_age == minimum
        services = [content.services[name] for name in card.under_age]
        kinds = {reach.kind for service in services for reach in service.reach}
        assert all(service.country == country and service.without_telegram for service in services)
        assert {"phone", "visit"} <= kinds


def test_sample_is_marked_and_large_enough(content: Content) -> None:
    opportunities, events = content.sample.opportunities.values(), content.sample.events.values()
    for country, wanted in (("uk", 14), ("se", 8)):
        assert sum(one.country == country for one in opportunities) >= wanted
        assert sum(one.country == country for one in events) >= 4
    assert all(one.sample for one in (*opportunities, *events, *content.sample.organisations.values()))
    assert not any(one.sample for one in content.organisations.values())
    assert {one.kind for one in opportunities if one.country == "uk"} == {
        "course",
        "placement",
        "apprenticeship",
        "vacancy",
        "pre_employment",
        "mentoring",
        "volunteering",
    }
    assert any(one.ring_fenced_for for one in opportunities)


def test_sample_pay_is_lawful(content: Content) -> None:
    table = content.pay["uk"]
    adult, apprentice = table.rate("minimum", TODAY, 21), table.rate("apprentice", TODAY)
    assert adult is not None
    assert apprentice is not None
    for one in content.sample.opportunities.values():
        if one.country == "uk" and one.pay and one.pay.per == "hour" and one.pay.amount:
            assert one.pay.amount >= (apprentice if one.kind == "apprenticeship" else adult).amount
