"""Which charts an office program can draw by itself, so that they can be edited there.

Charts of another form, and those in which a number is withheld, are shown as pictures of what is on screen.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from exhibits import forms
from exhibits.drawn import (
    conditions,
    craft,
    figures,
    gold,
    incidents,
    mercury,
    overview,
    plans,
    premium,
    protection,
    safety,
    stages,
    told,
    trace,
    training,
)
from exhibits.exhibit import Exhibit
from exhibits.export import along_rows, over_time
from exhibits.export.series import Drawn, Native, NoNativeForm, withholds

READINGS: dict[Callable[..., Any], Callable[[Drawn], Native]] = {
    forms.bars: along_rows.bars,
    forms.bullets: along_rows.bullets,
    forms.sparkline: over_time.line,
    forms.stack_over_months: over_time.stack,
    conditions.before_and_after: along_rows.before_and_after,
    conditions.named_bars: along_rows.bars,
    conditions.shares: along_rows.shares_of_all,
    conditions.statuses: along_rows.statuses,
    craft.mitigated_by_month: over_time.share_line,
    figures.bars_beside_before: along_rows.beside_before,
    figures.lines_over_time: over_time.lines,
    gold.gold_by_standard: over_time.gold_by_standard,
    gold.shares_of_gold: over_time.shares_of_gold,
    incidents.injury_rate: along_rows.injury_rate,
    mercury.change_by_organisation: along_rows.mercury_change,
    mercury.used_by_month: over_time.mercury_used,
    mercury.used_by_unit: along_rows.mercury_used,
    overview.insured_by_month: over_time.insured,
    plans.done_of_planned: along_rows.done_of_planned,
    plans.done_of_planned_by_month: over_time.done_of_planned,
    premium.balance_by_month: over_time.line,
    premium.received_and_spent_by_year: over_time.by_year,
    protection.cost_by_payer: over_time.cost_by_payer,
    protection.lapsing_by_region: along_rows.lapsing_by_region,
    protection.shares: along_rows.shares_of_one,
    safety.people_by_provision: along_rows.people_by_provision,
    stages.moves_by_month: over_time.moves,
    stages.units_over_time: over_time.units_at_stages,
    told.told_by: along_rows.told_by,
    told.told_over_time: over_time.told,
    training.lapsing_by_topic: along_rows.lapsing_by_topic,
    training.people_by_month: over_time.people_by_month,
    training.people_by_relation_and_sex: along_rows.by_relation_and_sex,
}


# Charts whose parts were laid out for a height; of others, so much of what they want is enough where it is
# wide.
LAID_OUT, ENOUGH = {trace.premium_trace}, 0.85


def least_height(exhibit: Exhibit) -> int:
    """How many pixels high a picture of an exhibit has to be."""
    laid_out = exhibit.chart is not None and exhibit.chart.draw in LAID_OUT
    return exhibit.height if laid_out else round(exhibit.height * ENOUGH)


def native(exhibit: Exhibit) -> Native | None:
    """The exhibit's chart as an office program draws it; None where it can't, or where that would not show
    that a number is withheld."""
    chart = exhibit.chart
    if chart is None or exhibit.empty or chart.draw not in READINGS or withholds(exhibit.frame):
        return None
    try:
        found = READINGS[chart.draw](Drawn.by(exhibit, chart))
    except NoNativeForm:
        return None
    return found if any(value is not None for each in found.series for value in each.values) else None
