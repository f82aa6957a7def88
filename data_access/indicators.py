"""Values of indicators, wherever they were measured: in a unit, an organisation or a region."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, func, or_, select

from data_access.schema import Indicator, IndicatorValue, Organisation, ProductionUnit, Region, Survey
from data_access.scope import in_period, programme_filters, time_columns, with_sponsor
from data_access.selection import Selection

# A value without a programme has that of its survey, if any.
_PROGRAMME = func.coalesce(IndicatorValue.programme_id, Survey.programme_id)
# A unit's value has the unit's organisation and region, an organisation's those recorded for it; a region's
# has no organisation.
_ORGANISATION = func.coalesce(ProductionUnit.organisation_id, Organisation.id)
_REGION = func.coalesce(IndicatorValue.region_id, ProductionUnit.region_id, Organisation.region_id)
_COUNTRY = func.coalesce(Organisation.country_id, Region.country_id)


def indicator_values(selection: Selection, by: Sequence[str], *conditions: ColumnElement[bool]) -> CTE:
    """Values whose last day lies in the period, of a selected programme and place.

    Columns: those of ``values_of_indicators`` and, where asked for, ``sponsor``. ``conditions`` may name
    IndicatorValue and Indicator.
    """
    chosen = (
        (_COUNTRY, selection.countries),
        (_REGION, selection.regions),
        (_ORGANISATION, selection.organisations),
    )
    statement = values_of_indicators(
        *in_period(selection, IndicatorValue.last_day),
        *(column.in_(codes) for column, codes in chosen if codes),
        *programme_filters(selection, _PROGRAMME),
        *conditions,
    )
    return with_sponsor(statement, _PROGRAMME, selection, by).cte("measured_value")


def values_of_indicators(*conditions: ColumnElement[bool]) -> Select[Any]:
    """Values of units, mining organisations and regions.

    Columns: ``indicator``, ``measured_in`` (the indicator's unit), ``survey``, ``moment``, ``programme``,
    ``unit``, ``organisation``, ``region``, ``country``, ``month``, ``quarter`` and ``year`` (of the last
    day), ``first_day``, ``last_day``, ``value_milli`` and ``asked``.
    """
    return (
        select(
            IndicatorValue.indicator_id.label("indicator"),
            Indicator.unit.label("measured_in"),
            IndicatorValue.survey_id.label("survey"),
            Survey.moment,
            _PROGRAMME.label("programme"),
            IndicatorValue.unit_id.label("unit"),
            _ORGANISATION.label("organisation"),
            _REGION.label("region"),
            _COUNTRY.label("country"),
            *time_columns(IndicatorValue.last_day),
            IndicatorValue.first_day,
            IndicatorValue.last_day,
            IndicatorValue.value_milli,
            IndicatorValue.asked,
        )
        .join(Indicator, Indicator.id == IndicatorValue.indicator_id)
        .outerjoin(Survey, Survey.id == IndicatorValue.survey_id)
        .outerjoin(ProductionUnit, ProductionUnit.id == IndicatorValue.unit_id)
        .outerjoin(Organisation, Organisation.id == IndicatorValue.organisation_id)
        .outerjoin(Region, Region.id == _REGION)
        .where(or_(Organisation.id.is_(None), Organisation.kind == "mining_organisation"), *conditions)
    )


def until_as_of(selection: Selection) -> Selection:
    """The same selection for all time up to the as-of day: what is measured, is not so in every period."""
    return replace(selection, first_day=date.min, last_day=selection.as_of)
