"""People gathered into sets: by what they did, where and when, as which relation, and of which sex."""

from __future__ import annotations

from collections.abc import Iterable

from data_access.summaries.arrays import Numbers
from data_access.summaries.counted import ALWAYS, Counted
from data_access.summaries.miners import NONE, Miners
from data_access.summaries.register import EVERYBODY

# The relation of who was in no unit.
NO_RELATION = ""


def gather(
    miners: Miners,
    counted: Counted,
    measure: int | Numbers,
    segment: Numbers,
    miner: Numbers,
    spans: Iterable[Numbers],
) -> None:
    """Puts miners, whatever their relation, into the sets of spans of the calendar."""
    for span in spans:
        counted.sets(measure, segment, EVERYBODY, span, miners.number[miner])


def gather_by_relation(
    miners: Miners,
    counted: Counted,
    measure: int,
    of_sex: str,
    segment: Numbers,
    miner: Numbers,
    member: Numbers,
    spans: Iterable[Numbers],
) -> None:
    """The same by the relation that they had, and once for all by their sex, under a measure of that name."""
    register, relation = miners.register, miners.relation_of(member)
    for code in (NONE, *range(len(miners.relations))):
        own = relation == code
        if own.any():
            kind = register.kind(None, NO_RELATION if code == NONE else miners.relations[code])
            for span in spans:
                counted.sets(measure, segment[own], kind, span[own], miners.number[miner[own]])
    for code, sex in enumerate(miners.sexes):
        own = miners.sex[miner] == code
        if own.any():
            always = register.measure(of_sex), segment[own], register.kind(sex, None), ALWAYS
            counted.sets(*always, miners.number[miner[own]])
