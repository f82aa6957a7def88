"""Surveys, permits, finance, mercury and reported totals once more, the slow and obvious way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from data_access import schema as s
from data_access.figures import known_figure
from data_access.selection import Selection
from tests.data_access.gold_world import empty, fill, values_of, wholes_of
from tests.data_access.random_indicators import (
    any_day,
    any_holder,
    month_later,
    random_reports,
    random_surveys,
)
from tests.data_access.random_stores import MINING, SOME_STORES, random_store
from tests.data_access.slow_store import Cells, Codes, Rows, Store, calendar_codes

DATA_DATE = date(2024, 11, 20)
SELECTIONS = (
    Selection(date(2023, 12, 1), date(2024, 12, 31), DATA_DATE),
    Selection(date(2023, 2, 15), date(2024, 2, 29), DATA_DATE),
    Selection(date(2023, 1, 1), date(2024, 10, 31), DATA_DATE, programmes=("P1", "Q")),
    Selection(date(2023, 3, 1), date(2024, 9, 30), DATA_DATE, sponsors=("S1", "S2"), countries=("PE",)),
    Selection(date(2023, 6, 1), date(2024, 10, 31), DATA_DATE, regions=("PE-ARE", "CO-CAU")),
    Selection(date(2023, 1, 1), date(2024, 9, 30), DATA_DATE, organisations=("A1", "A2")),
)
# Miners, sessions and cover would only take time.
NEEDED = (s.Country, s.Region, s.Currency, s.Organisation, s.Ladder, s.Stage, s.Programme, s.Funding,
          s.ProductionUnit, s.Enrolment)  # fmt: skip
PERMITS = ("formalisation_registry", "mining_title", "contract", "environmental_permit")


def store_of(seed: int) -> list[s.Record]:
    """New rows of a store with surveys, permits, requests and indicator values: the same each time."""
    chance = Random(seed)
    rows = [row for row in random_store(seed) if isinstance(row, NEEDED)]
    for row in rows:
        if isinstance(row, s.Organisation) and row.kind == "mining_organisation":
            row.cooperative_form = chance.choice((None, "shared_licence", "member_body"))
    return [*rows, *_standing(chance), *random_surveys(chance), *random_reports(chance)]


def _standing(chance: Random) -> Iterator[s.Record]:
    for number in range(70):
        first = any_day(chance)
        yield s.Permit(
            id=f"p{number}", kind=chance.choice(PERMITS), first_day=first,
            status=chance.choice(("none", "applied", "granted", "lapsed")),
            last_day=chance.choice((None, first + timedelta(days=chance.randrange(300)))),
            **any_holder(chance),
        )  # fmt: skip
    requests = {
        (chance.choice(MINING), chance.choice(("account", "credit")), any_day(chance)) for _ in range(25)
    }
    for number, (body, kind, day) in enumerate(sorted(requests)):
        status = chance.choice(("pending", "granted", "refused", "refused"))
        yield s.FinanceAccess(
            id=f"f{number}", organisation_id=body, kind=kind, asked_on=day, status=status,
            decided_on=chance.choice((None, day + timedelta(days=chance.choice((1, 60, 200))))),
            reason=chance.choice((None, "Small", "Far")) if status == "refused" else None,
        )  # fmt: skip


def measured(store: Store, *indicators: str) -> list[Codes]:
    """Values that end in the period, with the codes of their place, programme and survey."""
    found = []
    for row in store.rows.all(s.IndicatorValue):
        survey = store.rows.one(s.Survey, row.survey_id) if row.survey_id else None
        place = (
            _in_region(store, row.region_id)
            if row.region_id
            else store.place(row.unit_id, row.organisation_id)
        )
        if row.indicator_id in indicators and place and store.known(row.last_day):
            programme = row.programme_id or (survey.programme_id if survey else None)
            codes = {"row": row, "indicator": row.indicator_id, "survey": row.survey_id}
            codes |= place | calendar_codes(row.last_day) | {"moment": survey.moment if survey else None}
            found += [codes | standing for standing in store.sponsored(programme)]
    return found


def _in_region(store: Store, region: str) -> Codes | None:
    """Codes of a region's own value, of which no organisation and no unit is known."""
    country, chosen = store.rows.one(s.Region, region).country_id, store.selection
    if chosen.organisations or (chosen.regions and region not in chosen.regions):
        return None
    if chosen.countries and country not in chosen.countries:
        return None
    return {"unit": None, "organisation": None, "region": region, "country": country}


def survey_answers(store: Store) -> Cells:
    return _asked(store, "contract", "pension", "aware_of_risks", "covid_food_short")


def working_conditions(store: Store) -> Cells:
    return _asked(store, "contract", "pension", "aware_of_risks")


