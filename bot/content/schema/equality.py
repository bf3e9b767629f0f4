"""An equality question: asked after the result, with explicit consent, and only ever counted."""

from __future__ import annotations

from pydantic import Field

from bot.content.schema.base import CountryCode, Item, Localised, Slug, Url


class EqualityOption(Item):
    """One answer of a second step; `also` are words that mean it when typed instead of tapped."""

    id: Slug
    label: Localised
    also: tuple[str, ...] = ()


class EqualityFollowUp(Item):
    """A second step, asked only of those who chose the option it stands under."""

    ask: Localised
    options: tuple[EqualityOption, ...] = Field(min_length=2)
    own_words: bool = False


class EqualityChoice(EqualityOption):
    """One answer, with its second step if there is one."""

    then: EqualityFollowUp | None = None


class EqualityQuestion(Item):
    """One question, one file in `equality/`; "Prefer not to say" and "Skip" are added to every one of them.

    `standard` is where the words and the order of the answers come from. Then they are kept, also where plainer words
    could be found: only so can the numbers stand beside other people's.

    Example:
        id: sex
        order: 10
        countries: [uk]
        short: {en: Sex, sv: Kön}
        ask: {en: "What is your sex?", sv: "Vilket kön har du?"}
        options:
          - id: female
            label: {en: Female, sv: Kvinna}
            also: [woman, girl, kvinna, tjej]
          - id: male
            label: {en: Male, sv: Man}
            also: [man, boy, kille]
    """

    id: Slug
    order: int = Field(ge=0)
    countries: tuple[CountryCode, ...] = Field(min_length=1)
    standard: Url | None = None
    short: Localised
    ask: Localised
    options: tuple[EqualityChoice, ...] = Field(min_length=2)
    own_words: bool = False

    @property
    def follow_ups(self) -> dict[str, EqualityFollowUp]:
        """The second steps by the option they stand under."""
        return {option.id: option.then for option in self.options if option.then is not None}
