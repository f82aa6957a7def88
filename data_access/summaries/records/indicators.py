"""What the values of indicators in VALUES say, read from the records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import CTE, ColumnElement, Connection, Select, func, select

from data_access.conditions import SHARES, milli_said_yes
from data_access.indicators import values_of_indicators
from data_access.lots import whole
from data_access.mercury import MEASURED_OR_REPORTED, MERCURY, MONEY, TOTALS, mercury_reports, mobilised
from data_access.schema import IndicatorValue
from data_access.summaries.measures import (
    ANSWERS,
    ASKED,
    MERCURY_REPORTS,
    MERCURY_USED,
    MERCURY_USUAL,
    MOBILISED,
    REPORTED,
    REPORTS,
    SAID_YES,
    SUMS_MOBILISED,
)
from data_access.summaries.records.streaming import streamed
from data_access.summaries.support import Indicated
from data_access.summaries.touching import VALUES


class Amounts(NamedTuple):
    """Values with codes of theirs, and the measures that they are added up to."""

    values: CTE
    codes: Sequence[str]
    measures: dict[str, ColumnElement[int]]

    def added_up(self) -> Select[Any]:
        """The measures by programme, place, day and codes."""
        keys = self.values.c["programme", "country", "region", "last_day", *self.codes]
        return select(*keys, *self.measures.values()).group_by(*keys)


def indicated(connection: Connection) -> Iterator[Indicated]:
    """All that values say, added up by programme, place, day and codes."""
    for amounts in (_answers(), _totals(), _money(), _mercury()):
        for programme, country, region, day, *about in streamed(connection, amounts.added_up()):
            own = len(amounts.codes)
            yield Indicated(
                day.toordinal(),
                frozenset([programme] if programme else ()),
                (country, region),
                dict(zip(amounts.codes, about[:own], strict=True)),
                dict(zip(amounts.measures, about[own:], strict=True)),
            )


def _answers() -> Amounts:
    answers = _noted(*SHARES)
    said_yes = whole(milli_said_yes(answers))
    measures = {ANSWERS: func.count(), ASKED: whole(answers.c.asked), SAID_YES: said_yes}
    return Amounts(answers, ("indicator", "survey", "moment"), measures)


def _totals() -> Amounts:
    reports = _noted(IndicatorValue.indicator_id.in_(TOTALS), MEASURED_OR_REPORTED)
    measures = {REPORTS: func.count(), REPORTED: whole(reports.c.value_milli)}
    return Amounts(reports, ("indicator",), measures)


def _money() -> Amounts:
    money = mobilised(_noted(*MONEY))
    measures = {SUMS_MOBILISED: func.count(), MOBILISED: whole(money.c.amount_minor)}
    return Amounts(money, ("currency",), measures)


def _mercury() -> Amounts:
    reports = mercury_reports(_noted(*MERCURY))
    used, usual = (whole(reports.c[f"{name}_milligrams"]) for name in ("used", "usual"))
    return Amounts(reports, (), {MERCURY_REPORTS: func.count(), MERCURY_USED: used, MERCURY_USUAL: usual})


def _noted(*conditions: ColumnElement[bool]) -> CTE:
    noted = IndicatorValue.id.in_(select(VALUES.c.key))
    return values_of_indicators(noted, *conditions).cte("noted_value")
