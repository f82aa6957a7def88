"""Mercury against what was usual, and what programmes reported beside it."""

from __future__ import annotations

from collections.abc import Mapping

from data_access.lots import MILLIGRAMS_IN_KILOGRAM
from data_access.mercury import MINERS_FORMALISED, RESPONSIBLE_GOLD, reports_begun_before
from data_access.summaries.answering import Asked, Cells, answers, counted
from data_access.summaries.book import Codes
from data_access.summaries.measures import (
    MERCURY_REPORTS,
    MERCURY_USED,
    MERCURY_USUAL,
    MOBILISED,
    REPORTED,
    REPORTS,
    SUMS_MOBILISED,
)


@answers("mercury_reduction")
def mercury_reduction(asked: Asked) -> Cells:
    return {
        codes: (1.0 - used / usual if usual else None, usual / MILLIGRAMS_IN_KILOGRAM)
        for codes, (used, usual) in _milligrams(asked).items()
    }


@answers("mercury_avoided")
def mercury_avoided(asked: Asked) -> Cells:
    return {
        codes: ((usual - used) / MILLIGRAMS_IN_KILOGRAM, usual / MILLIGRAMS_IN_KILOGRAM)
        for codes, (used, usual) in _milligrams(asked).items()
    }


@answers("miners_formalised")
def miners_formalised(asked: Asked) -> Cells:
    return _total(asked, MINERS_FORMALISED)


@answers("responsible_gold")
def responsible_gold(asked: Asked) -> Cells:
    return _total(asked, RESPONSIBLE_GOLD)


@answers("money_mobilised")
def money_mobilised(asked: Asked) -> Cells:
    found = asked.reading().amounts(sums=asked.measures(SUMS_MOBILISED), amount=asked.measures(MOBILISED))
    return {codes: (found["amount"].get(codes, 0), None) for codes in found["sums"]}


def _total(asked: Asked, indicator: str) -> Cells:
    """What was reported of an indicator, wherever something was, be it nothing."""
    found = asked.reading().amounts(
        reports=asked.measures(REPORTS, indicator=indicator),
        total=asked.measures(REPORTED, indicator=indicator),
    )
    return counted(asked, {codes: found["total"].get(codes, 0) / 1000.0 for codes in found["reports"]}, 0.0)


def _milligrams(asked: Asked) -> Mapping[Codes, tuple[int, int]]:
    """What was used by the reports of the period, and what was usual.

    Tallies have whole reports on their last day: those that began before the period are taken off again.
    """
    names = (MERCURY_REPORTS, MERCURY_USED, MERCURY_USUAL)
    found = asked.reading().amounts(**{name: asked.measures(name) for name in names})
    for row in asked.connection.execute(reports_begun_before(asked.selection, asked.by)):
        codes = tuple(row[: len(asked.by)])
        for name, n in zip(names, row[len(asked.by) :], strict=True):
            found[name][codes] = found[name].get(codes, 0) - n
    reports, used, usual = (found[name] for name in names)
    groups = [codes for codes, n in reports.items() if n] or ([] if asked.by else [()])
    return {codes: (used.get(codes, 0), usual.get(codes, 0)) for codes in groups}
