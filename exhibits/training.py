"""Who was trained, whose training is valid, and what lapses next."""

from __future__ import annotations

import altair as alt

from data_access.names import names
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import words
from exhibits.asking import asked
from exhibits.exhibit import FRAME, Chart, Column, Exhibit
from exhibits.forms import BAR_HEIGHT, bars, month_axis, whole_axis
from exhibits.theme import Theme

SEX_GROUPS = {"female": "Women", "male": "Men"}
OTHER_SEX = "Other or not stated"
LAPSE_DAYS = ("30", "60", "90")


def coverage_by_topic_and_region(read: Reader, selection: Selection) -> Exhibit:
    """Share of active miners with a valid training, for each topic and region."""
    known = read.ask(names)
    frame = read.figure("training_coverage", selection, ["topic", "region"]).dropna(subset=["value"])
    overall = read.figure("training_coverage", selection)["value"]
    topics = read.figure("training_coverage", selection, ["topic"]).sort_values("value", ascending=False)
    regions = frame.groupby("region")["of"].first().sort_values(ascending=False)
    frame = frame.assign(
        topic_name=frame["topic"].map(known["topic"]),
        region_name=frame["region"].map(known["region"]),
        label=[words.share(value) for value in frame["value"]],
    )
    total = overall.iloc[0] if len(overall) and overall.notna().all() else None
    weakest = frame.loc[frame["value"].idxmin()] if len(frame) else None
    said = f"{words.share(total)} of active miners hold every required training" if total is not None else ""
    return Exhibit(
        name="coverage_by_topic_and_region",
        frame=frame,
        **asked(read, selection),
        title=f"{said} valid on {words.day(selection.as_of)}" if said else "No miner at work in this selection",
        sentence=f"{said}; the weakest cell is {weakest['topic_name']} in {weakest['region_name']} with {weakest['label']}."
        if weakest is not None else "There is nobody to cover.",
        subtitle=f"Share of active miners whose training is valid on {words.day(selection.as_of)}, by topic and region",
        figures=("training_coverage",),
        columns={"topic_name": Column("Topic"), "region_name": Column("Region"),
                 "value": Column("Valid", "share"), "of": Column("Active miners", "count")},
        chart=Chart(_heat_table, ("topic_name", "region_name", "value", "label", "of"),
                    (tuple(known["topic"][t] for t in topics["topic"]), tuple(known["region"][r] for r in regions.index))),
        missing="No miner is at work in this selection: widen the region or the programme.",
        height=34 * max(frame["topic"].nunique(), 2) + 110,
    )  # fmt: skip


def people_trained(read: Reader, selection: Selection) -> Exhibit:
    """People trained by sex and relation, each person once in each group."""
    frame = read.figure("people_trained", selection, ["sex", "relation"]).dropna(subset=["relation"])
    total = int(read.figure("people_trained", selection)["value"].sum())
    women = read.figure("people_trained", selection, ["sex"])
    women_trained = int(women.loc[women["sex"] == "female", "value"].sum())
    frame = frame.assign(
        row=[words.capitalised(words.code(relation)) for relation in frame["relation"]],
        group=[SEX_GROUPS.get(sex, OTHER_SEX) for sex in frame["sex"]],
    )
    # Within a relation a person has one sex: these groups add up.
    frame = frame.groupby(["row", "group"], as_index=False)["value"].sum()
    frame = frame.assign(label=[words.number(value) for value in frame["value"]])
    of_them = f", {words.share(women_trained / total)} of them women" if total else ""
    title = f"{words.count(total, 'person', 'people')} trained{of_them}"
    return Exhibit(
        name="people_trained",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=f"{title}, in {words.period(selection.first_day, selection.as_of)}.",
        subtitle="Distinct people with at least one attendance in the period, by relation and sex",
        figures=("people_trained",),
        columns={"row": Column("Relation"), "group": Column("Sex"), "value": Column("People", "count")},
        chart=Chart(
            _by_relation_and_sex,
            ("row", "group", "value", "label"),
            (tuple(group for group in (*SEX_GROUPS.values(), OTHER_SEX) if group in set(frame["group"])),),
        ),
        missing="No session was held in this period: choose a longer one, or another programme.",
        height=240,
    )


