"""The guard of the unit tests: whoever reaches for the network fails at once and loudly."""

from __future__ import annotations

import socket
from typing import Any, NoReturn

import pytest

REFUSAL = "A unit test reached for the network: inject a fake, or move the test to tests/integration"


def forbid_network(patch: pytest.MonkeyPatch) -> None:
    """Make every internet connection and name look-up fail the test; Unix sockets and pipes still work."""
    connect = socket.socket.connect

    def checked(sock: socket.socket, address: Any) -> None:
        if sock.family in (socket.AF_INET, socket.AF_INET6):
            _refuse()
        connect(sock, address)

    patch.setattr(socket.socket, "connect", checked)
    patch.setattr(socket.socket, "connect_ex", _refuse)
    patch.setattr(socket, "getaddrinfo", _refuse)


def _refuse(*_args: Any, **_kwargs: Any) -> NoReturn:
    pytest.fail(REFUSAL)
