"""Improvement plans: what was done of what was agreed, and what is overdue."""

from __future__ import annotations

import math

import pandas as pd

from data_access.plans import actions_overdue
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import withheld, words
from exhibits.asking import asked, since_before, with_units
from exhibits.drawn import plans as drawn
from exhibits.exhibit import Chart, Column, Exhibit
from exhibits.forms import BAR_HEIGHT

# A field so far behind the whole is named in the title.
LAG = 0.05
BARS = ("row", "done", "planned", "label")
COUNTS = {
    "done": Column("Done", "count"),
    "planned": Column("Planned", "count"),
    "value": Column("Share done", "share"),
}
NO_PLAN = "No plan for these years was agreed by then: choose a longer period, or widen the region."


def progress_by_field(read: Reader, selection: Selection) -> Exhibit:
    """Actions done of those planned, by field; the sentence sets them against the period before."""
    frame = _progress(read, selection, "field").sort_values("planned", ascending=False, ignore_index=True)
    frame = frame.assign(row=[words.capitalised(words.code(field)) for field in frame["field"]])
    years, on = _years(read, selection), words.day(selection.as_of)
    title, sentence = "No action is planned", "No action is planned."
    if len(frame):
        whole, last = _progress(read, selection).iloc[0], frame.loc[frame["value"].idxmin()]
        title = _share_done(int(whole["done"]), int(whole["planned"]))
        if whole["value"] - last["value"] >= LAG:
            only = f"only {words.share(last['value'])}" if last["done"] else "none"
            title += f", {only} of the {words.code(last['field'])} ones"
        done, share = whole["label"].split(" · ")
        before = _done_before(read, selection)
        sentence = f"{done} actions planned for {years} are done ({share}){before}."
    return Exhibit(
        name="plan_progress_by_field",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=sentence,
        subtitle=f"Plans for {years} on {on}: a bar is as long as what was planned, "
        "filled as far as it is done",
        figures=("plan_progress",),
        columns={"row": Column("Field"), **COUNTS},
        chart=Chart(drawn.done_of_planned, BARS, (tuple(frame["row"]),)),
        missing=NO_PLAN,
        height=BAR_HEIGHT * max(2, len(frame)) + 30,
    )


def progress_by_year(read: Reader, selection: Selection) -> Exhibit:
    """Actions done of those planned, by the year of the plan, the latest first."""
    frame = _progress(read, selection, "year").sort_values("year", ascending=False, ignore_index=True)
    frame = frame.assign(row=frame["year"])
    shares = [(words.share(row.value), row.year) for row in frame.itertuples()]
    title = "No action is planned"
    for share, year in shares[:1]:
        title = f"{share} of the actions planned for {year} are done"
    for share, year in shares[1:2]:
        title += f", {share} of those for {year}"
    return Exhibit(
        name="plan_progress_by_year",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=f"{title}.",
        subtitle=f"Actions done of those planned on {words.day(selection.as_of)}, by year of the plan",
        figures=("plan_progress",),
        columns={"row": Column("Year of the plan"), **COUNTS},
        chart=Chart(drawn.done_of_planned, BARS, (tuple(frame["row"]),)),
        missing=NO_PLAN,
        height=BAR_HEIGHT * max(2, len(frame)) + 30,
    )


def progress_by_month(read: Reader, selection: Selection) -> Exhibit:
    """Actions done and planned at the end of every month."""
    each = withheld.each(read, "plan_progress")
    frame = _counted(withheld.over_time(read, selection, "plan_progress"))
    title = f"No action was planned in any {each}"
    if len(frame):
        first, last = frame.iloc[0], frame.iloc[-1]
        done, more = int(last["done"] - first["done"]), int(last["planned"] - first["planned"])
        title = f"Since {words.month(first['month'])}, {_done(done)}"
        title += f" and {words.number(more)} more planned" if more > 0 else ""
        title = title if len(frame) > 1 else _share_done(int(last["done"]), int(last["planned"]))
    return Exhibit(
        name="plan_progress_by_month",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=f"{title}.",
        subtitle=f"Actions done of those planned at the end of every {each}, "
        f"in plans for {_years(read, selection)} agreed by then",
        figures=("plan_progress",),
        columns={"month": withheld.heading(read, "plan_progress"), **COUNTS},
        chart=Chart(
            drawn.done_of_planned_by_month,
            ("month", "done", "planned", "label"),
            (
                withheld.months_told(read, selection, "plan_progress"),
                1.15 * int(frame["planned"].max()) if len(frame) else 1.0,
            ),
        ),
        missing=NO_PLAN,
        height=260,
    )


