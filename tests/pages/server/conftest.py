"""What stands between the network and the pages, asked without a network, under settings of a test's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import anyio
import pytest
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message
from streamlit import config
from streamlit.runtime.secrets import secrets_singleton

Write = Callable[[str], None]


def asked(app: ASGIApp, path: str, **headers: str) -> tuple[int, Headers, bytes]:
    """What an application answers to a GET: status, headers and body."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "GET", "scheme": "http", "path": path, "headers": raw}
    anyio.run(app, scope, receive, send)
    body = b"".join(message["body"] for message in sent[1:])
    return sent[0]["status"], Headers(raw=sent[0]["headers"]), body


@pytest.fixture
def secrets(tmp_path: Path) -> Iterator[Write]:
    """Puts a text into the secrets file, and lets it be read anew."""
    before, file = config.get_option("secrets.files"), tmp_path / "secrets.toml"

    def write(text: str) -> None:
        file.write_text(text, "utf-8")
        config.set_option("secrets.files", [str(file)])
        secrets_singleton._reset()

    yield write
    config.set_option("secrets.files", before)
    secrets_singleton._reset()
