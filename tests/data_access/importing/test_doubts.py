"""Each warning on both sides of its limit; whatever is doubted is taken in all the same."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data_access.importing import check_package, import_package
from data_access.regions import borders_of, kilometres_outside
from tests.data_access.importing.holding import cell, keys, take_in
from tests.data_access.importing.packages import Tables, tiny, write

Places = list[tuple[str, int | None, str | None]]


def doubts(engine: Engine, folder: Path, tables: Tables) -> Places:
    """Where the doubts about a package are. A check tells them as an import does; they keep nothing out."""
    path = write(folder, tables)
    checked = check_package(engine, path)
    done = import_package(engine, path)
    assert done.doubts == checked.doubts
    assert done.problems == ()
    assert sum(of.accepted + of.unchanged for of in done.tables.values()) == done.row_count
    assert import_package(engine, path).doubts == (), "once somebody was told, that is enough"
    return [(doubt.table, doubt.row, doubt.column) for doubt in done.doubts]


@cache
def east_of(region: str, kilometres: float) -> dict[str, str]:
    """A place so far east of a region's borders, on the latitude of its name."""
    borders = borders_of(region)
    assert borders
    near, far = borders.longitude, borders.longitude + 20
    for _ in range(20):
        middle = (near + far) / 2
        nearer = kilometres_outside(borders, borders.latitude, middle) < kilometres
        near, far = (middle, far) if nearer else (near, middle)
    return {"latitude": str(borders.latitude), "longitude": str(near)}


def located(table: str, place: dict[str, str], region: str | None = "PE-ARE") -> Tables:
    tables = tiny()
    row = {
        "production_unit": {"id": "X", "name": "X", "organisation_id": "ORG"},
        "organisation": {"id": "X", "name": "X", "kind": "company", "country_id": "PE"},
        "shared_point": {"id": "X", "name": "X"},
    }[table]
    tables[table] = [*tables.get(table, []), row | place | ({"region_id": region} if region else {})]
    return tables


@pytest.mark.parametrize("table", ["production_unit", "organisation", "shared_point"])
def test_places_outside_their_region(engine: Engine, tmp_path: Path, table: str) -> None:
    assert take_in(engine, tmp_path / "1", located(table, east_of("PE-ARE", 19.9))).doubts == ()
    line = len(located(table, {})[table]) + 1
    far = located(table, east_of("PE-ARE", 20.1))
    assert doubts(engine, tmp_path / "2", far) == [(table, line, "latitude + longitude")]
    assert cell(engine, table, "X", "longitude") == pytest.approx(float(far[table][-1]["longitude"]))
    (exchanged,) = take_in(
        engine, tmp_path / "3", located(table, {"latitude": "-72.5", "longitude": "-15.9"})
    ).doubts
    assert (exchanged.row, exchanged.column) == (line, "latitude + longitude")


@pytest.mark.parametrize(
    ("place", "region"),
    [
        ({"latitude": "50"}, "PE-ARE"),
        ({"latitude": "50", "longitude": "8"}, "PE-X"),  # whose borders nobody knows
        ({"latitude": "50", "longitude": "8"}, None),
    ],
)
def test_places_that_can_not_be_compared(
    engine: Engine, tmp_path: Path, place: dict[str, str], region: str | None
) -> None:
    tables = located("organisation", place, region)
    tables["region"].append({"id": "PE-X", "country_id": "PE", "name": "X"})
    assert doubts(engine, tmp_path / "1", tables) == []


@pytest.mark.parametrize(
    ("born", "joined", "expected"),
    [
        ("2008", "2023-01-01", []),
        ("2009", "2023-12-31", [("miner", 5, "birth_year")]),
        ("2009", None, []),  # the data reach into 2024
        ("2010", None, [("miner", 5, "birth_year")]),
        ("2030", None, [("miner", 5, "birth_year")]),
        ("", "2023-01-01", []),
    ],
)
def test_miners_under_fifteen(
    engine: Engine, tmp_path: Path, born: str, joined: str | None, expected: Places
) -> None:
    tables = tiny()
    tables["miner"].append({"id": "M9", "sex": "male", "birth_year": born})
    if joined:
        row = {"id": "MS9", "miner_id": "M9", "joined_on": joined}
        # The first of two units counts.
        tables["membership"].append(tables["membership"][2] | row | {"left_on": "2024-01-01"})
        later = {"id": "MS10", "joined_on": "2024-02-01"}
        tables["membership"].append(tables["membership"][2] | row | later)
    assert doubts(engine, tmp_path / "1", tables) == expected


@pytest.mark.parametrize(
    ("joined", "expected"), [("1995-01-01", []), ("1994-12-31", [("membership", 2, "joined_on")])]
)
def test_miners_who_turn_out_to_have_joined_early(
    engine: Engine, tmp_path: Path, joined: str, expected: Places
) -> None:
    take_in(engine, tmp_path / "1", tiny())
    assert doubts(
        engine, tmp_path / "2", {"membership": [tiny()["membership"][0] | {"joined_on": joined}]}
    ) == (expected)


