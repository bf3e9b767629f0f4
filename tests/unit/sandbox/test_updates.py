"""Pending updates, their keeping and their faults."""

import json
from pathlib import Path

import pytest

from bot.sandbox.clock import Clock
from bot.sandbox.faults import Fault, Faults
from bot.sandbox.settings import Settings
from bot.sandbox.store import Store
from bot.sandbox.updates import UpdateQueue


async def test_queue_when_loaded_again_then_it_goes_on_where_it_was(tmp_path: Path) -> None:
    store = Store(tmp_path / "sandbox.db")
    queue = UpdateQueue("1", store, Clock(), Settings())
    for text in ("one", "two"):
        queue.add("message", {"text": text}, "m1")
    queue.confirm_before(2)
    queue.allow(["message"])
    await store.close()

    again = UpdateQueue("1", Store(tmp_path / "sandbox.db"), Clock(), Settings())
    assert [json.loads(pending.body)["message"]["text"] for pending in again.pending.values()] == ["two"]
    assert again.add("callback_query", {}, "u1") is None
    assert again.add("message", {}, "m1") == 3


async def test_store_when_a_thing_changes_often_then_its_last_state_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.db"
    store = Store(path)
    thing = {"n": 0}
    for n in range(10):
        thing["n"] = n
        store.changed("thing", "a:1", lambda: dict(thing))
    store.changed("thing", "b:1", lambda: "other")
    store.keep_file("f", b"bytes")
    await store.flush()
    store.changed("thing", "a:2", lambda: "gone soon")
    store.gone("thing", "a:2")
    await store.close()
    again = Store(path)
    assert list(again.load("thing", "a:")) == [("a:1", {"n": 9})]
    assert again.read_file("f") == b"bytes"
    assert again.read_file("g") is None
    await again.close()


def test_fault_when_counted_and_spaced_then_it_hits_just_those_calls() -> None:
    faults = Faults()
    faults.add(Fault("error", method="sendMessage", every=3, count=2))
    hits = [faults.for_call("sendmessage", 1) is not None for _ in range(9)]
    assert hits == [False, False, True, False, False, True, False, False, False]
    assert faults.active == []


def test_fault_when_aimed_then_others_are_spared() -> None:
    faults = Faults()
    kept = faults.add(Fault("drop", chat_id=7, count=0))
    assert faults.for_call("sendmessage", 8) is None
    assert faults.for_call("sendmessage", "7") is kept
    assert faults.for_update("duplicate") is None
    faults.clear(kept.id)
    assert faults.for_call("sendmessage", 7) is None


def test_fault_when_its_kind_is_unknown_then_refused() -> None:
    with pytest.raises(ValueError, match="unknown fault kind"):
        Fault("gremlins")
