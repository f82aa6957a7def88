"""Money and gold of organisations, as outsiders are answered: by whole calendar years, where it is safe."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import pandas as pd

from data_access.definition import Figure
from data_access.disclosure.calendar import calendar_years
from data_access.disclosure.contributions import ALL, NONE, SCALES, USED, USUAL, Years
from data_access.disclosure.groups import Group
from data_access.disclosure.people import groups_asked
from data_access.disclosure.question import LAST, Question
from data_access.disclosure.ties import NO, YES, Ties
from data_access.selection import Selection

ATTRIBUTES = ("standard", "destination", "category")
KEPT = 64
# A value and its whole.
Cell = tuple[int | float | None, float | None]


def amounts_told(question: Question) -> pd.DataFrame:
    """A figure's values in each group with a selected organisation, with a column ``suppressed``.

    Each group has a row for each currency and code that the figure has in any year, zero where there
    is none: a row that lacks would tell. Money stays in whole minor units.
    """
    wanted, selection, dimensions = question.figure, question.selection, question.dimensions
    years = Years(question.connection, question.viewer, selection.data_date, question.read)
    rows = list(_rows(_ties(question.version, question.viewer.rights), years, wanted, selection, dimensions))
    frame = pd.DataFrame(rows, columns=[*dimensions, "value", "of", "suppressed"])
    frame = frame.astype({"value": "Int64" if wanted.unit == "money" else float, "of": float})
    return frame.assign(**dict.fromkeys(LAST))


@lru_cache(maxsize=KEPT)
def _ties(_version: Hashable, _rights: Hashable) -> Ties:
    return Ties()


def _rows(
    ties: Ties, years: Years, wanted: Figure, selection: Selection, dimensions: Sequence[str]
) -> Iterator[dict[str, Any]]:
    figure = wanted.name
    attribute = next((name for name in dimensions if name in ATTRIBUTES), None)
    currencies = ties.codes(years, figure, "currency") if "currency" in dimensions else [None]
    codes = ties.codes(years, figure, attribute) if attribute else [None]
    for year in calendar_years(selection):
        segments = ties.segments(years, figure, year)
        for group, place in groups_asked(segments, selection, dimensions):
            for currency in currencies:
                for code in codes:
                    named = place | {"year": year, "currency": currency, attribute or "": code}
                    cell = _cell(ties, years, figure, year, group, currency, attribute, code)
                    value, of = cell or (None, None)
                    yield {
                        **{name: named[name] or None for name in dimensions},
                        **{"value": value, "of": of, "suppressed": cell is None},
                    }
        if not segments and not dimensions:
            value, of = _written(figure, dict.fromkeys((ALL, YES, NO, NONE, USED, USUAL), 0))
            yield {"value": value, "of": of, "suppressed": False}


def _cell(
    ties: Ties,
    years: Years,
    figure: str,
    year: str,
    group: Group,
    currency: str | None,
    attribute: str | None,
    code: str | None,
) -> Cell | None:
    """What is told of a group; None where it is withheld."""
    if figure == "premium_balance":
        balance = ties.balance(years, year, group, currency or "")
        return None if balance is None else (balance, None)
    if figure == "gold_under_standard":
        return _under_standard(ties, years, year, group)
    found = ties.told(years, figure, year, currency, attribute).shown(group)
    if found is None or (attribute and code not in found) or (figure == "gold_traceable" and not found):
        return None
    return _written(figure, {ALL: found[code or NONE]} if attribute else found)


def _under_standard(ties: Ties, years: Years, year: str, group: Group) -> Cell | None:
    """The share of gold that is not sold under none."""
    told = ties.told(years, "gold_sold", year, None, "standard")
    sold, by_standard = ties.told(years, "gold_sold", year).shown(group), told.shown(group)
    if sold is None or by_standard is None or NONE in told.joined:
        return None
    none = by_standard.get(NONE, 0)
    return _written("gold_traceable", {YES: sold[ALL] - none, NO: none})


def _written(figure: str, found: dict[str, int]) -> Cell:
    """Amounts in the units of the figure."""
    if figure in ("gold_under_standard", "gold_traceable"):
        sold = found[YES] + found[NO]
        return (found[YES] / sold if sold else None), sold / SCALES["gold_sold"]
    if figure == "mercury_reduction":
        share = 1.0 - found[USED] / found[USUAL] if found[USUAL] else None
        return share, found[USUAL] / SCALES["mercury_avoided"]
    if figure == "mercury_avoided":
        return (found[USUAL] - found[USED]) / SCALES[figure], found[USUAL] / SCALES[figure]
    return (found[ALL] / SCALES[figure] if figure in SCALES else found[ALL]), None
