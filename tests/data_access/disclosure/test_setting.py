"""Of how few people outsiders learn no number: set for all, written down, never below three."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine

from data_access.audit import audit
from data_access.disclosure.setting import RuleRefused, set_least_people
from data_access.grants import Grant, grant
from data_access.viewer import LEAST_PEOPLE, NotAdministrator, Role, Viewer, viewer_of
from tests.data_access.gold_world import fill, world
from tests.data_access.test_command_line import CommandLine

DAY = date(2025, 6, 1)
ADMINISTRATOR = Viewer("root@x.org", Role.administrator)


@pytest.fixture
def store(engine: Engine) -> Engine:
    fill(engine, world())
    with engine.begin() as connection:
        grant(connection, ADMINISTRATOR, Grant("p@x.org", Role.presenter, first_day=DAY))
    return engine


def least(engine: Engine) -> int:
    with engine.connect() as connection:
        return viewer_of(connection, "p@x.org", DAY).least_people


def test_the_rule_holds_for_all_who_look_from_then_on(store: Engine) -> None:
    assert least(store) == LEAST_PEOPLE
    for number in (3, 8, 6):
        with store.begin() as connection:
            set_least_people(connection, ADMINISTRATOR, number)
        assert least(store) == number
    with store.connect() as connection:
        entries = audit(connection, ADMINISTRATOR)
    found = entries[entries["action"] == "disclosure"]
    assert list(found["detail"]) == [
        "least people 8 to 6", "least people 3 to 8", "least people 5 to 3",
    ]  # fmt: skip
    assert set(found["viewer"]) == {"root@x.org"}


@pytest.mark.parametrize("number", [2, 0, -1])
def test_a_rule_that_hides_nobody_is_refused(store: Engine, number: int) -> None:
    with store.begin() as connection, pytest.raises(RuleRefused, match="3 or more"):
        set_least_people(connection, ADMINISTRATOR, number)
    assert least(store) == LEAST_PEOPLE


def test_only_administrators_set_it(store: Engine) -> None:
    with store.begin() as connection, pytest.raises(NotAdministrator):
        set_least_people(connection, Viewer("c@x.org", Role.coordinator), 9)


def test_the_command_prints_the_rules_and_sets_the_number(
    store: Engine, store_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    commands = CommandLine(store_url, capsys)
    assert "fewer than 5 people" in commands.run("disclosure").out
    commands.run("disclosure", "--least-people", "7", "--by", "root@x.org")
    found = commands.json("disclosure")
    assert found["least_people"] == least(store) == 7
    assert "active_miners" in found["told"]["Told where no small group shows"]
    assert commands.run("disclosure", "--least-people", "1").refusal.startswith("Fewer than 3")
