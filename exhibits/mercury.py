"""Mercury used beside each unit's own baseline: month by month, by unit, by organisation."""

from __future__ import annotations

import pandas as pd

from data_access.names import names
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import words
from exhibits.asking import asked, months_of, with_units
from exhibits.drawn import mercury as drawn
from exhibits.exhibit import Chart, Column, Exhibit
from exhibits.planetgold import kilograms

ROW_HEIGHT = 40
MOST_UNITS = 18
NOTHING = "No mercury was reported in this period against a baseline: choose a longer one."


def in_words(read: Reader, selection: Selection) -> str:
    """What was used against what the baselines give, and how many used more: a sentence or two."""
    whole = _used(read, selection, []).iloc[0]
    users = _used(read, selection, ["unit", "organisation"])
    days = words.period(selection.first_day, selection.as_of)
    if users.empty:
        return f"No mercury was reported for {days}; what else was reported stands below."
    more = int((users["way"] == drawn.MORE).sum())
    said = f"{kilograms(whole['used'])} of mercury were used where as many months before took "
    said += f"{kilograms(whole['usual'])}"
    if pd.notna(whole["part"]):
        said += f": {_less_or_more(1 - whole['part'])}"
    said_more = (
        f"{words.number(more) if more else 'None'} of {words.number(len(users))} that reported used more"
    )
    return f"In {days}, {said}. {said_more} than before."


def used_by_month(read: Reader, selection: Selection) -> Exhibit:
    """Mercury used in each month beside the baseline of those that reported; missing months are gaps."""
    frame = _used(read, selection, ["month"])
    reports = _used(read, selection, ["month", "unit", "organisation"]).groupby("month").size()
    frame = frame.assign(
        units=[int(reports.get(month, 0)) for month in frame["month"]],
        month_name=[words.month(month) for month in frame["month"]],
    )
    title = "No mercury was reported"
    if len(frame):
        first, last = frame.iloc[0], frame.iloc[-1]
        title = f"{_of_baseline(last)} of the baseline was used in {words.month(last['month'])}"
        if len(frame) > 1:
            title += f", {_of_baseline(first)} in {words.month(first['month'])}"
    silent = [words.month(month) for month in months_of(selection) if month not in set(frame["month"])]
    gaps = f" Nothing was reported for {words.listed(silent)}." if silent and len(frame) else ""
    return Exhibit(
        name="mercury_used_by_month",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=f"{title}.{gaps}",
        subtitle="Bars: kilograms used, by the month in which a report ends; lines: the baseline "
        "of those that reported",
        figures=("mercury_avoided",),
        columns={
            "month_name": Column("Month"),
            "used": Column("Used (kg)", "decimal"),
            "usual": Column("Baseline (kg)", "decimal"),
            "value": Column("Avoided (kg)", "decimal"),
            "units": Column("Reports", "count"),
        },
        chart=Chart(drawn.used_by_month, ("month", "used", "usual", "units", "way"), (months_of(selection),)),
        missing=NOTHING,
        height=300,
    )


