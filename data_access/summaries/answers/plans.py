"""Which of the actions planned are done, and which are overdue."""

from __future__ import annotations

from dataclasses import replace

from data_access.summaries.answering import Asked, Cells, answers, whole_or
from data_access.summaries.cells import Found
from data_access.summaries.measures import DONE_ACTIONS, OVERDUE_ACTIONS, PLANNED_ACTIONS


@answers("plan_progress")
def plan_progress(asked: Asked) -> Cells:
    done, planned = _actions(asked, DONE_ACTIONS, asked.selection.first_day.year)
    cells = {codes: (done.get(codes, 0) / n, n) for codes, n in planned.items()}
    return whole_or(asked, cells, (None, 0))


@answers("overdue_actions")
def overdue_actions(asked: Asked) -> Cells:
    overdue, planned = _actions(asked, OVERDUE_ACTIONS)
    cells = {codes: (overdue.get(codes, 0), n) for codes, n in planned.items()}
    return whole_or(asked, cells, (0, 0))


def _actions(asked: Asked, state: str, since: int = 0) -> tuple[Found, Found]:
    """Of the actions planned those of a state, and all: in the plans for the years from one on."""
    # By year means the plan's: the state is that of the as-of day for each of them.
    by_plan = replace(asked, by=tuple("plan_year" if name == "year" else name for name in asked.by))
    found = by_plan.reading().states(
        **{
            name: [row for row in asked.measures(measure) if int(row.plan_year) >= since]
            for name, measure in (("those", state), ("all", PLANNED_ACTIONS))
        }
    )
    return found["those"], found["all"]
