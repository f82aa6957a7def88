"""The usual meetings: which exhibits each begins with, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from data_access.disclosure.rules import NotForOutsiders
from data_access.language import mark
from data_access.reader import Reader
from data_access.selection import Selection
from data_access.viewer import NotShared
from exhibits import (
    changes,
    claims,
    cover_financing,
    craft,
    finance,
    formalisation,
    gold,
    gold_headlines,
    headlines,
    incidents,
    injuries,
    insured,
    last_meeting,
    overdue,
    overview,
    plans,
    premium,
    protection,
    safety,
    stages,
    targets,
    told,
    trace,
    training,
    units,
)
from exhibits.contents.asked import Asked
from exhibits.contents.impact import WHOLE_PAGE
from exhibits.exhibit import Exhibit, Origin
from exhibits.making import made
from exhibits.subjects import only_in

TEMPLATES = {
    "sponsor": mark("Sponsor review"),
    "coordination": mark("Coordination"),
    "public": mark("Public"),
}
# After a death, and four numbers, comes what changed since the last meeting.
OPENING = 5
# In the place of a page, where exhibits are chosen: what changed since the last meeting.
SINCE = "since"
MEANT_FOR = {
    "sponsor": mark("What a sponsor's programmes reached, as sponsors are told it"),
    "coordination": mark("What needs doing, with every number that you see"),
    "public": mark("What anybody may be told"),
}


def drafted(read: Reader, template: str, selection: Selection, last: str | None = None) -> list[Exhibit]:
    """The exhibits with which a meeting of that kind begins, what changed since the ``last`` snapshot among
    them; what is empty, withheld or not told is left out."""
    found: dict[Origin, Exhibit] = {}
    usual = list(DRAFTS[template](read, selection))
    new = [] if last is None or template == "public" else list(since(selection, last))
    for build, *arguments in (*usual[:OPENING], *new, *usual[OPENING:]):
        try:
            exhibit = made(read, build, *arguments)
        except (NotForOutsiders, NotShared):
            continue
        nothing = exhibit.empty or (exhibit.headline is not None and exhibit.headline.withheld)
        if not nothing and exhibit.origin is not None:
            found[exhibit.origin] = exhibit
    return list(found.values())


def since(selection: Selection, snapshot: str) -> Iterator[Asked]:
    """What changed since the meeting for which a snapshot was pinned."""
    for build in (
        changes.states_since,
        changes.events_since,
        changes.money_since,
        last_meeting.moved_since,
        last_meeting.lapsed_since,
        last_meeting.claims_since,
    ):
        yield build, selection, snapshot


def _sponsor(read: Reader, selection: Selection) -> Iterator[Asked]:
    """From what was reached to what it cost, and whether what was published holds."""
    yield incidents.fatal_incidents_told, selection
    for figure in ("production_units", "active_miners", "people_trained", "people_insured"):
        yield told.told_now, selection, figure, ()
    yield units.units_map, selection, "", WHOLE_PAGE, None
    yield from _ladders(read, selection, stages.units_over_time)
    yield told.told_over_time, selection, "training_coverage", ()
    yield told.told_by, selection, "training_coverage", "topic", ()
    yield told.told_over_time, selection, "insured", ()
    yield told.told_by, selection, "safety_reach_units", "provision", ()
    yield incidents.incidents_by_severity, selection
    yield told.told_over_time, selection, "incidents", (("severity", "fatal"),)
    for currency in _currencies(read, selection):
        yield told.told_over_time, selection, "premium_spent", only_in(currency, "premium_spent")
        yield told.told_by, selection, "premium_spent", "category", only_in(currency, "premium_spent")
    yield told.told_over_time, selection, "gold_sold", ()
    yield told.told_over_time, selection, "mercury_avoided", ()
    yield targets.targets_of, selection
    yield from _claims(selection)


def _public(read: Reader, selection: Selection) -> Iterator[Asked]:
    """How many are reached, where, and how one knows."""
    yield incidents.fatal_incidents_told, selection
    for figure in ("production_units", "active_miners", "people_trained"):
        yield told.told_now, selection, figure, ()
    yield units.units_map, selection, "", WHOLE_PAGE, None
    yield from _ladders(read, selection, stages.units_over_time)
    yield told.told_by, selection, "active_miners", "sex", ()
    yield told.told_over_time, selection, "training_coverage", ()
    yield told.told_over_time, selection, "insured", ()
    yield told.told_over_time, selection, "gold_sold", ()
    for currency in _currencies(read, selection):
        yield told.told_by, selection, "premium_spent", "category", only_in(currency, "premium_spent")
    yield formalisation.permits_of_organisations, selection
    yield finance.access_to_finance, selection
    yield from _claims(selection)


def _coordination(read: Reader, selection: Selection) -> Iterator[Asked]:
    """Where things stand, then what has lapsed, is overdue or lacking."""
    yield incidents.fatal_incidents_told, selection
    yield overview.what_was_reached, selection
    for number in (headlines.production_units, headlines.training_coverage, headlines.insured):
        yield number, selection
    yield overview.what_moved, selection
    yield units.units_map, selection, "", WHOLE_PAGE, None
    for build in (stages.units_over_time, stages.moves, stages.overdue):
        yield from _ladders(read, selection, build)
    yield training.coverage_by_topic_and_region, selection
    yield training.lapsing_by_topic, selection
    yield protection.cover_and_turnover, selection
    yield protection.lapsing_by_region, selection
    yield insured.insured_by_relation, selection
    for currency in cover_financing.currencies(read, selection):
        yield cover_financing.cost_by_payer, selection, currency
    yield safety.safety_reach, selection
    yield safety.units_without_provision, selection
    yield incidents.incidents_by_severity, selection
    yield injuries.injury_rate, selection
    yield plans.progress_by_field, selection
    yield overdue.overdue_actions, selection
    yield craft.findings_by_module_and_level, selection
    yield gold.gold_by_standard, selection
    yield gold_headlines.gold_sold, selection
    for currency in trace.currencies(read, selection)[:1]:
        yield premium.premium_flow, selection, currency
        yield premium.spending_by_category, selection, currency
    yield targets.targets_of, selection
    yield from _claims(selection)


def _ladders(read: Reader, selection: Selection, build: Callable[..., Exhibit]) -> Iterator[Asked]:
    for ladder in stages.ladders(read, selection):
        yield build, selection, ladder


def _currencies(read: Reader, selection: Selection) -> tuple[str, ...]:
    try:
        return told.currencies(read, selection, "premium_spent")[:1]
    except NotForOutsiders:
        return ()


def _claims(selection: Selection) -> Iterator[Asked]:
    yield claims.what_holds, selection
    yield claims.claims_that_differ, selection


DRAFTS: dict[str, Callable[[Reader, Selection], Iterator[Asked]]] = {
    "sponsor": _sponsor,
    "coordination": _coordination,
    "public": _public,
}
