"""Risks that CRAFT assessments found, what became of them, and how old the last reports are."""

from __future__ import annotations

from itertools import product

import pandas as pd

from data_access.craft import last_craft_reports
from data_access.names import names
from data_access.reader import Reader
from data_access.schema.organisations import CRAFT_MODULES, LEVELS
from data_access.selection import Selection
from exhibits import withheld, words
from exhibits.asking import asked, since_before
from exhibits.drawn import craft as drawn
from exhibits.exhibit import Chart, Column, Exhibit

REPORTS = {"full": "Full report", "summary": "Summary"}
NO_FINDING = (
    "No organisation of this selection had a CRAFT finding by then: widen the region or the programme."
)
QUARTER = 3
YEARS_SHOWN_AT_LEAST = 2


def findings_by_module_and_level(read: Reader, selection: Selection) -> Exhibit:
    """Open findings in each module and at each level, of those recorded there."""
    recorded = read.figure("open_risks", selection, ["module", "level"])
    grid = pd.DataFrame(product(CRAFT_MODULES, LEVELS), columns=["module", "level"])
    frame = grid.merge(recorded, on=["module", "level"], how="left").fillna({"value": 0, "of": 0})
    frame = frame.astype({"value": int, "of": int}).assign(
        module_name=[words.code(module) for module in frame["module"]],
        level_name=[words.capitalised(level) for level in frame["level"]],
    )
    # Nothing recorded is not the same as nothing open.
    counts = zip(frame["value"], frame["of"], strict=True)
    frame = frame.assign(label=[words.number(value) if of else "–" for value, of in counts])
    on = words.day(selection.as_of)
    never = "; – where none was recorded" if 0 < len(recorded) < len(frame) else ""
    return Exhibit(
        name="findings_by_module_and_level",
        frame=frame if len(recorded) else frame.iloc[:0],
        **asked(read, selection),
        title=_open(frame),
        sentence=_how_many_open(read, selection) if len(recorded) else "No risk was recorded.",
        subtitle=f"Findings not yet mitigated on {on}, by module of the code and level of the risk{never}",
        figures=("open_risks",),
        columns={
            "module_name": Column("Module"),
            "level_name": Column("Level"),
            "value": Column("Open", "count"),
            "of": Column("Recorded", "count"),
        },
        chart=Chart(
            drawn.findings_by_module_and_level,
            ("module_name", "level_name", "value", "of", "label"),
            (
                tuple(words.code(module) for module in CRAFT_MODULES),
                tuple(words.capitalised(level) for level in LEVELS),
            ),
        ),
        missing=NO_FINDING,
        height=320,
    )


def _open(frame: pd.DataFrame) -> str:
    """How many findings are open and how many of them are grave."""
    still_open, high = int(frame["value"].sum()), int(frame.loc[frame["level"] == "high", "value"].sum())
    if not frame["of"].sum():
        return "No risk was recorded"
    if not still_open:
        return "No CRAFT finding is open"
    said = words.count(still_open, "CRAFT finding is", "CRAFT findings are")
    grave = words.count(high, "of them a high risk", "of them high risks")
    return f"{said} open, {grave if high else 'none of them a high risk'}"


def _how_many_open(read: Reader, selection: Selection) -> str:
    """The findings open and being mitigated, against the day that the selection is compared with."""
    total = read.figure("open_risks", selection).iloc[0]
    mitigating = read.figure("open_risks", selection, only={"status": "mitigating"})["value"].sum()
    recorded = words.count(int(total["of"]), "CRAFT finding", "CRAFT findings")
    still_open = words.count(int(total["value"]), "is open", "are open")
    under_way = words.count(int(mitigating), "is", "are")
    change = since_before(read, selection, "open_risks")
    return f"Of {recorded} recorded so far, {still_open}{change}; {under_way} being mitigated."


def mitigated_by_month(read: Reader, selection: Selection) -> Exhibit:
    """Share of recorded findings that were mitigated by the end of every month."""
    name = "risks_mitigated"
    frame, each = withheld.over_time(read, selection, name), withheld.each(read, name)
    frame = frame.assign(label=[words.share(value) for value in frame["value"]])
    title = f"No risk was recorded in any {each}"
    if len(frame):
        first, last = frame.iloc[0], frame.iloc[-1]
        title = f"{last['label']} of CRAFT findings are mitigated"
        if len(frame) > 1:
            title += f", against {first['label']} in {words.month(first['month'])}"
    return Exhibit(
        name="mitigated_by_month",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=f"{title}.",
        subtitle=f"Findings mitigated by the end of every {each}, as a share of those recorded by then",
        figures=("risks_mitigated",),
        columns={
            "month": withheld.heading(read, name),
            "value": Column("Mitigated", "share"),
            "of": Column("Recorded", "count"),
        },
        chart=Chart(
            drawn.mitigated_by_month,
            ("month", "value", "of", "label"),
            (withheld.months_told(read, selection, name),),
        ),
        missing=NO_FINDING,
        height=300,
    )


def reports_by_age(read: Reader, selection: Selection) -> Exhibit:
    """The age of each organisation's last CRAFT report, a point for each."""
    known = read.ask(names)
    frame = read.ask(last_craft_reports, selection)
    current = read.figure("craft_reports_current", selection).iloc[0]
    quarter = frame["months"] // QUARTER
    frame = frame.assign(
        organisation_name=frame["organisation"].map(known["organisation"]),
        region_name=[known["region"].get(region, "") for region in frame["region"]],
        report_name=frame["report"].map(REPORTS),
        day=[words.day(day) for day in frame["assessed_on"]],
        years=(quarter + 0.5) * QUARTER / 12,
        place=frame.groupby(quarter).cumcount() + 1,
    )
    oldest, most = (int(frame[name].max()) if len(frame) else 0 for name in ("months", "place"))
    years = max(YEARS_SHOWN_AT_LEAST, oldest // 12 + 1)
    of = words.count(int(current["of"]), "organisation", "organisations")
    have = f"{words.number(current['value'])} of {of} {'has' if current['of'] == 1 else 'have'}"
    older, none = len(frame) - int(current["value"]), int(current["of"]) - len(frame)
    title = f"{have} a CRAFT report less than twelve months old" if len(frame) else "No CRAFT report is known"
    return Exhibit(
        name="craft_reports_by_age",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=f"{title}; {words.count(older, 'has', 'have')} only an older one, {words.number(none)} none."
        if len(frame)
        else "No organisation has a CRAFT report.",
        subtitle=f"Age of each organisation's last CRAFT report on {words.day(selection.as_of)}; "
        f"{words.count(none, 'organisation', 'organisations')} without any not shown",
        figures=("craft_reports_current",),
        columns={
            "organisation_name": Column("Organisation"),
            "region_name": Column("Region"),
            "report_name": Column("Last report"),
            "assessed_on": Column("Of", "day"),
            "months": Column("Months old", "count"),
            "days": Column("Days old", "count"),
        },
        chart=Chart(
            drawn.reports_by_age,
            ("organisation_name", "report_name", "day", "years", "place"),
            (tuple(REPORTS.values()), years, most),
        ),
        missing="No organisation of this selection has a CRAFT report: widen the region or the programme.",
        height=240,
    )
