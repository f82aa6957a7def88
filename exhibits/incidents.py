"""Incidents: what happened, how gravely, how often people are hurt, and the notice after a death."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from data_access.incidents import INJURIES, WORKERS, fatal_incidents
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
# As each stands in a sentence after its number.
SAID = {
    "fatal": "fatal",
    "permanent_disability": "with permanent disability",
    "lost_time": "with lost time",
    "first_aid": "with first aid",
    "near_miss": "",
}
INJURY_ROWS = {
    "": "All of these",
    "fatal": "Fatal",
    "permanent_disability": "Not fatal: permanent disability",
    "lost_time": "Not fatal: lost time",
}


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
            heading=f"A fatal incident on {words.day(found.day)}",
            place=" · ".join(
                [
                    words.listed([known["programme"][code] for code in found.programmes]),
                    known["region"][found.region],
                    f"cause: {words.code(found.cause)}",
                    _hurt(found.people_hurt),
                ]
            ),
            statement=f"The organisation's statement: “{found.statement}”"
            if found.statement
            else "No statement of the organisation is recorded.",
        )
        for found in read.ask(fatal_incidents, selection)
    )


def incidents_by_severity(read: Reader, selection: Selection) -> Exhibit:
    """Incidents in each month or year of the period, by severity, near misses too."""
    frame = _incidents_over_time(read, selection)
    totals = frame.groupby("severity")[["value", "hurt"]].sum()
    rows = {code: f"{_severity(code)} · {words.number(totals['value'].get(code, 0))}" for code in SAID}
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
        subtitle=f"Incidents by severity and {'month' if by_month else 'year'}, near misses included",
        figures=("incidents", "people_hurt"),
        columns={
            "severity_name": Column("Severity"),
            "span": Column("Month" if by_month else "Year"),
            "value": Column("Incidents", "count"),
            "hurt": Column("People hurt", "count"),
        },
        chart=Chart(
            drawn.incidents_by_severity,
            ("row", "span", "severity", "value", "hurt", "label"),
            (tuple(rows.values()), by_month),
        ),
        missing="Nobody is at work in any month of this period, so nothing could happen: "
        "choose an earlier period, or widen the region.",
        height=BAR_HEIGHT * len(rows) + 60,
    )


def injury_rate(read: Reader, selection: Selection) -> Exhibit:
    """People hurt per 100,000 person-years beside their number, against the compared period."""
    periods = {_period(when): when for when in (selection, selection.compared())}
    frame = pd.concat([_injuries(read, when, said) for said, when in periods.items()], ignore_index=True)
    years = float(read.figure("person_years", selection)["value"].iloc[0])
    now, then = (frame[frame["group"] == said].set_index("severity") for said in periods)
    hurt, fatally = int(now.loc["", "of"]), int(now.loc["fatal", "of"])
    were = words.count(hurt, "person was", "people were") if hurt else "Nobody was"
    title = f"{were} hurt with lost time or worse"
    if fatally:
        title += f", {words.number(fatally)} of them in fatal incidents"
    return Exhibit(
        name="injury_rate",
        frame=frame if years or hurt else frame.iloc[:0],
        **asked(read, selection),
        title=title,
        sentence=f"{title}. Per 100,000 person-years: {now.loc['', 'label']}, against "
        f"{then.loc['', 'label']} in {list(periods)[-1]}.{_weight_of_one(years)}",
        subtitle="People hurt per 100,000 person-years (SDG 8.8.1), and how many: "
        f"{' against '.join(periods)}",
        figures=("injury_rate", "person_years"),
        columns={
            "row": Column("Severity"),
            "group": Column("Period"),
            "of": Column("People hurt", "count"),
            "value": Column("Per 100,000 person-years", "decimal"),
        },
        chart=Chart(
            drawn.injury_rate,
            ("row", "group", "drawn", "label"),
            (tuple(INJURY_ROWS.values()), tuple(periods)),
        ),
        missing="Nobody is at work in any month of this period: choose an earlier one, or widen the region.",
        height=BAR_HEIGHT * 2 * len(INJURY_ROWS) + 40,
    )


def _incidents_over_time(read: Reader, selection: Selection) -> pd.DataFrame:
    """Each severity in each month or year, zeros too; nothing where nobody was at work."""
    by = "month" if len(selection.months()) <= MOST_MONTHS else "year"
    spans = dict.fromkeys(
        month[: len("2024-04" if by == "month" else "2024")] for month, _ in selection.months()
    )
    cells = pd.MultiIndex.from_product([list(SAID), list(spans)], names=["severity", "span"])
    counts = {
        column: read.figure(name, selection, [by])
        .set_index(["severity", by])["value"]
        .reindex(cells, fill_value=0)
        for column, name in (("value", "incidents"), ("hurt", "people_hurt"))
    }
    frame = pd.DataFrame(counts, index=cells).astype(int).reset_index()
    at_work = read.figure("person_years", selection)["value"].iloc[0] > 0
    return frame if at_work or frame["value"].any() else frame.iloc[:0]


def _injuries(read: Reader, selection: Selection, said: str) -> pd.DataFrame:
    """The rate of all injuries and of each severity in one period, with the people hurt."""
    whole = read.figure("injury_rate", selection).assign(severity="")
    parts = read.figure("injury_rate", selection, ["severity"])
    found = pd.concat([whole, parts]).set_index("severity")[["value", "of"]]
    found = found.reindex(list(INJURY_ROWS)).astype(float)
    people = found["of"].fillna(0).astype(int)
    return found.assign(
        row=[INJURY_ROWS[code] for code in found.index],
        group=said,
        of=people,
        drawn=found["value"].fillna(0),
        label=[_rate(rate, hurt) for rate, hurt in zip(found["value"], people, strict=True)],
    ).reset_index()


def _rate(rate: float, hurt: int) -> str:
    """A rate with its count: ``284 (6 people)``."""
    people = words.count(hurt, "person", "people")
    if pd.isna(rate):
        return f"no rate ({people})" if hurt else "nobody at work"
    return f"{words.rate(rate)} ({people})"


def _gravest(incidents: pd.Series[int]) -> str:
    """What was worst of it, and among how many."""
    total = int(incidents.sum())
    fatal, grave = (int(incidents.reindex(codes).sum()) for codes in (["fatal"], list(INJURIES)))
    all_of_them = words.count(total, "incident", "incidents")
    if not total:
        return "No incident was recorded"
    if fatal:
        return f"{words.number(fatal)} of {all_of_them} {'was' if fatal == 1 else 'were'} fatal"
    return f"{words.number(grave)} of {all_of_them} meant lost time or worse"


def _all_severities(totals: pd.DataFrame, selection: Selection) -> str:
    """Every severity with its number, none left out, and the people hurt."""
    incidents = totals["value"].reindex(list(SAID), fill_value=0)
    said = [
        words.count(n, "near miss", "near misses")
        if code == "near_miss"
        else f"{words.number(n)} {SAID[code]}"
        for code, n in incidents.items()
    ]
    recorded = words.count(int(incidents.sum()), "incident was", "incidents were")
    hurt = words.count(int(totals["hurt"].sum()), "person was", "people were")
    return f"{_period(selection)}: {recorded} recorded, {words.listed(said)}; {hurt} hurt."


def _weight_of_one(years: float) -> str:
    """Why a rate among few workers is to be read with its count."""
    if not years:
        return ""
    return (
        f" In {words.number(years)} person-years, one person more or less is {words.rate(WORKERS / years)} "
        "per 100,000: the fewer the workers, the more one injury weighs."
    )


def _period(selection: Selection) -> str:
    return words.period(selection.first_day, max(selection.first_day, selection.as_of))


def _severity(code: str) -> str:
    return words.capitalised(words.code(code))


def _hurt(people: int) -> str:
    """Whom a fatal incident hurt: of several it is not known how many died."""
    if people > 1:
        return f"{words.number(people)} people hurt, at least one of them fatally"
    return "1 person died" if people else "how many people were hurt is not recorded"
