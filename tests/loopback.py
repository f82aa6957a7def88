"""Keeps the tests' sockets on this machine: to connect anywhere else is an error that names the place."""

from __future__ import annotations

import socket
from ipaddress import ip_address
from typing import Any


class LeftTheMachine(OSError):
    """A test wanted to connect to another machine."""


def pytest_configure() -> None:
    _guard("connect")
    _guard("connect_ex")


def _guard(method: str) -> None:
    connect = getattr(socket.socket, method)

    def connect_on_loopback(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _on_loopback(address[0]):
            raise LeftTheMachine(f"A test wanted to connect to {address[0]}; tests stay on this machine.")
        return connect(self, address)

    setattr(socket.socket, method, connect_on_loopback)


def _on_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
