"""Every button has somebody who takes its tap, and never two; every command has one name and one handler."""

import ast
import itertools
import re
from collections.abc import Iterator

import pytest
from telegram.ext import CallbackQueryHandler, CommandHandler

from bot.bootstrap import build_services
from bot.handlers.context import Handler
from bot.handlers.table import register
from bot.messages.menu import commands
from bot.messages.taps import Tap, tap
from tests.architecture.sources import modules, shown, tree
from tests.auxil.chats import content, demo_settings, understanding

# Shapes that arguments of taps have: numbers, ids, languages, countries, kinds, topics of news.
_SAMPLES = ("1", "17", "area", "nel_health_hub", "en", "uk", "o", "e", "p", "events")


@pytest.fixture(scope="module")
def table() -> tuple[Handler, ...]:
    return register(build_services(demo_settings(), content(), understanding()))


@pytest.fixture(scope="module")
def patterns(table: tuple[Handler, ...]) -> list[re.Pattern[str]]:
    handlers = (handler for handler in table if isinstance(handler, CallbackQueryHandler))
    return [handler.pattern for handler in handlers if isinstance(handler.pattern, re.Pattern)]


def takers(patterns: list[re.Pattern[str]], data: str) -> int:
    """How many handlers would take a tap."""
    return sum(bool(pattern.match(data)) for pattern in patterns)


def test_verbs_when_listed_then_each_is_taken_by_some_handler(patterns: list[re.Pattern[str]]) -> None:
    taken = {pattern.pattern.removeprefix("^").removesuffix("$").split(":")[0] for pattern in patterns}
    assert {str(verb) for verb in Tap} - taken == set()
    assert taken - {str(verb) for verb in Tap} == set()


def test_verbs_when_listed_then_each_is_on_some_button() -> None:
    used = {
        node.attr
        for path in modules("bot/messages", "bot/services", "bot/domain")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Tap"
    }
    assert {verb.name for verb in Tap} - used == set()


def test_taps_when_built_in_messages_then_exactly_one_handler_takes_each(patterns: list[re.Pattern[str]]) -> None:
    built = list(_built())
    assert len(built) > 30
    wrong = {}
    for place, verb, arguments in built:
        choices = itertools.product(*(_SAMPLES if argument is None else (argument,) for argument in arguments))
        counts = {takers(patterns, ":".join((verb, *chosen))) for chosen in choices}
        if max(counts) != 1:
            wrong[place] = f"{verb} with {len(arguments)} arguments: {max(counts)} handlers"
    assert wrong == {}


def test_taps_when_made_from_the_content_then_exactly_one_handler_takes_each(patterns: list[re.Pattern[str]]) -> None:
    taps = list(_of_the_content())
    assert len(taps) > 100
    assert {data: takers(patterns, data) for data in taps if takers(patterns, data) != 1} == {}


def test_taps_when_nothing_takes_them_then_one_last_handler_does(table: tuple[Handler, ...]) -> None:
    catching = [handler for handler in table if isinstance(handler, CallbackQueryHandler)]
    assert [handler.pattern for handler in catching].index(None) == len(catching) - 1


def test_command_names_when_registered_then_each_is_there_once(table: tuple[Handler, ...]) -> None:
    names = [name for handler in table if isinstance(handler, CommandHandler) for name in handler.commands]
    assert sorted(names) == sorted(set(names))


def test_commands_when_people_are_told_of_them_then_they_are_there(table: tuple[Handler, ...]) -> None:
    names = {name for handler in table if isinstance(handler, CommandHandler) for name in handler.commands}
    for code in ("en", "sv"):
        texts = build_services(demo_settings(), content(), understanding()).languages.named(code)
        assert set(commands(texts)) - names == set()
        assert set(re.findall(r"(?<![\w<])/([a-z]+)", _all_texts(code))) - names == set()


def _built() -> Iterator[tuple[str, str, list[str | None]]]:
    """Every `tap(…, Tap.VERB, …)` in the code: where, the verb, its arguments (None for what is only known later)."""
    for path in modules("bot/messages", "bot/services"):
        for node in ast.walk(tree(path)):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tap"):
                continue
            _, verb, *rest = node.args
            if isinstance(verb, ast.Attribute) and isinstance(verb.value, ast.Name) and verb.value.id == "Tap":
                arguments = [str(item.value) if isinstance(item, ast.Constant) else None for item in rest]
                yield f"{shown(path)}:{node.lineno}", Tap[verb.attr].value, arguments


def _of_the_content() -> Iterator[str]:
    known = content()
    for question in known.questions.values():
        yield tap("", Tap.CHANGE, question.id).data
        for option in question.options:
            yield tap("", Tap.ANSWER, question.id, option.id, 999_999).data
    for programme in known.programmes:
        yield tap("", Tap.PROGRAMME, programme).data
        yield tap("", Tap.INTERESTED, "p", programme).data
    for opportunity in known.sample.opportunities:
        yield tap("", Tap.OPPORTUNITY, opportunity).data
        yield tap("", Tap.INTERESTED, "o", opportunity).data
        yield tap("", Tap.DROP, "o", opportunity).data
    for event in known.sample.events:
        yield tap("", Tap.EVENT, event).data
        yield tap("", Tap.GOING, event).data
    for code in known.locales:
        yield tap("", Tap.LANGUAGE, code).data


def _all_texts(code: str) -> str:
    messages = content().locales[code].messages.values()
    return "\n".join(text if isinstance(text, str) else "\n".join(text.values()) for text in messages)
