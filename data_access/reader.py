"""One way to ask the store: every screen, slide and command reads through a reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Concatenate, ParamSpec, TypeVar

import pandas as pd
from sqlalchemy import Connection

from data_access.figures import figure
from data_access.replica import AtVersion, NotAnswered
from data_access.selection import Selection
from data_access.store import Store
from data_access.viewer import Viewer

# A viewer who goes through all pages asks some two hundred questions.
ANSWERS_REMEMBERED = 300
Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Reader:
    """Asks figures and queries of a store for a viewer, each on a read-only connection of its own.

    With a ``copy`` of the data asked about, it is that which answers where it can.
    """

    store: Store
    viewer: Viewer
    copy: AtVersion | None = None

    def figure(
        self, name: str, selection: Selection, by: Iterable[str] = (), only: dict[str, Any] | None = None
    ) -> pd.DataFrame:
        """A figure's values, as ``data_access.figures.figure`` gives them."""
        return self.ask(figure, name, selection, tuple(by), only or None)

    def ask(
        self,
        query: Callable[Concatenate[Connection, Viewer, Asked], Answer],
        *args: Asked.args,
        **kwargs: Asked.kwargs,
    ) -> Answer:
        """What a query function answers the viewer."""
        return self._answered(lambda connection: query(connection, self.viewer, *args, **kwargs))

    def fact(
        self,
        query: Callable[Concatenate[Connection, Asked], Answer],
        *args: Asked.args,
        **kwargs: Asked.kwargs,
    ) -> Answer:
        """What everybody may know of the store, such as its data date."""
        return self._answered(lambda connection: query(connection, *args, **kwargs))

    def _answered(self, question: Callable[[Connection], Answer]) -> Answer:
        if self.copy is not None:
            with suppress(NotAnswered):
                return self.copy.answered(self.viewer, question)
        with self.store.reading(self.viewer) as connection:
            return question(connection)


@dataclass(frozen=True)
class Remembering(Reader):
    """Asks the same only once: for exhibits that are made of the same rows.

    What is asked with a list is asked each time. Answers are shared, so they must only be read.
    """

    _ask: Callable[..., Any] = field(init=False, compare=False, repr=False)
    _fact: Callable[..., Any] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        once = lru_cache(ANSWERS_REMEMBERED, typed=True)
        object.__setattr__(self, "_ask", once(super().ask))
        object.__setattr__(self, "_fact", once(super().fact))

    def ask(
        self,
        query: Callable[Concatenate[Connection, Viewer, Asked], Answer],
        *args: Asked.args,
        **kwargs: Asked.kwargs,
    ) -> Answer:
        """What a query function answers the viewer, or has answered."""
        found_by: Any = tuple(map(_settled, args))
        named: Any = {name: _settled(value) for name, value in kwargs.items()}
        ask = self._ask if _hashable(found_by, named) else super().ask
        answer: Answer = ask(query, *found_by, **named)
        return answer

    def fact(
        self,
        query: Callable[Concatenate[Connection, Asked], Answer],
        *args: Asked.args,
        **kwargs: Asked.kwargs,
    ) -> Answer:
        """What everybody may know of the store, or has asked before."""
        ask = self._fact if _hashable(args, kwargs) else super().fact
        answer: Answer = ask(query, *args, **kwargs)
        return answer


class _Settled(dict[Any, Any]):
    """A dict that no longer changes, by which an answer can be found."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))


def _settled(argument: object) -> object:
    return _Settled(argument) if isinstance(argument, dict) else argument


def _hashable(args: tuple[object, ...], kwargs: dict[str, object]) -> bool:
    try:
        hash((args, tuple(kwargs.values())))
    except TypeError:
        return False
    return True
