"""What a process does once, and tests would do again and again: done once for all of them."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from functools import cache, partial
from typing import Any

import pytest
import typer.main
from sqlalchemy import create_engine
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache
from streamlit.components.v2 import manifest_scanner
from streamlit.components.v2.manifest_scanner import scan_component_manifests

OBJECTS_BETWEEN_LOOKS = 50_000
STATEMENTS_KEPT = 3_000


def pytest_collection_finish() -> None:
    """What is there by now stays: to look through it for what can go, again and again, took a tenth of the
    time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_LOOKS)


@pytest.fixture(scope="session", autouse=True)
def components_looked_for_once() -> Iterator[None]:
    """Each AppTest looks through all that is installed for components, which takes longer than a page."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(scan_component_manifests))
        yield


@pytest.fixture(scope="session", autouse=True)
def commands_made_once() -> Iterator[None]:
    """Each call of the command line makes all of its commands, which takes longer than most of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typer.main, "get_command", cache(typer.main.get_command))
        yield


@pytest.fixture(scope="session", autouse=True)
def statements_compiled_once() -> Iterator[None]:
    """A store that is opened anew has an engine of its own, which compiles each of its statements: that
    takes longer than to ask them. Here an engine knows what others have compiled."""
    kept = {"compiled_cache": LRUCache[Any, Any](STATEMENTS_KEPT)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("data_access.store.create_engine", partial(create_engine, execution_options=kept))
        # They are kept by the dialect that they were compiled for, of which each engine has its own.
        patch.setattr(DefaultDialect, "__eq__", lambda one, other: type(one) is type(other))
        patch.setattr(DefaultDialect, "__hash__", lambda one: hash(type(one)))
        yield
