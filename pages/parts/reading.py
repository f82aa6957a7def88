"""The app's one reader: the store opened once, and a cache of what was read and drawn from it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

import streamlit as st

from data_access.choosing import first_programme_day as first_day_known
from data_access.names import filter_options, names
from data_access.reader import Reader, Remembering
from data_access.store import Store, open_store, store_url
from data_access.viewer import Viewer
from exhibits.exhibit import Exhibit

Answer = TypeVar("Answer")


@st.cache_resource(show_spinner=False)
def _store(url: str) -> Store:
    return open_store(url, serving=True)


def opened() -> Store:
    """The store that DATABASE_URL names; raises StoreUnavailable."""
    return _store(store_url())


def reader() -> Reader:
    """Reads that store for whoever is looking; raises StoreUnavailable."""
    return Reader(opened(), st.session_state["viewer"])


# Finished exhibits and answers are frozen or only read, so that all tabs of a viewer can share one object.
# The key holds the whole viewer: nothing is ever found that was made for another one. It is found by its
# hash, without Streamlit's own reading of arguments and functions.
@lru_cache(maxsize=2000)
def _kept(
    make: Callable[..., Any], arguments: tuple[Any, ...], viewer: Viewer, version: str, url: str
) -> Any:
    return make(_remembering(viewer, version, url), *arguments)


@lru_cache(maxsize=50)
def _remembering(viewer: Viewer, version: str, url: str) -> Remembering:
    """Asks for all exhibits of a viewer together: many are made of the same rows."""
    return Remembering(_store(url), viewer)


def exhibit(build: Callable[..., Exhibit], *arguments: Any) -> Exhibit:
    """The exhibit that ``build(reader, *arguments)`` makes, from the cache where it stands there."""
    return answer(build, *arguments)


def answer(make: Callable[..., Answer], *arguments: Any) -> Answer:
    """What ``make(reader, *arguments)`` gives, kept for as long as the data stay the same."""
    viewer, version = st.session_state["viewer"], st.session_state["data_version"]
    kept: Answer = _kept(make, arguments, viewer, version, store_url())
    return kept


def known_names() -> dict[str, dict[str, str]]:
    """Names of all codes, by dimension."""
    return answer(_names)


def options() -> dict[str, dict[str, set[str]]]:
    """What the filters offer, only what exists in the store: filter → code → its places."""
    return answer(_options)


def first_programme_day(read: Reader) -> date:
    """The first day of which anything is known."""
    return read.ask(first_day_known)


def _names(read: Reader) -> dict[str, dict[str, str]]:
    return read.ask(names)


def _options(read: Reader) -> dict[str, dict[str, set[str]]]:
    found: dict[str, dict[str, set[str]]] = {}
    for row in read.ask(filter_options).itertuples():
        found.setdefault(row.filter, {})[row.code] = {row.country, row.region} - {None}
    return found
