"""`wayin eligibility assess FILE.json --json`: verdicts, reasons and the next question for given answers."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.content.loader import load_content
from bot.content.model import Content
from bot.content.schema.programmes import Programme
from bot.content.told import Told, facts_from
from bot.domain.countries import Country
from bot.domain.eligibility import Assessment, State, Verdict, assess, next_question
from bot.domain.places import PlaceMatch, PlaceQuestion
from bot.errors import BadInput, ContentError

BAD_INPUT = 2


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `eligibility assess`; `-` reads standard input."""
    parser = subparsers.add_parser("eligibility", help="verdicts, reasons and next question for given answers")
    actions = parser.add_subparsers(dest="action", required=True)
    one = actions.add_parser("assess", help="judge the answers in a JSON file")
    one.add_argument("file", metavar="FILE.json", help="the answers, or - for standard input")
    one.add_argument("--json", action="store_true", help="print JSON")
    one.add_argument("--locale", default="en", help="language of the reasons")
    one.add_argument("--content", type=Path, default=None, help="another content folder")
    one.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Judge and print; bad input is one line on standard error and exit code 2."""
    try:
        content = load_content(args.content)
        if args.locale not in content.locales:
            raise BadInput("--locale", f"must be one of {', '.join(content.locales)}")
        told = facts_from(_read(args.file), content, datetime.now(UTC).date())
    except BadInput as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    except ContentError as error:
        for fault in error.faults:
            print(fault, file=sys.stderr)
        print("Mend these first; `wayin check` looks for more.", file=sys.stderr)
        return 1
    for name in told.ignored:
        print(f"{name}: never used, left out", file=sys.stderr)
    result = assessed(told, content, args.locale)
    print(json.dumps(result, ensure_ascii=False, indent=2) if args.json else _lines(result))
    return 0


def _read(file: str) -> Any:
    shown = "standard input" if file == "-" else file
    try:
        return json.loads(sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8"))
    except OSError as error:
        raise BadInput(shown, "cannot be opened") from error
    except (ValueError, RecursionError) as error:
        raise BadInput(shown, 'is not JSON: names and words go in double quotes, like {"country": "uk"}') from error


def assessed(told: Told, content: Content, locale: str) -> dict[str, Any]:
    """Everything the command prints, as plain values."""
    countries = [told.facts.country] if told.facts.country else list(Country)
    programmes = tuple(programme for country in countries for programme in content.programmes_in(country))
    questions = content.questions_in(countries[0])
    found = assess(programmes, told.facts, told.today)
    match = told.place if isinstance(told.place, PlaceMatch) else None
    return {
        "programmes": [_row(programme, one, told, locale) for programme, one in zip(programmes, found, strict=True)],
        "next_question": next_question(programmes, questions, told.facts, told.today),
        "place": {
            "councils": list(content.places.names(match.councils)) if match else [],
            "kept": match.kept if match else None,
            "unclear": str(told.place.why) if isinstance(told.place, PlaceQuestion) else None,
        },
    }


def _row(programme: Programme, one: Assessment, told: Told, locale: str) -> dict[str, Any]:
    return {
        "programme": programme.id,
        "verdict": str(one.verdict),
        "intake": str(programme.intake_on(told.today)),
        "reasons": [reason.because.get(locale) or reason.because["en"] for reason in one.reasons],
        "states": [str(reason.state) for reason in one.reasons],
        "missing": list(one.missing),
        "opens_on": one.opens_on.isoformat() if one.opens_on else None,
        "closes_on": one.closes_on.isoformat() if one.closes_on else None,
        "nearest": [reason.fact for reason in one.nearest],
        "valid_until": one.valid_until.isoformat() if one.valid_until else None,
    }


_SAID = {
    Verdict.MATCH: "looks like a match",
    Verdict.NEED_MORE: "need one more thing",
    Verdict.NOT_NOW: "may not fit now",
}
_STATES = {State.MET: "fits:", State.UNMET: "does not fit:", State.UNKNOWN: "not known:"}


def _lines(result: dict[str, Any]) -> str:
    lines = []
    for row in result["programmes"]:
        lines.append(f"{row['programme']}: {_SAID[Verdict(row['verdict'])]} (intake {row['intake']})")
        told = zip(row["states"], row["reasons"], strict=True)
        lines += [f"  {_STATES[State(state)]} {reason}" for state, reason in told]
        lines += [f"  {name}: {row[name]}" for name in ("opens_on", "closes_on") if row[name]]
    lines.append(f"next question: {result['next_question'] or 'none'}")
    return "\n".join(lines)
