"""Every figure by its stable name: what it means, what it can be broken down by, its values."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import Connection, select

from data_access.definition import Earlier, Figure, Statement
from data_access.disclosure.answers import disclosed
from data_access.disclosure.question import Question
from data_access.frames import frame_of, with_codes
from data_access.language import Later
from data_access.rights import narrowed
from data_access.schema import ProductionUnit
from data_access.selection import Selection, data_version, with_nearest
from data_access.summaries.answering import answered
from data_access.viewer import Viewer

# Modules that compute figures, each with its words in ``definitions/``; figures are listed in this order.
SUBJECTS = (
    *("units", "stages", "training", "protection", "turnover", "cover_financing"),
    *("support", "safety", "incidents"),
    *("plans", "craft", "conditions", "formalisation", "gold", "premium", "mercury"),
    *("organisations", "programmes", "budget", "attributed", "targets"),
)
# Those of them that are answered from summaries.
SUMMARISED = (
    *("units", "stages", "training", "protection", "support", "incidents"),
    *("plans", "craft", "conditions", "formalisation", "organisations", "gold", "mercury"),
)
DEFINITIONS = Path(__file__).parent / "definitions"


class UnknownFigure(ValueError):
    """A name that no figure has."""

    def __init__(self, name: str) -> None:
        said = Later("There is no figure {figure}.", figure=f"{name!r}")
        super().__init__(with_nearest(said, _nearest(name, figures())))


class UnknownDimension(ValueError):
    """A dimension that a figure can't be broken down by."""

    def __init__(self, name: str, figure: Figure) -> None:
        said = Later("{figure} has no dimension {dimension}.", figure=figure.name, dimension=f"{name!r}")
        super().__init__(
            Later(
                "{there_is_none} It has: {dimensions}.",
                there_is_none=with_nearest(said, _nearest(name, figure.dimensions)),
                dimensions=", ".join(figure.dimensions),
            )
        )


def figure_statement(
    name: str, dimensions: Sequence[str], fixed: Sequence[str] = ()
) -> Callable[[Statement], Statement]:
    """Marks the function that computes a figure; ``fixed`` dimensions are always in its rows.

    The function gives a Select of the dimensions asked for, ``value`` and ``of``: the number a
    value is part of, or null.
    """

    def mark(statement: Statement) -> Statement:
        _STATEMENTS[name] = (statement, tuple(dimensions), tuple(fixed))
        return statement

    return mark


_STATEMENTS: dict[str, tuple[Statement, tuple[str, ...], tuple[str, ...]]] = {}


@cache
def definitions() -> dict[str, dict[str, Any]]:
    """The words of all figures, from ``definitions/``: they feed tooltips, glossary, exports."""
    found: dict[str, dict[str, Any]] = {}
    for subject in SUBJECTS:
        found |= tomllib.loads((DEFINITIONS / f"{subject}.toml").read_text("utf-8"))
    return found


@cache
def figures() -> dict[str, Figure]:
    """All figures by name, in the order of their definitions."""
    for subject in SUBJECTS:
        import_module(f"data_access.{subject}")
    for subject in SUMMARISED:
        import_module(f"data_access.summaries.answers.{subject}")
    found = {}
    for name, words in definitions().items():
        statement, dimensions, fixed = _STATEMENTS[name]
        found[name] = Figure(
            name=name,
            titled=words["title"],
            defined=words["definition"],
            unit=words["unit"],
            whole=words.get("whole", ""),
            evidence=words["evidence"],
            earlier=tuple(Earlier(old["until"], old["definition"]) for old in words.get("earlier", ())),
            dimensions=dimensions,
            fixed=fixed,
            statement=statement,
        )
    return found


def known_figure(name: str) -> Figure:
    """The figure of that name; raises UnknownFigure."""
    if name not in figures():
        raise UnknownFigure(name)
    return figures()[name]


def figure(
    connection: Connection,
    viewer: Viewer,
    name: str,
    selection: Selection,
    by: Iterable[str] = (),
    only: dict[str, Any] | None = None,
) -> pd.DataFrame:
    """A figure's values in the selection, a row for each group.

    Columns: the figure's fixed dimensions, those of ``by`` and those of ``only`` (codes),
    ``value``, ``of`` and ``evidence``. ``only`` keeps the groups with those codes. Shares are
    0 to 1; money is whole minor units of the row's ``currency``; a value that can't be computed
    (a share of nobody) is missing. Outsiders are answered as ``data_access.disclosure`` lets them, with
    a column ``suppressed``. Raises UnknownFigure, UnknownDimension, NotForOutsiders.
    """
    wanted = known_figure(name)
    only = only or {}
    dimensions = tuple(dict.fromkeys((*wanted.fixed, *by, *only)))
    for dimension in dimensions:
        if dimension not in wanted.dimensions:
            raise UnknownDimension(dimension, wanted)
    selection = viewer.within(selection)
    if viewer.outsider:
        version = (str(connection.engine.url), data_version(connection))
        undisclosed = partial(_values, connection)
        frame = disclosed(
            Question(connection, viewer, wanted, selection, dimensions, only, undisclosed, version)
        )
    else:
        frame = _values(connection, name, selection, dimensions, only)
    return frame.assign(evidence=wanted.evidence)


def _values(
    connection: Connection,
    name: str,
    selection: Selection,
    dimensions: Sequence[str],
    only: Mapping[str, Any] | None = None,
) -> pd.DataFrame:
    """A figure's values without any control, ordered: the dimensions, ``value`` and ``of``."""
    counted = answered(connection, name, selection, tuple(dimensions), only)
    frame = (
        _from_records(connection, name, selection, dimensions, only)
        if counted is None
        else with_codes(counted, only or {})
    )
    return frame[[*dimensions, "value", "of"]].sort_values(list(dimensions) or ["value"], ignore_index=True)


def _from_records(
    connection: Connection,
    name: str,
    selection: Selection,
    dimensions: Sequence[str],
    only: Mapping[str, Any] | None = None,
) -> pd.DataFrame:
    """The same from the records themselves."""
    if unit := (only or {}).get("unit"):
        selection = _near(connection, selection, unit)
    statement = known_figure(name).statement(selection, dimensions)
    if only:
        groups = statement.subquery("groups")
        statement = select(groups).where(*(groups.c[name] == code for name, code in only.items()))
    return frame_of(connection, statement)


def _near(connection: Connection, selection: Selection, unit: str) -> Selection:
    """The selection where a unit is: what is asked of it alone need not be counted of all."""
    own = select(ProductionUnit.organisation_id, ProductionUnit.region_id).where(ProductionUnit.id == unit)
    known = connection.execute(own).first()
    if known is None:
        return selection
    return selection.narrowed(
        organisations=narrowed((known.organisation_id,), selection.organisations or None),
        regions=narrowed((known.region_id,), selection.regions or None),
    )


def _nearest(name: str, known: Iterable[str]) -> list[str]:
    return get_close_matches(name, list(known), 3, 0.4)
