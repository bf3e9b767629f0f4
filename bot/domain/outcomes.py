"""What somebody tells of their work in their own words: got it, started, not this time, left, finished, still there."""

from __future__ import annotations

import re

from bot.domain.journeys import Stage

STILL = "still"
Outcome = str
"""A stage, or STILL."""

# The first that fits counts: a no is looked for before the yes that it contains ("didn't get the job").
_SAYINGS: tuple[tuple[Outcome, str], ...] = (
    (
        Stage.LEFT_EARLY,
        r"let(ting)? me go|laid off|sacked|fired|\bquit\b|\bi left\b|then left|have left|made redundant"
        r"|fick (sluta|sparken|gå)|\bslutade\b|\bsluta(t)?\b.*(jobb|praktik)|sade? upp|blev uppsagd|hoppade? av",
    ),
    (
        Stage.NOT_SUCCESSFUL,
        r"(did ?n.?t|not|wasn.?t|haven.?t|never) (get|got|pass|select|accept|success|offered|want me|chosen)"
        r"|(did ?n.?t|not) want me|reject|turned (me )?down|unsuccessful|said no\b|no luck|fail(ed)? the"
        r"|fick (inte|nej)|sa(de)? nej|inte (antagen|utvald|jobbet|platsen)|avslag|klarade inte",
    ),
    (
        STILL,
        r"still (work|there|in|got|at|employ|doing)|doing (well|good|great)|jobbar kvar|är kvar|fortfarande",
    ),
    (
        Stage.FINISHED,
        r"finish|complet|passed (the|my) (course|training|exam)|klar med|avsluta|färdig|gått klart|gick klart",
    ),
    (
        Stage.STARTED,
        r"\bstarted\b|first day|in (a|the) job now|working now|employed now|now work|have begun|began"
        r"|(har|jag) börjat|började|första dagen|jobbar nu",
    ),
    (
        Stage.OFFERED,
        r"\bgot\b|\bget the job|hired|offer|accepted|said yes|signed|i start\b|starting|start (on|my|next)"
        r"|found (a |my )?(job|work)|fick (jobb|plats|praktik|anställ|ett)|har fått|sa(de)? ja|antagen|skrivit på"
        r"|jag börjar|hittade? (ett )?jobb",
    ),
    (Stage.INTERVIEW, r"interview|intervju"),
)
_READ = tuple((outcome, re.compile(pattern)) for outcome, pattern in _SAYINGS)
_APOSTROPHES = str.maketrans({"\u2019": "'", "\u2018": "'"})
_ELSEWHERE = re.compile(r"myself|my own|another job|somewhere else|på egen hand|själv|ett annat jobb|någon annanstans")


def outcome_in(text: str) -> Outcome | None:
    """What a message tells; None when that is better asked."""
    said = text.lower().translate(_APOSTROPHES)
    return next((outcome for outcome, pattern in _READ if pattern.search(said)), None)


def is_elsewhere(text: str) -> bool:
    """Whether it is about something found without us."""
    return _ELSEWHERE.search(text.lower()) is not None
