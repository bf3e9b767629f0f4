"""`wayin intents`: what would be understood, how well, and what was not."""

from __future__ import annotations

import argparse
import gc
import json
import sys
from dataclasses import asdict
from datetime import time, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from bot.cli.intent_scores import Scored, score_file
from bot.content.intent_cache import FolderCache
from bot.content.intent_library import load_intents
from bot.domain.intents.understanding import Reading, Understanding

LOCALES = ("en", "sv")
_CACHE = Path(".cache/intents")


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `intents match`, `evaluate` and `unmatched`; the first two need no bot and no database."""
    parser = subparsers.add_parser("intents", help="show what would be understood")
    actions = parser.add_subparsers(dest="intents_action", required=True)
    match = actions.add_parser("match", help="read one message")
    match.add_argument("text")
    evaluate = actions.add_parser("evaluate", help="read a file of text<TAB>intent lines and score the answers")
    evaluate.add_argument("file", type=Path)
    for action in (match, evaluate):
        action.add_argument("--locale", choices=LOCALES, default="en", help="used where a message could be either")
        action.add_argument("--json", action="store_true")
        action.add_argument("--content", type=Path, default=None, help="another content folder")
        action.add_argument("--cache", type=Path, default=_CACHE, help="where learned weights are kept")
        action.set_defaults(run=run)
    unmatched = actions.add_parser("unmatched", help="list what was not understood, names and numbers masked")
    unmatched.add_argument("--json", action="store_true")
    unmatched.add_argument("--done", type=int, metavar="ID", help="this one is reviewed: forget it")
    unmatched.set_defaults(run=_review)


def _review(args: argparse.Namespace) -> int:
    """Imported only when it is wanted: matching one message must not wait for the database's modules."""
    return int(import_module("bot.cli.unmatched").run(args))


def run(args: argparse.Namespace) -> int:
    """Do what was asked; 2 for a file that cannot be read."""
    understanding = Understanding.build(load_intents(args.content), LOCALES, FolderCache(args.cache))
    gc.freeze()  # as in `wayin run`: what was learned is no garbage, and looking through it takes longer than a message
    if args.intents_action == "match":
        shown = describe(understanding.read(args.text, args.locale))
        print(json.dumps(shown, ensure_ascii=False) if args.json else _readable(shown))
        return 0
    try:
        scored = score_file(args.file, understanding, args.locale)
    except (OSError, ValueError) as error:
        print(f"{args.file}: {error}", file=sys.stderr)
        return 2
    print(json.dumps(asdict(scored), ensure_ascii=False) if args.json else _table(scored))
    return 0


def describe(reading: Reading) -> dict[str, Any]:
    """A reading as plain values for JSON; names and shares only, never the message itself."""
    because = reading.because
    alarm = reading.safeguarding
    return {
        "intent": reading.intent,
        "confidence": round(reading.confidence, 4),
        "decision": str(reading.decision),
        "alternatives": [{"intent": intent, "confidence": round(share, 4)} for intent, share in reading.alternatives],
        "because": None
        if because is None
        else {
            "phrase": because.phrase,
            "similarity": round(because.similarity, 3),
            "words": [{"word": word, "share": round(share, 3)} for word, share in because.words],
            "repairs": [{"typed": typed, "read": read} for typed, read in because.repairs],
        },
        "slots": _slots(reading),
        "safeguarding": None if alarm is None else {"kind": alarm.kind, "level": str(alarm.level)},
        "word": reading.word,
    }


def _slots(reading: Reading) -> dict[str, Any]:
    found = {name: value for name, value in vars(reading.slots).items() if value is not None and value != ()}
    return {name: _plain(value) for name, value in found.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, timedelta):
        return int(value.total_seconds() // 60)
    if isinstance(value, (str, int, tuple)):
        return value
    return {name: part for name, part in vars(value).items() if part not in (None, False)}


def _readable(shown: dict[str, Any]) -> str:
    because = shown["because"] or {"phrase": "", "words": [], "repairs": []}
    lines = [
        f"{shown['intent']}  {shown['confidence']:.2f}  {shown['decision']}",
        *(f"  or {other['intent']}  {other['confidence']:.2f}" for other in shown["alternatives"]),
        f"  like: {because['phrase']}",
        *(f"  word: {part['word']}  {part['share']:+.2f}" for part in because["words"]),
        *(f"  read: {part['typed']} ~ {part['read']}" for part in because["repairs"]),
        f"  slots: {json.dumps(shown['slots'], ensure_ascii=False)}",
    ]
    if shown["safeguarding"]:
        lines.append(f"  safeguarding: {shown['safeguarding']['kind']} ({shown['safeguarding']['level']})")
    return "\n".join(lines)


def _table(scored: Scored) -> str:
    lines = [
        f"messages {scored.messages}  accuracy {scored.accuracy:.1%}  macro-F1 {scored.macro_f1:.1%}  "
        f"top three {scored.top_three:.1%}",
        f"acted on {scored.acted:.1%}, of those right {scored.acted_right:.1%}",
        f"safeguarding: missed {len(scored.missed_safeguarding)}, false {len(scored.false_safeguarding)}",
        f"latency ms: p50 {scored.latency_ms['p50']:.2f}, p99 {scored.latency_ms['p99']:.2f}",
        *(f"  {one['expected']} read as {one['read']}: {one['count']}" for one in scored.confusions),
    ]
    return "\n".join(lines)
