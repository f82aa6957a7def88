"""Who was trained, whose training is valid, and what lapses next."""

from __future__ import annotations

from data_access.language import mark, plural, say
from data_access.names import names
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import words
from exhibits.asking import asked, months_of
from exhibits.drawn import training as drawn
from exhibits.exhibit import Chart, Column, Exhibit
from exhibits.forms import BAR_HEIGHT, bars

SEX_GROUPS = {"female": mark("Women"), "male": mark("Men")}
OTHER_SEX = mark("Other or not stated")
LAPSE_SPANS = ("30", "60", "90")


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
    as_of = words.day(selection.as_of)
    title, sentence = say("No miner at work in this selection"), say("There is nobody to cover.")
    if total is not None:
        title = say(
            "{share} of active miners hold every required training valid on {day}",
            share=words.share(total),
            day=as_of,
        )
    if total is not None and weakest is not None:
        sentence = say(
            "{share} of active miners hold every required training; the weakest cell is {topic} in {region} "
            "with {least}.",
            share=words.share(total),
            topic=weakest["topic_name"],
            region=weakest["region_name"],
            least=weakest["label"],
        )
    return Exhibit(
        name="coverage_by_topic_and_region",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=sentence,
        subtitle=say(
            "Share of active miners whose training is valid on {day}, by topic and region", day=as_of
        ),
        figures=("training_coverage",),
        columns={
            "topic_name": Column(say("Topic")),
            "region_name": Column(say("Region")),
            "value": Column(say("Valid"), "share"),
            "of": Column(say("Active miners"), "count"),
        },
        chart=Chart(
            drawn.coverage_by_topic_and_region,
            ("topic_name", "region_name", "value", "label", "of"),
            (tuple(topics["topic"].map(known["topic"])), tuple(regions.index.map(known["region"]))),
        ),
        missing=say("No miner is at work in this selection: widen the region or the programme."),
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
        group=[say(SEX_GROUPS.get(sex, OTHER_SEX)) for sex in frame["sex"]],
    )
    # Within a relation a person has one sex: these groups add up.
    frame = frame.groupby(["row", "group"], as_index=False)["value"].sum()
    frame = frame.assign(label=[words.number(value) for value in frame["value"]])
    every = [say(group) for group in (*SEX_GROUPS.values(), OTHER_SEX)]
    groups = tuple(group for group in every if group in set(frame["group"]))
    title = plural("{number} person trained", "{number} people trained", total)
    if total:
        of_them = words.share(women_trained / total)
        title = say("{people_trained}, {share} of them women", people_trained=title, share=of_them)
    return Exhibit(
        name="people_trained",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=say(
            "{people_trained}, in {period}.",
            people_trained=title,
            period=words.period(selection.first_day, selection.as_of),
        ),
        subtitle=say("Distinct people with at least one attendance in the period, by relation and sex"),
        figures=("people_trained",),
        columns={
            "row": Column(say("Relation")),
            "group": Column(say("Sex")),
            "value": Column(say("People"), "count"),
        },
        chart=Chart(drawn.people_by_relation_and_sex, ("row", "group", "value", "label"), (groups,)),
        missing=say("No session was held in this period: choose a longer one, or another programme."),
        height=240,
    )


def trained_by_month(read: Reader, selection: Selection) -> Exhibit:
    """People trained in each month; somebody trained in two months counts in both."""
    frame = read.figure("people_trained", selection, ["month"])
    hours = read.figure("training_hours", selection, ["month"])[["month", "value"]]
    frame = frame.merge(hours.rename(columns={"value": "hours"}), on="month", how="left")
    best = frame.loc[frame["value"].idxmax()] if len(frame) else None
    total = float(frame["hours"].sum())
    title = say("No training")
    if best is not None:
        title = say(
            "{hours} hours of training, most people in {month}",
            hours=words.number(total),
            month=words.month(best["month"]),
        )
    return Exhibit(
        name="trained_by_month",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=f"{title}.",
        subtitle=say("People trained in each month; hours of sessions times their attendances"),
        figures=("people_trained", "training_hours"),
        columns={
            "month": Column(say("Month")),
            "value": Column(say("People trained"), "count"),
            "hours": Column(say("Hours"), "decimal"),
        },
        chart=Chart(drawn.people_by_month, ("month", "value", "hours"), (months_of(selection),)),
        missing=say("No session was held in this period: choose a longer one, or another programme."),
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
        within=[_within(days) for days in frame["days"].astype(str)],
        label=[words.number(value) for value in frame["value"]],
    )
    order = frame[frame["days"] == "90"].sort_values("value", ascending=False)["topic_name"]
    title = plural(
        "{number} person has training that lapses within 90 days",
        "{number} people have training that lapses within 90 days",
        int(soon.get("90", 0)),
    )
    return Exhibit(
        name="lapsing_by_topic",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=say(
            "{people_whose_training_lapses}, {number} of them within 30 days.",
            people_whose_training_lapses=title,
            number=words.number(soon.get("30", 0)),
        ),
        subtitle=say(
            "People whose required training ends after {day}, by topic; cumulative",
            day=words.day(selection.as_of),
        ),
        figures=("training_lapsing",),
        columns={
            "topic_name": Column(say("Topic")),
            "days": Column(say("Within days")),
            "value": Column(say("People"), "count"),
            "of": Column(say("Valid today"), "count"),
        },
        chart=Chart(
            drawn.lapsing_by_topic,
            ("topic_name", "within", "value", "label"),
            (tuple(order), tuple(map(_within, LAPSE_SPANS))),
        ),
        missing=say("Nobody holds a required training that could lapse."),
        height=(BAR_HEIGHT + 14) * max(2, len(order)) + 60,
    )


def hours_by_topic(read: Reader, selection: Selection) -> Exhibit:
    """Hours of training by topic."""
    known = read.ask(names)
    frame = read.figure("training_hours", selection, ["topic"])
    frame = frame.sort_values("value", ascending=False, ignore_index=True)
    in_words = [say("{hours} h", hours=words.number(hours)) for hours in frame["value"]]
    frame = frame.assign(row=frame["topic"].map(known["topic"]), label=in_words)
    top = frame["row"].iloc[0] if len(frame) else ""
    return Exhibit(
        name="hours_by_topic",
        frame=frame,
        **asked(read, selection),
        title=say("Most hours went into {topic}", topic=words.inside(top)) if top else say("Hours by topic"),
        sentence=say("Most hours of training went into {topic}.", topic=top)
        if top
        else say("No training was held."),
        subtitle=say("Hours of each session times its attendances, by topic"),
        figures=("training_hours",),
        columns={"row": Column(say("Topic")), "value": Column(say("Hours"), "decimal")},
        chart=Chart(bars, ("row", "value", "label"), (tuple(frame["row"]),)),
        missing=say("No session was held in this period: choose a longer one, or another programme."),
        height=BAR_HEIGHT * max(2, len(frame)) + 30,
    )


def _within(days: str) -> str:
    return say("within {days} days", days=days)
