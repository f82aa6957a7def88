"""The app's one reader: the store opened once, and a cache of what was read and drawn from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from typing import Any, TypeVar

import streamlit as st

from data_access.choosing import first_programme_day as first_day_known
from data_access.connections import on_one_connection
from data_access.language import alphabetical, speaking, spoken
from data_access.names import filter_options, names
from data_access.reader import Reader, Remembering
from data_access.replica import AtVersion, read_url, replica
from data_access.store import Store, open_store, store_url
from data_access.viewer import Viewer
from exhibits.exhibit import Exhibit, Origin
from exhibits.making import name_of
from pages.parts.kept import Kept, Question

Answer = TypeVar("Answer")


@cache
def _store(url: str) -> Store:
    return open_store(url, serving=True)


def opened() -> Store:
    """The store that DATABASE_URL names; raises StoreUnavailable."""
    return _store(store_url())


def reader() -> Reader:
    """Reads that store for whoever is looking, as it is now; raises StoreUnavailable."""
    return Reader(opened(), st.session_state["viewer"])


def _answered(question: Question, version: str) -> Any:
    read = _remembering(question.viewer, version, question.url)
    with on_one_connection(read.store.engine), speaking(question.language):
        found = question.make(read, *question.arguments)
    if isinstance(found, Exhibit):
        # By this it can be put into a meeting.
        return replace(found, origin=Origin(name_of(question.make), question.arguments))
    return found


# Finished exhibits and answers are frozen or only read, so that all viewers who see the same can share one
# object. They are found by a question's hash, without Streamlit's own reading of arguments and functions.
_KEPT = Kept(_answered, most=2000, warmed=100)


@lru_cache(maxsize=50)
def _remembering(viewer: Viewer, version: str, url: str) -> Remembering:
    """Asks for all exhibits of those who see the same: many are made of the same rows.

    With a replica it is that which is asked, as long as it holds these data. Who may see what, and
    which data there are, the store itself has said before.
    """
    followed = read_url()
    return Remembering(_store(url), viewer, AtVersion(replica(followed), version) if followed else None)


def exhibit(build: Callable[..., Exhibit], *arguments: Any) -> Exhibit:
    """The exhibit that ``build(reader, *arguments)`` makes, from the cache where it stands there."""
    return answer(build, *arguments)


def answer(make: Callable[..., Answer], *arguments: Any) -> Answer:
    """What ``make(reader, *arguments)`` gives, kept for as long as the data stay the same."""
    kept: Answer = _KEPT.get(_question(make, arguments), st.session_state["data_version"])
    return kept


def asked_anew(query: Callable[..., Answer], *arguments: Any) -> Answer:
    """What a query function answers the viewer now: of what the dashboard writes itself, nothing is kept."""
    read = reader()
    with read.store.reading(read.viewer) as connection:
        return query(connection, read.viewer, *arguments)


def ready(make: Callable[..., Any], *arguments: Any) -> bool:
    """Whether ``answer`` would give it at once."""
    return _KEPT.ready(_question(make, arguments), st.session_state["data_version"])


def _question(make: Callable[..., Any], arguments: tuple[Any, ...]) -> Question:
    """The question of whoever looks, without their name: nothing is found that was made for other rights."""
    return Question(make, arguments, replace(st.session_state["viewer"], name=""), store_url(), spoken())


def known_names() -> dict[str, Mapping[str, str]]:
    """Names of all codes, by dimension."""
    return answer(_names)


def options() -> dict[str, dict[str, set[str]]]:
    """What the filters offer, only what exists in the store: filter → code → its places."""
    return answer(_options)


def first_programme_day(read: Reader) -> date:
    """The first day of which anything is known."""
    return read.ask(first_day_known)


def _names(read: Reader) -> dict[str, Mapping[str, str]]:
    return read.ask(names)


def _options(read: Reader) -> dict[str, dict[str, set[str]]]:
    """In the order of the names said."""
    known, found = read.ask(names), dict[str, dict[str, set[str]]]()
    for row in read.ask(filter_options).itertuples():
        found.setdefault(row.filter, {})[row.code] = {row.country, row.region} - {None}
    return {
        kind: dict(sorted(codes.items(), key=lambda item: alphabetical(known[kind].get(item[0], item[0]))))
        for kind, codes in found.items()
    }
