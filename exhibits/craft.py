"""Risks that CRAFT assessments found, what became of them, and how old the last reports are."""

from __future__ import annotations

from itertools import product

import pandas as pd

from data_access.craft import last_craft_reports
from data_access.language import mark, plural, say, say_in
from data_access.names import names
from data_access.reader import Reader
from data_access.schema.organisations import CRAFT_MODULES, LEVELS
from data_access.selection import Selection
from exhibits import withheld, words
from exhibits.asking import asked
from exhibits.drawn import craft as drawn
from exhibits.exhibit import Chart, Column, Exhibit
from exhibits.since import change_since

REPORTS = {"full": mark("Full report"), "summary": mark("Summary")}
NO_FINDING = mark(
    "No organisation of this selection had a CRAFT finding by then: widen the region or the programme."
)
NONE_EVER_RECORDED = {
    "month": mark("No risk was recorded in any month"),
    "quarter": mark("No risk was recorded in any quarter"),
    "year": mark("No risk was recorded in any year"),
}
QUARTER = 3
YEARS_SHOWN_AT_LEAST = 2


def findings_by_module_and_level(read: Reader, selection: Selection) -> Exhibit:
    """Open findings in each module and at each level, of those recorded there."""
    recorded = read.figure("open_risks", selection, ["module", "level"])
    grid = pd.DataFrame(product(CRAFT_MODULES, LEVELS), columns=["module", "level"])
    frame = grid.merge(recorded, on=["module", "level"], how="left").fillna({"value": 0, "of": 0})
    frame = frame.astype({"value": int, "of": int}).assign(
        module_name=[words.code(module) for module in frame["module"]],
        level_name=[words.capitalised(words.code(level)) for level in frame["level"]],
    )
    # Nothing recorded is not the same as nothing open.
    counts = zip(frame["value"], frame["of"], strict=True)
    frame = frame.assign(label=[words.number(value) if of else "–" for value, of in counts])
    on = words.day(selection.as_of)
    subtitle = say("Findings not yet mitigated on {day}, by module of the code and level of the risk", day=on)
    if 0 < len(recorded) < len(frame):
        subtitle = say(
            "Findings not yet mitigated on {day}, by module of the code and level of the risk; – where none "
            "was recorded",
            day=on,
        )
    return Exhibit(
        name="findings_by_module_and_level",
        frame=frame if len(recorded) else frame.iloc[:0],
        **asked(read, selection),
        title=_open(frame),
        sentence=_how_many_open(read, selection) if len(recorded) else say("No risk was recorded."),
        subtitle=subtitle,
        figures=("open_risks",),
        columns={
            "module_name": Column(say("Module")),
            "level_name": Column(say("Level")),
            "value": Column(say_in("findings", "Open"), "count"),
            "of": Column(say_in("findings", "Recorded"), "count"),
        },
        chart=Chart(
            drawn.findings_by_module_and_level,
            ("module_name", "level_name", "value", "of", "label"),
            (
                tuple(words.code(module) for module in CRAFT_MODULES),
                tuple(words.capitalised(words.code(level)) for level in LEVELS),
            ),
        ),
        missing=say(NO_FINDING),
        height=320,
    )


def _open(frame: pd.DataFrame) -> str:
    """How many findings are open and how many of them are grave."""
    still_open, high = int(frame["value"].sum()), int(frame.loc[frame["level"] == "high", "value"].sum())
    if not frame["of"].sum():
        return say("No risk was recorded")
    if not still_open:
        return say("No CRAFT finding is open")
    if not high:
        return plural(
            "{number} CRAFT finding is open, none of them a high risk",
            "{number} CRAFT findings are open, none of them a high risk",
            still_open,
        )
    if high == 1:
        return plural(
            "{number} CRAFT finding is open, 1 of them a high risk",
            "{number} CRAFT findings are open, 1 of them a high risk",
            still_open,
        )
    return say(
        "{number} CRAFT findings are open, {high} of them high risks",
        number=words.number(still_open),
        high=words.number(high),
    )


def _how_many_open(read: Reader, selection: Selection) -> str:
    """The findings open and being mitigated, against the day that the selection is compared with."""
    total = read.figure("open_risks", selection).iloc[0]
    mitigating = read.figure("open_risks", selection, only={"status": "mitigating"})["value"].sum()
    still_open = _open_and_before(
        int(total["of"]),
        int(total["value"]),
        change_since(read, selection, "open_risks"),
        words.day(selection.compared().as_of),
    )
    under_way = plural("{number} is being mitigated", "{number} are being mitigated", int(mitigating))
    return f"{still_open}; {under_way}."


