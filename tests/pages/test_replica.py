"""A page reads its figures from the replica, and who may see what from the store itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from data_access.grants import revoke
from data_access.importing import import_package
from data_access.replica import replica
from data_access.viewer import UNRESTRICTED
from pages.parts import reading
from tests.data_access.following import Followed, changing, followed_sample
from tests.data_access.importing.packages import write
from tests.pages.conftest import opened, titles
from tests.pages.test_freshness import ONE_MORE_UNIT

SPONSOR = "sponsor@example.org"


@pytest.fixture
def followed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Followed]:
    with followed_sample() as running:
        monkeypatch.setenv("DATABASE_URL", running.app_url)
        monkeypatch.setenv("DATABASE_READ_URL", running.app_read_url)
        yield running
        reading.opened().close()
        replica(running.app_read_url).close()


@pytest.fixture
def asked(followed: Followed) -> Iterator[list[str]]:
    """The figures that were asked of the replica, as they are asked."""
    statements: list[str] = []
    engine = replica(followed.app_read_url)._copy.engine

    def hear(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", hear)
    yield statements
    event.remove(engine, "before_cursor_execute", hear)


def questions(asked: list[str]) -> list[str]:
    """What was asked besides for whom, and of which data."""
    return [one for one in asked if "set_config" not in one and "FROM package_import ORDER BY" not in one]


def test_a_revoked_grant_counts_at_once_and_figures_follow_the_store(
    followed: Followed, asked: list[str], tmp_path: Path
) -> None:
    app = opened("map", programme="HSE-2")
    assert "20 production units in Arequipa" in titles(app)
    assert questions(asked), "figures come from the replica"
    assert not [one for one in asked if "FROM viewer_grant" in one or "FROM disclosure_rule" in one]
    assert SPONSOR in app.selectbox(key="look_as").options

    followed.pause()
    engine = changing(followed)
    with engine.begin() as connection:
        revoke(connection, UNRESTRICTED, SPONSOR)
    app.run()
    assert SPONSOR not in app.selectbox(key="look_as").options
    asked.clear()
    app.switch_page("stages.py").run()
    assert questions(asked), "the data are the same: it is still asked"

    import_package(
        engine, write(tmp_path / "more", ONE_MORE_UNIT, name="more", data_date="2026-09-30", sample=True)
    )
    engine.dispose()
    asked.clear()
    app = opened("map", programme="HSE-2")
    assert asked and not questions(asked), "it holds older data"
    assert "21 production units in Arequipa" in titles(app)
    followed.resume()
    followed.caught_up()
    asked.clear()
    app = opened("training", programme="HSE-2")
    assert questions(asked), "it has caught up"
    assert not app.exception