def trained_by_month(read: Reader, selection: Selection) -> Exhibit:
    """People trained in each month; somebody trained in two months counts in both."""
    frame = read.figure("people_trained", selection, ["month"])
    hours = read.figure("training_hours", selection, ["month"])[["month", "value"]]
    frame = frame.merge(hours.rename(columns={"value": "hours"}), on="month", how="left")
    best = frame.loc[frame["value"].idxmax()] if len(frame) else None
    total = float(frame["hours"].sum())
    title = (
        f"{words.number(total)} hours of training, most people in {words.month(best['month'])}"
        if best is not None
        else "No training"
    )
    return Exhibit(
        name="trained_by_month",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=f"{title}.",
        subtitle="People trained in each month; hours of sessions times their attendances",
        figures=("people_trained", "training_hours"),
        columns={
            "month": Column("Month"),
            "value": Column("People trained", "count"),
            "hours": Column("Hours", "decimal"),
        },
        chart=Chart(
            _people_by_month, ("month", "value", "hours"), (tuple(month for month, _ in selection.months()),)
        ),
        missing="No session was held in this period: choose a longer one, or another programme.",
        height=240,
    )


def lapsing_by_topic(read: Reader, selection: Selection) -> Exhibit:
    """People whose required training ends within 30, 60 and 90 days, by topic."""
    known = read.ask(names)
    frame = read.figure("training_lapsing", selection, ["topic"])
    people = read.figure("training_lapsing", selection)
    soon = dict(zip(people["days"].astype(str), people["value"], strict=True))
    frame = frame[frame["of"] > 0].assign(topic_name=lambda f: f["topic"].map(known["topic"]),
                                          days=lambda f: f["days"].astype(str))  # fmt: skip
    frame = frame.assign(within=[f"within {days} days" for days in frame["days"]])
    order = frame[frame["days"] == "90"].sort_values("value", ascending=False)["topic_name"]
    frame = frame.assign(label=[words.number(value) for value in frame["value"]])
    title = f"{words.count(int(soon.get('90', 0)), 'person has', 'people have')} training that lapses within 90 days"
    return Exhibit(
        name="lapsing_by_topic",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=f"{title}, {words.number(soon.get('30', 0))} of them within 30 days.",
        subtitle=f"People whose required training ends after {words.day(selection.as_of)}, by topic; cumulative",
        figures=("training_lapsing",),
        columns={"topic_name": Column("Topic"), "days": Column("Within days"), "value": Column("People", "count"),
                 "of": Column("Valid today", "count")},
        chart=Chart(_lapsing, ("topic_name", "within", "value", "label"), (tuple(order),)),
        missing="Nobody holds a required training that could lapse.",
        height=(BAR_HEIGHT + 14) * max(2, len(order)) + 60,
    )  # fmt: skip


def hours_by_topic(read: Reader, selection: Selection) -> Exhibit:
    """Hours of training by topic."""
    known = read.ask(names)
    frame = read.figure("training_hours", selection, ["topic"]).sort_values(
        "value", ascending=False, ignore_index=True
    )
    frame = frame.assign(
        row=frame["topic"].map(known["topic"]), label=[f"{words.number(v)} h" for v in frame["value"]]
    )
    top = frame["row"].iloc[0] if len(frame) else ""
    return Exhibit(
        name="hours_by_topic",
        frame=frame,
        **asked(read, selection),
        title=f"Most hours went into {words.inside(top)}" if top else "Hours by topic",
        sentence=f"Most hours of training went into {top}." if top else "No training was held.",
        subtitle="Hours of each session times its attendances, by topic",
        figures=("training_hours",),
        columns={"row": Column("Topic"), "value": Column("Hours", "decimal")},
        chart=Chart(bars, ("row", "value", "label"), (tuple(frame["row"]),)),
        missing="No session was held in this period: choose a longer one, or another programme.",
        height=BAR_HEIGHT * max(2, len(frame)) + 30,
    )


