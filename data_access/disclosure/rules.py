"""What sponsors and presenters may ask: one rule for the URL, the screen and the command line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from data_access.definition import Figure
from data_access.disclosure.calendar import calendar_years
from data_access.language import Later, mark
from data_access.selection import Selection
from data_access.viewer import Viewer

MOST_DIMENSIONS = 2
# A unit or an organisation is known on the ground; a month is less than a quarter.
NEVER_BY = {
    "unit": mark("Sponsors and presenters are told nothing by units."),
    "organisation": mark("Sponsors and presenters are told nothing by organisations."),
    "month": mark("Sponsors and presenters are told nothing by months."),
}
# Figures without people beneath them, nor amounts of a single organisation.
OPEN = {
    *("production_units", "units_by_stage", "stage_moves", "median_days_in_stage", "overdue_assessments"),
    *("safety_reach_units", "assistance_visits", "assistance_hours"),
    *("risk_assessed", "plan_progress", "overdue_actions", "open_risks", "risks_mitigated"),
    *("craft_reports_current", "organisations_assessed", "certified_organisations", "cooperatives"),
    *("formalisation", "finance_access"),
    *("funding", "attributed", "budget", "expenditure", "target"),
}
# Numbers and shares of the people at work at a quarter's end, and by which of their attributes: told
# where they are safe.
STATES = {
    "active_miners": ("sex", "relation"),
    "insured": ("product",),
    "training_coverage": ("topic",),
}
# Money and gold of organisations, and by what they may be asked: told by calendar years, where no
# organisation dominates.
AMOUNTS = {
    **{"gold_sold": ("standard", "destination"), "gold_under_standard": (), "gold_traceable": ()},
    **{"premium_due": ("standard",), "premium_received": ("standard",), "premium_spent": ("category",)},
    **{"premium_balance": (), "mercury_avoided": (), "mercury_reduction": ()},
    **{"responsible_gold": (), "money_mobilised": ()},
}
# Numbers of the people of a calendar year, and by which of their attributes.
YEARS: dict[str, tuple[str, ...]] = {"people_trained": ("sex",), "people_insured": ()}
# Of these, fatal incidents alone are told: never suppressed.
FATAL = {"incidents", "people_hurt"}
# What is said of a choice that they don't have.
ONE_OF = {
    "programme": mark("Sponsors and presenters choose all or one of the programmes."),
    "region": mark("Sponsors and presenters choose all or one of the regions."),
    "country": mark("Sponsors and presenters choose all or one of the countries."),
}
WHOLE = mark("Sponsors and presenters choose no sponsor and no organisation.")
# Whole quarters are told one by one anyway: that they stand in one answer tells nothing more.
TIMES = {"quarter", "year"}
PLACED = {"programme", "country", "region"}


class NotForOutsiders(ValueError):
    """A question that sponsors and presenters can't ask; the message says what they can."""


def finest_told(viewer: Viewer, name: str) -> str:
    """The finest dimension of time that a viewer is told a figure by."""
    if not viewer.outsider:
        return "month"
    return "year" if name in YEARS.keys() | AMOUNTS.keys() else "quarter"


def check(viewer: Viewer, wanted: Figure, selection: Selection, dimensions: Sequence[str]) -> None:
    """Raises NotForOutsiders where an outsider asks for what would narrow down a small group; others may."""
    if not viewer.outsider:
        return
    if wanted.name not in OPEN | STATES.keys() | YEARS.keys() | AMOUNTS.keys() | FATAL:
        raise NotForOutsiders(
            Later("{figure}: not told to sponsors and presenters.", figure=Later(wanted.titled))
        )
    check_quarters(selection)
    rights = viewer.rights
    for chosen, allowed, kind in (
        (selection.programmes, rights.programmes, "programme"),
        (selection.regions, rights.regions, "region"),
        (selection.countries, None, "country"),
    ):
        if len(chosen) > 1 and set(chosen) != set(allowed or ()):
            raise NotForOutsiders(Later(ONE_OF[kind]))
    if selection.sponsors or selection.organisations:
        raise NotForOutsiders(Later(WHOLE))
    by = {name: {*PLACED, *TIMES, *attributes} for name, attributes in STATES.items()}
    by |= {name: {*PLACED, "year", *attributes} for name, attributes in YEARS.items()}
    for dimension in dimensions:
        if dimension in NEVER_BY:
            raise NotForOutsiders(Later(NEVER_BY[dimension]))
        if wanted.name in by and dimension not in by[wanted.name]:
            raise NotForOutsiders(_not_by(wanted, dimension))
    of_people = {*STATES.get(wanted.name, ()), *YEARS.get(wanted.name, ())} & {*dimensions}
    if len(of_people) > 1:
        raise NotForOutsiders(
            Later(
                "Sponsors and presenters are told {figure} by {dimensions}, one at a time.",
                figure=wanted.name,
                dimensions=_either(sorted(of_people)),
            )
        )
    if wanted.name in AMOUNTS:
        _check_amounts(wanted, selection, dimensions)
    if len(set(dimensions) - set(wanted.fixed) - TIMES) > MOST_DIMENSIONS:
        raise NotForOutsiders(
            Later(
                "Sponsors and presenters choose {number} dimensions at most, and quarters or years.",
                number=MOST_DIMENSIONS,
            )
        )


def _check_amounts(wanted: Figure, selection: Selection, dimensions: Sequence[str]) -> None:
    attributes = AMOUNTS[wanted.name]
    for dimension in dimensions:
        if dimension not in {*PLACED, "year", *attributes, *wanted.fixed}:
            raise NotForOutsiders(_not_by(wanted, dimension))
    if len({*dimensions} & {*attributes}) > 1:
        # Each by itself tells nothing of the other; both together would.
        raise NotForOutsiders(
            Later(
                "Sponsors and presenters are told {figure} by {dimensions}.",
                figure=wanted.name,
                dimensions=_either(attributes),
            )
        )
    years = calendar_years(selection)
    one_year = selection.first_day.year == selection.last_day.year
    if not years or not ("year" in dimensions or one_year):
        raise NotForOutsiders(
            Later(
                "Sponsors and presenters are told {figure} for one whole calendar year, or by year.",
                figure=wanted.name,
            )
        )


def _not_by(wanted: Figure, dimension: str) -> Later:
    return Later(
        "Sponsors and presenters are not told {figure} by {dimension}.",
        figure=wanted.name,
        dimension=dimension,
    )


def _either(dimensions: Sequence[str]) -> Later:
    """Two dimensions or more, of which one is to be chosen."""
    return Later("{things} or {last}", things=", ".join(dimensions[:-1]), last=dimensions[-1])


def check_quarters(selection: Selection) -> None:
    """Raises NotForOutsiders for a period that is not of whole quarters that have ended."""
    first, last = selection.first_day, selection.last_day
    begins = first.day == 1 and first.month % 3 == 1
    after = last + timedelta(days=1)
    ends = after.day == 1 and after.month % 3 == 1
    if not (begins and ends and last <= selection.data_date):
        raise NotForOutsiders(
            Later(
                "Sponsors and presenters choose whole quarters that the data have reached the end of: "
                "the last of them by {day}.",
                day=selection.data_date,
            )
        )


def told_to_outsiders() -> dict[str, list[str]]:
    """How figures are told, and which; what stands in none of these lists is not told."""
    return {
        "Told as they are": sorted(OPEN),
        "Told where no small group shows": sorted(STATES),
        "Told by calendar year where no organisation dominates": sorted(AMOUNTS),
        "Told of whole calendar years, where no small group shows": sorted(YEARS),
        "Always told, if fatal": sorted(FATAL),
    }
