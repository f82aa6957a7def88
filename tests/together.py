"""Which tests run in one process, and in which order."""

from __future__ import annotations

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling
from xdist.scheduler.protocol import Scheduling

# These share all exhibits of the sample, which take long to make; others share what their module makes.
TOGETHER = ("tests/exhibits/",)


class Together(LoadScopeScheduling):  # type: ignore[misc]  # a class without types
    """Gives each process one group after another, in their order."""

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.partition("::")[0]
        return next((folder for folder in TOGETHER if module.startswith(folder)), module)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    config.option.loadscopereorder = False
    return Together(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts last what looks through a browser: from then on an event loop runs in its process, beside which
    none can be begun. And what is plainly broken is told by the quick tests."""
    looking = {item.path for item in items if "browser" in getattr(item, "fixturenames", ())}
    items.sort(key=lambda item: item.path in looking)
