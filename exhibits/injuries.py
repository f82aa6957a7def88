"""Injuries: how many people were hurt so that they lost time, and how often that is among those at work."""

from __future__ import annotations

import pandas as pd

from data_access.incidents import WORKERS
from data_access.language import mark, plural, say
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import words
from exhibits.asking import asked
from exhibits.drawn import incidents as drawn
from exhibits.exhibit import Chart, Column, Exhibit
from exhibits.forms import BAR_HEIGHT
from exhibits.incidents import period_of

INJURY_ROWS = {
    "": mark("All of these"),
    "fatal": mark("Fatal"),
    "permanent_disability": mark("Not fatal: permanent disability"),
    "lost_time": mark("Not fatal: lost time"),
}


def injury_rate(read: Reader, selection: Selection) -> Exhibit:
    """People hurt per 100,000 person-years beside their number, against the compared period."""
    both = (selection, selection.compared())
    period, earlier = (period_of(when) for when in both)
    now, then = (_injuries(read, when) for when in both)
    frame = pd.concat([now.assign(group=period), then.assign(group=earlier)]).reset_index()
    years = float(read.figure("person_years", selection)["value"].iloc[0])
    hurt, fatally = int(now.loc["", "of"]), int(now.loc["fatal", "of"])
    title = _people_hurt(hurt, fatally)
    return Exhibit(
        name="injury_rate",
        frame=frame if years or hurt else frame.iloc[:0],
        **asked(read, selection),
        title=title,
        sentence=say(
            "{people_hurt}. Per 100,000 person-years: {rate}, against {rate_before} in {period_before}.",
            people_hurt=title,
            rate=now.loc["", "label"],
            rate_before=then.loc["", "label"],
            period_before=earlier,
        )
        + _weight_of_one(years),
        subtitle=say(
            "People hurt per 100,000 person-years (SDG 8.8.1), and how many: {period} against "
            "{earlier_period}",
            period=period,
            earlier_period=earlier,
        ),
        figures=("injury_rate", "person_years"),
        columns={
            "row": Column(say("Severity")),
            "group": Column(say("Period")),
            "of": Column(say("People hurt"), "count"),
            "value": Column(say("Per 100,000 person-years"), "decimal"),
        },
        chart=Chart(
            drawn.injury_rate,
            ("row", "group", "drawn", "label"),
            (tuple(map(say, INJURY_ROWS.values())), (period, earlier)),
        ),
        missing=say(
            "Nobody is at work in any month of this period: choose an earlier one, or widen the region."
        ),
        height=BAR_HEIGHT * 2 * len(INJURY_ROWS) + 40,
    )


def _people_hurt(hurt: int, fatally: int) -> str:
    """How many people were hurt so that they lost time, and how many of them where somebody died."""
    if not hurt:
        return say("Nobody was hurt with lost time or worse")
    people = plural(
        "{number} person was hurt with lost time or worse",
        "{number} people were hurt with lost time or worse",
        hurt,
    )
    if not fatally:
        return people
    return say(
        "{people_hurt}, {number} of them in fatal incidents", people_hurt=people, number=words.number(fatally)
    )


def _injuries(read: Reader, selection: Selection) -> pd.DataFrame:
    """The rate of all injuries and of each severity in one period, with the people hurt, by severity."""
    whole = read.figure("injury_rate", selection).assign(severity="")
    parts = read.figure("injury_rate", selection, ["severity"])
    found = pd.concat([whole, parts]).set_index("severity")[["value", "of"]]
    found = found.reindex(list(INJURY_ROWS)).astype(float)
    people = found["of"].fillna(0).astype(int)
    return found.assign(
        row=[say(INJURY_ROWS[code]) for code in found.index],
        of=people,
        drawn=found["value"].fillna(0),
        label=[_rate(rate, hurt) for rate, hurt in zip(found["value"], people, strict=True)],
    )


def _rate(rate: float, hurt: int) -> str:
    """A rate with its count: ``284 (6 people)``."""
    people = words.count(hurt, "person", "people")
    if pd.isna(rate):
        return say("no rate ({people})", people=people) if hurt else say("nobody at work")
    return f"{words.rate(rate)} ({people})"


def _weight_of_one(years: float) -> str:
    """Why a rate among few workers is to be read with its count."""
    if not years:
        return ""
    weight = say(
        "In {years} person-years, one person more or less is {rate} per 100,000: the fewer the workers, "
        "the more one injury weighs.",
        years=words.number(years),
        rate=words.rate(WORKERS / years),
    )
    return f" {weight}"