def _asked(store: Store, *indicators: str) -> Cells:
    answers = [value for value in measured(store, *indicators) if value["survey"]]
    cells: Cells = {}
    for codes, values in store.groups(answers).items():
        asked = sum(value["row"].asked for value in values)
        yes = sum(Fraction(value["row"].value_milli, 1000) * value["row"].asked for value in values)
        cells[codes] = (float(yes / asked) if asked else None, asked)
    return cells


def bodies(store: Store) -> Iterator[Codes]:
    """The selection's organisations on each state day: with programmes those at work in one in the period."""
    for body in store.rows.all(s.Organisation):
        place = store.place(None, body.id) if body.kind == "mining_organisation" else None
        joined = [
            programme
            for row in store.rows.all(s.Enrolment)
            if store.rows.one(s.ProductionUnit, row.unit_id).organisation_id == body.id
            and row.first_day <= store.as_of
            and (row.last_day is None or row.last_day >= store.selection.first_day)
            for programme in store.sponsored(row.programme_id)
        ]
        if place is None:
            continue
        standings: list[Codes] = [{}] if joined or not _asks_for_programmes(store) else []
        if {"programme", "sponsor"} & set(store.by):
            standings = joined
        for day, time in store.days().items():
            yield from ({"body": body, "day": day} | time | place | standing for standing in standings)


def _asks_for_programmes(store: Store) -> bool:
    return bool(store.selection.programmes or store.selection.sponsors)


def formalisation(store: Store) -> Cells:
    units = [unit | {"holder": "unit", "key": unit["unit"]} for unit in store.enrolled()]
    own = [body | {"holder": "organisation", "key": body["organisation"]} for body in bodies(store)]
    part, whole = [], []
    for holder in (*units, *own):
        for permit in PERMITS:
            found = _status(store, holder, permit)
            for status in ("none", "applied", "granted", "lapsed", "not_recorded"):
                whole.append(holder | {"permit": permit, "status": status})
                part += whole[-1:] if status == found else []
    return store.counted(part, whole, "key")


def _status(store: Store, holder: Codes, permit: str) -> str:
    found = "not_recorded"
    for row in sorted(store.rows.all(s.Permit), key=lambda row: (row.first_day, row.id)):
        own = row.unit_id if holder["holder"] == "unit" else row.organisation_id
        until = row.last_day or date.max
        if own == holder["key"] and row.kind == permit and row.first_day <= holder["day"] <= until:
            found = row.status
    return found


def finance_access(store: Store) -> Cells:
    values: dict[tuple[Any, ...], set[str]] = defaultdict(set)
    wholes: dict[tuple[Any, ...], set[str]] = defaultdict(set)
    for body in bodies(store):
        for kind in ("account", "credit"):
            request = _telling_request(store, body, kind)
            for status in ("pending", "granted", "refused"):
                met = bool(request) and request["status"] == status
                cell = body | {
                    "finance": kind,
                    "status": status,
                    "reason": request["reason"] if met else None,
                }
                group = tuple(cell[name] for name in store.by)
                values[group] |= {body["organisation"]} if met else set()
                wholes[_without_outcome(store, group)].add(body["organisation"])
    return {
        group: (len(found), len(wholes[_without_outcome(store, group)])) for group, found in values.items()
    }


def _without_outcome(store: Store, group: tuple[Any, ...]) -> tuple[Any, ...]:
    outcome = ("finance", "status", "reason")
    return tuple(code for name, code in zip(store.by, group, strict=True) if name not in outcome)


def _telling_request(store: Store, body: Codes, kind: str) -> Codes:
    """Status and reason of a request granted by the day, else of the latest; nothing where none was asked."""
    told: Codes = {}
    for row in sorted(store.rows.all(s.FinanceAccess), key=lambda row: row.asked_on):
        if (row.organisation_id, row.kind) == (body["organisation"], kind) and row.asked_on <= body["day"]:
            waits = row.decided_on is not None and body["day"] < row.decided_on
            if waits and told.get("status") != "granted":
                told = {"status": "pending", "reason": None}
            elif not waits and (row.status == "granted" or told.get("status") != "granted"):
                told = {"status": row.status, "reason": row.reason}
    return told


def cooperatives(store: Store) -> Cells:
    whole = [body | {"form": form} for body in bodies(store) for form in ("shared_licence", "member_body")]
    part = [row for row in whole if row["body"].cooperative_form == row["form"]]
    return store.counted(part, whole, "organisation")


def against_baseline(store: Store) -> dict[tuple[Any, ...], tuple[Decimal, Decimal]]:
    """Milligrams used and milligrams that the baselines give for as many months."""
    reports = []
    for value in measured(store, "mercury_used"):
        row = value["row"]
        own = [
            base
            for base in store.rows.all(s.IndicatorBaseline)
            if (base.unit_id, base.organisation_id) == (row.unit_id, row.organisation_id) and _months(base)
        ]
        if own and _months(row) and row.first_day >= store.selection.first_day:
            monthly = Fraction(sum(base.value_milli for base in own) * 1000, sum(map(_months, own)))
            usual = monthly * _months(row)
            exact = Decimal(usual.numerator) / Decimal(usual.denominator)
            reports.append(value | {"usual": exact.quantize(Decimal(1), ROUND_HALF_UP)})
    return {
        codes: (
            sum((Decimal(value["row"].value_milli) * 1000 for value in values), Decimal(0)),
            sum((value["usual"] for value in values), Decimal(0)),
        )
        for codes, values in store.groups(reports).items()
    }


