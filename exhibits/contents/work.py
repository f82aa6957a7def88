"""What the pages on safety and work show of a selection."""

from __future__ import annotations

from collections.abc import Iterator

from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import (
    conditions,
    cover_financing,
    craft,
    finance,
    formalisation,
    headlines,
    incidents,
    injuries,
    insured,
    overdue,
    plans,
    protection,
    safety,
    targets,
)
from exhibits.contents.asked import Asked, shared


def on_protection(read: Reader, selection: Selection) -> Iterator[Asked]:
    yield protection.who_is_protected, selection
    for number in (
        headlines.insured,
        headlines.people_insured,
        headlines.cover_lapsing,
        headlines.miners_who_left,
    ):
        yield number, selection
    yield protection.planned_and_reached, selection
    yield targets.targets_of, selection, protection.COVER_TARGETS
    yield protection.cover_and_turnover, selection
    yield protection.lapsing_by_region, selection
    yield insured.insured_by_relation, selection
    yield insured.insured_by_product, selection
    for currency in cover_financing.currencies(read, selection):
        yield cover_financing.cost_by_payer, selection, currency
        yield cover_financing.self_financing, selection, currency
    yield safety.safety_reach, selection
    yield safety.units_without_provision, selection
    yield incidents.incidents_by_severity, selection
    yield injuries.injury_rate, selection
    yield from shared(selection, "people_insured")


def on_plans(_read: Reader, selection: Selection) -> Iterator[Asked]:
    yield plans.progress_by_field, selection
    yield plans.progress_by_year, selection
    yield plans.progress_by_month, selection
    yield targets.targets_of, selection, ("plan_progress",)
    yield overdue.overdue_actions, selection
    yield craft.findings_by_module_and_level, selection
    yield craft.mitigated_by_month, selection
    yield craft.reports_by_age, selection


def on_conditions(read: Reader, selection: Selection) -> Iterator[Asked]:
    for survey in conditions.compared_rounds(read, selection):
        yield conditions.work_before_and_after, selection, survey
        yield conditions.awareness_before_and_after, selection, survey
    for build in (
        formalisation.permits_of_organisations,
        formalisation.permits_of_units,
        finance.access_to_finance,
        formalisation.cooperatives_by_form,
        finance.why_refused,
    ):
        yield build, selection
    for survey in conditions.other_surveys(read, selection):
        yield conditions.answers_of_survey, selection, survey
