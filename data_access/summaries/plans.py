"""What units and organisations have planned, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data_access.summaries.counted import Counted
from data_access.summaries.measures import DONE_ACTIONS, OVERDUE_ACTIONS, PLANNED_ACTIONS
from data_access.summaries.register import EVERYBODY, Place, Programmes, Register
from data_access.summaries.spans import FOREVER, common, day_before, ordinal


@dataclass(frozen=True)
class Action:
    """An action of a plan: through which programme, if any, where, and its days."""

    programmes: Programmes
    place: Place
    year: int
    field: str
    agreed_on: date
    due_on: date
    done_on: date | None
    cancelled_on: date | None


class Plans:
    """Counts actions on the days on which they are planned, done and overdue."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def count(self, action: Action, counted: Counted) -> None:
        since = max(action.agreed_on, date(action.year, 1, 1)).toordinal()
        done, cancelled = ordinal(action.done_on), ordinal(action.cancelled_on)
        planned = [(since, day_before(cancelled))]
        segment = self._register.segment(action.programmes, action.place)
        for name, span in (
            (PLANNED_ACTIONS, (since, FOREVER)),
            (DONE_ACTIONS, (done, FOREVER)),
            (OVERDUE_ACTIONS, (action.due_on.toordinal() + 1, day_before(done))),
        ):
            measure = self._register.measure(name, field=action.field, plan_year=str(action.year))
            counted.state(measure, segment, EVERYBODY, common(planned, [span]))
