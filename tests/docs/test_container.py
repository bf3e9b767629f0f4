"""The Dockerfile and compose.yaml keep the promises that operators rely on."""

import re
from typing import Any

import pytest
import yaml

from bot.settings import Settings
from tests.architecture.sources import ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text()
INSTRUCTIONS = re.findall(r"^([A-Z]+) (.+)$", DOCKERFILE, re.MULTILINE)


@pytest.fixture
def compose() -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "compose.yaml").read_text()))


def test_image_when_built_then_its_base_can_be_changed_and_is_used_twice() -> None:
    assert "ARG BASE=docker.io/library/python:3.11-slim-bookworm" in DOCKERFILE
    assert [value for name, value in INSTRUCTIONS if name == "FROM"] == ["${BASE} AS build", "${BASE}"]


def test_image_when_built_then_dependencies_come_with_hashes_and_before_the_source() -> None:
    assert "--require-hashes" in DOCKERFILE
    assert (
        DOCKERFILE.index("COPY requirements.lock") < DOCKERFILE.index("--require-hashes") < DOCKERFILE.index("COPY bot")
    )


def test_image_when_run_then_not_as_root_and_with_a_health_check() -> None:
    assert [value for name, value in INSTRUCTIONS if name == "USER"] == ["10001:10001"]
    assert "HEALTHCHECK" in DOCKERFILE
    assert "/health" in DOCKERFILE
    assert ("CMD", '["wayin", "run"]') in INSTRUCTIONS


def test_image_when_built_then_only_what_is_copied_is_sent_along() -> None:
    sent = {line.removeprefix("!") for line in (ROOT / ".dockerignore").read_text().split() if line.startswith("!")}
    sources = [value.split()[:-1] for name, value in INSTRUCTIONS if name == "COPY" and "--from" not in value]
    assert {name for names in sources for name in names} == sent
    assert (ROOT / ".dockerignore").read_text().splitlines()[1] == "*"


def test_settings_when_named_in_container_files_then_they_exist() -> None:
    known = {f"WAYIN_{name.upper()}" for name in Settings.model_fields}
    named = set(re.findall(r"WAYIN_[A-Z_]+", DOCKERFILE + (ROOT / "compose.yaml").read_text()))
    assert named - known == set()


def test_compose_when_started_then_migrations_come_between_database_and_bot(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert set(services) == {"database", "migrate", "bot"}
    assert services["migrate"]["command"] == ["wayin", "db", "upgrade"]
    assert services["migrate"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert services["bot"]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert services["migrate"]["restart"] == "no"
    assert "command" not in services["bot"]


def test_compose_when_read_then_the_database_is_kept_watched_and_not_published(compose: dict[str, Any]) -> None:
    database = compose["services"]["database"]
    assert database["volumes"] == ["database:/var/lib/postgresql"]
    assert "database" in compose["volumes"]
    assert database["healthcheck"]["test"][:2] == ["CMD", "pg_isready"]
    assert "ports" not in database


def test_compose_when_read_then_secrets_come_from_outside(compose: dict[str, Any]) -> None:
    for name in ("migrate", "bot"):
        service = compose["services"][name]
        assert service["env_file"] == ".env"
        assert set(service["environment"]) == {"WAYIN_DATABASE_URL", "WAYIN_LISTEN_HOST", "WAYIN_LISTEN_PORT"}
        assert "${POSTGRES_PASSWORD:?" in service["environment"]["WAYIN_DATABASE_URL"]
    assert compose["services"]["database"]["environment"]["POSTGRES_PASSWORD"].startswith("${POSTGRES_PASSWORD:?")
    assert "POSTGRES_PASSWORD=\n" in (ROOT / ".env.example").read_text()


def test_compose_when_read_then_the_bot_is_only_reached_from_this_machine(compose: dict[str, Any]) -> None:
    assert compose["services"]["bot"]["ports"] == ["127.0.0.1:8080:8080"]
    assert compose["services"]["bot"]["read_only"] is True
    assert compose["services"]["bot"]["cap_drop"] == ["ALL"]
