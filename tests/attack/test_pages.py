"""Every page as every role with limits, under every parameter: nothing foreign is sent to a browser.

What a page sends is searched for canaries, and has to be, number by number, what it would send if the
store had never had anything foreign in it. Outsiders are told no place of their own either.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import make_url

from data_access.selection import Selection
from data_access.viewer import Viewer
from tests.attack.asking import received
from tests.attack.conftest import Stores
from tests.attack.decoding import canaries, leaks_in
from tests.attack.product import Attempt, every_attempt, paired_attempts
from tests.attack.tally import Tally
from tests.attack.worlds import LIMITED, OWN
from tools.serving import PAGES

# Of many leaks, a few tell what is wrong.
SHOWN = 5


def leaks(attempt: Attempt, stores: tuple[str, str], tally: Tally) -> list[str]:
    """What an attempt was told that it should not have been, in words."""
    both, own = stores
    came, alone = received(attempt, both), received(attempt, own)
    texts = tally.searched(came.texts())
    tally["pages asked"] += 2
    tally["messages"] += len(came.messages)
    tally["files"] += len(came.files)
    found = leaks_in(texts, attempt.role, attempt.named())
    if came.failed:
        found.append("the page failed, so that it proves nothing")
    if came.content() != alone.content():
        found.append(f"answered otherwise than without the foreign: {_first_difference(came, alone)}")
    return [f"{attempt}: {leak}" for leak in found]


def _first_difference(came: Any, alone: Any) -> str:
    for one, other in zip(came.content(), alone.content(), strict=False):
        if one != other:
            return f"{one[:200]!r} and not {other[:200]!r}"
    return f"{len(came.content())} texts and not {len(alone.content())}"


def attacked(attempts: Iterable[Attempt], stores: Stores, tally: Tally) -> None:
    """Tries them all, and fails with every leak there is."""
    found = [leak for attempt in attempts for leak in leaks(attempt, stores[attempt.database], tally)]
    assert not found, f"{len(found)} leaks, among them:\n" + "\n".join(found[:SHOWN])


@pytest.mark.parametrize("opened", PAGES)
def test_nothing_foreign_is_told(opened: str, stores: Stores, tally: Tally) -> None:
    control = received(Attempt("administrator", "sqlite", opened), stores["sqlite"][0])
    assert any(canaries(control.texts())), "who may see everything sees no canary here: the search finds none"
    one_in_three = [attempt for attempt in paired_attempts() if attempt.page == opened][::3]
    attacked(one_in_three, stores, tally)


@pytest.mark.attack
@pytest.mark.parametrize("role", LIMITED)
@pytest.mark.parametrize("opened", PAGES)
def test_nothing_foreign_is_told_whatever_is_tried(
    opened: str, role: str, stores: Stores, tally: Tally
) -> None:
    attacked(
        (attempt for attempt in every_attempt() if (attempt.page, attempt.role) == (opened, role)),
        stores,
        tally,
    )


def test_the_own_is_told(stores: Stores) -> None:
    for role in LIMITED:
        told = received(Attempt(role, "sqlite", "claims"), stores["sqlite"][0]).texts()
        assert any(f"{OWN}-claim" in text for text in told), role


@pytest.fixture
def broken_stores(stores: Stores, tmp_path: Path) -> tuple[str, str]:
    """Stores of the test's own: what is answered wrongly of them must not stay in a cache."""
    copies = []
    for name, url in zip(("both", "own"), stores["sqlite"], strict=True):
        database = make_url(url).database
        assert database is not None
        copies.append(f"sqlite:///{shutil.copyfile(database, tmp_path / name)}")
    return copies[0], copies[1]


def _sees_all(_self: Viewer, selection: Selection) -> Selection:
    return selection


def _true_places(connection: Any, viewer: Viewer, selection: Selection) -> pd.DataFrame:
    from data_access.places import moved_places

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("data_access.places.moved", lambda _key, _unit, _region, place: place)
        return moved_places(connection, viewer, selection)


@pytest.mark.parametrize(
    ("role", "opened", "right", "broken"),
    [
        ("coordinator", "stages", "data_access.viewer.Viewer.within", _sees_all),
        ("coordinator", "stages", "data_access.names.visible_programmes", lambda *_: []),
        ("sponsor", "claims", "data_access.names.visible_organisations", lambda *_: []),
        ("sponsor", "map", "exhibits.units.moved_places", _true_places),
        ("presenter", "map", "data_access.visible.visible_programmes", lambda *_: []),
    ],
)
def test_a_broken_right_is_found(
    role: str,
    opened: str,
    right: str,
    broken: Callable[..., Any],
    broken_stores: tuple[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(right, broken)
    assert leaks(Attempt(role, "sqlite", opened), broken_stores, Tally())
