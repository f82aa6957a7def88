"""Plans and their actions made by chance, for the random stores."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from random import Random

from data_access import schema as s
from data_access.schema.organisations import FIELDS
from tests.data_access.random_stores import MINING, PROGRAMMES, UNITS

PLANS, ACTIONS = 25, 120


def random_plans(
    chance: Random, day: Callable[[], date], organisations: Sequence[str] = MINING
) -> Iterator[s.Record]:
    """Plans of units and organisations; actions are done, cancelled or neither, on any ``day``."""
    for number in range(PLANS):
        unit = chance.choice((None, *UNITS))
        yield s.ImprovementPlan(
            id=f"i{number}", unit_id=unit, organisation_id=None if unit else chance.choice(organisations),
            programme_id=chance.choice((None, *PROGRAMMES)), year=chance.choice((2023, 2024, 2025)),
            agreed_on=day(),
        )  # fmt: skip
    for number in range(ACTIONS):
        ended = chance.choice(("done_on", "done_on", "cancelled_on", ""))
        yield s.PlanAction(
            id=f"a{number}", plan_id=f"i{chance.randrange(PLANS)}", field=chance.choice(FIELDS),
            description="", due_on=day(), **({ended: day()} if ended else {}),
        )  # fmt: skip
