"""Figures are read from a replica while it holds the same data, and from the store itself otherwise."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest
from sqlalchemy import Connection, func, select, text

from data_access import replica as replicas
from data_access.importing import import_package
from data_access.reader import Reader, Remembering
from data_access.replica import AtVersion, Replica, read_url, replica
from data_access.schema import Miner
from data_access.selection import Selection, data_date, data_version
from data_access.store import NotToBeServed, Store, StoreUnavailable, open_store
from data_access.viewer import UNRESTRICTED, Viewer, viewer_of
from tests.data_access.following import Followed, changing, followed_sample
from tests.data_access.importing.packages import Tables, write

WHO = [f"{name}@example.org" for name in ("administrator", "coordinator", "sponsor")]
FIGURES = ("active_miners", "people_trained", "insured", "premium_spent", "units_by_stage")


@pytest.fixture(scope="module")
def followed() -> Iterator[Followed]:
    with followed_sample() as running:
        yield running


@pytest.fixture
def store(followed: Followed) -> Iterator[Store]:
    opened = open_store(followed.app_url, serving=True)
    yield opened
    opened.close()


@pytest.fixture
def copy(followed: Followed) -> Iterator[Replica]:
    followed.caught_up()
    opened = Replica(followed.app_read_url)
    yield opened
    opened.close()


def version_of(store: Store) -> str:
    with store.reading() as connection:
        return data_version(connection)


def reader(store: Store, copy: Replica, viewer: Viewer = UNRESTRICTED) -> Reader:
    return Reader(store, viewer, AtVersion(copy, version_of(store)))


def of_replica(connection: Connection, viewer: Viewer) -> bool:
    """Whether it is the replica that answers."""
    return bool(connection.scalar(text("SELECT pg_is_in_recovery()")))


def miners(connection: Connection, viewer: Viewer) -> int:
    """How many miners there are, asked without a word about rights."""
    return connection.scalar(select(func.count()).select_from(Miner)) or 0


def take_in(followed: Followed, folder: Path, miner: str) -> None:
    engine = changing(followed)
    rows: Tables = {"miner": [{"id": miner, "sex": "female", "birth_year": "1990"}]}
    import_package(engine, write(folder / miner, rows, name=miner, data_date="2026-09-30"))
    engine.dispose()


def test_the_replica_answers_and_without_one_the_store(store: Store, copy: Replica) -> None:
    assert reader(store, copy).ask(of_replica) is True
    assert reader(store, copy).fact(lambda connection: of_replica(connection, UNRESTRICTED)) is True
    assert Remembering(store, UNRESTRICTED, AtVersion(copy, version_of(store))).ask(of_replica) is True
    assert Reader(store, UNRESTRICTED).ask(of_replica) is False


@pytest.mark.parametrize("who", WHO)
def test_each_viewer_is_told_the_same_and_sees_no_more_rows(who: str, store: Store, copy: Replica) -> None:
    with store.reading(who) as connection:
        viewer = viewer_of(connection, who, date.today())
    with store.reading(viewer) as connection:
        reach = data_date(connection)
    selection = Selection(date(2025, 1, 1), date(2025, 12, 31), reach)
    asked, itself = reader(store, copy, viewer), Reader(store, viewer)
    assert asked.ask(of_replica) is True
    for figure in FIGURES:
        assert asked.figure(figure, selection).equals(itself.figure(figure, selection))
    assert asked.ask(miners) == itself.ask(miners)
    assert (asked.ask(miners) < Reader(store, UNRESTRICTED).ask(miners)) is (who != WHO[0])


def test_what_the_replica_has_not_replayed_is_read_from_the_store(
    followed: Followed, store: Store, copy: Replica, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = reader(store, copy)
    known = before.ask(miners)
    followed.pause()
    try:
        take_in(followed, tmp_path, "LATE-1")
        after = reader(store, copy)
        assert after.copy != before.copy
        assert (after.ask(of_replica), after.ask(miners)) == (False, known + 1)
        # What was asked of the data before is still answered by them.
        assert (before.ask(of_replica), before.ask(miners)) == (True, known)
        assert "holds other data than the store" in caplog.text
    finally:
        followed.resume()
    followed.caught_up()
    assert (after.ask(of_replica), after.ask(miners)) == (True, known + 1)
    assert before.ask(of_replica) is False


def test_a_replica_that_goes_is_noted_once_and_asked_again_when_it_comes_back(
    followed: Followed,
    store: Store,
    copy: Replica,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(replicas, "SECONDS_TO_REST", 0)
    asked = reader(store, copy)
    assert asked.ask(of_replica) is True
    followed.stop()
    try:
        assert [asked.ask(of_replica) for _ in range(3)] == [False] * 3
    finally:
        followed.start()
    followed.caught_up()
    assert asked.ask(of_replica) is True
    said = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert [message for message in said if "does not answer, and the store is asked" in message] == said[:1]
    assert said[1:] == ["The replica answers again."]


def test_a_replica_that_is_gone_is_left_alone_for_a_while(
    store: Store,
) -> None:
    away = Replica("postgresql://nobody@127.0.0.1:9/none")
    asked = reader(store, away)
    with patch.object(Store, "reading", autospec=True, side_effect=Store.reading) as reading:
        assert [asked.ask(of_replica) for _ in range(3)] == [False] * 3
    assert [call.args[0] is store for call in reading.call_args_list] == [False, True, True, True]


def test_a_question_that_takes_too_long_is_not_asked_twice(store: Store, copy: Replica) -> None:
    def endless(connection: Connection, viewer: Viewer) -> None:
        connection.execute(text("SELECT set_config('statement_timeout', '50', true)"))
        asked.append(of_replica(connection, viewer))
        connection.execute(text("SELECT pg_sleep(60)"))

    asked: list[bool] = []
    with pytest.raises(StoreUnavailable, match="took longer"):
        reader(store, copy).ask(endless)
    assert asked == [True]
    assert reader(store, copy).ask(of_replica) is True, "and the replica is not to blame"


def test_a_question_that_is_wrong_is_told_as_the_store_tells_it(store: Store, copy: Replica) -> None:
    with pytest.raises(StoreUnavailable, match="nothing_of_the_kind"):
        reader(store, copy).ask(lambda connection, _: connection.execute(text("TABLE nothing_of_the_kind")))
    assert reader(store, copy).ask(of_replica) is True


@pytest.mark.parametrize("strong", ["read_url", "owner"])
def test_a_role_that_sees_past_the_rights_of_viewers_is_never_asked(
    strong: str, followed: Followed, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    owner = followed.read_url.replace("postgres@", "followed_owner@")
    past = Replica(owner if strong == "owner" else followed.read_url)
    with pytest.raises(NotToBeServed, match="DATABASE_READ_URL"):
        past.may_be_served()
    assert reader(store, past).ask(of_replica) is False
    assert "is not asked" in caplog.text
    past.close()


@pytest.mark.parametrize("url", ["sqlite:///store.sqlite", "nonsense", "postgresql://host:port/name"])
def test_what_is_no_url_of_a_replica_is_told(url: str) -> None:
    with pytest.raises(StoreUnavailable, match="DATABASE_READ_URL"):
        Replica(url)


def test_the_url_is_that_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_READ_URL", "postgresql://reader@127.0.0.1/gold")
    assert read_url() == "postgresql://reader@127.0.0.1/gold"
    assert replica("postgresql://reader@127.0.0.1/gold") is replica("postgresql://reader@127.0.0.1/gold")
    monkeypatch.setenv("DATABASE_READ_URL", "")
    assert read_url() is None


def test_readers_of_other_versions_are_others(store: Store, copy: Replica) -> None:
    one = reader(store, copy)
    assert one == replace(one)
    assert one != replace(one, copy=AtVersion(copy, "another"))
