"""How rules combine: all of them, any of them, not this one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.domain.rules import Reason, Rule, Standing, State, Wording


@dataclass(frozen=True)
class AllOf:
    """True when every part is; false as soon as one is."""

    parts: tuple[Rule, ...]

    def truth(self, standing: Standing) -> bool | None:
        """False wins over unknown, unknown over true."""
        result: bool | None = True
        for part in self.parts:
            truth = part.truth(standing)
            if truth is False:
                return False
            if truth is None:
                result = None
        return result

    def deciding(self, standing: Standing) -> Iterator[Reason]:
        """Only the failing parts of a false node; every part otherwise."""
        false = self.truth(standing) is False
        for part in self.parts:
            if not false or part.truth(standing) is False:
                yield from part.deciding(standing)

    def missing(self, standing: Standing) -> Iterator[str]:
        """Nothing is missing once the node is settled."""
        if self.truth(standing) is None:
            for part in self.parts:
                yield from part.missing(standing)

    def repairs(self, standing: Standing) -> tuple[Reason, ...]:
        """Every failing part has to change."""
        return tuple(reason for part in self.parts for reason in part.repairs(standing))

    def age_limits(self) -> Iterator[int]:
        """The birthdays of every part."""
        for part in self.parts:
            yield from part.age_limits()


@dataclass(frozen=True)
class AnyOf:
    """True as soon as one part is; false when every part is."""

    parts: tuple[Rule, ...]

    def truth(self, standing: Standing) -> bool | None:
        """True wins over unknown, unknown over false."""
        result: bool | None = False
        for part in self.parts:
            truth = part.truth(standing)
            if truth:
                return True
            if truth is None:
                result = None
        return result

    def deciding(self, standing: Standing) -> Iterator[Reason]:
        """The parts that agree with the node: those that made it so."""
        truth = self.truth(standing)
        for part in self.parts:
            if part.truth(standing) is truth:
                yield from part.deciding(standing)

    def missing(self, standing: Standing) -> Iterator[str]:
        """Nothing is missing once the node is settled."""
        if self.truth(standing) is None:
            for part in self.parts:
                yield from part.missing(standing)

    def repairs(self, standing: Standing) -> tuple[Reason, ...]:
        """The part that needs the fewest changes."""
        if self.truth(standing) is not False or not self.parts:
            return ()
        return min((part.repairs(standing) for part in self.parts), key=len)

    def age_limits(self) -> Iterator[int]:
        """The birthdays of every part."""
        for part in self.parts:
            yield from part.age_limits()


@dataclass(frozen=True)
class Not:
    """The opposite of a rule, with a sentence of its own: the inner one would read backwards."""

    part: Rule
    fact: str
    because: Wording
    _reasons: Mapping[bool | None, Reason] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        states = {True: State.MET, False: State.UNMET, None: State.UNKNOWN}
        reasons = {truth: Reason(self.fact, self.because, state) for truth, state in states.items()}
        object.__setattr__(self, "_reasons", reasons)

    def truth(self, standing: Standing) -> bool | None:
        """Unknown stays unknown."""
        truth = self.part.truth(standing)
        return None if truth is None else not truth

    def deciding(self, standing: Standing) -> Iterator[Reason]:
        """One sentence for the whole of what is ruled out."""
        yield self._reasons[self.truth(standing)]

    def missing(self, standing: Standing) -> Iterator[str]:
        """What the inner rule still needs."""
        if self.truth(standing) is None:
            yield from self.part.missing(standing)

    def repairs(self, standing: Standing) -> tuple[Reason, ...]:
        """What is ruled out has to stop being so."""
        return (self._reasons[False],) if self.truth(standing) is False else ()

    def age_limits(self) -> Iterator[int]:
        """The birthdays of the inner rule."""
        return self.part.age_limits()