def _heat_table(palette: Theme, topics: tuple[str, ...], regions: tuple[str, ...]) -> alt.LayerChart:
    base = alt.Chart(FRAME).encode(
        x=alt.X(
            "region_name:N",
            sort=list(regions),
            axis=alt.Axis(title=None, orient="top", labelAngle=-35, labelLimit=120),
        ),
        y=alt.Y(
            "topic_name:N",
            sort=list(topics),
            axis=alt.Axis(title=None, labelLimit=220, labelColor=palette.ink),
        ),
    )
    cells = base.mark_rect(stroke=palette.paper, strokeWidth=2).encode(
        color=alt.Color("value:Q", legend=None, scale=alt.Scale(domain=[0, 1], range=list(palette.shades))),
        tooltip=[alt.Tooltip("topic_name:N", title="Topic"), alt.Tooltip("region_name:N", title="Region"),
                 alt.Tooltip("label:N", title="Valid"), alt.Tooltip("of:Q", title="Active miners", format=",d")],
    )  # fmt: skip
    # From here on the cell is too strong for the page's own ink.
    readable = 0.82 if palette.name == "light" else 0.68
    on_dark = "#FBF9F5" if palette.name == "light" else "#15181D"
    numbers = base.mark_text(fontSize=12).encode(
        text="label:N",
        color=alt.condition(alt.datum.value > readable, alt.value(on_dark), alt.value(palette.ink)),
    )
    return alt.layer(cells, numbers).properties(padding={"left": 2, "top": 2, "bottom": 2, "right": 44})


def _by_relation_and_sex(palette: Theme, groups: tuple[str, ...]) -> alt.LayerChart:
    base = alt.Chart(FRAME).encode(
        y=alt.Y("row:N", axis=alt.Axis(title=None, labelColor=palette.ink, labelLimit=160)),
        yOffset=alt.YOffset("group:N", sort=list(groups)),
        x=alt.X("value:Q", axis=None, scale=alt.Scale(zero=True, nice=False, padding=4)),
    )
    drawn = base.mark_bar(height={"band": 0.85}).encode(
        color=alt.Color("group:N", scale=alt.Scale(domain=list(groups), range=list(palette.categories))),
        tooltip=[alt.Tooltip("row:N", title="Relation"), alt.Tooltip("group:N", title="Sex"),
                 alt.Tooltip("value:Q", title="People", format=",d")],
    )  # fmt: skip
    return alt.layer(
        drawn, base.mark_text(align="left", dx=5, fontSize=12, color=palette.ink).encode(text="label:N")
    )


def _people_by_month(palette: Theme, months: tuple[str, ...]) -> alt.Chart:
    return (
        alt.Chart(FRAME)
        .mark_bar(color=palette.own, width={"band": 0.7})
        .encode(
            x=month_axis().scale(domain=list(months)),
            y=whole_axis(),
            tooltip=[alt.Tooltip("month:N", title="Month"), alt.Tooltip("value:Q", title="People", format=",d"),
                     alt.Tooltip("hours:Q", title="Hours", format=",.0f")],
        )
    )  # fmt: skip


def _lapsing(palette: Theme, topics: tuple[str, ...]) -> alt.LayerChart:
    spans = [f"within {days} days" for days in LAPSE_DAYS]
    base = alt.Chart(FRAME).encode(
        y=alt.Y(
            "topic_name:N",
            sort=list(topics),
            axis=alt.Axis(title=None, labelLimit=220, labelColor=palette.ink),
        ),
        yOffset=alt.YOffset("within:N", sort=spans),
        x=alt.X("value:Q", axis=None, scale=alt.Scale(zero=True, nice=False, padding=4)),
    )
    drawn = base.mark_bar(height={"band": 0.9}).encode(
        color=alt.Color("within:N", scale=alt.Scale(domain=spans, range=[palette.target, palette.categories[1], palette.own_soft])),
        tooltip=[alt.Tooltip("topic_name:N", title="Topic"), alt.Tooltip("within:N", title=" "),
                 alt.Tooltip("value:Q", title="People", format=",d")],
    )  # fmt: skip
    return alt.layer(
        drawn, base.mark_text(align="left", dx=5, fontSize=11, color=palette.ink).encode(text="label:N")
    )