@pytest.mark.parametrize(
    ("held", "miner", "expected"),
    [
        ("2023-01-01", "M2", []),
        ("2022-12-31", "M2", [("attendance", 2, "miner_id")]),
        ("2023-01-01", "M1", []),  # who has moved since
        ("2024-01-01", "M3", [("attendance", 2, "miner_id")]),  # who never joined
    ],
)
def test_attendance_before_joining(
    engine: Engine, tmp_path: Path, held: str, miner: str, expected: Places
) -> None:
    take_in(engine, tmp_path / "1", tiny())
    tables = {
        "training_session": [tiny()["training_session"][0] | {"id": "T2", "held_on": held}],
        "attendance": [{"session_id": "T2", "miner_id": miner}],
    }
    assert doubts(engine, tmp_path / "2", tables) == expected


@pytest.mark.parametrize(
    ("others", "grams", "doubted"),
    [
        (["100", "100", "50", "150"], "500", False),
        (["100", "100", "50", "150"], "500.001", True),
        (["100", "100", "100"], "100000", False),  # too few to know what is usual
    ],
)
def test_lots_far_above_the_usual(
    engine: Engine, tmp_path: Path, others: list[str], grams: str, doubted: bool
) -> None:
    lot = tiny()["gold_lot"][0]
    lots = [lot | {"id": f"L{number}", "fine_grams": grams} for number, grams in enumerate(others)]
    # Another organisation has other habits.
    tables = tiny() | {"gold_lot": [*lots, lot | {"id": "O", "organisation_id": "B", "fine_grams": "9999"}]}
    tables["organisation"].append({"id": "B", "name": "B", "kind": "company", "country_id": "PE"})
    take_in(engine, tmp_path / "1", tables)
    new = {"gold_lot": [lot | {"id": "NEW", "fine_grams": grams}]}
    assert doubts(engine, tmp_path / "2", new) == ([("gold_lot", 2, "fine_grams")] if doubted else [])


RECEIVED = {"id": "R", "organisation_id": "ORG", "received_on": "2024-01-01", "amount": "100"}
SPENT = {
    "id": "X", "organisation_id": "ORG", "spent_on": "2024-01-01", "category": "environment",
    "description": "Trees", "amount": "100",
}  # fmt: skip


@pytest.mark.parametrize(
    ("received", "spent", "doubted"),
    [
        ([("100", "USD")], [("100", "USD")], []),
        (
            [("100", "USD")],
            [("100.01", "USD")],
            ["ORG has spent 100.01 USD of its premium and received 100.00"],
        ),
        ([("60", "USD"), ("40", "USD")], [("50", "USD"), ("50", "USD")], []),
        ([("100", "USD")], [("7", "CLP")], ["ORG has spent 7 CLP of its premium and received 0."]),
        ([], [("0", "USD")], []),
    ],
)
def test_spending_above_what_was_received(
    engine: Engine,
    tmp_path: Path,
    received: list[tuple[str, str]],
    spent: list[tuple[str, str]],
    doubted: list[str],
) -> None:
    tables = tiny()
    for table, row, amounts in (
        ("premium_receipt", RECEIVED, received), ("premium_expenditure", SPENT, spent),
    ):  # fmt: skip
        tables[table] = [
            row | {"id": f"{row['id']}{number}", "amount": amount, "currency_id": currency}
            for number, (amount, currency) in enumerate(amounts)
        ]
    summary = take_in(engine, tmp_path / "1", tables)
    assert len(summary.doubts) == len(doubted)
    for doubt, words in zip(summary.doubts, doubted, strict=True):
        assert doubt.reason.startswith(words)
        assert (doubt.table, doubt.row) == ("premium_expenditure", None)


def test_what_was_received_may_turn_out_to_be_less(engine: Engine, tmp_path: Path) -> None:
    usd = {"currency_id": "USD"}
    tables = tiny() | {"premium_receipt": [RECEIVED | usd], "premium_expenditure": [SPENT | usd]}
    assert doubts(engine, tmp_path / "1", tables) == []
    less = {"premium_receipt": [RECEIVED | usd | {"amount": "99.99"}]}
    assert doubts(engine, tmp_path / "2", less) == [("premium_expenditure", None, "amount")]


def test_very_many_doubts_are_counted(engine: Engine, tmp_path: Path) -> None:
    tables = {"miner": [{"id": f"M{number}", "sex": "male", "birth_year": "2020"} for number in range(123)]}
    summary = take_in(engine, tmp_path / "1", tables)
    assert len(summary.doubts) == 101
    assert str(summary.doubts[-1]) == "miner, birth_year: and 23 more doubts like these."
    assert len(keys(engine, "miner")) == 123
