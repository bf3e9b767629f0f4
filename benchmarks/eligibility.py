"""How fast 50 programmes are judged, and how many questions a person is spared.

    python -m benchmarks.eligibility [--json] [--people 2000] [--rounds 400]

The population is stated, not real: drawn with a fixed seed from the table below, which is meant to look like the people
who write to a London service, and to a Stockholm one. A fixed form asks everybody every question of the country (the
country itself left out on both sides). Beside it stands a kinder form that leaves out the council question for people
whose place lies in one council only.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import time
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import cycle, islice
from typing import Any

from bot.content.loader import load_content
from bot.content.model import Content
from bot.domain.birthdays import BirthRange
from bot.domain.countries import Country
from bot.domain.eligibility import Facts, Situation, assess, next_question
from bot.domain.rules import Rule

TODAY = date(2026, 11, 22)
SEED = 20261122
PROGRAMMES = 50
SITUATIONS = {
    Situation.NOT_WORKING_NOT_STUDYING: 40,
    Situation.SCHOOL_OR_COLLEGE: 20,
    Situation.UNIVERSITY: 8,
    Situation.WORKING_UNDER_16H: 10,
    Situation.WORKING_16H_OR_MORE: 8,
    Situation.APPRENTICESHIP: 2,
    Situation.CARING: 7,
    Situation.OTHER: 5,
}
SEEKS_WORK = 0.8
IN_NORTH_EAST_LONDON = 0.5
OUT_OF_TOWN = 0.05
SAYS_AN_OUTCODE = 0.7
POPULATION = (
    "ages 15 to 34, most 16 to 24; half in the eight north-east London councils, 45% elsewhere in London, 5% outside; "
    "70% give an outcode (which may be shared by councils), the rest a place name; 80% look for work; situations in "
    "per cent: "
    + ", ".join(f"{name} {share}" for name, share in SITUATIONS.items())
    + ". Stockholm: 95% in the county."
)


@dataclass(frozen=True)
class Person:
    """Everything somebody would answer, and the day they were really born."""

    told: Facts
    birth: date
    council: str


@dataclass(frozen=True)
class Ruled:
    """A programme under another name, to have fifty."""

    id: str
    rules: Rule


def people(content: Content, country: Country, count: int) -> list[Person]:
    """The stated population, the same every time."""
    draw = random.Random(f"{SEED}{country}")
    return [_person(content, country, draw) for _ in range(count)]


def _person(content: Content, country: Country, draw: random.Random) -> Person:
    age = min(34, max(15, round(draw.gauss(20, 3.5))))
    birth = TODAY - timedelta(days=age * 365 + age // 4 + draw.randrange(365))
    possible = _places(content, country, draw)
    told = Facts(
        country,
        possible,
        BirthRange.from_age(age, TODAY),
        draw.choices(list(SITUATIONS), list(SITUATIONS.values()))[0],
        draw.random() < SEEKS_WORK,
        frozenset({"health"}),
    )
    return Person(told, birth, draw.choice(sorted(possible)))


def _places(content: Content, country: Country, draw: random.Random) -> frozenset[str]:
    groups = content.places.groups
    if draw.random() < OUT_OF_TOWN:
        return frozenset({"elsewhere_uk" if country is Country.UK else "elsewhere_se"})
    if country is Country.SE:
        return frozenset({draw.choice(sorted(groups["stockholm_county"]))})
    near = draw.random() < IN_NORTH_EAST_LONDON
    council = draw.choice(sorted(groups["nel"] if near else groups["london"] - groups["nel"]))
    if draw.random() > SAYS_AN_OUTCODE:
        return frozenset({council})
    shared = [councils for councils in content.places.outcodes.values() if council in councils[:1]]
    return frozenset(draw.choice(shared)) if shared else frozenset({council})


def _answer(content: Content, question: str, known: Facts, person: Person) -> Facts:
    told = person.told
    births = BirthRange.from_month(person.birth.year, person.birth.month)
    answers: dict[str, dict[str, Any]] = {
        "area": {"places": told.places},
        "council": {"places": frozenset({person.council})},
        "age": {"births": told.births},
        "birth_month": {"births": births},
        "situation": {"situation": told.situation},
        "seeking_work": {"seeking_work": told.seeking_work},
        "interests": {"interests": told.interests},
    }
    if question in answers:
        return replace(known, **answers[question])
    # A question that came with a programme added since: any answer, but the same every time.
    options = content.questions[question].options
    chosen = options[person.birth.day % len(options)].id
    return replace(known, answers={**known.answers, question: chosen})


def adaptive_questions(content: Content, person: Person) -> int:
    """How many are asked until no answer can change a verdict."""
    country = str(person.told.country)
    programmes, questions = content.programmes_in(country), content.questions_in(country)
    known, asked = Facts(country=person.told.country), 0
    while (question := next_question(programmes, questions, known, TODAY)) is not None:
        known, asked = _answer(content, question, known, person), asked + 1
    return asked


def fixed_questions(content: Content, country: Country) -> int:
    """How many a fixed form asks everybody."""
    return len([question for question in content.questions_in(country) if question.id != "country"])


def kinder_questions(content: Content, person: Person) -> int:
    """How many a form asks that leaves out the council where the place says it."""
    names = {question.id for question in content.questions_in(str(person.told.country))} - {"country"}
    if len(person.told.places or ()) < 2:
        names.discard("council")
    return len(names)


def fifty(content: Content) -> list[Ruled]:
    """The real programmes over and over; nothing is remembered between them."""
    programmes = islice(cycle(content.programmes.values()), PROGRAMMES)
    return [Ruled(f"{one.id}_{number}", one.rules) for number, one in enumerate(programmes)]


def time_assessing(content: Content, crowd: list[Person], rounds: int) -> list[float]:
    """Milliseconds to judge fifty programmes for one person, once per round."""
    programmes, taken = fifty(content), []
    for person in islice(cycle(crowd), rounds):
        start = time.perf_counter()
        assess(programmes, person.told, TODAY)
        taken.append((time.perf_counter() - start) * 1000)
    return sorted(taken)


def measure(crowd_size: int, rounds: int) -> dict[str, Any]:
    """Everything this benchmark reports."""
    content = load_content()
    crowds = {country: people(content, country, crowd_size) for country in Country}
    time_assessing(content, crowds[Country.UK], 50)  # warm up
    taken = time_assessing(content, crowds[Country.UK], rounds)
    questions = {}
    for country, crowd in crowds.items():
        adaptive = statistics.fmean(adaptive_questions(content, person) for person in crowd)
        kinder = statistics.fmean(kinder_questions(content, person) for person in crowd)
        fixed = fixed_questions(content, country)
        questions[str(country)] = {
            "adaptive_mean": round(adaptive, 3),
            "fixed": fixed,
            "share": round(adaptive / fixed, 3),
            "kinder_form_mean": round(kinder, 3),
            "share_of_kinder_form": round(adaptive / kinder, 3),
        }
    return {
        "programmes": PROGRAMMES,
        "assess_p50_ms": round(statistics.median(taken), 4),
        "assess_p99_ms": round(taken[int(len(taken) * 0.99)], 4),
        "bar_p50_ms": 1.0,
        "questions": questions,
        "bar_share": 0.6,
        "people": crowd_size,
        "population": POPULATION,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=400)
    args = parser.parse_args()
    result = measure(args.people, args.rounds)
    if args.json:
        print(json.dumps(result, indent=2))
        return
    speed = f"p50 {result['assess_p50_ms']} ms, p99 {result['assess_p99_ms']} ms"
    print(f"assessing {PROGRAMMES} programmes: {speed} (bar: p50 under 1 ms)")
    for country, row in result["questions"].items():
        share = f"{row['share']:.0%} (bar 60%), {row['share_of_kinder_form']:.0%} of a kinder form"
        print(f"questions, {country}: {row['adaptive_mean']} of {row['fixed']}: {share}")


if __name__ == "__main__":
    main()
