"""Which miners and units have safety provision within reach on which days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data_access.safety import NO_PROVISION
from data_access.schema.protection import PROVISIONS
from data_access.summaries.arrays import Numbers, SpansOf, held, numbers, overlapping
from data_access.summaries.counted import Counted
from data_access.summaries.measures import PEOPLE_REACHED, PROVISION_IN_SERVICE, UNITS_REACHED
from data_access.summaries.miners import Miners, Units
from data_access.summaries.register import EVERYBODY, Place, Register


@dataclass(frozen=True)
class InService:
    """Provision, and the programmes of the units within whose reach it was, all of one place, over time."""

    kind: str
    quantity: int
    place: Place
    reaching: Sequence[tuple[int, int, frozenset[str]]]


class Safety:
    """Counts those who have each kind of provision within reach, and those with none; and what there is."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._of_kind, self._of_none = (
            {
                name: numbers([register.measure(name, provision=kind) for kind in kinds])
                for name in (PEOPLE_REACHED, UNITS_REACHED)
            }
            for kinds in (PROVISIONS, (NO_PROVISION,))
        )

    def count(self, miners: Miners, counted: Counted) -> None:
        spans = SpansOf(miners.work.unit, miners.work.spans.first, miners.work.spans.last)
        self._count(PEOPLE_REACHED, spans, miners.work.segment, miners.units, counted)

    def count_units(self, units: Units, counted: Counted) -> None:
        self._count(UNITS_REACHED, units.enrolled, units.segment, units, counted)

    def count_provision(self, provision: InService, counted: Counted) -> None:
        """What serves several units counts once, through all the programmes that any of these is in."""
        measure = self._register.measure(PROVISION_IN_SERVICE, provision=provision.kind)
        for first, last, programmes in provision.reaching:
            segment = self._register.segment(programmes, provision.place)
            counted.state(measure, segment, EVERYBODY, [(first, last)], provision.quantity)

    def _count(self, name: str, spans: SpansOf, segment: Numbers, units: Units, counted: Counted) -> None:
        """Spans have units as keys. Those with none are all but those with any."""
        place, reach, first, last = overlapping(spans, units.reach)
        counted.states(self._of_kind[name][units.provision[reach]], segment[place], EVERYBODY, first, last)
        (none,) = self._of_none[name]
        counted.states(none, segment, EVERYBODY, spans.first, spans.last)
        place, _, first, last = overlapping(spans, held(units.reach))
        counted.states(none, segment[place], EVERYBODY, first, last, -1)
