"""A page opened as somebody, and all that the server would send to their browser for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.testing.v1 import AppTest

from data_access.store import open_store
from data_access.viewer import Viewer, viewer_of
from tests.attack.decoding import OF_THE_RUN, said
from tests.attack.product import Attempt
from tests.attack.worlds import GRANTS
from tests.pages.conftest import ROUTER


@dataclass(frozen=True)
class Received:
    """What came of a page: the server's messages, the files it offers, and whether it failed."""

    messages: tuple[ForwardMsg, ...]
    files: tuple[bytes, ...]
    failed: bool

    def texts(self) -> Iterator[str]:
        """Every text and number, those of files too."""
        for message in self.messages:
            yield from said(message)
        yield from (file.decode("utf-8", "replace") for file in self.files)

    def content(self) -> list[str]:
        """The same without what differs from one run of a page to another: skeletons come if it is slow."""
        lasting = (message for message in self.messages if not _is_skeleton(message))
        told = [text for message in lasting for text in said(message, OF_THE_RUN)]
        return told + [file.decode("utf-8", "replace") for file in self.files]


def become(patch: pytest.MonkeyPatch, role: str, store_url: str) -> None:
    """From here on it is the viewer of that role who looks at the store's pages."""
    patch.setenv("DATABASE_URL", store_url)
    patch.setattr("pages.parts.viewer.here", lambda: True)
    patch.setattr("pages.parts.viewer.AT_THIS_MACHINE", granted(role, store_url))


def granted(role: str, store_url: str) -> Viewer:
    """The viewer of a role with what the store grants to them."""
    store = open_store(store_url)
    try:
        with store.reading(GRANTS[role].viewer) as connection:
            return viewer_of(connection, GRANTS[role].viewer, date.today())
    finally:
        store.close()


def received(attempt: Attempt, store_url: str) -> Received:
    """Opens the page as the attempt says, then all its tables and definitions, and takes every download."""
    with pytest.MonkeyPatch.context() as patch, _listening(patch) as (messages, files):
        become(patch, attempt.role, store_url)
        app = AppTest.from_file(ROUTER, default_timeout=120)
        for name, values in attempt.parameters:
            app.query_params[name] = list(values)
        if attempt.page != "overview":
            app.switch_page(f"{attempt.page}.py")
        app.run()
        if _opens_all(app, messages):
            app.run()
        return Received(tuple(messages), tuple(files), bool(app.exception))


def _opens_all(app: AppTest, messages: list[ForwardMsg]) -> bool:
    """Marks as open whatever is closed until it is asked for; whether there is any."""
    twins = (button.key for button in app.button if button.key is not None)
    closed = {f"open_{key.removeprefix('twin_')}" for key in twins if key.startswith("twin_")}
    for message in messages:
        block = message.delta.add_block
        if block.HasField("popover") and block.popover.id:
            closed.add(block.popover.id.split("-", 2)[-1])
    for key in closed:
        app.session_state[key] = True
    return bool(closed)


@contextmanager
def _listening(patch: pytest.MonkeyPatch) -> Iterator[tuple[list[ForwardMsg], list[bytes]]]:
    """Collects what is sent to the browser, and what a click on each download would give."""
    messages: list[ForwardMsg] = []
    files: list[bytes] = []
    offer, add = MediaFileManager.add_deferred, MediaFileManager.add

    def offered(self: MediaFileManager, data: Callable[[], Any], *args: Any, **kwargs: Any) -> str:
        files.append(_as_bytes(data()))
        return offer(self, data, *args, **kwargs)

    def added(self: MediaFileManager, data: Any, *args: Any, **kwargs: Any) -> str:
        if isinstance(data, bytes):
            files.append(data)
        return add(self, data, *args, **kwargs)

    patch.setattr(MediaFileManager, "add_deferred", offered)
    patch.setattr(MediaFileManager, "add", added)
    ForwardMsgQueue.on_before_enqueue_msg(lambda message: messages.append(_copy(message)))
    try:
        yield messages, files
    finally:
        ForwardMsgQueue.on_before_enqueue_msg(None)


def _is_skeleton(message: ForwardMsg) -> bool:
    passing = message.delta.new_transient.elements or [message.delta.new_element]
    return any(element.HasField("skeleton") for element in passing)


def _copy(message: ForwardMsg) -> ForwardMsg:
    copied = ForwardMsg()
    copied.CopyFrom(message)
    return copied


def _as_bytes(data: Any) -> bytes:
    return data.encode() if isinstance(data, str) else data if isinstance(data, bytes) else data.read()
