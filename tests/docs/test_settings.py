"""Every setting is in README.md and .env.example as bot/settings.py declares it."""

import re

from bot.settings import Settings
from tests.docs import settings_page

_ANEW = "run: python -m tests.docs.settings_page"


def test_readme_when_compared_with_the_settings_then_its_table_is_theirs() -> None:
    assert settings_page.shown_table() == settings_page.table(), _ANEW


def test_example_when_compared_with_the_settings_then_it_is_theirs() -> None:
    assert settings_page.EXAMPLE.read_text(encoding="utf-8") == settings_page.example(), _ANEW


def test_example_when_read_then_no_secret_has_a_value() -> None:
    values = dict(re.findall(r"^(?:# )?([A-Z_]+)=(.*)$", settings_page.EXAMPLE.read_text(), re.MULTILINE))
    secrets = [name for name in values if re.search(r"TOKEN|KEYS|SECRET|PASSWORD", name)]
    assert len(secrets) >= 4
    assert {name for name in secrets if values[name]} == set()


def test_settings_when_declared_then_each_has_help_of_one_line() -> None:
    helps = {name: field.description or "" for name, field in Settings.model_fields.items()}
    assert {name for name, said in helps.items() if not said or "\n" in said or "|" in said} == set()
