"""One way to ask the store: every screen, slide and command reads through a reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Concatenate, ParamSpec, TypeVar

import pandas as pd
from sqlalchemy import Connection

from data_access.figures import figure
from data_access.selection import Selection
from data_access.store import Store
from data_access.viewer import Viewer

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Reader:
    """Asks figures and queries of a store for a viewer, each on a read-only connection of its own."""

    store: Store
    viewer: Viewer

    def figure(
        self, name: str, selection: Selection, by: Iterable[str] = (), only: dict[str, Any] | None = None
    ) -> pd.DataFrame:
        """A figure's values, as ``data_access.figures.figure`` gives them."""
        return self.ask(figure, name, selection, by, only)

    def ask(
        self,
        query: Callable[Concatenate[Connection, Viewer, Asked], Answer],
        *args: Asked.args,
        **kwargs: Asked.kwargs,
    ) -> Answer:
        """What a query function answers the viewer."""
        with self.store.reading(self.viewer) as connection:
            return query(connection, self.viewer, *args, **kwargs)

    def fact(
        self,
        query: Callable[Concatenate[Connection, Asked], Answer],
        *args: Asked.args,
        **kwargs: Asked.kwargs,
    ) -> Answer:
        """What everybody may know of the store, such as its data date."""
        with self.store.reading(self.viewer) as connection:
            return query(connection, *args, **kwargs)


@dataclass(frozen=True)
class Remembering(Reader):
    """Asks each query without arguments only once: for exhibits that are made of the same rows together."""

    answers: dict[Callable[..., Any], Any] = field(default_factory=dict, compare=False, repr=False)

    def ask(
        self,
        query: Callable[Concatenate[Connection, Viewer, Asked], Answer],
        *args: Asked.args,
        **kwargs: Asked.kwargs,
    ) -> Answer:
        """What a query function answers, or has answered."""
        if args or kwargs:
            return super().ask(query, *args, **kwargs)
        if query not in self.answers:
            self.answers[query] = super().ask(query, *args, **kwargs)
        answer: Answer = self.answers[query]
        return answer

    def fact(
        self,
        query: Callable[Concatenate[Connection, Asked], Answer],
        *args: Asked.args,
        **kwargs: Asked.kwargs,
    ) -> Answer:
        """What everybody may know of the store, or has asked before."""
        if args or kwargs:
            return super().fact(query, *args, **kwargs)
        if query not in self.answers:
            self.answers[query] = super().fact(query, *args, **kwargs)
        answer: Answer = self.answers[query]
        return answer
