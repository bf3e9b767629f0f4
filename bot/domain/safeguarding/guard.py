"""Decide for a whole message: certain signs first, then what the listener believes, sentence by sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.safeguarding.detection import Alarm, Detector, Level, is_only_a_saying
from bot.domain.safeguarding.listening import SILENCE, Heard, Listener


@dataclass(frozen=True)
class Enough:
    """From which shares of belief on the listener alone is enough for the soft card, and for the imminent one."""

    grave: float
    imminent: float


USUALLY = Enough(0.135, 0.3)
"""Low on purpose: a card too many costs a person one tap, a card too few may cost more."""

WITH_A_CLUE = Enough(0.09, 0.2)
"""So much is enough where a sentence has a word that alarms by itself."""

MAYBE_NOW = 0.07
"""From this share of belief in danger now on, the soft card is shown whatever else a sentence is like."""

IN_A_WORD_OR_TWO = Enough(0.3, 0.4)
"""A word or two without a clue: names and answers to a question are like many things by chance."""

DANGER = 0.1
"""So much belief in danger now a rule of clues needs for the imminent card: its words may stand together by chance."""

HARMLESS = 0.02
"""Below this share of belief the listener knows the sentence well as ordinary talk: clues no longer count,
and a sign is worth the soft card at most."""

SURELY_HARMLESS = 0.015
"""Below this share even a sign of concern no longer counts: "does depression count as a disability"."""

_MOST_SENTENCES = 16
"""So many sentences of a long message are listened to; the certain signs are looked for in all of them."""

_FEW_WORDS = 2

_CERTAIN = 0.3
"""So much is added to the belief in a kind that a sign or a clue names."""

_Found = tuple[Alarm, Heard]


class Guard:
    """Signs and listener together; pure, like both of them."""

    def __init__(self, detector: Detector, listener: Listener) -> None:
        self._detector = detector
        self._listener = listener

    def alarm(self, sentences: Sequence[Sequence[str]]) -> Alarm | None:
        """The gravest alarm of all sentences of repaired words, under the likeliest of its kinds."""
        if self._listener.knows([token for tokens in sentences for token in tokens]):
            return None
        found: list[_Found] = []
        for number, tokens in enumerate(sentences):
            plain = self._detector.without_sayings(tokens)
            is_listened_to = number < _MOST_SENTENCES and not is_only_a_saying(plain)
            heard = self._listener.hear(plain) if is_listened_to else None
            alarms = self._alarms(plain, heard)
            if alarms and not self._listener.knows(tokens):
                found += [(alarm, heard or SILENCE) for alarm in alarms]
        return self._gravest(found)

    def _alarms(self, plain: Sequence[str], heard: Heard | None) -> list[Alarm]:
        certain = self._detector.signs(plain)
        if heard is None:
            return self._now(certain, plain)
        if heard.grave < HARMLESS:
            return self._doubted(certain, heard)
        return self._now(certain + self._together(plain, heard) + self._believed(plain, heard), plain)

    def _together(self, plain: Sequence[str], heard: Heard) -> list[Alarm]:
        alarms = self._detector.together(plain)
        return alarms if heard.imminent >= DANGER else [self._detector.softer(alarm) for alarm in alarms]

    def _doubted(self, certain: Sequence[Alarm], heard: Heard) -> list[Alarm]:
        """Of signs in what sounds like ordinary talk: a danger is still worth the soft card, a concern not always."""
        is_surely_ordinary = heard.grave < SURELY_HARMLESS
        return [
            self._detector.softer(alarm) for alarm in certain if alarm.level is Level.IMMINENT or not is_surely_ordinary
        ]

    def _now(self, alarms: list[Alarm], plain: Sequence[str]) -> list[Alarm]:
        is_now = bool(alarms) and self._detector.is_now(plain)
        return [self._detector.graver(alarm) for alarm in alarms] if is_now else alarms

    def _believed(self, plain: Sequence[str], heard: Heard) -> list[Alarm]:
        enough = self._enough(plain)
        if heard.grave < enough.grave and heard.imminent < MAYBE_NOW:
            return []
        is_imminent = heard.imminent >= enough.imminent
        level = Level.IMMINENT if is_imminent else Level.CONCERN
        kind = max(self._detector.kinds_at(level), key=lambda one: heard.kinds.get(one, 0.0))
        return [self._detector.alarm(kind, level, heard.because, certain=False)]

    def _enough(self, plain: Sequence[str]) -> Enough:
        if self._detector.has_a_clue(plain):
            return WITH_A_CLUE
        return IN_A_WORD_OR_TWO if len(plain) <= _FEW_WORDS else USUALLY

    def _gravest(self, found: Sequence[_Found]) -> Alarm | None:
        """Of several at the same level the kind the listener believes in most; a certain one counts for more."""
        is_imminent = any(alarm.level is Level.IMMINENT for alarm, _ in found)
        level = Level.IMMINENT if is_imminent else Level.CONCERN
        gravest = [(alarm, heard) for alarm, heard in found if alarm.level is level]
        if len({alarm.kind for alarm, _ in gravest}) < 2:
            return gravest[0][0] if gravest else None
        return max(gravest, key=_belief)[0]


def _belief(found: _Found) -> float:
    alarm, heard = found
    return heard.kinds.get(alarm.kind, 0.0) + (_CERTAIN if alarm.certain else 0.0)