def overdue_actions(read: Reader, selection: Selection) -> Exhibit:
    """Each overdue action with whose it is, the longest overdue first."""
    frame = read.ask(actions_overdue, selection)
    known = with_units(read, frame["unit"])
    planned = int(read.figure("overdue_actions", selection)["of"].sum())
    frame = frame.assign(
        owner=[_owner(row.unit, row.organisation, known) for row in frame.itertuples()],
        field_name=[words.capitalised(words.code(field)) for field in frame["field"]],
    )
    on = words.day(selection.as_of)
    title = sentence = f"No action is overdue on {on}"
    if len(frame):
        title = f"{words.count(len(frame), 'action is', 'actions are')} overdue"
        late = words.count(len(frame), "is overdue", "are overdue")
        change = since_before(read, selection, "overdue_actions")
        sentence = f"Of {words.count(planned, 'action', 'actions')} planned so far, {late}{change}"
        days = words.count(int(frame["days"].iloc[0]), "day", "days")
        title += f", the longest by {days}" if len(frame) > 1 else f" by {days}"
    return Exhibit(
        name="overdue_actions",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=f"{sentence}.",
        subtitle=f"Due before {on} and neither done nor cancelled, in plans of every year; longest first",
        figures=("overdue_actions",),
        columns={
            "description": Column("Action"),
            "days": Column("Days overdue", "count"),
            "owner": Column("Unit or organisation"),
            "field_name": Column("Field"),
            "due_on": Column("Due", "day"),
        },
        missing="Every action that was due is done or cancelled."
        if planned
        else "No plan was agreed by then: choose a later period, or widen the region.",
        height=420,
    )


def _progress(read: Reader, selection: Selection, *by: str) -> pd.DataFrame:
    """Plan progress as counts: the groups with ``value``, ``done``, ``planned`` and a ``label``."""
    return _counted(read.figure("plan_progress", selection, by))


def _counted(frame: pd.DataFrame) -> pd.DataFrame:
    frame = frame.dropna(subset=["value"])
    done = (frame["value"].astype(float) * frame["of"].astype(float)).round().astype(int)
    frame = frame.assign(value=frame["value"].astype(float), done=done, planned=frame["of"].astype(int))
    label = [
        f"{words.number(row.done)} of {words.number(row.planned)} · {words.share(row.value)}"
        for row in frame.itertuples()
    ]
    return frame.assign(label=label).reset_index(drop=True)


def _share_done(done: int, planned: int) -> str:
    if planned == 1:
        return "The one planned action is done" if done else "The one planned action is not done"
    if done in (0, planned):
        return f"{'None' if not done else 'All'} of {words.number(planned)} planned actions are done"
    return f"{words.share(done / planned)} of {words.number(planned)} planned actions are done"


def _done(actions: int) -> str:
    return words.count(actions, "action was", "actions were") + " done" if actions else "no action was done"


def _years(read: Reader, selection: Selection) -> str:
    """The years that there are plans for, or could be: ``2025``, ``2025 and 2026``, ``2020 to 2026``."""
    planned = [int(year) for year in read.figure("plan_progress", selection, ["year"])["year"]]
    asked = [selection.first_day.year, max(selection.first_day.year, selection.as_of.year)]
    first, last = min(planned or asked), max(planned or asked)
    if first == last:
        return str(first)
    return f"{first} {'and' if last == first + 1 else 'to'} {last}"


def _done_before(read: Reader, selection: Selection) -> str:
    """The share done on the day that the selection is compared with; nothing where none was planned."""
    then = selection.compared()
    before = float(read.figure("plan_progress", then)["value"].astype(float).iloc[0])
    if math.isnan(before) or then.as_of == selection.as_of:
        return ""
    of = f"{words.share(before)} of those for {_years(read, then)}"
    return f"; on {words.day(then.as_of)} it was {of}"


def _owner(unit: str | None, organisation: str, known: words.Names) -> str:
    """A plan's unit with its organisation, or the organisation itself."""
    body = known["organisation"][organisation]
    return body if unit is None or pd.isna(unit) else f"{known['unit'][unit]}, {body}"