def _months(span: s.IndicatorValue | s.IndicatorBaseline) -> int:
    months = 0
    while month_later(span.first_day, months + 1) <= span.last_day + timedelta(days=1):
        months += 1
    return months


def mercury_reduction(store: Store) -> Cells:
    return {
        codes: (float(1 - used / usual) if usual else None, float(usual) / 1e6)
        for codes, (used, usual) in against_baseline(store).items()
    }


def mercury_avoided(store: Store) -> Cells:
    return {
        codes: (float(usual - used) / 1e6, float(usual) / 1e6)
        for codes, (used, usual) in against_baseline(store).items()
    }


def _total(store: Store, indicator: str, scale: int) -> Cells:
    groups = store.groups([value | {"currency": "USD"} for value in measured(store, indicator)])
    return {
        codes: (float(sum(Decimal(value["row"].value_milli) for value in values) / scale), None)
        for codes, values in groups.items()
    }


def miners_formalised(store: Store) -> Cells:
    return _total(store, "miners_formalised", 1000)


def responsible_gold(store: Store) -> Cells:
    return _total(store, "responsible_gold", 1000)


def money_mobilised(store: Store) -> Cells:
    """Minor units of each value by itself: thousandths of a dollar round half up to cents."""
    groups = store.groups([value | {"currency": "USD"} for value in measured(store, "money_mobilised")])
    return {
        codes: (sum((value["row"].value_milli + 5) // 10 for value in values), None)
        for codes, values in groups.items()
    }


# What a figure is for nobody at all, where it has no dimension to leave out.
SECOND: dict[Callable[[Store], Cells], tuple[Any, Any]] = {
    working_conditions: (None, None),
    survey_answers: (None, None),
    formalisation: (0, 0),
    finance_access: (0, 0),
    cooperatives: (0, 0),
    mercury_reduction: (None, 0),
    mercury_avoided: (0, 0),
    miners_formalised: (0, None),
    responsible_gold: (0, None),
    money_mobilised: (0, None),
}


@SOME_STORES
@given(seed=st.integers(0, 10_000))
def test_figures_agree_with_the_second_computation(engine: Engine, seed: int) -> None:
    empty(engine)
    fill(engine, store_of(seed))
    rows, chance = Rows(store_of(seed)), Random(seed)
    for compute, nothing in SECOND.items():
        dimensions = known_figure(compute.__name__).dimensions
        pairs = [tuple(chance.sample(dimensions, 2)) for _ in range(2)]
        for asked in ((), *((one,) for one in chance.sample(dimensions, 3)), *pairs):
            _agree(engine, rows, compute, nothing, chance.choice(SELECTIONS), asked)


@pytest.mark.parametrize("seed", [1])
def test_every_dimension_and_filter_agrees_with_the_second_computation(engine: Engine, seed: int) -> None:
    fill(engine, store_of(seed))
    rows = Rows(store_of(seed))
    filled: dict[str, int] = defaultdict(int)
    for compute, nothing in SECOND.items():
        asked = [(dimension,) for dimension in known_figure(compute.__name__).dimensions]
        for place, by in enumerate([(), *asked, *asked[::-2]]):
            selection = SELECTIONS[place % len(SELECTIONS)]
            filled[compute.__name__] += _agree(engine, rows, compute, nothing, selection, by)
    assert {name for name, found in filled.items() if found > 6} == {compute.__name__ for compute in SECOND}


def _agree(
    engine: Engine,
    rows: Rows,
    compute: Callable[[Store], Cells],
    nothing: tuple[Any, Any],
    selection: Selection,
    asked: tuple[str, ...],
) -> bool:
    """Compares a figure with its second computation; gives whether there was anything to compare."""
    name = compute.__name__
    by = tuple(dict.fromkeys((*known_figure(name).fixed, *asked)))
    expected = compute(Store(rows, selection, by)) or ({} if by else {(): nothing})
    told = (name, selection, by)
    values, wholes = (
        {codes if isinstance(codes, tuple) else (codes,): value for codes, value in found.items()}
        for found in (values_of(engine, name, selection, *by), wholes_of(engine, name, selection, *by))
    )
    assert values == pytest.approx({codes: value for codes, (value, _) in expected.items()}), told
    assert wholes == pytest.approx({codes: whole for codes, (_, whole) in expected.items()}), told
    return any(value for value, _ in expected.values())
