"""Improvement plans: what was done of what was agreed."""

from __future__ import annotations

import math

import pandas as pd

from data_access.language import mark, plural, say, say_in
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import withheld, words
from exhibits.asking import asked
from exhibits.drawn import plans as drawn
from exhibits.exhibit import Chart, Column, Exhibit
from exhibits.forms import BAR_HEIGHT

# A field so far behind the whole is named in the title.
LAG = 0.05
BARS = ("row", "done", "planned", "label")
NO_PLAN = mark("No plan for these years was agreed by then: choose a longer period, or widen the region.")
NONE_PLANNED = mark("No action is planned")
NONE_EVER_PLANNED = {
    "month": mark("No action was planned in any month"),
    "quarter": mark("No action was planned in any quarter"),
    "year": mark("No action was planned in any year"),
}


def progress_by_field(read: Reader, selection: Selection) -> Exhibit:
    """Actions done of those planned, by field; the sentence sets them against the period before."""
    frame = _progress(read, selection, "field").sort_values("planned", ascending=False, ignore_index=True)
    frame = frame.assign(row=[words.capitalised(words.code(field)) for field in frame["field"]])
    title, sentence = say(NONE_PLANNED), f"{say(NONE_PLANNED)}."
    if len(frame):
        whole, last = _progress(read, selection).iloc[0], frame.loc[frame["value"].idxmin()]
        title = _share_done(int(whole["done"]), int(whole["planned"]))
        if whole["value"] - last["value"] >= LAG:
            title = _with_the_last(title, last)
        sentence = _done_and_before(read, selection, whole)
    return Exhibit(
        name="plan_progress_by_field",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=sentence,
        subtitle=say(
            "Plans for {years} on {day}: a bar is as long as what was planned, filled as far as it is done",
            years=_years(read, selection),
            day=words.day(selection.as_of),
        ),
        figures=("plan_progress",),
        columns={"row": Column(say("Field")), **_counts()},
        chart=Chart(drawn.done_of_planned, BARS, (tuple(frame["row"]),)),
        missing=say(NO_PLAN),
        height=BAR_HEIGHT * max(2, len(frame)) + 30,
    )


def progress_by_year(read: Reader, selection: Selection) -> Exhibit:
    """Actions done of those planned, by the year of the plan, the latest first."""
    frame = _progress(read, selection, "year").sort_values("year", ascending=False, ignore_index=True)
    frame = frame.assign(row=frame["year"])
    title = say(NONE_PLANNED)
    if len(frame):
        latest = {"share": words.share(frame["value"].iloc[0]), "year": frame["year"].iloc[0]}
        title = say("{share} of the actions planned for {year} are done", **latest)
        if len(frame) > 1:
            title = say(
                "{share} of the actions planned for {year} are done, {share_before} of those for "
                "{year_before}",
                **latest,
                share_before=words.share(frame["value"].iloc[1]),
                year_before=frame["year"].iloc[1],
            )
    return Exhibit(
        name="plan_progress_by_year",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=f"{title}.",
        subtitle=say(
            "Actions done of those planned on {day}, by year of the plan", day=words.day(selection.as_of)
        ),
        figures=("plan_progress",),
        columns={"row": Column(say("Year of the plan")), **_counts()},
        chart=Chart(drawn.done_of_planned, BARS, (tuple(frame["row"]),)),
        missing=say(NO_PLAN),
        height=BAR_HEIGHT * max(2, len(frame)) + 30,
    )


def progress_by_month(read: Reader, selection: Selection) -> Exhibit:
    """Actions done and planned at the end of every month."""
    each = withheld.each(read, "plan_progress")
    frame = _counted(withheld.over_time(read, selection, "plan_progress"))
    title = say(NONE_EVER_PLANNED[each])
    if len(frame):
        first, last = frame.iloc[0], frame.iloc[-1]
        title = _share_done(int(last["done"]), int(last["planned"]))
        if len(frame) > 1:
            done, more = int(last["done"] - first["done"]), int(last["planned"] - first["planned"])
            title = _done_since(words.month(first["month"]), done, more)
    return Exhibit(
        name="plan_progress_by_month",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=f"{title}.",
        subtitle=say(
            "Actions done of those planned at the end of every {month_or_year}, in plans for {years} agreed "
            "by then",
            month_or_year=words.dimension(each),
            years=_years(read, selection),
        ),
        figures=("plan_progress",),
        columns={"month": withheld.heading(read, "plan_progress"), **_counts()},
        chart=Chart(
            drawn.done_of_planned_by_month,
            ("month", "done", "planned", "label"),
            (
                withheld.months_told(read, selection, "plan_progress"),
                1.15 * int(frame["planned"].max()) if len(frame) else 1.0,
            ),
        ),
        missing=say(NO_PLAN),
        height=260,
    )


