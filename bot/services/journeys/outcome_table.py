"""The table of outcomes: people by what they went for and how far they got, and who says so, once in each row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.domain.journeys import Kind, Said, Stage
from bot.domain.statistics import Table
from bot.feeds.vocabulary import Kind as OpportunityKind
from db.queries.outcomes import Reached

_OWN_KINDS = (Kind.EMPLOYED, Kind.APPRENTICESHIP, Kind.SELF_EMPLOYED, Kind.EDUCATION)
_SURE = ("told", "confirmed", "evidenced")
_BEFORE = tuple(stage for stage in Stage if stage not in (Stage.STARTED, Stage.FINISHED, Stage.LEFT_EARLY))
_SURENESS = {Said.PERSON: 0, Said.EMPLOYER: 1, Said.ADVISER: 1, Said.EVIDENCE: 2}


def outcome_table(found: Iterable[Reached], windows: Sequence[int]) -> Table:
    """Each person once a row, where they got farthest: a stage before work, or how long they are known to have worked.

    Sorts of start nobody can be in by their kind of opportunity are possible all the same: a row is never cut.
    """
    columns = _columns(windows)
    order = {name: number for number, name in enumerate(columns)}
    farthest: dict[tuple[str, int], str] = {}
    for one in found:
        row, column = _row(one), _column(one)
        key = (row, one.person_id)
        if order.get(column, -1) > order.get(farthest.get(key, ""), -1):
            farthest[key] = column
    counts: dict[tuple[str, str], int] = {}
    for (row, _), column in farthest.items():
        counts[row, column] = counts.get((row, column), 0) + 1
    return Table(_rows(), columns, counts)


def _rows() -> list[str]:
    return [*(kind.value for kind in OpportunityKind), *(f"own_{kind}" for kind in _OWN_KINDS)]


def _columns(windows: Sequence[int]) -> list[str]:
    """From the least to the most; what was left or finished before the first check-in still began."""
    lasted = [f"weeks_{weeks}_{sure}" for weeks in sorted(windows) for sure in _SURE]
    return [*(stage.value for stage in _BEFORE), *(f"started_{sure}" for sure in _SURE), *lasted]


def _row(one: Reached) -> str:
    if one.opportunity is not None:
        return one.opportunity
    return f"own_{one.work if one.work in set(_OWN_KINDS) else Kind.EMPLOYED}"


def _column(one: Reached) -> str:
    if not one.has_started:
        # Who left or finished something that nobody told us had begun was there all the same.
        return one.stage if one.stage in set(_BEFORE) else "started_told"
    sure = _SURE[max((_SURENESS[Said(who)] for who in one.said), default=0)]
    return f"weeks_{one.weeks}_{sure}" if one.weeks else f"started_{sure}"
