"""Mercury used beside each unit's own baseline: month by month, by unit, by organisation."""

from __future__ import annotations

import pandas as pd

from data_access.language import mark, plural, say
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
NOTHING = mark("No mercury was reported in this period against a baseline: choose a longer one.")
NONE_REPORTED = mark("No mercury was reported")


def in_words(read: Reader, selection: Selection) -> str:
    """What was used against what the baselines give, and how many used more: a sentence or two."""
    whole = _used(read, selection, []).iloc[0]
    users = _used(read, selection, ["unit", "organisation"])
    days = words.period(selection.first_day, selection.as_of)
    if users.empty:
        return say("No mercury was reported for {period}; what else was reported stands below.", period=days)
    total, more = words.number(len(users)), _using_more(users)
    used_more = say("None of {total} that reported used more than before.", total=total)
    if more:
        used_more = plural(
            "{number} of {total} that reported used more than before.",
            "{number} of {total} that reported used more than before.",
            more,
            total=total,
        )
    return f"{_used_in(days, whole)} {used_more}"


def used_by_month(read: Reader, selection: Selection) -> Exhibit:
    """Mercury used in each month beside the baseline of those that reported; missing months are gaps."""
    frame = _used(read, selection, ["month"])
    reports = _used(read, selection, ["month", "unit", "organisation"]).groupby("month").size()
    frame = frame.assign(
        units=[int(reports.get(month, 0)) for month in frame["month"]],
        month_name=[words.month(month) for month in frame["month"]],
    )
    title = say(NONE_REPORTED)
    if len(frame):
        first, last = frame.iloc[0], frame.iloc[-1]
        latest = {"share": _of_baseline(last), "month": words.month(last["month"])}
        title = say("{share} of the baseline was used in {month}", **latest)
        if len(frame) > 1:
            title = say(
                "{share} of the baseline was used in {month}, {share_before} in {month_before}",
                **latest,
                share_before=_of_baseline(first),
                month_before=words.month(first["month"]),
            )
    sentence = f"{title}."
    silent = [words.month(month) for month in months_of(selection) if month not in set(frame["month"])]
    if silent and len(frame):
        sentence += f" {say('Nothing was reported for {months}.', months=words.listed(silent))}"
    return Exhibit(
        name="mercury_used_by_month",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=sentence,
        subtitle=say(
            "Bars: kilograms used, by the month in which a report ends; lines: the baseline "
            "of those that reported"
        ),
        figures=("mercury_avoided",),
        columns={
            "month_name": Column(say("Month")),
            "used": Column(say("Used (kg)"), "decimal"),
            "usual": Column(say("Baseline (kg)"), "decimal"),
            "value": Column(say("Avoided (kg)"), "decimal"),
            "units": Column(say("Reports"), "count"),
        },
        chart=Chart(drawn.used_by_month, ("month", "used", "usual", "units", "way"), (months_of(selection),)),
        missing=say(NOTHING),
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
            say("{used} · baseline {usual}", used=kilograms(row.used), usual=words.number(row.usual, 1))
            for row in frame.itertuples()
        ],
    )
    more = _using_more(frame)
    title, sentence = say(NONE_REPORTED), f"{say(NONE_REPORTED)}."
    if len(frame):
        title = say("None of {total} used more than before", total=words.number(len(frame)))
        sentence = f"{title}."
    if more:
        title = plural(
            "{number} of {total} used more than before",
            "{number} of {total} used more than before",
            more,
            total=words.number(len(frame)),
        )
        worst = say(
            "Most above its baseline: {unit}, {used_and_baseline}.",
            unit=frame["row"].iloc[0],
            used_and_baseline=frame["label"].iloc[0],
        )
        sentence = f"{title}. {worst}"
    shown = frame.head(MOST_UNITS)
    subtitle = say("Bars: kilograms used in the months reported; lines: each one's own baseline")
    if len(frame) > MOST_UNITS:
        subtitle = say(
            "Bars: kilograms used in the months reported; lines: each one's own baseline; the {number} that "
            "come least far below theirs",
            number=words.number(MOST_UNITS),
        )
    return Exhibit(
        name="mercury_used_by_unit",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=sentence,
        subtitle=subtitle,
        figures=("mercury_avoided",),
        columns={
            "row": Column(say("Unit")),
            "used": Column(say("Used (kg)"), "decimal"),
            "usual": Column(say("Baseline (kg)"), "decimal"),
            "value": Column(say("Avoided (kg)"), "decimal"),
        },
        chart=Chart(
            drawn.used_by_unit, ("row", "used", "usual", "way", "label"), (tuple(shown["row"].unique()),)
        ),
        missing=say(NOTHING),
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
        way=[_way(value) for value in frame["value"]],
        label=[_less_or_more(value) for value in frame["value"]],
    )
    title, sentence = say(NONE_REPORTED), f"{say(NONE_REPORTED)}."
    if len(frame):
        title = _how_many_used_less(len(frame), _using_more(frame))
        each = words.listed([f"{row.row} {row.label}" for row in frame.itertuples()])
        sentence = say("{how_many_used_less}: {each}.", how_many_used_less=title, each=each)
    return Exhibit(
        name="mercury_change_by_organisation",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=sentence,
        subtitle=say("Mercury used in the months reported against the baseline for as many months"),
        figures=("mercury_reduction",),
        columns={
            "row": Column(say("Organisation")),
            "value": Column(say("Used less"), "share"),
            "of": Column(say("Baseline (kg)"), "decimal"),
        },
        chart=Chart(
            drawn.change_by_organisation, ("row", "change", "zero", "way", "label"), (tuple(frame["row"]),)
        ),
        missing=say(NOTHING),
        height=ROW_HEIGHT * max(2, len(frame)) + 40,
    )


