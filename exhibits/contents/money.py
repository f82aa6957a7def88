"""What the pages on gold and money show of a selection."""

from __future__ import annotations

from collections.abc import Iterator

from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import gold, gold_headlines, lots, mercury, planetgold, premium, premium_lists, targets, trace
from exhibits.contents.asked import Asked


def on_gold(read: Reader, selection: Selection) -> Iterator[Asked]:
    yield gold.gold_by_standard, selection
    for number in (
        gold_headlines.gold_sold,
        gold_headlines.gold_under_standard,
        gold_headlines.gold_traceable,
    ):
        yield number, selection
    yield gold.shares_of_gold, selection
    yield gold.gold_by_destination, selection
    yield gold.gold_by_buyer, selection
    for currency in trace.currencies(read, selection):
        for build in (
            gold_headlines.due_open,
            trace.gold_trace,
            lots.lots_and_premium,
            trace.trace_in_figures,
        ):
            yield build, selection, currency


def on_premium(read: Reader, selection: Selection) -> Iterator[Asked]:
    for currency in premium.currencies(read, selection):
        for build in (
            premium.premium_flow,
            premium.received_and_spent_by_year,
            premium.spending_by_category,
            premium.balance_by_month,
            premium_lists.what_bought_what,
            premium_lists.premium_by_organisation,
        ):
            yield build, selection, currency


def on_mercury(_read: Reader, selection: Selection) -> Iterator[Asked]:
    yield mercury.used_by_month, selection
    for number in (
        planetgold.mercury_reduction,
        planetgold.miners_formalised,
        planetgold.money_mobilised,
        planetgold.responsible_gold,
    ):
        yield number, selection
    yield mercury.change_by_organisation, selection
    yield mercury.used_by_unit, selection
    yield planetgold.reported_by_year, selection
    yield targets.targets_of, selection, ("mercury_reduction", "mercury_avoided", *planetgold.REPORTED)
