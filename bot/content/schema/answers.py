"""Short sourced answers to the questions people ask, one file a topic and country."""

from __future__ import annotations

from pydantic import Field

from bot.content.schema.base import Checked, CountryCode, Item, Localised, Slug, Url


class NextStep(Item):
    """The one thing to do next, with the link or service it needs."""

    says: Localised
    link: Url | None = None
    phone: str | None = None


class Answer(Checked):
    """At most 60 words, one next step, and somebody to ask; never advice on one person's own case.

    Example: see answers/uk/right_to_work.yaml
    """

    topic: Slug
    country: CountryCode
    title: Localised
    says: Localised
    next: NextStep
    person: Slug
    about_pay: bool = False
    related: tuple[Slug, ...] = ()
    helplines: tuple[Slug, ...] = Field(default=())

    @property
    def id(self) -> str:
        """One answer for a topic and country."""
        return f"{self.topic}.{self.country}"


class Topic(Item):
    """A question people ask; `intents` lead to it, `words` choose it among the topics of one intent."""

    id: Slug
    title: Localised
    intents: tuple[Slug, ...] = ()
    words: tuple[str, ...] = ()
    countries: tuple[CountryCode, ...] = ("uk", "se")


class TopicList(Item):
    """`topics.yaml`: every topic that must have an answer in each of its countries."""

    topics: tuple[Topic, ...]
