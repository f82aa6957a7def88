"""What `make test` leaves to `make thorough`: each claim is tried, but not in every combination.

Where a test has several cases and each of them would run on SQLite and on Postgres, they take turns. What
else takes long and adds little is marked by hand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import pytest

DATABASES = ("sqlite", "postgres")


class Case(NamedTuple):
    """A test on one database, as one of its cases."""

    database: str
    item: pytest.Item


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks as thorough every second database of those cases."""
    tests: defaultdict[str, defaultdict[str, list[Case]]] = defaultdict(lambda: defaultdict(list))
    for item in items:
        test, _, parameters = item.nodeid.partition("[")
        named = parameters.removesuffix("]").split("-")
        databases = [each for each in named if each in DATABASES]
        if len(databases) == 1:
            case = "-".join(each for each in named if each not in DATABASES)
            tests[test][case].append(Case(databases[0], item))
    for cases in tests.values():
        if len(cases) > 1:
            _take_turns(list(cases.values()))


def _take_turns(cases: Sequence[Sequence[Case]]) -> None:
    for number, on_each in enumerate(cases):
        if len(on_each) == len(DATABASES):
            for database, item in on_each:
                if database != DATABASES[number % 2]:
                    item.add_marker("thorough")


def a_choice(values: Iterable[Any], one_in: int) -> list[Any]:
    """Values to try a test with, of which all but one in so many are left to `make thorough`."""
    return [
        pytest.param(value, marks=[pytest.mark.thorough] if number % one_in else [])
        for number, value in enumerate(values)
    ]
