"""What sponsors and presenters may ask: one rule for the URL, the screen and the command line."""

from __future__ import annotations

from datetime import timedelta

from data_access.disclosure.question import Question
from data_access.selection import Selection

MOST_DIMENSIONS = 2
# A unit or an organisation is known on the ground; a month is less than a quarter.
NEVER_BY = {"unit": "units", "organisation": "organisations", "month": "months"}
# Figures without people beneath them, nor amounts of a single organisation.
OPEN = {
    *("production_units", "units_by_stage", "stage_moves", "median_days_in_stage", "overdue_assessments"),
    *("safety_reach_units", "provision_in_service", "assistance_visits", "assistance_hours"),
    *("risk_assessed", "plan_progress", "overdue_actions", "open_risks", "risks_mitigated"),
    *("craft_reports_current", "organisations_assessed", "certified_organisations", "cooperatives"),
    *("funding", "attributed", "budget", "expenditure", "target"),
}
# Numbers and shares of the people at work at a quarter's end, and by which of their attributes: told
# where they are safe.
STATES = {
    "active_miners": ("sex", "relation"),
    "insured": ("product",),
    "training_coverage": ("topic",),
}
# Numbers of the people of a calendar year, and by which of their attributes.
YEARS: dict[str, tuple[str, ...]] = {"people_trained": ("sex",), "people_insured": ()}
# Of these, fatal incidents alone are told: never suppressed.
FATAL = {"incidents", "people_hurt"}
# Whole quarters are told one by one anyway: that they stand in one answer tells nothing more.
TIMES = {"quarter", "year"}
PLACED = {"programme", "country", "region"}


class NotForOutsiders(ValueError):
    """A question that sponsors and presenters can't ask; the message says what they can."""


def check(question: Question) -> None:
    """Raises NotForOutsiders where an outsider asks for what would narrow down a small group."""
    wanted, selection, dimensions = question.figure, question.selection, question.dimensions
    if wanted.name not in OPEN | STATES.keys() | YEARS.keys() | FATAL:
        raise NotForOutsiders(f"{wanted.name} is not told to sponsors and presenters.")
    _check_quarters(selection)
    rights = question.viewer.rights
    for chosen, allowed, kind in (
        (selection.programmes, rights.programmes, "programmes"),
        (selection.regions, rights.regions, "regions"),
        (selection.countries, None, "countries"),
    ):
        if len(chosen) > 1 and set(chosen) != set(allowed or ()):
            raise NotForOutsiders(f"Sponsors and presenters choose all or one of the {kind}.")
    if selection.sponsors or selection.organisations:
        raise NotForOutsiders("Sponsors and presenters choose no sponsor and no organisation.")
    by = {name: {*PLACED, *TIMES, *attributes} for name, attributes in STATES.items()}
    by |= {name: {*PLACED, "year", *attributes} for name, attributes in YEARS.items()}
    for dimension in dimensions:
        if dimension in NEVER_BY:
            raise NotForOutsiders(f"Sponsors and presenters are told nothing by {NEVER_BY[dimension]}.")
        if wanted.name in by and dimension not in by[wanted.name]:
            raise NotForOutsiders(f"Sponsors and presenters are not told {wanted.name} by {dimension}.")
    of_people = {*STATES.get(wanted.name, ()), *YEARS.get(wanted.name, ())} & {*dimensions}
    if len(of_people) > 1:
        raise NotForOutsiders(
            f"Sponsors and presenters are told {wanted.name} by {' or '.join(sorted(of_people))}, "
            "one at a time."
        )
    if len(set(dimensions) - set(wanted.fixed) - TIMES) > MOST_DIMENSIONS:
        raise NotForOutsiders(
            f"Sponsors and presenters choose {MOST_DIMENSIONS} dimensions at most, and quarters or years."
        )


def _check_quarters(selection: Selection) -> None:
    first, last = selection.first_day, selection.last_day
    begins = first.day == 1 and first.month % 3 == 1
    after = last + timedelta(days=1)
    ends = after.day == 1 and after.month % 3 == 1
    if not (begins and ends and last <= selection.data_date):
        raise NotForOutsiders(
            "Sponsors and presenters choose whole quarters that the data have reached the end of: "
            f"the last of them by {selection.data_date}."
        )


def told_to_outsiders() -> dict[str, list[str]]:
    """How figures are told, and which; what stands in none of these lists is not told."""
    return {
        "Told as they are": sorted(OPEN),
        "Told where no small group shows": sorted(STATES),
        "Told of whole calendar years, where no small group shows": sorted(YEARS),
        "Always told, if fatal": sorted(FATAL),
    }