def _progress(read: Reader, selection: Selection, *by: str) -> pd.DataFrame:
    """Plan progress as counts: the groups with ``value``, ``done``, ``planned`` and a ``label``."""
    return _counted(read.figure("plan_progress", selection, by))


def _counted(frame: pd.DataFrame) -> pd.DataFrame:
    frame = frame.dropna(subset=["value"])
    done = (frame["value"].astype(float) * frame["of"].astype(float)).round().astype(int)
    frame = frame.assign(value=frame["value"].astype(float), done=done, planned=frame["of"].astype(int))
    label = [
        say(
            "{done} of {planned} · {share}",
            done=words.number(row.done),
            planned=words.number(row.planned),
            share=words.share(row.value),
        )
        for row in frame.itertuples()
    ]
    return frame.assign(label=label).reset_index(drop=True)


def _counts() -> dict[str, Column]:
    """The columns of what is done and planned."""
    return {
        "done": Column(say("Done"), "count"),
        "planned": Column(say_in("actions", "Planned"), "count"),
        "value": Column(say("Share done"), "share"),
    }


def _share_done(done: int, planned: int) -> str:
    if planned == 1:
        return say("The one planned action is done") if done else say("The one planned action is not done")
    if not done:
        return say("None of {planned} planned actions are done", planned=words.number(planned))
    if done == planned:
        return say("All of {planned} planned actions are done", planned=words.number(planned))
    return say(
        "{share} of {planned} planned actions are done",
        share=words.share(done / planned),
        planned=words.number(planned),
    )


def _with_the_last(share_done: str, last: pd.Series) -> str:
    """The share done of all actions, and that of the field which is furthest behind."""
    field = words.code(last["field"])
    if not last["done"]:
        return say("{share_done}, none of the {field} ones", share_done=share_done, field=field)
    return say(
        "{share_done}, only {share} of the {field} ones",
        share_done=share_done,
        share=words.share(last["value"]),
        field=field,
    )


def _done_since(month: str, done: int, more: int) -> str:
    """The actions done since a month, and how many more are planned, if any."""
    if not done and more <= 0:
        return say("Since {month}, no action was done", month=month)
    if not done:
        return say(
            "Since {month}, no action was done and {more} more planned", month=month, more=words.number(more)
        )
    if more <= 0:
        return plural(
            "Since {month}, {number} action was done",
            "Since {month}, {number} actions were done",
            done,
            month=month,
        )
    return plural(
        "Since {month}, {number} action was done and {more} more planned",
        "Since {month}, {number} actions were done and {more} more planned",
        done,
        month=month,
        more=words.number(more),
    )


def _years(read: Reader, selection: Selection) -> str:
    """The years that there are plans for, or could be: ``2025``, ``2025 and 2026``, ``2020 to 2026``."""
    planned = [int(year) for year in read.figure("plan_progress", selection, ["year"])["year"]]
    asked = [selection.first_day.year, max(selection.first_day.year, selection.as_of.year)]
    first, last = min(planned or asked), max(planned or asked)
    if first == last:
        return str(first)
    if last == first + 1:
        return words.listed([str(first), str(last)])
    return say("{first} to {last}", first=first, last=last)


def _done_and_before(read: Reader, selection: Selection, whole: pd.Series) -> str:
    """What is done of what is planned, and the share done on the day that the selection is compared with,
    if any was planned by then."""
    now = {
        "done": words.number(whole["done"]),
        "years": _years(read, selection),
        "share": words.share(whole["value"]),
    }
    then = selection.compared()
    before = float(read.figure("plan_progress", then)["value"].astype(float).iloc[0])
    if math.isnan(before) or then.as_of == selection.as_of:
        return plural(
            "{done} of {number} action planned for {years} is done ({share}).",
            "{done} of {number} actions planned for {years} are done ({share}).",
            int(whole["planned"]),
            **now,
        )
    return plural(
        "{done} of {number} action planned for {years} is done ({share}); on {day} it was {share_before} "
        "of those for {years_before}.",
        "{done} of {number} actions planned for {years} are done ({share}); on {day} it was {share_before} "
        "of those for {years_before}.",
        int(whole["planned"]),
        **now,
        day=words.day(then.as_of),
        share_before=words.share(before),
        years_before=_years(read, then),
    )
