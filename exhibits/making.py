"""How an exhibit is asked for by name: a builder and its arguments, which say all that it is made from."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Hashable
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path

from data_access.reader import Reader
from exhibits.exhibit import Exhibit, Origin

Build = Callable[..., Exhibit]


class UnknownExhibit(LookupError):
    """A name that no builder of exhibits has, such as one of an older version of this program."""


def made(read: Reader, build: Build, *arguments: Hashable) -> Exhibit:
    """The exhibit that ``build(read, *arguments)`` gives, which knows what it was made from."""
    return replace(build(read, *arguments), origin=Origin(name_of(build), arguments))


def name_of(build: Build) -> str:
    """The name of a builder: ``training.people_trained``."""
    return f"{build.__module__.removeprefix('exhibits.')}.{build.__name__}"


def builder(name: str) -> Build:
    """The builder of that name; raises UnknownExhibit."""
    if name not in builders():
        raise UnknownExhibit(name)
    return builders()[name]


@cache
def builders() -> dict[str, Build]:
    """Every function of this floor that makes an exhibit, by its name."""
    found: dict[str, Build] = {}
    for path in sorted(Path(__file__).parent.glob("[a-z]*.py")):
        module = import_module(f"exhibits.{path.stem}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            ours = function.__module__ == module.__name__ and not name.startswith("_")
            reads = next(iter(inspect.signature(function).parameters), "") == "read"
            if ours and reads and inspect.signature(function).return_annotation == Exhibit.__name__:
                found[name_of(function)] = function
    del found["making.made"]
    return found
