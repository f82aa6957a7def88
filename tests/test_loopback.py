"""The guard that keeps tests on this machine: it stops what would leave, and nothing else."""

from __future__ import annotations

import socket

import pytest

from tests.loopback import LeftTheMachine


# Addresses and a name that are kept for documentation: nobody answers there.
@pytest.mark.parametrize("host", ["192.0.2.1", "elsewhere.example"])
def test_a_connection_to_another_machine_is_refused(host: str) -> None:
    with socket.socket() as line, pytest.raises(LeftTheMachine, match=host):
        line.connect((host, 80))


def test_so_is_one_by_the_other_protocol() -> None:
    with socket.socket(socket.AF_INET6) as line, pytest.raises(LeftTheMachine, match="2001:db8::1"):
        line.connect_ex(("2001:db8::1", 80))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_connection_to_this_machine_is_made(host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as line:
        line.connect((host, server.getsockname()[1]))
        assert line.getpeername() == server.getsockname()
