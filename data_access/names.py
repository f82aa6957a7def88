"""What codes are called, the order of stages, and what the filters can offer."""

from __future__ import annotations

from typing import Any

import pandas as pd
from sqlalchemy import Connection, Select, String, literal, null, or_, select, union_all

from data_access.frames import frame_of
from data_access.schema import (
    Country,
    Currency,
    Funding,
    Indicator,
    Ladder,
    Organisation,
    ProductionUnit,
    Programme,
    Region,
    Stage,
    Standard,
    Survey,
    Topic,
)

NAMED: dict[str, Any] = {
    "programme": Programme,
    "country": Country,
    "region": Region,
    "organisation": Organisation,
    "unit": ProductionUnit,
    "ladder": Ladder,
    "stage": Stage,
    "topic": Topic,
    "standard": Standard,
    "currency": Currency,
    "indicator": Indicator,
    "survey": Survey,
}
# Dimensions whose codes are those of another.
PARTS_PLAYED = {"sponsor": "organisation", "buyer": "organisation", "destination": "country"}


def names(connection: Connection) -> dict[str, dict[str, str]]:
    """The name of each code in the store, by dimension."""
    tables = [select(literal(dimension), table.id, table.name) for dimension, table in NAMED.items()]
    found: dict[str, dict[str, str]] = {dimension: {} for dimension in NAMED}
    for dimension, code, name in connection.execute(union_all(*tables)):
        found[dimension][code] = name
    return found | {part: found[dimension] for part, dimension in PARTS_PLAYED.items()}


def stage_order(connection: Connection) -> pd.DataFrame:
    """The stages of each ladder from its foot up: ``ladder``, ``stage``, ``position``, ``name``."""
    statement = select(
        Stage.ladder_id.label("ladder"), Stage.id.label("stage"), Stage.position, Stage.name
    ).order_by(Stage.ladder_id, Stage.position)
    return frame_of(connection, statement)


def filter_options(connection: Connection) -> pd.DataFrame:
    """What the filters can offer: every programme and sponsor, and the places and mining
    organisations where something can be.

    Columns: ``filter`` (programme, sponsor, country, region, organisation), ``code``, ``name``,
    and for places and organisations ``country`` and ``region``. By name within each filter.
    """
    options = frame_of(connection, union_all(*_option_statements()))
    # Databases sort names each in their own way; here they come alike from all.
    return options.sort_values(
        ["filter", "name", "code"], key=lambda column: column.str.casefold(), ignore_index=True
    )


def _option_statements() -> list[Select[Any]]:
    mines = Organisation.kind == "mining_organisation"
    regions_of_mines = select(Organisation.region_id).where(mines, Organisation.region_id.is_not(None))
    regions = or_(Region.id.in_(select(ProductionUnit.region_id)), Region.id.in_(regions_of_mines))
    countries = or_(
        Country.id.in_(select(Region.country_id).where(regions)),
        Country.id.in_(select(Organisation.country_id).where(mines)),
    )
    funders = Organisation.id.in_(select(Funding.organisation_id))

    def options(name: str, table: Any, country: Any = None, region: Any = None) -> Select[Any]:
        return select(
            literal(name).label("filter"),
            table.id.label("code"),
            table.name,
            (null() if country is None else country).cast(String).label("country"),
            (null() if region is None else region).cast(String).label("region"),
        )

    return [
        options("programme", Programme),
        options("sponsor", Organisation).where(funders),
        options("country", Country, Country.id).where(countries),
        options("region", Region, Region.country_id, Region.id).where(regions),
        options("organisation", Organisation, Organisation.country_id, Organisation.region_id).where(mines),
    ]


def minor_digits(connection: Connection) -> dict[str, int]:
    """How many decimal digits the minor unit of each currency gives."""
    return dict(connection.execute(select(Currency.id, Currency.minor_digits)).all())
