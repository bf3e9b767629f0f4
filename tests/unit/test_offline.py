"""The guard that keeps the network out of the unit tests."""

from __future__ import annotations

import asyncio
import socket

import pytest

from tests.auxil.offline import REFUSAL


def test_connecting_when_in_a_unit_test_then_the_test_fails() -> None:
    with socket.socket(socket.AF_INET) as sock, pytest.raises(pytest.fail.Exception, match=REFUSAL):
        sock.connect(("127.0.0.1", 9))


def test_looking_up_a_name_when_in_a_unit_test_then_the_test_fails() -> None:
    with pytest.raises(pytest.fail.Exception, match=REFUSAL):
        socket.getaddrinfo("example.org", 443)


async def test_the_event_loop_when_in_a_unit_test_then_it_works() -> None:
    assert await asyncio.to_thread(lambda: 1) == 1
