"""Incidents: what happened, how gravely, and the notice after a death."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from data_access.incidents import INJURIES, fatal_incidents
from data_access.language import plural, say
from data_access.names import names
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import words
from exhibits.asking import asked
from exhibits.drawn import incidents as drawn
from exhibits.exhibit import Chart, Column, Exhibit
from exhibits.forms import BAR_HEIGHT

# Longer periods are shown by year.
MOST_MONTHS = 24
# The gravest first.
SEVERITIES = ("fatal", "permanent_disability", "lost_time", "first_aid", "near_miss")


@dataclass(frozen=True)
class FatalNotice:
    """What is told of one fatal incident: when and where it happened, and the statement recorded."""

    heading: str
    place: str
    statement: str


def fatal_notices(read: Reader, selection: Selection) -> tuple[FatalNotice, ...]:
    """The fatal incidents of the selection in words, the latest first."""
    known = read.ask(names)
    return tuple(
        FatalNotice(
            heading=say("A fatal incident on {day}", day=words.day(found.day)),
            place=" · ".join(
                [
                    words.listed([known["programme"][code] for code in found.programmes]),
                    known["region"][found.region],
                    say("cause: {cause}", cause=words.code(found.cause)),
                    _hurt(found.people_hurt),
                ]
            ),
            statement=say("The organisation's statement: “{statement}”", statement=found.statement)
            if found.statement
            else say("No statement of the organisation is recorded."),
        )
        for found in read.ask(fatal_incidents, selection)
    )


def fatal_incidents_told(read: Reader, selection: Selection) -> Exhibit:
    """The same as an exhibit: what stands above every page stands first among slides."""
    notices = fatal_notices(read, selection)
    title = plural("{number} fatal incident", "{number} fatal incidents", len(notices))
    return Exhibit(
        name="fatal_incidents_told",
        frame=pd.DataFrame(
            [(notice.heading, notice.place, notice.statement) for notice in notices],
            columns=["heading", "place", "statement"],
        ),
        **asked(read, selection),
        title=title,
        sentence=f"{title}: {'; '.join(notice.heading for notice in notices)}." if notices else f"{title}.",
        subtitle=say("Each fatal incident of the selection, the latest first"),
        figures=("incidents",),
        columns={
            "heading": Column(say("Incident")),
            "place": Column(say("Where and why")),
            "statement": Column(say("Statement")),
        },
        missing=say("No fatal incident is recorded in this selection."),
    )


def incidents_by_severity(read: Reader, selection: Selection) -> Exhibit:
    """Incidents in each month or year of the period, by severity, near misses too."""
    frame = _incidents_over_time(read, selection)
    totals = frame.groupby("severity")[["value", "hurt"]].sum()
    rows = {code: f"{_severity(code)} · {words.number(totals['value'].get(code, 0))}" for code in SEVERITIES}
    frame = frame.assign(
        row=frame["severity"].map(rows),
        severity_name=[_severity(code) for code in frame["severity"]],
        label=[words.number(count) if count else "·" for count in frame["value"]],
    )
    by_month = len(selection.months()) <= MOST_MONTHS
    return Exhibit(
        name="incidents_by_severity",
        frame=frame,
        **asked(read, selection),
        title=_gravest(totals["value"]),
        sentence=_all_severities(totals, selection),
        subtitle=say("Incidents by severity and month, near misses included")
        if by_month
        else say("Incidents by severity and year, near misses included"),
        figures=("incidents", "people_hurt"),
        columns={
            "severity_name": Column(say("Severity")),
            "span": Column(say("Month") if by_month else say("Year")),
            "value": Column(say("Incidents"), "count"),
            "hurt": Column(say("People hurt"), "count"),
        },
        chart=Chart(
            drawn.incidents_by_severity,
            ("row", "span", "severity", "value", "hurt", "label"),
            (tuple(rows.values()), by_month),
        ),
        missing=say(
            "Nobody is at work in any month of this period, so nothing could happen: choose an earlier "
            "period, or widen the region."
        ),
        height=BAR_HEIGHT * len(rows) + 60,
    )


def _incidents_over_time(read: Reader, selection: Selection) -> pd.DataFrame:
    """Each severity in each month or year, zeros too; nothing where nobody was at work."""
    by = "month" if len(selection.months()) <= MOST_MONTHS else "year"
    spans = dict.fromkeys(
        month[: len("2024-04" if by == "month" else "2024")] for month, _ in selection.months()
    )
    cells = pd.MultiIndex.from_product([SEVERITIES, list(spans)], names=["severity", "span"])
    counts = {
        column: read.figure(name, selection, [by])
        .set_index(["severity", by])["value"]
        .reindex(cells, fill_value=0)
        for column, name in (("value", "incidents"), ("hurt", "people_hurt"))
    }
    frame = pd.DataFrame(counts, index=cells).astype(int).reset_index()
    at_work = read.figure("person_years", selection)["value"].iloc[0] > 0
    return frame if at_work or frame["value"].any() else frame.iloc[:0]


def _gravest(incidents: pd.Series[int]) -> str:
    """What was worst of it, and among how many."""
    total = int(incidents.sum())
    fatal, grave = (int(incidents.reindex(codes).sum()) for codes in (["fatal"], list(INJURIES)))
    if not total:
        return say("No incident was recorded")
    all_of_them = words.count(total, "incident", "incidents")
    if fatal:
        return plural(
            "{number} of {incidents} was fatal",
            "{number} of {incidents} were fatal",
            fatal,
            incidents=all_of_them,
        )
    return plural(
        "{number} of {incidents} meant lost time or worse",
        "{number} of {incidents} meant lost time or worse",
        grave,
        incidents=all_of_them,
    )


def _all_severities(totals: pd.DataFrame, selection: Selection) -> str:
    """Every severity with its number, none left out, and the people hurt."""
    incidents = totals["value"].reindex(list(SEVERITIES), fill_value=0)
    return say(
        "{period}: {incidents_recorded}, {incidents_by_severity}; {people_hurt}.",
        period=period_of(selection),
        incidents_recorded=plural(
            "{number} incident was recorded", "{number} incidents were recorded", int(incidents.sum())
        ),
        incidents_by_severity=words.listed([_so_many(code, int(n)) for code, n in incidents.items()]),
        people_hurt=plural(
            "{number} person was hurt", "{number} people were hurt", int(totals["hurt"].sum())
        ),
    )


def _so_many(severity: str, number: int) -> str:
    """So many incidents of one severity, as a part of a list that says what they are."""
    match severity:
        case "fatal":
            return plural("{number} fatal", "{number} fatal", number)
        case "permanent_disability":
            return plural("{number} with permanent disability", "{number} with permanent disability", number)
        case "lost_time":
            return plural("{number} with lost time", "{number} with lost time", number)
        case "first_aid":
            return plural("{number} with first aid", "{number} with first aid", number)
    return words.count(number, "near miss", "near misses")


def period_of(selection: Selection) -> str:
    """The days of which incidents are told, in words."""
    return words.period(selection.first_day, max(selection.first_day, selection.as_of))


def _severity(code: str) -> str:
    return words.capitalised(words.code(code))


def _hurt(people: int) -> str:
    """Whom a fatal incident hurt: of several it is not known how many died."""
    if people > 1:
        return say("{number} people hurt, at least one of them fatally", number=words.number(people))
    return say("1 person died") if people else say("how many people were hurt is not recorded")
