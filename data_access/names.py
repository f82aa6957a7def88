"""What codes are called, the order of stages, and what the filters can offer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    String,
    and_,
    literal,
    null,
    or_,
    select,
    union_all,
)

from data_access.frames import frame_of
from data_access.language import TRANSLATED_INTO
from data_access.rights import Rights
from data_access.schema import (
    BudgetLine,
    Country,
    Currency,
    FinanceAccess,
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
from data_access.spoken_names import known_to_all, translated
from data_access.translations import in_all_languages
from data_access.viewer import Viewer
from data_access.visible import (
    nameable_regions,
    visible_organisations,
    visible_programmes,
    visible_regions,
    visible_units,
)

# A statement takes only so many values.
UNITS_AT_ONCE = 10_000
NAMED: dict[str, Any] = {
    "programme": Programme,
    "country": Country,
    "region": Region,
    "organisation": Organisation,
    "ladder": Ladder,
    "stage": Stage,
    "topic": Topic,
    "standard": Standard,
    "currency": Currency,
    "indicator": Indicator,
    "survey": Survey,
}
# Dimensions whose codes are words, as they stand within a line.
WORDS: dict[str, Any] = {
    "action": BudgetLine.action,
    "lever": BudgetLine.lever,
    "reason": FinanceAccess.reason,
}
# Dimensions whose codes are those of another.
PARTS_PLAYED = {"sponsor": "organisation", "buyer": "organisation", "destination": "country"}


def names(connection: Connection, viewer: Viewer) -> dict[str, Mapping[str, str]]:
    """The name of each code that the viewer may know of, by dimension; but for units, which are many.

    They are said in the language spoken, and as the store has them where it has no translation: also words
    that are their own code, as levers and reasons of refusals are.
    """
    found: dict[str, dict[str, str]] = {dimension: {} for dimension in (*NAMED, *WORDS)}
    others: dict[str, dict[str, dict[str, str]]] = {
        dimension: {language: {} for language in TRANSLATED_INTO} for dimension in found
    }
    known_to_viewer = connection.execute(union_all(*_of_codes(viewer), *_of_words(viewer.rights)))
    # Databases find words each in their own order.
    for dimension, code, name, *translations in sorted(known_to_viewer, key=lambda row: row[:2]):
        found[dimension][code] = name
        for language, other in zip(TRANSLATED_INTO, translations, strict=True):
            if other:
                # The same words may have been translated in more than one way.
                known = others[dimension][language]
                known[code] = min(other, known.get(code, other))
    spoken: dict[str, Mapping[str, str]] = {
        **{dimension: translated(stored, others[dimension]) for dimension, stored in found.items()},
        "country": known_to_all(found["country"], "territories"),
        "currency": known_to_all(found["currency"], "currencies"),
    }
    return spoken | {part: spoken[dimension] for part, dimension in PARTS_PLAYED.items()}


def _of_codes(viewer: Viewer) -> Iterator[Select[Any]]:
    visible = {
        Programme: visible_programmes(viewer.rights),
        Region: nameable_regions(viewer.rights),
        Organisation: visible_organisations(viewer.rights),
        Survey: _surveys(viewer),
    }
    for dimension, table in NAMED.items():
        said = in_all_languages(table.name)
        yield select(literal(dimension), table.id, *said).where(*visible.get(table, ()))


def _of_words(rights: Rights) -> Iterator[Select[Any]]:
    visible = {
        BudgetLine: visible_programmes(rights, BudgetLine.programme_id),
        FinanceAccess: visible_organisations(rights, FinanceAccess.organisation_id),
    }
    for dimension, words in WORDS.items():
        said = select(literal(dimension), words, *in_all_languages(words)).distinct()
        yield said.where(words.is_not(None), *visible[words.class_])


def unit_names(connection: Connection, viewer: Viewer, units: tuple[str, ...]) -> dict[str, str]:
    """The names of those units that the viewer may know of; none for outsiders."""
    if viewer.outsider:
        return {}
    found: dict[str, str] = {}
    for first in range(0, len(units), UNITS_AT_ONCE):
        some = ProductionUnit.id.in_(units[first : first + UNITS_AT_ONCE])
        statement = select(ProductionUnit.id, ProductionUnit.name).where(some, *visible_units(viewer.rights))
        found |= {row.id: row.name for row in connection.execute(statement)}
    return found


def stage_order(connection: Connection) -> pd.DataFrame:
    """The stages of each ladder from its foot up: ``ladder``, ``stage``, ``position``."""
    statement = select(Stage.ladder_id.label("ladder"), Stage.id.label("stage"), Stage.position).order_by(
        Stage.ladder_id, Stage.position
    )
    return frame_of(connection, statement)


def filter_options(connection: Connection, viewer: Viewer) -> pd.DataFrame:
    """What the filters can offer the viewer: their programmes and its sponsors, and the places and
    mining organisations where something can be.

    Columns: ``filter`` (programme, sponsor, country, region, organisation), ``code``, ``name``,
    and for places and organisations ``country`` and ``region``. By name within each filter.
    """
    options = frame_of(connection, union_all(*_option_statements(viewer.rights)))
    # Databases sort names each in their own way; here they come alike from all.
    return options.sort_values(
        ["filter", "name", "code"], key=lambda column: column.str.casefold(), ignore_index=True
    )


def _option_statements(rights: Rights) -> list[Select[Any]]:
    mines = Organisation.kind == "mining_organisation"
    known_mines = and_(mines, *visible_organisations(rights))
    regions_of_mines = select(Organisation.region_id).where(known_mines, Organisation.region_id.is_not(None))
    regions_of_units = select(ProductionUnit.region_id).where(*visible_units(rights))
    regions = and_(
        or_(Region.id.in_(regions_of_units), Region.id.in_(regions_of_mines)), *visible_regions(rights)
    )
    countries = or_(
        Country.id.in_(select(Region.country_id).where(regions)),
        Country.id.in_(select(Organisation.country_id).where(known_mines)),
    )
    agreed = select(Funding.organisation_id).where(*visible_programmes(rights, Funding.programme_id))
    funders = Organisation.id.in_(agreed)

    def options(name: str, table: Any, country: Any = None, region: Any = None) -> Select[Any]:
        return select(
            literal(name).label("filter"),
            table.id.label("code"),
            table.name,
            (null() if country is None else country).cast(String).label("country"),
            (null() if region is None else region).cast(String).label("region"),
        )

    return [
        options("programme", Programme).where(*visible_programmes(rights)),
        options("sponsor", Organisation).where(funders),
        options("country", Country, Country.id).where(countries),
        options("region", Region, Region.country_id, Region.id).where(regions),
        options("organisation", Organisation, Organisation.country_id, Organisation.region_id).where(
            known_mines
        ),
    ]


def minor_digits(connection: Connection) -> dict[str, int]:
    """How many decimal digits the minor unit of each currency gives."""
    return dict(connection.execute(select(Currency.id, Currency.minor_digits)).all())


def _surveys(viewer: Viewer) -> list[ColumnElement[bool]]:
    allowed = visible_programmes(viewer.rights, Survey.programme_id)
    return [or_(Survey.programme_id.is_(None), *allowed)] if allowed else []
