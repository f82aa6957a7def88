"""The grid's arithmetic in SQL against the grid's own library, cell by cell, on each database."""

from __future__ import annotations

from random import Random

import h3.api.basic_int as h3
import pytest
from sqlalchemy import BigInteger, Engine, column, select

from data_access.grid import FINEST, around, cell_of, kilometres_across, larger, resolution_of, within
from data_access.scope import listed

CHANCE = Random(7)
# The poles, the date line, and the corners of the grid's twelve pentagons are among them.
PLACES = [
    *((-15.6, -73.8), (90.0, 0.0), (-90.0, 0.0), (0.0, 180.0), (0.0, -180.0), (0.0, 0.0)),
    *(h3.cell_to_latlng(cell) for cell in h3.get_pentagons(FINEST)),
    *((CHANCE.uniform(-90, 90), CHANCE.uniform(-180, 180)) for _ in range(300)),
]
CELLS = sorted({cell_of(*place) for place in PLACES})


@pytest.mark.parametrize("resolution", range(FINEST + 1))
def test_the_cell_around_is_that_of_the_library(engine: Engine, resolution: int) -> None:
    cells = listed("each", [column("cell", BigInteger)], [(cell,) for cell in CELLS])
    with engine.connect() as connection:
        found = connection.execute(select(cells.c.cell, around(cells.c.cell, resolution))).all()
    assert [tuple(row) for row in found] == [(cell, h3.cell_to_parent(cell, resolution)) for cell in CELLS]


@pytest.mark.parametrize("resolution", [0, 1, 4, 7, 11, FINEST])
def test_what_lies_within_a_cell_is_what_the_library_says(engine: Engine, resolution: int) -> None:
    cells = listed("each", [column("cell", BigInteger)], [(cell,) for cell in CELLS])
    with engine.connect() as connection:
        for larger_one in {h3.cell_to_parent(cell, resolution) for cell in CELLS[::7]}:
            found = connection.scalars(select(cells.c.cell).where(within(cells.c.cell, larger_one)))
            inside = {cell for cell in CELLS if h3.cell_to_parent(cell, resolution) == larger_one}
            assert set(found) == inside and inside


def test_a_cell_knows_its_resolution_and_those_around_it() -> None:
    cell = cell_of(-15.6, -73.8)
    assert resolution_of(cell) == FINEST
    assert [resolution_of(larger(cell, resolution)) for resolution in range(FINEST + 1)] == [*range(13)]
    assert larger(cell, FINEST) == cell


def test_cells_of_the_next_resolution_are_a_seventh_as_large() -> None:
    for resolution in range(FINEST):
        ratio = kilometres_across(resolution) / kilometres_across(resolution + 1)
        assert ratio == pytest.approx(7**0.5, rel=0.02)
