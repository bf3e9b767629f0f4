"""The shape of the code: small modules with telling names, imports at the top, nothing global."""

import ast
from collections.abc import Iterator

from tests.architecture.sources import PACKAGES, ROOT, modules, shown, tree

LONGEST_MODULE = 300
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}
# Each would keep state, time or a second way in beside the turn.
FOREIGN_STATE = {"bot_data", "chat_data", "user_data", "ConversationHandler", "JobQueue", "job_queue"}


def test_modules_when_they_grow_then_they_are_split_at_300_lines() -> None:
    code = [path for path in modules("bot", "db", "benchmarks") if "versions" not in path.parts]
    lengths = {shown(path): len(path.read_text(encoding="utf-8").splitlines()) for path in code}
    assert {path: length for path, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_modules_and_packages_when_named_then_they_say_what_is_in_them() -> None:
    named = {part for path in modules(*PACKAGES) for part in (*path.relative_to(ROOT).parts[:-1], path.stem)}
    assert named & VAGUE_NAMES == set()


def test_bot_package_when_imported_then_nothing_happens() -> None:
    assert (ROOT / "bot" / "__init__.py").read_text() == ""


def test_modules_when_read_then_they_keep_no_state_in_the_framework() -> None:
    found = {shown(path): FOREIGN_STATE & set(_names(tree(path))) for path in modules("bot", "db")}
    assert {path: names for path, names in found.items() if names} == {}


def test_modules_when_read_then_they_import_at_the_top_only() -> None:
    found = {shown(path): _hidden_imports(tree(path)) for path in modules("bot", "db")}
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_modules_when_read_then_each_says_its_one_job() -> None:
    silent = [path for path in modules("bot", "db") if tree(path).body and not ast.get_docstring(tree(path))]
    assert [shown(path) for path in silent] == []


def _hidden_imports(module: ast.Module) -> list[int]:
    functions = (node for node in ast.walk(module) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    imports = (ast.Import, ast.ImportFrom)
    return [node.lineno for function in functions for node in ast.walk(function) if isinstance(node, imports)]


def _names(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.alias):
            yield node.name.rpartition(".")[2]
