"""A real browser, signed in with a real service, before a real server and Postgres: nothing foreign comes.

Every frame, body and file that a viewer's browser is sent is searched; viewers of all roles take turns at
one server, so that what it keeps for one is not told to another.
"""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from playwright.sync_api import Browser

from tests.attack.browsing import LOOKED_AT, visited
from tests.attack.decoding import canaries, leaks_in, places_told
from tests.attack.product import Attempt, browser_attempts, paired_attempts
from tests.attack.tally import Tally
from tests.attack.test_pages import SHOWN
from tests.attack.worlds import FOREIGN, LIMITED, OWN, places
from tools.serving import PAGES, Server


def attacked(
    browser: Browser,
    server: Server,
    role: str,
    attempts: Iterable[Attempt],
    tally: Tally,
    most: int = LOOKED_AT,
) -> None:
    """Visits as a role, and fails with everything that should not have been sent."""
    tried = list(attempts)
    named = tuple(value for attempt in tried for value in attempt.named())
    texts = tally.searched(visited(browser, server, role, tried, tally, most).texts())
    assert any(OWN in text for text in texts), "nothing of their own was sent: the search proves nothing"
    found = leaks_in(texts, role, named)
    assert not found, f"{len(found)} leaks, among them:\n" + "\n".join(found[:SHOWN])


@pytest.mark.parametrize("role", LIMITED)
def test_nothing_foreign_comes_over_the_wire(
    role: str, attacked_server: Server, browser: Browser, tally: Tally
) -> None:
    attempts = list(paired_attempts())
    # One in three pages, each with another of the paired choices.
    chosen = [
        next(a for a in attempts[at:] + attempts[:at] if a.page == page) for at, page in enumerate(PAGES)
    ]
    turn = LIMITED.index(role)
    attacked(browser, attacked_server, role, chosen[turn :: 3 * len(LIMITED)], tally)


@pytest.mark.attack
@pytest.mark.parametrize("role", LIMITED)
@pytest.mark.parametrize("opened", PAGES)
def test_nothing_foreign_comes_over_the_wire_whatever_is_tried(
    opened: str, role: str, attacked_server: Server, browser: Browser, tally: Tally
) -> None:
    everything = 1000
    attacked(browser, attacked_server, role, [Attempt(role, "postgres", opened)], tally, everything)
    attacked(browser, attacked_server, role, browser_attempts(role, opened), tally)


def test_the_administrator_is_sent_the_foreign(
    attacked_server: Server, browser: Browser, tally: Tally
) -> None:
    everything = [Attempt("administrator", "postgres", page) for page in ("map", "stages")]
    taken = visited(browser, attacked_server, "administrator", everything, tally)
    assert any(canaries(taken.texts()))
    assert places_told(taken.texts(), places(FOREIGN))
    assert any(canaries(file.decode("utf-8", "replace") for file in taken.files))
