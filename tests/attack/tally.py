"""How much was tried: counted by the tests, added up over all of them, told at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest

KEPT_AS = "attack tally"


class Tally(Counter[str]):
    """Numbers of what a test has tried, by what they count."""

    def searched(self, texts: Iterable[str]) -> list[str]:
        """The texts, counted with their size."""
        found = list(texts)
        self["strings searched"] += len(found)
        self["characters searched"] += sum(map(len, found))
        return found


def in_sum(reports: Iterable[pytest.TestReport]) -> Counter[str]:
    """What the tests of these reports have counted."""
    total: Counter[str] = Counter()
    for report in reports:
        for name, counted in report.user_properties:
            if name == KEPT_AS and report.when == "teardown":
                total.update(counted if isinstance(counted, dict) else {})
    return total