def _open_and_before(recorded: int, still_open: int, change: int | None, day: str) -> str:
    """How many of the findings recorded are open, against a day before if any was recorded by then."""
    findings = words.count(recorded, "CRAFT finding", "CRAFT findings")
    if change is None:
        return plural(
            "Of {findings} recorded so far, {number} is open",
            "Of {findings} recorded so far, {number} are open",
            still_open,
            findings=findings,
        )
    if not change:
        return plural(
            "Of {findings} recorded so far, {number} is open, as many as on {day}",
            "Of {findings} recorded so far, {number} are open, as many as on {day}",
            still_open,
            findings=findings,
            day=day,
        )
    if change > 0:
        return plural(
            "Of {findings} recorded so far, {number} is open, {more} more than on {day}",
            "Of {findings} recorded so far, {number} are open, {more} more than on {day}",
            still_open,
            findings=findings,
            more=words.number(change),
            day=day,
        )
    return plural(
        "Of {findings} recorded so far, {number} is open, {fewer} fewer than on {day}",
        "Of {findings} recorded so far, {number} are open, {fewer} fewer than on {day}",
        still_open,
        findings=findings,
        fewer=words.number(-change),
        day=day,
    )


def mitigated_by_month(read: Reader, selection: Selection) -> Exhibit:
    """Share of recorded findings that were mitigated by the end of every month."""
    name = "risks_mitigated"
    frame, each = withheld.over_time(read, selection, name), withheld.each(read, name)
    frame = frame.assign(label=[words.share(value) for value in frame["value"]])
    title = say(NONE_EVER_RECORDED[each])
    if len(frame):
        first, last = frame.iloc[0], frame.iloc[-1]
        title = say("{share} of CRAFT findings are mitigated", share=last["label"])
        if len(frame) > 1:
            title = say(
                "{share} of CRAFT findings are mitigated, against {share_before} in {month_before}",
                share=last["label"],
                share_before=first["label"],
                month_before=words.month(first["month"]),
            )
    return Exhibit(
        name="mitigated_by_month",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=f"{title}.",
        subtitle=say(
            "Findings mitigated by the end of every {month_or_year}, as a share of those recorded by then",
            month_or_year=words.dimension(each),
        ),
        figures=("risks_mitigated",),
        columns={
            "month": withheld.heading(read, name),
            "value": Column(say("Mitigated"), "share"),
            "of": Column(say_in("findings", "Recorded"), "count"),
        },
        chart=Chart(
            drawn.mitigated_by_month,
            ("month", "value", "of", "label"),
            (withheld.months_told(read, selection, name),),
        ),
        missing=say(NO_FINDING),
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
        report_name=[say(REPORTS[report]) for report in frame["report"]],
        day=[words.day(day) for day in frame["assessed_on"]],
        years=(quarter + 0.5) * QUARTER / 12,
        place=frame.groupby(quarter).cumcount() + 1,
    )
    oldest, most = (int(frame[name].max()) if len(frame) else 0 for name in ("months", "place"))
    years = max(YEARS_SHOWN_AT_LEAST, oldest // 12 + 1)
    older, none = len(frame) - int(current["value"]), int(current["of"]) - len(frame)
    title, sentence = say("No CRAFT report is known"), say("No organisation has a CRAFT report.")
    if len(frame):
        title = plural(
            "{current} of {number} organisation has a CRAFT report less than twelve months old",
            "{current} of {number} organisations have a CRAFT report less than twelve months old",
            int(current["of"]),
            current=words.number(current["value"]),
        )
        sentence = plural(
            "{how_many_have_a_current_one}; {number} has only an older one, {none} none.",
            "{how_many_have_a_current_one}; {number} have only an older one, {none} none.",
            older,
            how_many_have_a_current_one=title,
            none=words.number(none),
        )
    return Exhibit(
        name="craft_reports_by_age",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=sentence,
        subtitle=plural(
            "Age of each organisation's last CRAFT report on {day}; {number} organisation without any not "
            "shown",
            "Age of each organisation's last CRAFT report on {day}; {number} organisations without any not "
            "shown",
            none,
            day=words.day(selection.as_of),
        ),
        figures=("craft_reports_current",),
        columns={
            "organisation_name": Column(say("Organisation")),
            "region_name": Column(say("Region")),
            "report_name": Column(say("Last report")),
            "assessed_on": Column(say_in("day", "Of"), "day"),
            "months": Column(say("Months old"), "count"),
            "days": Column(say("Days old"), "count"),
        },
        chart=Chart(
            drawn.reports_by_age,
            ("organisation_name", "report_name", "day", "years", "place"),
            (tuple(map(say, REPORTS.values())), years, most),
        ),
        missing=say(
            "No organisation of this selection has a CRAFT report: widen the region or the programme."
        ),
        height=240,
    )
