"""Starting the bot: what a process is made of is not looked through for garbage while people wait."""

import gc
from collections.abc import Iterator
from typing import Any

import pytest

import bot.cli.run as run
from bot.settings import Settings


@pytest.fixture
def collector() -> Iterator[None]:
    """The garbage collector, put back as it was."""
    yield
    gc.unfreeze()
    gc.enable()


class _Made:
    def __init__(self, *_: Any, **__: Any) -> None:
        self.was_enabled = gc.isenabled()


class _Broken:
    def __init__(self, *_: Any, **__: Any) -> None:
        raise LookupError


@pytest.mark.usefixtures("collector")
def test_built_when_it_is_then_it_is_frozen_and_what_comes_later_is_collected(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fifth of a second a look, in which nobody was answered."""
    monkeypatch.setattr(run, "App", _Made)
    made: Any = run._built(Settings.model_construct(demo_clock_ahead=0), frozenset())
    assert not made.was_enabled
    assert gc.isenabled()
    assert gc.get_freeze_count() > 0


@pytest.mark.usefixtures("collector")
def test_built_when_it_fails_then_garbage_is_collected_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """A start that fails leaves the collector on."""
    monkeypatch.setattr(run, "App", _Broken)
    with pytest.raises(LookupError):
        run._built(Settings.model_construct(demo_clock_ahead=0), frozenset())
    assert gc.isenabled()
