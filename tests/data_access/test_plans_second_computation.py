"""Plans and CRAFT findings once more, the slow and obvious way, over random stores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from data_access import schema as s
from data_access.craft import last_craft_reports
from data_access.figures import known_figure
from data_access.plans import actions_overdue
from data_access.schema.organisations import CRAFT_MODULES, LEVELS
from data_access.selection import Selection
from data_access.viewer import UNRESTRICTED
from tests.data_access.gold_world import empty, fill, values_of, wholes_of
from tests.data_access.random_plans import random_plans
from tests.data_access.random_stores import BEGINNING, MINING, PROGRAMMES, SOME_STORES, random_store
from tests.data_access.slow_store import Cells, Codes, Rows, Store, calendar_codes

DATA_DATE = date(2024, 11, 20)
SELECTIONS = (
    Selection(date(2023, 12, 1), date(2024, 12, 31), DATA_DATE),
    Selection(date(2023, 4, 15), date(2024, 2, 10), DATA_DATE),
    Selection(date(2024, 2, 29), date(2024, 2, 29), DATA_DATE),
    Selection(date(2023, 7, 1), date(2024, 6, 30), DATA_DATE, programmes=("P1", "Q")),
    Selection(date(2023, 10, 1), date(2024, 9, 30), DATA_DATE, sponsors=("S1", "S2"), countries=("PE",)),
    Selection(date(2024, 1, 1), date(2024, 3, 31), DATA_DATE, regions=("PE-ARE", "CO-CAU")),
    Selection(date(2023, 11, 1), date(2024, 10, 31), DATA_DATE, organisations=("A1", "A2")),
)
# Plans and findings stand in these; miners, sessions and cover would only take time.
NEEDED = (s.Country, s.Region, s.Currency, s.Organisation, s.Ladder, s.Stage, s.Programme, s.Funding,
          s.ProductionUnit, s.Enrolment)  # fmt: skip


def store_of(seed: int) -> list[s.Record]:
    """New rows of a store with plans, actions, reports and findings: the same each time."""
    chance = Random(seed)
    rows = [row for row in random_store(seed) if isinstance(row, NEEDED)]
    return [*rows, *random_plans(chance, lambda: _day(chance)), *_reports(chance)]


def _day(chance: Random) -> date:
    """A day, every third one the last of a month, every third a day on which some state is read."""
    day = BEGINNING + timedelta(days=chance.randrange(760))
    last_of_month = day.replace(day=1) - timedelta(days=1)
    return chance.choice((day, last_of_month, chance.choice(SELECTIONS).as_of))


def _reports(chance: Random) -> Iterator[s.Record]:
    for number in range(14):
        yield s.CraftAssessment(
            id=f"r{number}", organisation_id=chance.choice(MINING), assessed_on=_day(chance),
            report=chance.choice(("full", "summary")), programme_id=chance.choice((None, *PROGRAMMES)),
        )  # fmt: skip
    for number in range(50):
        begun, ended = sorted((_day(chance), _day(chance)))
        yield s.CraftFinding(
            id=f"f{number}", craft_assessment_id=f"r{chance.randrange(14)}", requirement="",
            module=chance.choice(CRAFT_MODULES), level=chance.choice(LEVELS),
            mitigating_on=chance.choice((None, begun)), mitigated_on=chance.choice((None, ended)),
        )  # fmt: skip


def planned(store: Store) -> list[Codes]:
    """Every action planned on a state day, with its codes, its plan's year and what became of it."""
    found = []
    days = (
        store.days() if {"month", "quarter"} & set(store.by) else {store.as_of: calendar_codes(store.as_of)}
    )
    for day, time in days.items():
        for row in store.rows.all(s.PlanAction):
            plan = store.rows.one(s.ImprovementPlan, row.plan_id)
            place = store.place(plan.unit_id, plan.organisation_id)
            cancelled = row.cancelled_on is not None and row.cancelled_on <= day
            if place is None or plan.agreed_on > day or plan.year > day.year or cancelled:
                continue
            done = row.done_on is not None and row.done_on <= day
            late = not done and row.due_on < day
            state = {"action": row.id, "field": row.field, "done": done, "late": late, "of": plan.year}
            codes = place | time | state | {"year": str(plan.year)}
            found += [codes | programme for programme in store.sponsored(plan.programme_id)]
    return found


def plan_progress(store: Store) -> Cells:
    recent = [action for action in planned(store) if action["of"] >= store.selection.first_day.year]
    return shares(store.counted([action for action in recent if action["done"]], recent, "action"))


def overdue_actions(store: Store) -> Cells:
    actions = planned(store)
    return store.counted([action for action in actions if action["late"]], actions, "action")


def organisations(store: Store) -> Iterator[Codes]:
    """Organisations of the selection at their own place: for each programme, where that matters."""
    chosen = store.selection
    for body in store.rows.all(s.Organisation):
        place = store.place(None, body.id)
        if body.kind != "mining_organisation" or place is None:
            continue
        if not (chosen.programmes or chosen.sponsors or {"programme", "sponsor"} & set(store.by)):
            yield place
        for row in store.rows.all(s.Enrolment):
            theirs = store.rows.one(s.ProductionUnit, row.unit_id).organisation_id == body.id
            ended = row.last_day is not None and row.last_day < chosen.first_day
            if theirs and row.first_day <= store.as_of and not ended:
                yield from (place | programme for programme in store.sponsored(row.programme_id))


