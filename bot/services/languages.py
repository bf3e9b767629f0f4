"""Which language a person is answered in."""

from __future__ import annotations

from bot.content.model import Content
from bot.messages.texts import LocaleTexts, Texts
from bot.services.turns import Turn


class Languages:
    """A person's own choice first, then their phone's language, then the country's."""

    def __init__(self, texts: Texts, content: Content, default_country: str) -> None:
        self._texts = texts
        self._default = content.countries[default_country].default_locale

    @property
    def codes(self) -> tuple[str, ...]:
        """Every language people may choose."""
        return self._texts.ready

    def of(self, turn: Turn) -> LocaleTexts:
        """The texts to answer this turn in."""
        chosen = turn.person.locale if turn.person is not None else None
        return self._texts.for_locale(chosen or self.likeliest(turn.incoming.language_code))

    def named(self, code: str) -> LocaleTexts:
        """One language's texts."""
        return self._texts.for_locale(code)

    def own_name(self, code: str) -> str:
        """What a language calls itself; its code when we have no texts in it any more."""
        return self._texts.for_locale(code).own_name if code in self._texts.ready else code

    def also_called(self) -> dict[str, list[str]]:
        """Each language with everything it is called; its own name comes first."""
        return {code: [self.own_name(code), *self.wordings(f"people.language.also.{code}")] for code in self.codes}

    def wordings(self, key: str) -> list[str]:
        """A list of words with commas between, in every language together."""
        said = [self._texts.for_locale(code).plain(key) for code in self.codes]
        return list(dict.fromkeys(word.strip() for words in said for word in words.split(",")))

    def is_offered(self, code: str) -> bool:
        """Whether people may choose it."""
        return code in self._texts.ready

    def of_phone(self, language_code: str | None) -> str | None:
        """The phone's language ("sv", "en-GB") if we speak it."""
        base = (language_code or "").split("-")[0].lower()
        return base if base in self._texts.ready else None

    def likeliest(self, language_code: str | None) -> str:
        """The phone's language, else the country's."""
        return self.of_phone(language_code) or self._default

    def offered(self, language_code: str | None) -> list[LocaleTexts]:
        """Every language people may choose, the likeliest first."""
        first = self.likeliest(language_code)
        codes = sorted(self._texts.ready, key=lambda code: (code != first, code))
        return [self._texts.for_locale(code) for code in codes]
