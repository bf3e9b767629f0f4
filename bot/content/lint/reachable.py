"""Results nobody can get, and worked examples that come out differently."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import product

from bot.content.faults import Fault
from bot.content.files import SourceFile
from bot.content.loader import Reading
from bot.content.model import Content
from bot.content.schema.programmes import Programme, Scenario
from bot.content.schema.questions import Question
from bot.content.schema.rules import RuleSpec
from bot.content.told import Told, facts_from
from bot.domain.birthdays import BirthRange
from bot.domain.countries import Country
from bot.domain.eligibility import Assessment, State, Verdict, assess
from bot.domain.facts import Facts, Situation
from bot.domain.places import PlaceMatch
from bot.errors import BadInput

OTHERWISE = "otherwise"


def reachable(reading: Reading, today: date) -> Iterator[Fault]:
    """Options that no question has, programmes nobody can match, scenarios that fail or are missing."""
    content = reading.content
    if content is None:
        return
    for name, programme in content.programmes.items():
        source = reading.shelves["programmes"].files[name]
        if not _names_are_known(programme, content):
            continue
        options = list(_options(programme.rule_spec, content, source, ("rules",)))
        yield from options
        if not options and not _can_match(programme, content, today):
            yield source.fault(("rules",), "unreachable", "nobody can ever match these rules")
        yield from _scenarios(programme, content, source)


def _names_are_known(programme: Programme, content: Content) -> bool:
    """Otherwise that is the fault, told where it stands; that nobody matches would only lead away from it."""
    areas = content.places.groups.keys() | content.places.places.keys()
    return all(
        areas >= {*(rule.lives_in or ())} and (rule.answer is None or rule.answer.question in content.questions)
        for rule in rules_of(programme.rule_spec)
    )


def _options(rule: RuleSpec, content: Content, source: SourceFile, place: tuple[str | int, ...]) -> Iterator[Fault]:
    parts = (("all", rule.all_of or ()), ("any", rule.any_of or ()))
    for operator, inside in parts:
        for index, part in enumerate(inside):
            yield from _options(part, content, source, (*place, operator, index))
    if rule.not_this is not None:
        yield from _options(rule.not_this, content, source, (*place, "not"))
    question = content.questions.get(rule.answer.question) if rule.answer else None
    if rule.answer is not None and question is not None:
        for message in _never_asked(question, source.value["country"]):
            yield source.fault((*place, "answer", "question"), "unreachable", message)
        known = {option.id for option in question.options}
        for option in sorted({*rule.answer.options, *rule.unsure} - known):
            message = f"{question.id} has no option {option}, only {', '.join(sorted(known))}"
            yield source.fault((*place, "answer", "in"), "unreachable", message)


def _never_asked(question: Question, country: str) -> Iterator[str]:
    file = f"questions/{question.id}.yaml"
    if country not in question.countries:
        yield f"{question.id} is not asked in {country}: add {country} to countries in {file}"
    if question.kind != "choice":
        yield f"a rule can only look at one choice, and {question.id} is of kind {question.kind} in {file}"


def rules_of(rule: RuleSpec) -> Iterator[RuleSpec]:
    """A rule and every rule inside it."""
    yield rule
    for part in rule.parts:
        yield from rules_of(part)


def answer_space(programme: Programme, content: Content, today: date) -> Iterator[Facts]:
    """Facts on both sides of everything the programme's rules look at."""
    rules = list(rules_of(programme.rule_spec))
    limits = sorted(set(programme.rules.age_limits())) or [20]
    ages = sorted({age for limit in limits for age in (limit - 1, limit) if age >= 0})
    places = _kinds_of_place(rules, programme.country, content)
    situations = list(Situation) if any(rule.situation for rule in rules) else [None]
    asked = sorted({rule.answer.question for rule in rules if rule.answer} & content.questions.keys())
    options = [[option.id for option in content.questions[name].options] for name in asked]
    for age, place, situation, chosen in product(ages, places, situations, product(*options)):
        answers = dict(zip(asked, chosen, strict=True))
        seeking = answers.pop("seeking_work", None)
        yield Facts(
            country=Country(programme.country),
            places=frozenset({place}),
            births=BirthRange.from_age(age, today),
            situation=situation,
            seeking_work=None if seeking is None else seeking == "yes",
            answers=answers,
        )


def _kinds_of_place(rules: list[RuleSpec], country: str, content: Content) -> list[str]:
    """One place for each way of being inside or outside the places that the rules name."""
    groups = [content.places.groups.get(area, frozenset({area})) for rule in rules for area in rule.lives_in or ()]
    own = [place.id for place in content.places.places.values() if place.country == country]
    return list({tuple(place in group for group in groups): place for place in own}.values())


def _can_match(programme: Programme, content: Content, today: date) -> bool:
    space = answer_space(programme, content, today)
    return any(assess([programme], facts, today)[0].verdict is Verdict.MATCH for facts in space)


def _scenarios(programme: Programme, content: Content, source: SourceFile) -> Iterator[Fault]:
    missing = sorted({str(verdict) for verdict in Verdict} - {scenario.verdict for scenario in programme.scenarios})
    if missing:
        yield source.fault(("scenarios",), "scenario-missing", f"write a scenario for {', '.join(missing)} too")
    for index, scenario in enumerate(programme.scenarios):
        try:
            problem = _problem(programme, scenario, content)
        except BadInput as error:
            problem = str(error)
        if problem:
            yield source.fault(("scenarios", index), "scenario", f"{scenario.name}: {problem}")


def _problem(programme: Programme, scenario: Scenario, content: Content) -> str | None:
    told = facts_from({"country": programme.country, **scenario.facts}, content, scenario.today)
    found: Assessment = assess([programme], told.facts, told.today)[0]
    council = _several_councils(scenario, told) if "council" in found.missing else ""
    if found.verdict != scenario.verdict:
        why = " ".join(reason.because.get("en", "") for reason in found.reasons if reason.state is not State.MET)
        return f"comes out as {found.verdict}, not {scenario.verdict}{f': {why}' if why else ''}{council}"
    wanted = {"missing": scenario.missing, "opens_on": scenario.opens_on, "closes_on": scenario.closes_on}
    for name, value in wanted.items():
        if value is not None and getattr(found, name) != value:
            return f"{name} comes out as {_written(getattr(found, name))}, not {_written(value)}{council}"
    return None


def _several_councils(scenario: Scenario, told: Told) -> str:
    """Why a council is asked for although an area is given: what authors cannot know of a postcode."""
    if not isinstance(told.place, PlaceMatch) or len(told.place.councils) == 1:
        return ""
    councils = ", ".join(told.place.councils)
    return f"; {scenario.facts['area']} lies in {councils}: add council to the facts, or write an area in only one"


def _written(value: tuple[str, ...] | date | None) -> str:
    """A value as an author would write it."""
    return f"[{', '.join(value)}]" if isinstance(value, tuple) else str(value or "nothing")