def findings(store: Store) -> list[Codes]:
    """Every finding recorded by a state day, with its codes and its status on that day."""
    found = []
    for body in organisations(store):
        for day, time in store.days().items():
            for row in store.rows.all(s.CraftFinding):
                report = store.rows.one(s.CraftAssessment, row.craft_assessment_id)
                if report.organisation_id != body["organisation"] or report.assessed_on > day:
                    continue
                status = "open"
                if row.mitigating_on is not None and row.mitigating_on <= day:
                    status = "mitigating"
                if row.mitigated_on is not None and row.mitigated_on <= day:
                    status = "mitigated"
                own = {"finding": row.id, "module": row.module, "level": row.level, "status": status}
                found.append(body | time | own)
    return found


def open_risks(store: Store) -> Cells:
    recorded = findings(store)
    still_open = [row for row in recorded if row["status"] != "mitigated"]
    if "status" in store.by:
        recorded = [row | {"status": status} for row in recorded for status in ("open", "mitigating")]
    return store.counted(still_open, recorded, "finding")


def risks_mitigated(store: Store) -> Cells:
    recorded = findings(store)
    mitigated = [row for row in recorded if row["status"] == "mitigated"]
    return shares(store.counted(mitigated, recorded, "finding"))


def craft_reports_current(store: Store) -> Cells:
    bodies = [
        body | {"day": day} | time for body in organisations(store) for day, time in store.days().items()
    ]
    current = [
        body
        for body in bodies
        for report in store.rows.all(s.CraftAssessment)
        if report.organisation_id == body["organisation"]
        and report.assessed_on <= body["day"] < a_year_later(report.assessed_on)
    ]
    return store.counted(current, bodies, "organisation")


def a_year_later(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year + 1, 2, 28)
    return day.replace(year=day.year + 1)


def shares(cells: Cells) -> Cells:
    return {codes: (part / whole, whole) for codes, (part, whole) in cells.items()}


# What a figure is of nothing at all, where it has no dimension to leave out.
SECOND: dict[Callable[[Store], Cells], tuple[Any, Any]] = {
    plan_progress: (None, 0),
    overdue_actions: (0, 0),
    open_risks: (0, 0),
    risks_mitigated: (None, 0),
    craft_reports_current: (0, 0),
}


@SOME_STORES
@given(seed=st.integers(0, 10_000))
def test_figures_agree_with_the_second_computation(engine: Engine, seed: int) -> None:
    empty(engine)
    fill(engine, store_of(seed))
    rows, chance = Rows(store_of(seed)), Random(seed)
    filled: Counter[str] = Counter()
    for compute, nothing in SECOND.items():
        name = compute.__name__
        dimensions = known_figure(name).dimensions
        pairs = [tuple(chance.sample(dimensions, 2)) for _ in range(4)]
        for by in ((), *((dimension,) for dimension in dimensions), *pairs):
            selection = chance.choice(SELECTIONS)
            expected = compute(Store(rows, selection, by)) or ({} if by else {(): nothing})
            for place, read in enumerate((values_of, wholes_of)):
                found = {_tuple(codes): value for codes, value in read(engine, name, selection, *by).items()}
                assert found == {codes: cell[place] for codes, cell in expected.items()}, (
                    name,
                    selection,
                    by,
                )
            filled[name] += any(value for value, _ in expected.values())
    assert set(filled) == {compute.__name__ for compute in SECOND}
    assert min(filled.values()) > 2, "too few of the comparisons compare anything"


@SOME_STORES
@given(seed=st.integers(0, 10_000))
def test_lists_agree_with_the_second_computation(engine: Engine, seed: int) -> None:
    empty(engine)
    fill(engine, store_of(seed))
    rows = Rows(store_of(seed))
    for selection in SELECTIONS:
        store = Store(rows, selection, ())
        with engine.connect() as connection:
            overdue = actions_overdue(connection, UNRESTRICTED, selection)
            reports = last_craft_reports(connection, UNRESTRICTED, selection)
        late = [rows.one(s.PlanAction, row["action"]) for row in planned(store) if row["late"]]
        in_order = sorted(late, key=lambda row: (row.due_on, row.id))
        assert list(overdue["action"]) == [row.id for row in in_order]
        assert list(overdue["days"]) == [(store.as_of - row.due_on).days for row in in_order]
        last = {
            row.organisation_id: (row.assessed_on, row.id, row.report)
            for row in sorted(rows.all(s.CraftAssessment), key=lambda row: (row.assessed_on, row.id))
            if row.assessed_on <= store.as_of
        }
        known = {body["organisation"] for body in organisations(store)} & set(last)
        said = zip(reports["assessed_on"], reports["organisation"], reports["report"], strict=True)
        assert list(said) == sorted((last[body][0], body, last[body][2]) for body in known)


def _tuple(codes: Any) -> tuple[Any, ...]:
    return codes if isinstance(codes, tuple) else (codes,)
