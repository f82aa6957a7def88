"""Who was trained, whose training is valid, and what lapses next."""

from __future__ import annotations

from data_access.names import names
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import words
from exhibits.asking import asked, months_of
from exhibits.drawn import training as drawn
from exhibits.exhibit import Chart, Column, Exhibit
from exhibits.forms import BAR_HEIGHT, bars

SEX_GROUPS = {"female": "Women", "male": "Men"}
OTHER_SEX = "Other or not stated"
LAPSE_SPANS = ("within 30 days", "within 60 days", "within 90 days")


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
    as_of = words.day(selection.as_of)
    title, sentence = "No miner at work in this selection", "There is nobody to cover."
    if said:
        title = f"{said} valid on {as_of}"
    if weakest is not None:
        cell = f"{weakest['topic_name']} in {weakest['region_name']} with {weakest['label']}"
        sentence = f"{said}; the weakest cell is {cell}."
    return Exhibit(
        name="coverage_by_topic_and_region",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=sentence,
        subtitle=f"Share of active miners whose training is valid on {as_of}, by topic and region",
        figures=("training_coverage",),
        columns={
            "topic_name": Column("Topic"),
            "region_name": Column("Region"),
            "value": Column("Valid", "share"),
            "of": Column("Active miners", "count"),
        },
        chart=Chart(
            drawn.coverage_by_topic_and_region,
            ("topic_name", "region_name", "value", "label", "of"),
            (tuple(topics["topic"].map(known["topic"])), tuple(regions.index.map(known["region"]))),
        ),
        missing="No miner is at work in this selection: widen the region or the programme.",
        height=34 * max(frame["topic"].nunique(), 2) + 110,
    )


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
    groups = tuple(group for group in (*SEX_GROUPS.values(), OTHER_SEX) if group in set(frame["group"]))
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
        chart=Chart(drawn.people_by_relation_and_sex, ("row", "group", "value", "label"), (groups,)),
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
        chart=Chart(drawn.people_by_month, ("month", "value", "hours"), (months_of(selection),)),
        missing="No session was held in this period: choose a longer one, or another programme.",
        height=240,
    )


def lapsing_by_topic(read: Reader, selection: Selection) -> Exhibit:
    """People whose required training ends within 30, 60 and 90 days, by topic."""
    known = read.ask(names)
    frame = read.figure("training_lapsing", selection, ["topic"])
    people = read.figure("training_lapsing", selection)
    soon = dict(zip(people["days"].astype(str), people["value"], strict=True))
    frame = frame[frame["of"] > 0]
    frame = frame.assign(
        topic_name=frame["topic"].map(known["topic"]),
        days=frame["days"].astype(str),
        within=[f"within {days} days" for days in frame["days"]],
        label=[words.number(value) for value in frame["value"]],
    )
    order = frame[frame["days"] == "90"].sort_values("value", ascending=False)["topic_name"]
    they_have = words.count(int(soon.get("90", 0)), "person has", "people have")
    title = f"{they_have} training that lapses within 90 days"
    return Exhibit(
        name="lapsing_by_topic",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=f"{title}, {words.number(soon.get('30', 0))} of them within 30 days.",
        subtitle=f"People whose required training ends after {words.day(selection.as_of)}, "
        "by topic; cumulative",
        figures=("training_lapsing",),
        columns={
            "topic_name": Column("Topic"),
            "days": Column("Within days"),
            "value": Column("People", "count"),
            "of": Column("Valid today", "count"),
        },
        chart=Chart(
            drawn.lapsing_by_topic, ("topic_name", "within", "value", "label"), (tuple(order), LAPSE_SPANS)
        ),
        missing="Nobody holds a required training that could lapse.",
        height=(BAR_HEIGHT + 14) * max(2, len(order)) + 60,
    )


def hours_by_topic(read: Reader, selection: Selection) -> Exhibit:
    """Hours of training by topic."""
    known = read.ask(names)
    frame = read.figure("training_hours", selection, ["topic"])
    frame = frame.sort_values("value", ascending=False, ignore_index=True)
    in_words = [f"{words.number(hours)} h" for hours in frame["value"]]
    frame = frame.assign(row=frame["topic"].map(known["topic"]), label=in_words)
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
