"""Exhibits as text that can be kept for years: every value with its kind, and nothing that could be run.

What is written names functions of ``exhibits`` that draw, and records of ours by their fields. Reading finds
them by their names, calls nothing but the constructors of such records, and refuses all other names.
"""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import partial
from importlib import import_module
from inspect import isfunction
from typing import Any

import numpy as np
import pandas as pd

from exhibits.exhibit import Exhibit

KIND, VALUE = "~", "v"
# Rooms whose records and drawing functions may be named.
ROOMS = ("exhibits", "data_access")
# What is only remembered, and is found again.
NOT_WRITTEN = {"drawn", "whole", "whole_columns", "origin"}
# An exhibit can be shown without them: as a table.
DRAWINGS = {"chart", "map"}
PLAIN = (str, bool, int, float, type(None))
MISSING = {"NA": pd.NA, "NaT": pd.NaT}


class NotWritable(TypeError):
    """A value of a kind that nobody has said how to write."""


class NotReadable(ValueError):
    """What was written names something that is not there any more, or that may not be named."""


def as_text(value: Any) -> str:
    """A value as text; raises NotWritable."""
    return json.dumps(_written(value), separators=(",", ":"), ensure_ascii=False)


def from_text(text: str) -> Any:
    """The value that was written; raises NotReadable."""
    return read_back(json.loads(text))


def exhibit_as_data(exhibit: Exhibit) -> dict[str, Any]:
    """An exhibit as values of JSON, with those columns of its frame that are plain."""
    plain = [name for name in exhibit.frame if all(map(_is_plain, exhibit.frame[name]))]
    written: dict[str, Any] = _written(dataclasses.replace(exhibit, frame=exhibit.frame[plain]))
    return written


def exhibit_from_data(written: dict[str, Any]) -> Exhibit:
    """The exhibit that was written; without its drawing, where that is not known any more: its numbers stay.

    Raises NotReadable.
    """
    known = {each.name for each in dataclasses.fields(Exhibit)}
    fields: dict[str, Any] = {}
    for name, value in written[VALUE][1].items():
        if name in known:
            try:
                fields[name] = read_back(value)
            except NotReadable:
                if name not in DRAWINGS:
                    raise
    return Exhibit(**fields)


def _is_plain(cell: Any) -> bool:
    return isinstance(cell, (*PLAIN, np.generic, date, Decimal, *map(type, MISSING.values())))


def _written(value: Any) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return _of("float", str(value))
    for name, missing in MISSING.items():
        if value is missing:
            return _of("missing", name)
    match value:
        case StrEnum():
            return _of("code", [_name(type(value)), str(value)])
        case None | bool() | int() | float() | str():
            return value
        case list():
            return [_written(each) for each in value]
        case tuple() if hasattr(value, "_asdict"):
            return _of("record", [_name(type(value)), _fields(value._asdict())])
        case tuple():
            return _of("tuple", [_written(each) for each in value])
        case frozenset():
            return _of("set", sorted(value))
        case dict():
            return _of("dict", [[_written(key), _written(each)] for key, each in value.items()])
        case pd.DataFrame():
            return _of("frame", [[str(name), str(value[name].dtype), _cells(value[name])] for name in value])
        case date():
            return _of("day", value.isoformat())
        case Decimal():
            return _of("decimal", str(value))
        case partial():
            return _of("partial", [_written(value.func), _written(list(value.args))])
    if isfunction(value):
        return _of("function", _name(value))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        kept = {each.name: getattr(value, each.name) for each in dataclasses.fields(value)}
        return _of("record", [_name(type(value)), _fields(kept)])
    raise NotWritable(f"{type(value).__name__} can't be written: {value!r}"[:200])


def _of(kind: str, value: Any) -> dict[str, Any]:
    return {KIND: kind, VALUE: value}


def _fields(named: dict[str, Any]) -> dict[str, Any]:
    return {name: _written(each) for name, each in named.items() if name not in NOT_WRITTEN}


def _cells(column: pd.Series) -> list[Any]:
    # Among things of several kinds, there are several kinds of nothing.
    mixed = column.dtype == object
    return [None if not mixed and pd.isna(cell) else _written(cell) for cell in column]


def _name(named: Any) -> str:
    return f"{named.__module__}:{named.__qualname__}"


def read_back(written: Any) -> Any:
    """The value of what is no more than values of JSON; raises NotReadable."""
    if isinstance(written, list):
        return [read_back(each) for each in written]
    if not isinstance(written, dict):
        return written
    kind, value = written[KIND], written[VALUE]
    if kind not in READ:
        raise NotReadable(f"There is no kind {kind!r}.")
    return READ[kind](value)


def _found(name: str) -> Any:
    module, _, own = name.partition(":")
    if module.partition(".")[0] not in ROOMS or not own.isidentifier():
        raise NotReadable(f"{name} may not be named.")
    try:
        found = getattr(import_module(module), own)
    except (ImportError, AttributeError) as error:
        raise NotReadable(f"{name} is not there any more.") from error
    if getattr(found, "__module__", None) != module:
        raise NotReadable(f"{name} may not be named.")
    return found


def _function(name: str) -> Callable[..., Any]:
    found = _found(name)
    if not isfunction(found):
        raise NotReadable(f"{name} is no function.")
    return found


def _record(value: list[Any]) -> Any:
    made = _found(value[0])
    if not isinstance(made, type) or not (dataclasses.is_dataclass(made) or hasattr(made, "_fields")):
        raise NotReadable(f"{value[0]} is no record.")
    try:
        return made(**{name: read_back(each) for name, each in value[1].items()})
    except TypeError as error:
        raise NotReadable(f"{value[0]} has other fields now: {error}") from error


def _code(value: list[str]) -> StrEnum:
    found = _found(value[0])
    if not (isinstance(found, type) and issubclass(found, StrEnum)):
        raise NotReadable(f"{value[0]} is no list of codes.")
    return found(value[1])


def _frame(columns: list[Any]) -> pd.DataFrame:
    made = {name: pd.Series([read_back(cell) for cell in cells], dtype=kind) for name, kind, cells in columns}
    return pd.DataFrame(made, columns=[name for name, _, _ in columns])


READ: dict[str, Callable[[Any], Any]] = {
    "float": float,
    "missing": MISSING.__getitem__,
    "code": _code,
    "record": _record,
    "tuple": lambda value: tuple(map(read_back, value)),
    "set": frozenset,
    "dict": lambda value: {read_back(key): read_back(each) for key, each in value},
    "frame": _frame,
    "day": date.fromisoformat,
    "decimal": Decimal,
    "partial": lambda value: partial(read_back(value[0]), *read_back(value[1])),
    "function": _function,
}
