"""Certificates, CRAFT assessments and funding once more, the slow and obvious way, over random stores."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from data_access import schema as s
from data_access.figures import known_figure
from data_access.schema.organisations import CERTIFICATION_STATUSES
from data_access.selection import Selection
from tests.data_access.gold_world import empty, fill, values_of
from tests.data_access.random_stores import (
    BEGINNING,
    CURRENCIES,
    END,
    MINING,
    PROGRAMMES,
    SOME_STORES,
    SPONSORS,
    STANDARDS,
    random_store,
)
from tests.data_access.slow_store import Codes, Rows, Store, calendar_codes
from tests.data_access.test_second_computation import SELECTIONS


def rows_of(seed: int) -> list[s.Record]:
    """The random store of a seed, with certificates, CRAFT assessments and more funding."""
    chance, rows = Random(seed), list(random_store(seed))

    def day() -> date:
        found = BEGINNING + timedelta(days=chance.randrange((END - BEGINNING).days))
        # Half of them begin or end a month, on which states are read.
        return (
            found if chance.random() < 0.5 else found.replace(day=1) - timedelta(days=chance.choice((0, 1)))
        )

    rows += [s.Standard(id=code, name=code, owner="Owner") for code in STANDARDS]
    for number in range(25):
        first, ended = sorted((day(), day()))
        last = chance.choice((None, first, ended))
        rows += [
            s.Certification(
                id=f"cert{number}",
                organisation_id=chance.choice(MINING),
                standard_id=chance.choice(STANDARDS),
                status=chance.choice(("certified", *CERTIFICATION_STATUSES)),
                first_day=first,
                last_day=last,
            ),
            s.CraftAssessment(
                id=f"craft{number}",
                programme_id=chance.choice((None, *PROGRAMMES)),
                organisation_id=chance.choice(MINING),
                assessed_on=day(),
                report="full",
            ),
            s.Funding(
                id=f"more{number}",
                programme_id=chance.choice(sorted(PROGRAMMES)),
                organisation_id=chance.choice(SPONSORS),
                agreed_on=day(),
                amount_minor=chance.randrange(10**6),
                currency_id=chance.choice(CURRENCIES),
            ),
        ]
    return rows


def bodies(store: Store, narrowing: bool = True) -> Iterator[Codes]:
    """Codes of the selected mining organisations: for each selected programme (and sponsor), if asked
    for or filtered by, in which they had a unit enrolled in the period."""
    chosen = store.selection
    for row in store.rows.all(s.Organisation):
        place = store.place(None, row.id)
        if row.kind != "mining_organisation" or place is None:
            continue
        place["country"] = row.country_id
        if not narrowing or not (
            {"programme", "sponsor"} & set(store.by) or chosen.programmes or chosen.sponsors
        ):
            yield place
            continue
        for enrolment in store.rows.all(s.Enrolment):
            unit = store.rows.one(s.ProductionUnit, enrolment.unit_id)
            ended = enrolment.last_day is not None and enrolment.last_day < chosen.first_day
            if unit.organisation_id == row.id and enrolment.first_day <= store.as_of and not ended:
                for programme in store.sponsored(enrolment.programme_id):
                    yield place | programme


def certified_organisations(store: Store) -> dict[Any, Any]:
    asked, holding = [], []
    for day, time in store.days().items():
        for body in bodies(store):
            for standard in STANDARDS:
                cell = body | time | {"standard": standard}
                asked.append(cell)
                for row in store.rows.all(s.Certification):
                    lasts = row.first_day <= day and (row.last_day is None or day <= row.last_day)
                    theirs = (row.organisation_id, row.standard_id) == (body["organisation"], standard)
                    holding += [cell] if lasts and theirs and row.status == "certified" else []
    cells = store.counted(holding, asked, "organisation")
    return {codes: part for codes, (part, _) in cells.items()}


def organisations_assessed(store: Store) -> dict[Any, Any]:
    places = {body["organisation"]: body for body in bodies(store, narrowing=False)}
    found = []
    for row in store.rows.all(s.CraftAssessment):
        if row.organisation_id in places and store.known(row.assessed_on):
            assessed = places[row.organisation_id] | calendar_codes(row.assessed_on)
            found += [assessed | programme for programme in store.sponsored(row.programme_id)]
    return {codes: part for codes, (part, _) in store.counted(found, None, "organisation").items()}


def funding(store: Store) -> dict[Any, Any]:
    chosen = store.selection
    there = set()
    for row in store.rows.all(s.Enrolment):
        ended = row.last_day is not None and row.last_day < chosen.first_day
        if store.place(row.unit_id) and row.first_day <= store.as_of and not ended:
            there.add(row.programme_id)
    anywhere = not (chosen.countries or chosen.regions or chosen.organisations)
    found = []
    for day, time in store.days().items():
        for agreed in store.rows.all(s.Funding):
            theirs = not chosen.sponsors or agreed.organisation_id in chosen.sponsors
            asked = not chosen.programmes or agreed.programme_id in chosen.programmes
            if theirs and asked and agreed.agreed_on <= day and (anywhere or agreed.programme_id in there):
                codes = {
                    "programme": agreed.programme_id,
                    "sponsor": agreed.organisation_id,
                    "currency": agreed.currency_id,
                }
                found.append(codes | time | {"amount": agreed.amount_minor})
    return {codes: sum(row["amount"] for row in rows) for codes, rows in store.groups(found).items()}


SECOND: tuple[Callable[[Store], dict[Any, Any]], ...] = (
    certified_organisations,
    organisations_assessed,
    funding,
)


def grouped(
    compute: Callable[[Store], dict[Any, Any]], rows: Rows, selection: Selection, by: tuple[str, ...]
) -> dict[Any, Any]:
    """The second computation's values, keyed as ``values_of`` does."""
    found = compute(Store(rows, selection, by))
    return {codes[0] if len(codes) == 1 else codes: value for codes, value in found.items()}


@given(seed=st.integers(0, 10_000))
@SOME_STORES
def test_organisations_agree_with_the_second_computation(engine: Engine, seed: int) -> None:
    empty(engine)
    fill(engine, rows_of(seed))
    rows, chance = Rows(rows_of(seed)), Random(seed)
    for compute in SECOND:
        known = known_figure(compute.__name__)
        for asked in ((), *((dimension,) for dimension in known.dimensions)):
            selection = chance.choice(SELECTIONS)
            by = tuple(dict.fromkeys((*known.fixed, *asked)))
            expected = grouped(compute, rows, selection, by) or ({} if by else {(): 0})
            counted = values_of(engine, known.name, selection, *by)
            assert counted == expected, (known.name, selection, by)


@pytest.mark.parametrize("compute", SECOND, ids=lambda compute: compute.__name__)
def test_the_random_stores_hold_something_of_every_figure(compute: Callable[[Store], dict[Any, Any]]) -> None:
    by = known_figure(compute.__name__).fixed
    found = [grouped(compute, Rows(rows_of(1)), selection, by) for selection in SELECTIONS]
    assert any(any(cells.values()) for cells in found)
