"""Eligibility rules as authors write them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import ConfigDict, Field, model_validator

from bot.content.schema.base import CountryCode, Item, Localised, Slug
from bot.domain.countries import Country
from bot.domain.facts import Situation
from bot.domain.logic import AllOf, AnyOf, Not
from bot.domain.rules import AgeBetween, Answered, InCountry, InSituation, LivesIn, Rule

Groups = Mapping[str, frozenset[str]]
OPERATORS = ("all", "any", "not", "age", "lives_in", "situation", "answer", "country")
Age = Annotated[int, Field(ge=0, le=120)]


class AgeLimits(Item):
    """Both ends included; leave one out for no limit."""

    model_config = ConfigDict(populate_by_name=True)

    at_least: Age | None = Field(default=None, alias="from")
    at_most: Age | None = Field(default=None, alias="to")

    @model_validator(mode="after")
    def _has_a_limit(self) -> Self:
        if self.at_least is None and self.at_most is None:
            raise ValueError("give from, to or both")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise ValueError("from is higher than to: nobody can ever fit")
        return self


class ChosenAnswer(Item):
    """One of these options of a question."""

    model_config = ConfigDict(populate_by_name=True)

    question: Slug
    options: tuple[Slug, ...] = Field(alias="in", min_length=1)


class RuleSpec(Item):
    """One rule: exactly one operator, and `because` on everything a person may be told.

    Example:
        all:
          - lives_in: [nel]
            because: {en: It is for people in north-east London., sv: Det är för dig i nordöstra London.}
          - age: {from: 16, to: 24}
            because: {en: It is for people aged 16 to 24., sv: Det är för dig som är 16 till 24 år.}
          - situation: [not_working_not_studying]
            unsure: [other]
            because: {en: It is for people without a job or course., sv: Det är för dig utan jobb och utbildning.}
          - answer: {question: seeking_work, in: ["yes"]}
            because: {en: It is for people who look for work., sv: Det är för dig som söker jobb.}
    """

    model_config = ConfigDict(populate_by_name=True)

    all_of: tuple[RuleSpec, ...] | None = Field(default=None, alias="all", min_length=1)
    any_of: tuple[RuleSpec, ...] | None = Field(default=None, alias="any", min_length=1)
    not_this: RuleSpec | None = Field(default=None, alias="not")
    age: AgeLimits | None = None
    lives_in: tuple[Slug, ...] | None = Field(default=None, min_length=1)
    situation: tuple[Situation, ...] | None = Field(default=None, min_length=1)
    answer: ChosenAnswer | None = None
    country: CountryCode | None = None
    unsure: tuple[Slug, ...] = ()
    because: Localised | None = None

    @property
    def operator(self) -> str:
        """The YAML name of the one operator used."""
        used = {
            "all": self.all_of,
            "any": self.any_of,
            "not": self.not_this,
            "age": self.age,
            "lives_in": self.lives_in,
            "situation": self.situation,
            "answer": self.answer,
            "country": self.country,
        }
        return ", ".join(name for name in OPERATORS if used[name] is not None)

    @model_validator(mode="after")
    def _is_one_rule(self) -> Self:
        operator = self.operator
        if operator not in OPERATORS:
            raise ValueError(f"a rule needs exactly one of {', '.join(OPERATORS)}; this has {operator or 'none'}")
        if (operator in {"all", "any"}) == (self.because is not None):
            needed = "takes no because of its own" if self.because else "needs a because, with en: and sv: under it"
            raise ValueError(f"{operator} {needed}")
        if self.unsure and operator not in {"situation", "answer"}:
            raise ValueError("unsure belongs to situation and answer only")
        return self

    @property
    def parts(self) -> tuple[RuleSpec, ...]:
        """The rules directly inside this one."""
        return (self.all_of or ()) + (self.any_of or ()) + ((self.not_this,) if self.not_this else ())

    def compile(self, groups: Groups) -> Rule:
        """The rule as the engine takes it, groups of places opened up."""
        if self.all_of is not None:
            return AllOf(tuple(part.compile(groups) for part in self.all_of))
        if self.any_of is not None:
            return AnyOf(tuple(part.compile(groups) for part in self.any_of))
        because = dict(self.because.items()) if self.because else {}
        if self.not_this is not None:
            return Not(self.not_this.compile(groups), self.not_this.fact, because)
        return self._leaf(groups, because)

    def _leaf(self, groups: Groups, because: dict[str, str]) -> Rule:
        if self.age is not None:
            return AgeBetween(self.age.at_least, self.age.at_most, because)
        if self.lives_in is not None:
            return LivesIn(frozenset().union(*(groups.get(name, {name}) for name in self.lives_in)), because)
        if self.situation is not None:
            unsure = frozenset(Situation(name) for name in self.unsure)
            return InSituation(frozenset(self.situation), because, unsure)
        if self.answer is not None:
            return Answered(self.answer.question, frozenset(self.answer.options), because, frozenset(self.unsure))
        return InCountry(Country(str(self.country)), because)

    @property
    def fact(self) -> str:
        """The fact a reason about this rule names."""
        names = {"age": "age", "lives_in": "area", "situation": "situation", "country": "country"}
        if self.answer is not None:
            return self.answer.question
        return names.get(self.operator) or self.parts[0].fact
