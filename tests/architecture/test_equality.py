"""Equality answers stay apart: who may even name the tables they are in."""

import ast

from tests.architecture.sources import modules, shown, tree

ALLOWED = {
    "bot/services/equality/equality.py",
    "bot/services/equality/pages.py",
    "bot/services/equality/questions.py",
    "bot/services/privacy.py",
    "bot/services/equality/statistics.py",
    "db/queries/equality.py",
}
TABLES = {"EqualityAnswer", "EqualityConsent", "EqualityLink", "EqualityTables"}
JUDGES = ("eligibility", "opportunities", "events", "programmes", "guide", "questions", "verdicts", "handoffs")


def imported(path_tree: ast.Module) -> set[str]:
    """Every name a module imports, with the module it comes from."""
    found = set()
    for node in ast.walk(path_tree):
        if isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{name.name}" for name in node.names} | {str(node.module)}
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
    return found


def test_equality_tables_when_read_then_only_by_equality_privacy_and_statistics() -> None:
    readers = {
        shown(path)
        for path in modules("bot", "db")
        for name in imported(tree(path))
        if name.startswith(("db.queries.equality", "db.models.equality")) or name.rpartition(".")[2] in TABLES
    }
    assert readers - ALLOWED - {"db/models/__init__.py"} == set()


def test_equality_answers_when_something_is_judged_or_suggested_then_no_service_that_does_it_asks_for_them() -> None:
    """They may hold the service to put the offer under a message; nothing else of it may be called."""
    for path in modules("bot"):
        if "services" in path.parts and path.parent.name != "equality" and path.stem in JUDGES:
            called = {
                node.attr
                for node in ast.walk(tree(path))
                if isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Attribute)
                and node.value.attr == "_equality"
            }
            assert called <= {"offer"}, shown(path)


def test_equality_models_when_named_in_text_then_sql_elsewhere_does_not_reach_them() -> None:
    names = ("equality_answers", "equality_consents", "equality_links", "equality_tables")
    users = {
        shown(path)
        for path in modules("bot", "db")
        if any(name in path.read_text(encoding="utf-8") for name in names) and "versions" not in path.parts
    }
    assert users == {"db/models/equality.py"}
