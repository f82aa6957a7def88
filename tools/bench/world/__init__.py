"""A made-up world of gold programmes in any size: the same one each time, with all that is awkward in it."""

from __future__ import annotations

from collections.abc import Iterator

from tools.bench.world.columns import Part
from tools.bench.world.gold import gold
from tools.bench.world.knowledge import knowledge
from tools.bench.world.people import people
from tools.bench.world.places import places
from tools.bench.world.programmes import programmes
from tools.bench.world.protection import covers
from tools.bench.world.reference import reference
from tools.bench.world.safety import safety
from tools.bench.world.sizes import Size
from tools.bench.world.stages import stages
from tools.bench.world.standing import standing
from tools.bench.world.training import training

__all__ = ["world"]


def world(size: Size) -> Iterator[Part]:
    """The rows of all tables, those referred to before those that refer to them."""
    yield from reference()
    where, tables = places(size)
    yield from tables
    work, tables = programmes(size, where)
    yield from tables
    yield from stages(where, work)
    yield from safety(where, work)
    yield from standing(where, work)
    yield from gold(size, where)
    yield from knowledge(where, work)
    who, tables = people(size, where)
    yield from tables
    yield from covers(work, who)
    yield from training(size, where, work, who)
