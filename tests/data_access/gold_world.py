"""A small world for the tests of money and organisations, and how rows get into a store."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from data_access import schema as s
from data_access.figures import figure
from data_access.selection import Selection
from data_access.viewer import UNRESTRICTED

# A1 (Arequipa) has a unit in P1, A2 (Puno) one in both programmes, A3 (Antioquia) one in P2 from
# 2024 on, A4 (Antioquia) none. S1 and S2 pay P1, S2 alone P2.
WORLD: tuple[tuple[type[s.Record], dict[str, Any]], ...] = (
    (s.Country, {"id": "PE", "name": "Peru"}),
    (s.Country, {"id": "CO", "name": "Colombia"}),
    (s.Country, {"id": "CH", "name": "Switzerland"}),
    (s.Region, {"id": "PE-ARE", "country_id": "PE", "name": "Arequipa"}),
    (s.Region, {"id": "PE-PUN", "country_id": "PE", "name": "Puno"}),
    (s.Region, {"id": "CO-ANT", "country_id": "CO", "name": "Antioquia"}),
    (s.Region, {"id": "CO-CAU", "country_id": "CO", "name": "Cauca"}),
    (s.Currency, {"id": "USD", "name": "US dollar", "minor_digits": 2}),
    (s.Currency, {"id": "PEN", "name": "Peruvian sol", "minor_digits": 2}),
    (s.Organisation, {"id": "A1", "name": "Asociación Uno", "kind": "mining_organisation",
                      "country_id": "PE", "region_id": "PE-ARE"}),
    (s.Organisation, {"id": "A2", "name": "Asociación Dos", "kind": "mining_organisation",
                      "country_id": "PE", "region_id": "PE-PUN"}),
    (s.Organisation, {"id": "A3", "name": "Asociación Tres", "kind": "mining_organisation",
                      "country_id": "CO", "region_id": "CO-ANT"}),
    (s.Organisation, {"id": "A4", "name": "Asociación Cuatro", "kind": "mining_organisation",
                      "country_id": "CO", "region_id": "CO-ANT"}),
    (s.Organisation, {"id": "B1", "name": "Buyer One", "kind": "company", "country_id": "CH"}),
    (s.Organisation, {"id": "B2", "name": "Buyer Two", "kind": "company", "country_id": "CH"}),
    (s.Organisation, {"id": "S1", "name": "Sponsor One", "kind": "foundation", "country_id": "CH"}),
    (s.Organisation, {"id": "S2", "name": "Sponsor Two", "kind": "company", "country_id": "CH"}),
    (s.Ladder, {"id": "L", "name": "Ladder", "owner": "Owner"}),
    (s.Programme, {"id": "P1", "name": "First", "lead_organisation_id": "S1", "ladder_id": "L",
                   "first_day": date(2023, 1, 1)}),
    (s.Programme, {"id": "P2", "name": "Second", "lead_organisation_id": "S2", "ladder_id": "L",
                   "first_day": date(2023, 7, 1)}),
    (s.Funding, {"id": "F1", "programme_id": "P1", "organisation_id": "S1", "currency_id": "USD",
                 "agreed_on": date(2022, 12, 1), "amount_minor": 100_00}),
    (s.Funding, {"id": "F2", "programme_id": "P1", "organisation_id": "S2", "currency_id": "USD",
                 "agreed_on": date(2024, 3, 31), "amount_minor": 50_00}),
    (s.Funding, {"id": "F3", "programme_id": "P2", "organisation_id": "S2", "currency_id": "PEN",
                 "agreed_on": date(2023, 6, 1), "amount_minor": 70_00}),
    (s.ProductionUnit, {"id": "U1", "name": "Unit 1", "organisation_id": "A1", "region_id": "PE-ARE"}),
    (s.ProductionUnit, {"id": "U2", "name": "Unit 2", "organisation_id": "A2", "region_id": "PE-PUN"}),
    # Works in another region than its organisation.
    (s.ProductionUnit, {"id": "U3", "name": "Unit 3", "organisation_id": "A3", "region_id": "CO-CAU"}),
    (s.Enrolment, {"unit_id": "U1", "programme_id": "P1", "first_day": date(2023, 1, 1)}),
    (s.Enrolment, {"unit_id": "U2", "programme_id": "P1", "first_day": date(2023, 1, 1),
                   "last_day": date(2024, 6, 30)}),
    (s.Enrolment, {"unit_id": "U2", "programme_id": "P2", "first_day": date(2023, 7, 1)}),
    (s.Enrolment, {"unit_id": "U3", "programme_id": "P2", "first_day": date(2024, 1, 1)}),
    (s.Standard, {"id": "FM", "name": "Fairmined", "owner": "Owner"}),
    (s.Standard, {"id": "FT", "name": "Fairtrade", "owner": "Owner"}),
)  # fmt: skip

YEAR_2024 = Selection(date(2024, 1, 1), date(2024, 12, 31), date(2025, 6, 30))


def world() -> list[s.Record]:
    """New rows of the small world."""
    return [table(**values) for table, values in WORLD]


def fill(engine: Engine, *groups: Iterable[s.Base]) -> None:
    """Puts rows into the store, whatever refers to others after them."""
    rows = [row for group in groups for row in group]
    with Session(engine) as session, session.begin():
        for table in s.Base.metadata.sorted_tables:
            session.add_all([row for row in rows if row.__table__ is table])
            session.flush()


def empty(engine: Engine) -> None:
    """Takes all rows out of the store: an example of hypothesis begins with none."""
    with engine.begin() as connection:
        for table in reversed(s.Base.metadata.sorted_tables):
            connection.execute(table.delete())


def values_of(engine: Engine, name: str, selection: Selection, *by: str) -> dict[Any, Any]:
    """A figure's values by the codes of its dimensions: a tuple, or the code itself if there is one."""
    return _column(engine, name, selection, by, "value")


def wholes_of(engine: Engine, name: str, selection: Selection, *by: str) -> dict[Any, Any]:
    """What a figure's values are parts of, by the codes of its dimensions."""
    return _column(engine, name, selection, by, "of")


def _column(
    engine: Engine, name: str, selection: Selection, by: tuple[str, ...], column: str
) -> dict[Any, Any]:
    with engine.connect() as connection:
        frame = figure(connection, UNRESTRICTED, name, selection, by)
    dimensions = [found for found in frame.columns if found not in ("value", "of", "evidence")]
    found = {}
    for row in frame.to_dict("records"):
        codes = tuple(None if pd.isna(row[dimension]) else row[dimension] for dimension in dimensions)
        found[codes[0] if len(codes) == 1 else codes] = None if pd.isna(row[column]) else row[column]
    assert len(found) == len(frame), "two rows have the same codes"
    return found
