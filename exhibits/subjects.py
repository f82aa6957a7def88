"""What sponsors and presenters see of the subjects that are about people, money and gold: a table.

Coordinators' pages of the same names go down to single units and organisations. Outsiders are told
each figure by the same rules, so that their pages are laid out by one script, ``subject.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from data_access.figures import known_figure
from data_access.language import mark, say
from data_access.selection import Selection
from exhibits import finance, formalisation, told, units
from exhibits.exhibit import Exhibit
from exhibits.targets import targets_of

Build = Callable[..., Exhibit]


@dataclass(frozen=True)
class Series:
    """A figure quarter by quarter, or year by year, narrowed by codes."""

    figure: str
    only: told.Only = ()


@dataclass(frozen=True)
class By:
    """A figure by a dimension."""

    figure: str
    dimension: str


@dataclass(frozen=True)
class Subject:
    """A page: its title as it is written down, the figures in its cards, and rows of exhibits beside one
    another.

    An exhibit is a figure over time or by a dimension, or what makes it, alone or before its arguments.
    """

    titled: str
    cards: tuple[str, ...]
    rows: tuple[tuple[Series | By | Build | tuple[Any, ...], ...], ...]

    @property
    def title(self) -> str:
        """What the page is called."""
        return say(self.titled)

    @property
    def figures(self) -> tuple[str, ...]:
        """Every figure that is named here."""
        named = (each.figure for row in self.rows for each in row if isinstance(each, Series | By))
        return tuple(dict.fromkeys((*self.cards, *named)))


SUBJECTS = {
    "": Subject(
        mark("What the programmes reached"),
        ("production_units", "training_coverage", "insured", "premium_spent"),
        (
            ((units.units_map, "", 390), Series("insured")),
            (Series("training_coverage"), By("production_units", "country")),
            (Series("premium_spent"), targets_of),
        ),
    ),
    "training": Subject(
        mark("Who is trained"),
        ("training_coverage", "people_trained", "active_miners", "production_units"),
        (
            (Series("training_coverage"), By("training_coverage", "topic")),
            (By("training_coverage", "region"), By("training_coverage", "programme")),
            (Series("people_trained"), By("people_trained", "sex")),
            (By("people_trained", "programme"), targets_of),
        ),
    ),
    "protection": Subject(
        mark("What protects people"),
        ("insured", "people_insured", "production_units", "active_miners"),
        (
            (Series("insured"), By("insured", "product")),
            (By("insured", "region"), By("insured", "programme")),
            (Series("people_insured"), By("safety_reach_units", "provision")),
            (Series("incidents", (("severity", "fatal"),)), targets_of),
        ),
    ),
    "conditions": Subject(
        mark("How miners work"),
        ("active_miners", "production_units"),
        (
            (By("active_miners", "sex"), By("active_miners", "relation")),
            (formalisation.permits_of_organisations, formalisation.permits_of_units),
            (finance.access_to_finance, finance.why_refused),
            (formalisation.cooperatives_by_form,),
        ),
    ),
    "gold": Subject(
        mark("From gold to what it paid for"),
        ("gold_sold", "gold_under_standard", "gold_traceable", "premium_due"),
        (
            (Series("gold_sold"), By("gold_sold", "standard")),
            (By("gold_sold", "destination"), By("gold_sold", "country")),
            (Series("gold_under_standard"), Series("gold_traceable")),
            (Series("premium_due"), Series("premium_spent")),
        ),
    ),
    "premium": Subject(
        mark("What the premium bought"),
        ("premium_due", "premium_received", "premium_spent", "premium_balance"),
        (
            (Series("premium_received"), Series("premium_spent")),
            (By("premium_spent", "category"), By("premium_spent", "country")),
            (By("premium_spent", "programme"), Series("premium_due")),
        ),
    ),
    "mercury": Subject(
        mark("Mercury that was not used"),
        ("mercury_reduction", "mercury_avoided", "responsible_gold", "money_mobilised"),
        (
            (Series("mercury_avoided"), Series("mercury_reduction")),
            (By("mercury_avoided", "country"), By("mercury_avoided", "programme")),
            (Series("responsible_gold"), Series("money_mobilised")),
        ),
    ),
}


def asked_for(
    each: Series | By | Build | tuple[Any, ...], selection: Selection, currency: str | None
) -> tuple[Any, ...]:
    """What makes an exhibit of a row, and its arguments; amounts are narrowed to a currency."""
    match each:
        case Series(figure, codes):
            return told.told_over_time, selection, figure, (*codes, *only_in(currency, figure))
        case By(figure, dimension):
            return told.told_by, selection, figure, dimension, only_in(currency, figure)
        case (build, *arguments):
            return build, selection, *arguments
    return each, selection


def only_in(currency: str | None, figure: str) -> told.Only:
    """What a figure is narrowed to: an amount to one currency, for two are never added."""
    return (("currency", currency),) if currency and known_figure(figure).unit == "money" else ()
