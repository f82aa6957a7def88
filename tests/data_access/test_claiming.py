"""``claims`` and ``targets`` on the command line: what they print, and with which code they end."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from data_access.commands import claiming
from data_access.schema import Claim, Target, ViewerGrant
from data_access.store import writing_engine
from tests.data_access.test_claims import claim, store
from tests.data_access.test_command_line import CommandLine

COUNTED = "programme=P1&to=2024-12-31"
KEYS = {"claim", "figure", "published", "recorded", "difference", "evidence", "holds", "source"}


@pytest.fixture
def filled(engine: Engine, store_url: str, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    """A store with twenty miners in P1, claims that hold, and one that is contested."""
    aims: dict[str, Any] = {"programme_id": "P1", "due_on": date(2024, 12, 31)}
    store(
        engine,
        claim("active_miners", 20, COUNTED, words="[bold]Twenty[/bold] miners"),
        claim("active_miners", 500, None, ">=", id="C2", evidence="contested"),
        claim("funding", 1.5, "programme=P1&to=2024-03-30&sponsor=S1", "about", id="C3", currency_id="USD"),
        Target(id="T1", figure="production_units", value=75, cause="Floods", next_action="Wait", **aims),
        Target(id="T2", figure="premium_spent", value=10.5, currency_id="USD", **aims),
        Target(id="T3", figure="training_coverage", value=0.6, region_id="PE-ARE", **aims),
    )
    return CommandLine(store_url, capsys)


def differ(commands: CommandLine) -> None:
    """Publishes one miner more than there are."""
    engine = writing_engine(commands.url)
    with engine.begin() as connection:
        connection.execute(update(Claim).where(Claim.id == "C1").values(value=21))
    engine.dispose()


def test_claims_as_json(filled: CommandLine) -> None:
    ran = filled.run("claims", "--format", "json")
    rows = {row["id"]: row for row in json.loads(ran.out)["rows"]}
    assert all(row.keys() >= KEYS for row in rows.values())
    assert rows["C1"] | {"published": 20, "recorded": 20, "difference": 0, "holds": True} == rows["C1"]
    assert (rows["C1"]["claim"], rows["C1"]["unit"]) == ("[bold]Twenty[/bold] miners", "people")
    assert (rows["C2"]["recorded"], rows["C2"]["difference"], rows["C2"]["holds"]) == (None, None, None)
    money = {"published": "1.50", "recorded": "100.00", "difference": "98.50", "holds": False}
    assert rows["C3"] | money == rows["C3"]
    assert "question" not in rows["C1"]


def test_a_counted_claim_that_differs_comes_first_and_ends_with_one(filled: CommandLine) -> None:
    engine = writing_engine(filled.url)
    with engine.begin() as connection:
        connection.execute(update(Claim).where(Claim.id == "C3").values(value=100))
    engine.dispose()
    for form in ("json", "csv", "table"):
        ran = filled.run("claims", "--format", form)
        assert (ran.code, ran.err) == (0, "")
    assert ran.out.rstrip().endswith("2 of 2 counted claims hold.")
    differ(filled)
    for form in ("json", "csv", "table"):
        assert filled.run("claims", "--format", form).code == 1
    rows = filled.run("claims", "--format", "json")
    first, *others = json.loads(rows.out)["rows"]
    assert (first["id"], first["published"], first["recorded"], first["difference"]) == ("C1", 21, 20, -1)
    assert first["reason"] == "The rows of this store give another value."
    assert [row["id"] for row in others] == ["C2", "C3"]
    assert filled.run("claims").out.rstrip().endswith("1 of 2 counted claims hold.")


def test_claims_as_csv(filled: CommandLine) -> None:
    rows = list(csv.DictReader(io.StringIO(filled.run("claims", "--format", "csv").out)))
    by_key = {row["id"]: row for row in rows}
    assert by_key["C1"]["published"] == by_key["C1"]["recorded"] == "20"
    assert (by_key["C2"]["recorded"], by_key["C2"]["holds"]) == ("", "")
    assert by_key["C3"]["recorded"] == "100.00"


def test_what_is_in_the_store_is_printed_as_it_is(filled: CommandLine) -> None:
    assert "[bold]Twenty" in filled.run("claims").out


def test_no_claims_hold_all(engine: Engine, store_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    store(engine)
    ran = CommandLine(store_url, capsys).run("claims")
    assert ran.code == 0
    assert "There is nothing of this" in ran.out and "0 of 0 counted claims hold." in ran.out


def test_targets_as_json(filled: CommandLine) -> None:
    rows = filled.json("targets", "--to", "2024-06-30")["rows"]
    found = {row["figure"]: row for row in rows}
    assert {name: (row["target"], row["actual"], row["gap"]) for name, row in found.items()} == {
        "production_units": (75, 2, 73),
        "premium_spent": ("10.50", "0.00", "10.50"),
        "training_coverage": (0.6, None, None),  # there is nothing to cover
    }
    units = found["production_units"]
    assert (units["cause"], units["next_action"], units["met"]) == ("Floods", "Wait", False)
    assert (units["region"], found["training_coverage"]["region"]) == (None, "PE-ARE")
    assert {row["evidence"] for row in rows} == {"counted"}
    assert (units["due_on"], units["read_on"]) == ("2024-12-31", "2024-06-30")


def test_targets_take_the_filters(filled: CommandLine) -> None:
    rows = filled.json("targets", "--region", "PE-ARE", "--to", "2024-06-30")["rows"]
    assert [row["figure"] for row in rows] == ["training_coverage"]
    assert filled.json("targets", "--programme", "P2")["rows"] == []
    assert "There is nothing of this" in filled.run("targets", "--programme", "P2").out
    assert filled.run("targets", "--programme", "P7").refusal.startswith("There is no programme 'P7'")
    assert filled.run("targets", "--to", "someday").refusal.startswith("--to someday is not a day.")


def test_targets_on_paper_and_as_csv(filled: CommandLine) -> None:
    paper = filled.run("targets", "--to", "2024-06-30").out
    assert all(told in paper for told in ("60.0%", "10.50", "USD", "2024-12-31", "Floods", "Wait", "PE-ARE"))
    assert paper.count("counted") == 3
    rows = list(csv.DictReader(io.StringIO(filled.run("targets", "--format", "csv").out)))
    assert {row["evidence"] for row in rows} == {"counted"}
    assert {row["figure"]: row["target"] for row in rows} == {
        "production_units": "75",
        "premium_spent": "10.50",
        "training_coverage": "0.6",
    }


def test_a_target_has_the_evidence_of_its_figure_or_none(filled: CommandLine) -> None:
    engine = writing_engine(filled.url)
    with engine.begin() as connection:
        connection.execute(update(Target).where(Target.id == "T1").values(figure="miners_formalised"))
        connection.execute(update(Target).where(Target.id == "T2").values(figure="not_known_here"))
    engine.dispose()
    rows = filled.json("targets", "--to", "2024-06-30")["rows"]
    assert {row["figure"]: row["evidence"] for row in rows} == {
        "miners_formalised": "reported",
        "not_known_here": None,
        "training_coverage": "counted",
    }


@pytest.mark.parametrize(
    ("value", "column", "said"),
    [
        (-0.008, "difference", "-0.8 points"),
        (0.4, "gap", "40.0 points"),
        (-0.0001, "gap", "0.0 points"),
        (0, "difference", "0.0 points"),
        (0.6, "target", "60.0%"),
        (1, "recorded", "100.0%"),
    ],
)
def test_differences_of_shares_are_points(value: float, column: str, said: str) -> None:
    assert claiming._shown({"unit": "share", column: value}, column) == said
    assert claiming._shown({"unit": "people", column: value}, column) == str(value)


def test_the_target_as_a_figure_can_be_asked_for(filled: CommandLine) -> None:
    rows = filled.json("figure", "target", "--programme", "P1", "--to", "2024-06-30")["rows"]
    assert {row["figure"]: row["value"] for row in rows} == {
        "production_units": 75,
        "premium_spent": 10.5,
        "training_coverage": 0.6,
    }


def test_the_sample_has_fourteen_counted_claims_and_all_hold(
    sample_store_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = CommandLine(sample_store_url, capsys).json("claims")["rows"]
    counted = [row for row in rows if row["evidence"] == "counted"]
    assert len(counted) == 14 and {row["holds"] for row in counted} == {True}
    assert {row["holds"] for row in rows if row["evidence"] != "counted"} == {None}


def test_as_an_outsider_what_is_not_told_neither_holds_nor_differs(filled: CommandLine) -> None:
    engine = writing_engine(filled.url)
    grant = ViewerGrant(
        viewer="presenter@x.org", role="presenter", first_day=date(2020, 1, 1), granted_by="test",
        granted_at=datetime(2020, 1, 1),
    )  # fmt: skip
    with Session(engine) as session, session.begin():
        session.add(grant)
        session.execute(update(Claim).where(Claim.id == "C1").values(selection="to=2024-11-30", value=21))
    engine.dispose()
    ran = filled.run("claims", "--as", "presenter@x.org", "--format", "json")
    assert ran.code == 0
    rows = {row["id"]: row for row in json.loads(ran.out)["rows"]}
    told = {"published": 21, "recorded": None, "not_told": "not told", "difference": None, "holds": None}
    assert rows["C1"] | told == rows["C1"]
    ran = filled.run("claims", "--as", "presenter@x.org")
    assert "What is recorded of 2 more is not told or withheld." in ran.out
    ran = filled.run("targets", "--as", "presenter@x.org", "--to", "2024-12-31", "--format", "json")
    rows = {row["figure"]: row for row in json.loads(ran.out)["rows"]}
    assert (rows["production_units"]["actual"], rows["production_units"]["not_told"]) == (1, None)
    assert (rows["production_units"]["cause"], rows["production_units"]["next_action"]) == ("Floods", "Wait")
