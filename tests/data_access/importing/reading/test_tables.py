"""Rows and cells of a table: of any size, with what can't be read as it was sent."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

from data_access.importing.problems import Problems
from data_access.importing.reading import Told, opened

HEADER = "id,organisation_id,buyer_id,sold_on,fine_grams,destination_id\n"


def test_cells_are_canonical_where_they_can_be_read_and_else_as_they_were_sent(tmp_path: Path) -> None:
    path = tmp_path / "gold_lot.csv"
    path.write_text(
        f'{HEADER}L2,ORG,ORG,17/04/2024,"12,50",PE\nL3,ORG,ORG, soon ,"1,2,3",PE\n'
        'L4,ORG,ORG,3/4/2024,1,PE,x,"y, z"\n'
    )
    with opened(path, Told(), Problems()) as package:
        cells = dict(package.tables["gold_lot"].cells({2, 3, 4}))
    lot = {"organisation_id": "ORG", "buyer_id": "ORG", "destination_id": "PE"}
    assert cells == {
        2: lot | {"id": "L2", "sold_on": "2024-04-17", "fine_grams": "12.50"},
        3: lot | {"id": "L3", "sold_on": " soon ", "fine_grams": "1,2,3"},
        4: lot | {"id": "L4", "sold_on": "2024-04-03", "fine_grams": "1", "…": "x,y, z"},
    }


def test_only_the_wanted_lines_are_given(tmp_path: Path) -> None:
    path = tmp_path / "miner.csv"
    path.write_text("id,sex\n" + "".join(f"N{number},male\n" for number in range(100)))
    with opened(path, Told(), Problems()) as package:
        assert [line for line, _ in package.tables["miner"].cells([7, 3])] == [3, 7]
        assert list(package.tables["miner"].cells([])) == []


def test_how_far_the_reading_is_is_told(tmp_path: Path) -> None:
    path = tmp_path / "miner.csv"
    path.write_text("id,sex\n" + "".join(f"N{number:06d},male\n" for number in range(50_000)))
    told: list[int] = []
    with opened(path, Told(), Problems()) as package:
        miners = package.tables["miner"]
        assert len(list(miners.rows({}, Problems(), told.append))) == 50_000
    assert len(told) == 5
    assert told == sorted(told)
    assert 0 < told[0] < told[-1] <= miners.size == path.stat().st_size


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    """Not with its rows, and not with pictures, which are long texts."""
    path = tmp_path / "photo.csv"
    with path.open("w") as file:
        file.write("id,story_id,caption,image\n")
        for number in range(200):
            file.write(f"P{number},S1,Caption,{number:06d}{'A' * 500_000}\n")
    problems = Problems()
    tracemalloc.start()
    try:
        with opened(path, Told(), problems) as package:
            count = sum(row.sound for row in package.tables["photo"].rows({}, problems))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (count, problems.whole) == (200, [])
    assert path.stat().st_size > 100_000_000
    assert most < 30_000_000
