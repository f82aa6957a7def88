"""Killed at any moment, the store is as it was before or as it was to be, and the next one can begin."""

from __future__ import annotations

import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.data_access.importing.dying import Moment, Order, carried_out
from tests.data_access.importing.stores_to_kill import (
    AFTER,
    BEFORE,
    Past,
    differing,
    holder_is_named,
    lasting,
    spread,
    state,
    what_is_left,
)

# Each command, and after how many imports.
COMMANDS = {
    "import": (1, ("import", "second", "--quarantine")),
    "undo": (2, ("undo", "2")),
    "retry": (3, ("quarantine", "retry")),
    "erase": (2, ("erase", "N900")),
}
# At how many moments a command is killed, spread over all up to its commit.
DEATHS = {Moment.told: 4, Moment.statement: 8, Moment.step: 4}
FEWER_DEATHS = {Moment.statement: 3, Moment.step: 2}
# How many commits follow the one that counts: on Postgres that of giving back the lock.
COMMITS_AFTERWARDS = {"sqlite": 0, "postgres": 1}


def test_the_command_itself_is_killed_as_soon_as_it_has_the_lock(a_past: Past, tmp_path: Path) -> None:
    """As people run it: wherever it is by then."""
    with a_past.copy(1) as url:
        before, order = state(url), a_past.second(url, tmp_path)
        command = [sys.executable, "-m", "data_access", *order.command, "--store", url]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as killed:
            holder_is_named(url)
            killed.kill()
        assert killed.returncode == -signal.SIGKILL
        what_is_left(url, before, lasting(state(a_past.urls[1])))
        carried_out(order)
        assert what_is_left(url, before, lasting(state(a_past.urls[1]))) == AFTER


def order(name: str, of: Past, url: str, folder: Path) -> Order:
    package = str(of.packages[1])
    command = tuple(package if word == "second" else word for word in COMMANDS[name][1])
    return Order(command, url, folder / "said")


@pytest.mark.parametrize("name", COMMANDS)
def test_who_is_killed_leaves_the_store_as_before_or_as_after(
    name: str, a_past: Past, tmp_path: Path
) -> None:
    """At whatever of its steps that is, one death after the other in the same store; then it is done."""
    imports, _ = COMMANDS[name]
    with a_past.copy(imports) as url:
        before, whole = state(url), carried_out(order(name, a_past, url, tmp_path))
        assert whole.ended() == 0, whole.said
        after = lasting(state(url))
    assert differing(lasting(before), after)
    moments = DEATHS if name == "import" else FEWER_DEATHS
    done = whole.counts_at_commits[-1 - COMMITS_AFTERWARDS[a_past.stores.database]]
    early = [(moment, n) for moment, most in moments.items() for n in spread(done.get(moment, 0), most)]
    last = done[Moment.commit]
    with a_past.copy(imports) as url:
        for death in (*early, (Moment.commit, last), (Moment.committed, last)):
            dying = carried_out(replace(order(name, a_past, url, tmp_path), dies=death))
            assert dying.ended() == -signal.SIGKILL, (death, dying.said)
            left = what_is_left(url, before, after)
            assert left == (AFTER if death[0] == Moment.committed else BEFORE), death
