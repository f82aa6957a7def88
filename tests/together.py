"""Which tests run in one process: those that share what takes long to make."""

from __future__ import annotations

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling
from xdist.scheduler.protocol import Scheduling

# These share all exhibits of the sample; others share what their module makes.
TOGETHER = ("tests/exhibits/",)


class Together(LoadScopeScheduling):  # type: ignore[misc]  # a class without types
    """Gives each process one group after another, the largest first."""

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.partition("::")[0]
        return next((folder for folder in TOGETHER if module.startswith(folder)), module)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    return Together(config, log)