def _used_in(days: str, whole: pd.Series) -> str:
    """What was used in the period against what the baselines give, where they give anything."""
    part = whole["part"]
    amounts = {"period": days, "used": kilograms(whole["used"]), "baseline": kilograms(whole["usual"])}
    if pd.isna(part):
        return say(
            "In {period}, {used} of mercury were used where as many months before took {baseline}.", **amounts
        )
    amounts["share"] = words.share(abs(1 - part))
    if part > 1:
        return say(
            "In {period}, {used} of mercury were used where as many months before took {baseline}: "
            "{share} more.",
            **amounts,
        )
    return say(
        "In {period}, {used} of mercury were used where as many months before took {baseline}: {share} less.",
        **amounts,
    )


def _how_many_used_less(organisations: int, more: int) -> str:
    """How many organisations used less and how many more."""
    less = words.number(organisations - more)
    if not more:
        return plural(
            "{less} of {number} organisation used less, none more",
            "{less} of {number} organisations used less, none more",
            organisations,
            less=less,
        )
    return plural(
        "{less} of {number} organisation used less, {more} more",
        "{less} of {number} organisations used less, {more} more",
        organisations,
        less=less,
        more=words.number(more),
    )


def _used(read: Reader, selection: Selection, by: list[str]) -> pd.DataFrame:
    """Kilograms ``used`` and ``usual`` of each group, ``part`` of the baseline and which ``way``."""
    frame = read.figure("mercury_avoided", selection, by)
    used, usual = frame["of"] - frame["value"], frame["of"]
    way = [_way(avoided) for avoided in frame["value"]]
    return frame.assign(used=used, usual=usual, part=used / usual.where(usual > 0), way=way)


def _using_more(frame: pd.DataFrame) -> int:
    """How many used more than before."""
    return int((frame["value"] < 0).sum())


def _way(avoided: float) -> str:
    """Which way what was used went, as the legend says it."""
    return say(drawn.MORE if avoided < 0 else drawn.LESS)


def _less_or_more(value: float) -> str:
    share = words.share(abs(value))
    return say("{share} more", share=share) if value < 0 else say("{share} less", share=share)


def _of_baseline(month: pd.Series) -> str:
    """How much of the baseline a month's reports used, as a share; of a baseline of nothing there is none."""
    return "–" if pd.isna(month["part"]) else words.share(month["part"])
