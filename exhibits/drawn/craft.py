"""Drawn: risks found by CRAFT assessments, and how old the last reports are."""

from __future__ import annotations

import json
from math import ceil

import altair as alt

from data_access.language import say, say_in
from exhibits import words
from exhibits.exhibit import FRAME, Drawing
from exhibits.forms import in_lines, last_month, month_axis
from exhibits.legends import AVAILABLE
from exhibits.lettering import broken, length
from exhibits.theme import LETTERS, Theme

# Beyond it the strongest cell would be too dark for the page's ink, or too bright for it by night.
STRONGEST = 0.5
# Above the highest stack, for the word at the line.
ROOM = 2.5
# The most that a line of a module's name is long, in pixels.
LONGEST = 230
# Between two headings, in pixels.
BETWEEN = 8
PERCENT = "round(100 * datum.value) + ' %'"


def findings_by_module_and_level(
    palette: Theme, modules: tuple[str, ...], levels: tuple[str, ...]
) -> Drawing:
    """A heat table with the number of open findings in each cell; a module has lines of its own."""
    widest = ceil(max((length(level, LETTERS) for level in levels), default=0)) + BETWEEN
    narrow = f"{AVAILABLE} < {LONGEST + widest * len(levels)}"
    headings = alt.Axis(
        title=None,
        orient="top",
        # Where they have no room beside each other, they slant.
        labelAngle=alt.ExprRef(f"{narrow} ? 35 : 0"),
        labelAlign=alt.ExprRef(f"{narrow} ? 'right' : 'center'"),
        labelColor=palette.ink,
    )
    lines = {
        module: [line for part in module.split(": ") for line in broken(part, LONGEST, LETTERS, most=2)]
        for module in modules
    }
    rows = alt.Axis(title=None, labelLimit=LONGEST, labelColor=palette.ink, **in_lines(lines))
    base = alt.Chart(FRAME).encode(
        x=alt.X("level_name:N", sort=list(levels), axis=headings),
        y=alt.Y("module_name:N", sort=list(modules), axis=rows),
    )
    strength = alt.Scale(range=[0.04, STRONGEST], zero=True)
    cells = base.mark_rect(color=palette.target, stroke=palette.paper, strokeWidth=2).encode(
        opacity=alt.Opacity("value:Q", legend=None, scale=strength),
        tooltip=[
            alt.Tooltip("module_name:N", title=" "),
            alt.Tooltip("level_name:N", title=say("Level")),
            alt.Tooltip("value:Q", title=say_in("findings", "Open"), format=",d"),
            alt.Tooltip("of:Q", title=say_in("findings", "Recorded"), format=",d"),
        ],
    )
    numbers = base.mark_text(fontSize=15, color=palette.ink).encode(text="label:N")
    return alt.layer(cells, numbers)


def mitigated_by_month(palette: Theme, months: tuple[str, ...]) -> Drawing:
    """The share mitigated at each month's end, on a scale of all; its end is marked."""
    shares = alt.Y("value:Q", axis=alt.Axis(title=None, labelExpr=PERCENT), scale=alt.Scale(domain=[0, 1]))
    base = alt.Chart(FRAME).encode(x=month_axis().scale(domain=list(months)), y=shares)
    line = base.mark_line(color=palette.own, point=alt.OverlayMarkDef(color=palette.own, size=36)).encode(
        tooltip=[
            alt.Tooltip("month:N", title=say("Month")),
            alt.Tooltip("label:N", title=say("Mitigated")),
            alt.Tooltip("of:Q", title=say_in("findings", "Recorded"), format=",d"),
        ]
    )
    number = base.mark_text(dy=-12, fontWeight="bold", align="right", dx=8, color=palette.own)
    return alt.layer(line, number.transform_filter(last_month(months)).encode(text="label:N"))


def reports_by_age(palette: Theme, kinds: tuple[str, ...], years: int, most: int) -> Drawing:
    """Each organisation as a point where its last report stands in age, up to ``years``; points of one
    quarter are stacked, ``most`` at most. A line divides those that are current from the others."""
    ages = [say("new"), *(words.count(age, "year", "years") for age in range(1, years + 1))]
    base = alt.Chart(FRAME).encode(
        x=alt.X(
            "years:Q",
            axis=alt.Axis(
                title=None,
                labelExpr=f"{json.dumps(ages)}[datum.value]",
                tickCount=years,
                tickMinStep=1,
                labelFlush=True,
            ),
            scale=alt.Scale(domain=[0, years], nice=False),
        ),
        y=alt.Y("place:Q", axis=None, scale=alt.Scale(domain=[0, most + ROOM])),
    )
    known = alt.Scale(domain=list(kinds), range=[palette.own, palette.categories[1]])
    shapes = alt.Scale(domain=list(kinds), range=["circle", "diamond"])
    points = base.mark_point(filled=True, size=70, opacity=1).encode(
        color=alt.Color("report_name:N", scale=known),
        shape=alt.Shape("report_name:N", scale=shapes),
        tooltip=[
            alt.Tooltip("organisation_name:N", title=" "),
            alt.Tooltip("report_name:N", title=say("Report")),
            alt.Tooltip("day:N", title=say_in("day", "Of")),
        ],
    )
    # One row, or the word would be written once for each organisation.
    bare = alt.Chart(FRAME).transform_aggregate(organisations="count()")
    # The line itself says nothing to those who listen: its word does.
    line = bare.mark_rule(color=palette.target, strokeDash=[6, 4], strokeWidth=1.5)
    word = bare.mark_text(color=palette.target, align="left", dx=6).encode(
        x=alt.datum(1), y=alt.value(8), text=alt.value(say("no longer current"))
    )
    return alt.layer(line.encode(x=alt.datum(1)), word, points)
