"""What a clean package becomes in the store."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, delete, select

from data_access.importing import import_package
from data_access.schema import (
    Assessment,
    Claim,
    Cover,
    Delivery,
    ExchangeRate,
    GoldLot,
    Membership,
    Miner,
    Organisation,
    PackageImport,
    Story,
    Topic,
)
from tests.data_access.importing.packages import rewrite, row_counts, tiny, write


def stored(engine: Engine, *columns: Any) -> list[Any]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(select(*columns).order_by(columns[0]))]


def test_all_rows_are_taken_in_and_counted(engine: Engine, tmp_path: Path) -> None:
    tables = tiny()
    summary = import_package(engine, write(tmp_path / "tiny", tables))
    expected = {name: len(rows) for name, rows in tables.items()}
    assert summary.rows == expected
    counts = row_counts(engine)
    assert {name: counts[name] for name in expected} == expected
    assert sum(counts.values()) == sum(expected.values()) + 1  # the import itself
    assert summary.row_count == sum(expected.values())


def test_money_is_kept_in_minor_units_of_its_currency(engine: Engine, tmp_path: Path) -> None:
    import_package(engine, write(tmp_path / "tiny", tiny()))
    assert stored(engine, Cover.id, Cover.cost_minor, Cover.currency_id) == [
        ("C1", 1250, "USD"),
        ("C2", 9007199254740993, "USD"),  # more than a float can tell apart
        ("C3", 15000, "CLP"),
        ("C4", 125, "TND"),
    ]


def test_decimals_are_kept_exactly(engine: Engine, tmp_path: Path) -> None:
    import_package(engine, write(tmp_path / "tiny", tiny()))
    assert stored(engine, GoldLot.fine_milligrams) == [(1234567,)]
    assert stored(engine, ExchangeRate.rate_micro) == [(1234,)]
    assert stored(engine, Delivery.value_minor) == [(9990,)]


def test_every_kind_of_cell_keeps_its_value(engine: Engine, tmp_path: Path) -> None:
    import_package(engine, write(tmp_path / "tiny", tiny()))
    organisation = (Organisation.name, Organisation.latitude, Organisation.longitude)
    assert stored(engine, *organisation) == [("Asociación Ñandú, “La Única”", -15.5, None)]
    assert stored(engine, Miner.id, Miner.birth_year) == [("M1", 1980), ("M2", None), ("M3", None)]
    assert stored(engine, Topic.id, Topic.validity_months, Topic.required) == [
        ("EXPLOSIVES", 12, True),
        ("RIGHTS", None, False),
    ]
    assert stored(engine, Assessment.recorded_at) == [(datetime(2023, 2, 2, 10, 30),)]
    assert stored(engine, Story.language, Story.body, Story.illustrative) == [
        ("en", "One line,\nand “another”.", True),
        ("es", 'Con "comillas"', True),
    ]
    assert stored(engine, Membership.id, Membership.left_on)[:2] == [
        ("MS1", date(2023, 6, 1)),
        ("MS2", None),
    ]


def test_a_moment_with_an_offset_is_kept_in_utc(engine: Engine, tmp_path: Path) -> None:
    tables = tiny()
    tables["assessment"][0]["recorded_at"] = "2023-02-02T22:30:00-05:00"
    import_package(engine, write(tmp_path / "tiny", tables))
    assert stored(engine, Assessment.recorded_at) == [(datetime(2023, 2, 3, 3, 30),)]


def test_the_import_is_recorded(engine: Engine, tmp_path: Path) -> None:
    folder = write(tmp_path / "tiny", tiny())
    summary = import_package(engine, folder)
    with engine.connect() as connection:
        found = connection.execute(select(PackageImport.__table__)).mappings().one()
    assert (found["name"], found["title"], found["version"]) == ("tiny", "A tiny package", "1")
    assert (found["data_date"], found["sample"]) == (date(2024, 6, 30), True)
    assert found["row_count"] == summary.row_count
    assert len(found["content_hash"]) == 64
    assert summary.data_date == date(2024, 6, 30)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text + "\n\n",
        lambda text: text.replace("id,name", "name,id").replace("PE,Peru", "Peru,PE"),
    ],
    ids=["byte order mark", "lines of Windows", "empty lines at the end", "other order of columns"],
)
def test_spellings_of_csv_that_mean_the_same(engine: Engine, tmp_path: Path, change: Any) -> None:
    folder = write(tmp_path / "tiny", tiny())
    path = folder / "country.csv"
    path.write_text(change(path.read_text("utf-8")), "utf-8", newline="")
    assert import_package(engine, folder).rows["country"] == 1


def test_a_descriptor_may_be_written_by_hand(engine: Engine, tmp_path: Path) -> None:
    folder = write(tmp_path / "tiny", tiny())
    (folder / "datapackage.json").write_text('\ufeff{"name": "by-hand", "data_date": "2024-01-31"}', "utf-8")
    summary = import_package(engine, folder)
    assert (summary.title, summary.data_date) == ("by-hand", date(2024, 1, 31))
    assert stored(engine, PackageImport.version, PackageImport.sample) == [("", False)]


def test_a_table_without_rows_may_be_there(engine: Engine, tmp_path: Path) -> None:
    assert import_package(engine, write(tmp_path / "tiny", tiny() | {"permit": []})).rows["permit"] == 0


def test_other_files_of_the_folder_are_left_alone(engine: Engine, tmp_path: Path) -> None:
    folder = write(tmp_path / "tiny", tiny())
    (folder / "README.md").write_text("Not a table", "utf-8")
    assert "README" not in import_package(engine, folder).rows


def test_a_second_package_builds_on_the_first(engine: Engine, tmp_path: Path) -> None:
    import_package(engine, write(tmp_path / "first", tiny()))
    second = {
        "attendance": [{"session_id": "T1", "miner_id": "M3"}],
        "cover": [tiny()["cover"][3] | {"id": "C9", "cost": "1.001"}],
        "assessment": [tiny()["assessment"][0] | {"id": "A9"}],
    }
    import_package(engine, write(tmp_path / "second", second, name="second"))
    assert (len(stored(engine, PackageImport.id)), row_counts(engine)["attendance"]) == (2, 3)
    assert stored(engine, Cover.id, Cover.cost_minor)[-1] == ("C9", 1001)


def test_the_content_hash_changes_with_any_file(engine: Engine, tmp_path: Path) -> None:
    def taken_in(name: str) -> str:
        with engine.connect() as connection:
            connection.execute(delete(Story))
            connection.execute(delete(PackageImport))
            connection.commit()
        import_package(engine, tmp_path / name)
        return str(stored(engine, PackageImport.content_hash)[0][0])

    only_stories = {"story": tiny()["story"]}
    for name in ("one", "same", "other_row", "other_descriptor"):
        write(tmp_path / name, only_stories)
    rewrite(tmp_path / "other_row" / "story.csv", "Primera", "Segunda")
    rewrite(tmp_path / "other_descriptor" / "datapackage.json", "2024-06-30", "2024-07-31")
    one, same, *others = (taken_in(name) for name in ("one", "same", "other_row", "other_descriptor"))
    assert one == same
    assert len({one, *others}) == 3


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("programme=HSE%2D1&to=2024-04-17", "programme=HSE-1&to=2024-04-17"),
        ("HSE-1", "HSE-1"),
        ("", None),
    ],
)
def test_the_questions_of_claims_are_kept_in_plain(
    engine: Engine, tmp_path: Path, written: str, kept: str | None
) -> None:
    """Else a database that asks whose they are would read others than we do."""
    claim = {"id": "CL1", "figure": "active_miners", "publisher": "P", "words": "Many", "comparison": "=",
             "value": "1", "evidence": "counted", "selection": written, "source": "S"}  # fmt: skip
    import_package(engine, write(tmp_path / "tiny", tiny() | {"claim": [claim]}))
    assert stored(engine, Claim.id, Claim.selection) == [("CL1", kept)]