def used_by_unit(read: Reader, selection: Selection) -> Exhibit:
    """Mercury used by each unit beside its own baseline, those that use more first."""
    frame = _used(read, selection, ["unit", "organisation"]).sort_values(
        "part", ascending=False, ignore_index=True, na_position="first"
    )
    known = with_units(read, frame["unit"])
    owners, own_names = (frame[kind].map(known[kind]) for kind in ("organisation", "unit"))
    rows = [
        owner if pd.isna(unit) else f"{unit} · {owner}" for unit, owner in zip(own_names, owners, strict=True)
    ]
    # Two units of one name are two rows.
    frame = frame.assign(
        row=[
            f"{row} · {unit}" if rows.count(row) > 1 else row
            for row, unit in zip(rows, frame["unit"], strict=True)
        ],
        label=[
            f"{kilograms(row.used)} · baseline {words.number(row.usual, 1)}" for row in frame.itertuples()
        ],
    )
    more = int((frame["way"] == drawn.MORE).sum())
    title = f"{words.number(more) if more else 'None'} of {words.number(len(frame))} used more than before"
    shown = frame.head(MOST_UNITS)
    left_out = f"; the {MOST_UNITS} that come least far below theirs" if len(frame) > MOST_UNITS else ""
    top = frame.iloc[0] if more else None
    worst = f" Most above its baseline: {top['row']}, {top['label']}." if top is not None else ""
    return Exhibit(
        name="mercury_used_by_unit",
        frame=frame,
        **asked(read, selection),
        title=title if len(frame) else "No mercury was reported",
        sentence=f"{title}.{worst}" if len(frame) else "No mercury was reported.",
        subtitle=f"Bars: kilograms used in the months reported; lines: each one's own baseline{left_out}",
        figures=("mercury_avoided",),
        columns={
            "row": Column("Unit"),
            "used": Column("Used (kg)", "decimal"),
            "usual": Column("Baseline (kg)", "decimal"),
            "value": Column("Avoided (kg)", "decimal"),
        },
        chart=Chart(
            drawn.used_by_unit, ("row", "used", "usual", "way", "label"), (tuple(shown["row"].unique()),)
        ),
        missing=NOTHING,
        height=ROW_HEIGHT * max(2, len(shown)) + 30,
    )


def change_by_organisation(read: Reader, selection: Selection) -> Exhibit:
    """How far each organisation with its units lies below its baseline, or above it."""
    known = read.ask(names)
    frame = read.figure("mercury_reduction", selection, ["organisation"]).dropna(subset=["value"])
    frame = frame.sort_values("value", ignore_index=True)
    frame = frame.assign(
        row=frame["organisation"].map(known["organisation"]),
        change=-frame["value"],
        zero=0.0,
        way=[drawn.MORE if value < 0 else drawn.LESS for value in frame["value"]],
        label=[_less_or_more(value) for value in frame["value"]],
    )
    more = int((frame["way"] == drawn.MORE).sum())
    title = (
        f"{words.number(len(frame) - more)} of {words.count(len(frame), 'organisation', 'organisations')} "
    )
    title += f"used less, {words.number(more) if more else 'none'} more"
    said = words.listed([f"{row.row} {row.label}" for row in frame.itertuples()])
    return Exhibit(
        name="mercury_change_by_organisation",
        frame=frame,
        **asked(read, selection),
        title=title if len(frame) else "No mercury was reported",
        sentence=f"{title}: {said}." if len(frame) else "No mercury was reported.",
        subtitle="Mercury used in the months reported against the baseline for as many months",
        figures=("mercury_reduction",),
        columns={
            "row": Column("Organisation"),
            "value": Column("Used less", "share"),
            "of": Column("Baseline (kg)", "decimal"),
        },
        chart=Chart(
            drawn.change_by_organisation, ("row", "change", "zero", "way", "label"), (tuple(frame["row"]),)
        ),
        missing=NOTHING,
        height=ROW_HEIGHT * max(2, len(frame)) + 40,
    )


def _used(read: Reader, selection: Selection, by: list[str]) -> pd.DataFrame:
    """Kilograms ``used`` and ``usual`` of each group, ``part`` of the baseline and which ``way``."""
    frame = read.figure("mercury_avoided", selection, by)
    used, usual = frame["of"] - frame["value"], frame["of"]
    way = [drawn.MORE if avoided < 0 else drawn.LESS for avoided in frame["value"]]
    return frame.assign(used=used, usual=usual, part=used / usual.where(usual > 0), way=way)


def _less_or_more(value: float) -> str:
    return f"{words.share(abs(value))} {'more' if value < 0 else 'less'}"


def _of_baseline(month: pd.Series) -> str:
    """How much of the baseline a month's reports used, as a share; of a baseline of nothing there is none."""
    return "–" if pd.isna(month["part"]) else words.share(month["part"])
