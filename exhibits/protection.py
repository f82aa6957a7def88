"""What protects people: who is insured, of how many planned, who came and went, whose cover ends next."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from data_access.language import mark, plural, say, say_in
from data_access.names import names
from data_access.reader import Reader
from data_access.scope import LAPSE_DAYS
from data_access.selection import Selection
from data_access.targets import headline_target
from exhibits import words
from exhibits.asking import asked, of_every_number
from exhibits.cover_financing import paid_by_themselves
from exhibits.drawn import protection as drawn
from exhibits.exhibit import Chart, Column, Exhibit
from exhibits.forms import BAR_HEIGHT
from exhibits.overview import insured_by_month
from exhibits.targets import SHORT, UNKNOWN, targets_of

# Targets of cover, and how their numbers are read: where they are met, and where they are not.
PLANNED = {
    "people_insured": (
        mark("{actual} of the {target} people planned were insured: the target is met"),
        mark("{actual} of the {target} people planned were insured: {gap} short"),
    ),
    "insured": (
        mark("{actual} of the {target} miners planned are insured: the target is met"),
        mark("{actual} of the {target} miners planned are insured: {gap} short"),
    ),
}
COVER_TARGETS = tuple(PLANNED)
SPANS = (mark("in 30 days"), mark("31 to 60"), mark("61 to 90"))
MOST_REGIONS = 10


def who_is_protected(read: Reader, selection: Selection) -> Exhibit:
    """The page's opening sentence: who is insured, how far that is from what was planned, who pays."""
    of_every_number(read)
    insured, at_work = (int(people) for people in read.figure("insured", selection).iloc[0][["value", "of"]])
    covered = int(read.figure("people_insured", selection)["value"].iloc[0])
    frame = pd.DataFrame(
        [
            (say("Insured"), insured),
            (say("Miners at work"), at_work),
            (say("Insured in the period"), covered),
        ],
        columns=["row", "value"],
    )
    said = [
        say(
            "{so_many_are_insured}, and {so_many_were_insured_in_the_period}",
            so_many_are_insured=_insured(insured, at_work, words.day(selection.as_of)),
            so_many_were_insured_in_the_period=plural(
                "**{number} person** had cover on some day of {period}",
                "**{number} people** had cover on some day of {period}",
                covered,
                period=words.period(selection.first_day, selection.last_day),
            ),
        ),
        _planned(read, selection),
        paid_by_themselves(read, selection),
    ]
    return Exhibit(
        name="who_is_protected",
        frame=frame if at_work or covered else frame.iloc[:0],
        **asked(read, selection),
        title=say("Who is insured"),
        sentence=f"{'. '.join(sentence for sentence in said if sentence)}.",
        subtitle=say("Insured on {day}, and in the period", day=words.day(selection.as_of)),
        figures=("insured", "people_insured", "cover_financing"),
        columns={"row": Column(say("Who")), "value": Column(say("People"), "count")},
        missing=say("Nobody is at work in this selection, and nobody was insured."),
    )


def _insured(insured: int, at_work: int, day: str) -> str:
    """How many of those at work were insured on a day."""
    if not at_work:
        return say("On {day} **0 of 0 miners** at work were insured", day=day)
    return plural(
        "On {day} **{insured} of {number} miner** at work were insured ({share})",
        "On {day} **{insured} of {number} miners** at work were insured ({share})",
        at_work,
        day=day,
        insured=words.number(insured),
        share=words.share(insured / at_work),
    )


def _planned(read: Reader, selection: Selection) -> str:
    """How far the people insured are from what was planned for exactly this selection."""
    target = read.ask(headline_target, selection, "people_insured")
    if target is None:
        return ""
    aim, reached, gap = (words.number(target[name]) for name in ("target", "actual", "gap"))
    day = words.day(target["due_on"])
    if target["gap"] > 0:
        return say(
            "Of **{target} planned** by {day}, {reached} were insured: **{gap} short**",
            target=aim,
            day=day,
            reached=reached,
            gap=gap,
        )
    return say(
        "Of **{target} planned** by {day}, {reached} were insured", target=aim, day=day, reached=reached
    )


def planned_and_reached(read: Reader, selection: Selection) -> Exhibit:
    """The target of cover furthest behind: planned, reached, the gap, its stated cause, what comes next."""
    of_cover = targets_of(read, selection, COVER_TARGETS)
    told = of_cover.frame[of_cover.frame["met"] != UNKNOWN]
    title, facts, read_on = of_cover.title, {}, selection.as_of
    if len(told):
        worst = told.iloc[0]
        short, read_on = worst["met"] == SHORT, worst["read_on"]
        actual, aim, gap = worst["actual_said"], worst["target_said"], worst["gap_said"]
        title = say(PLANNED[worst["figure"]][short], actual=actual, target=aim, gap=gap)
        facts = {
            say("Target"): worst["row"],
            say("Planned"): say("{target} by {day}", target=aim, day=words.day(worst["due_on"])),
            say("Reached"): say(
                "{actual}, {share} of it", actual=actual, share=words.share(worst["reached"])
            ),
            say("Gap"): gap if short else say_in("gap", "none"),
            say("Stated cause"): worst["cause"] or say("none stated"),
            say("Next action"): worst["next_action"] or say("none stated"),
        }
    return replace(
        of_cover,
        name="planned_and_reached",
        title=title,
        sentence=f"{title}.",
        subtitle=say("Of the targets for cover the one furthest behind, on {day}", day=words.day(read_on)),
        frame=pd.DataFrame(list(facts.items()), columns=["fact", "value"]),
        columns={"fact": Column(say("Fact")), "value": Column(say("Value"))},
        chart=None,
    )


def cover_and_turnover(read: Reader, selection: Selection) -> Exhibit:
    """Insured miners at the end of every month, over those who joined and who left in it."""
    cover = insured_by_month(read, selection)
    people = read.figure("turnover", selection).set_index("direction")["value"]
    moved = read.figure("turnover", selection, ["month"])
    monthly = {way: moved[moved["direction"] == way].set_index("month")["value"] for way in people.index}
    # In a month at whose end nobody was at work somebody may still have left.
    months = sorted({*cover.frame["month"], *moved["month"]})
    frame = cover.frame.set_index("month")[["value", "of"]].reindex(months, fill_value=0)
    frame = frame.assign(**{way: counts.reindex(months, fill_value=0) for way, counts in monthly.items()})
    frame = frame.assign(gone=-frame["left"], label=[words.number(value) for value in frame["value"]])
    title = cover.title
    if months:
        title = say(
            "{way_of_cover}; {joined} joined and {left} left",
            way_of_cover=cover.title,
            joined=words.number(people["joined"]),
            left=words.number(people["left"]),
        )
    return replace(
        cover,
        name="cover_and_turnover",
        frame=frame.rename_axis("month").reset_index(),
        title=title,
        sentence=f"{title}.",
        subtitle=say(
            "{insured_by_month}; below, miners who joined and left their units in each month",
            insured_by_month=cover.subtitle,
        ),
        figures=("insured", "turnover"),
        columns=cover.columns
        | {"joined": Column(say("Joined"), "count"), "left": Column(say("Left"), "count")},
        chart=cover.chart
        and Chart(
            drawn.cover_and_turnover,
            ("month", "value", "of", "label", "joined", "left", "gone"),
            cover.chart.arguments,
        ),
        height=400,
    )


def lapsing_by_region(read: Reader, selection: Selection) -> Exhibit:
    """Insured people whose cover ends within 30, 60 and 90 days, region by region."""
    known = read.ask(names)
    people = read.figure("lapsing", selection).astype({"days": str}).set_index("days")["value"]
    frame = read.figure("lapsing", selection, ["region"]).astype({"days": str})
    frame = frame[frame["of"] > 0].sort_values(["region", "days"], ignore_index=True)
    more = frame.groupby("region")["value"].diff().fillna(frame["value"])
    spans = tuple(map(say, SPANS))
    frame = frame.assign(
        row=frame["region"].map(known["region"]),
        span=frame["days"].map(dict(zip(map(str, LAPSE_DAYS), spans, strict=True))),
        more=more.astype(int),
        label=[
            say("{part} of {whole}", part=words.number(row.value), whole=words.number(row.of))
            for row in frame.itertuples()
        ],
    )
    ends = frame[frame["days"] == "90"].sort_values(["value", "of"], ascending=False)
    soon, later = int(people.get("30", 0)), int(people.get("90", 0))
    title = _endings(soon, later)
    sentence = f"{title}."
    if later:
        most = ends.iloc[0]
        sentence = say(
            "{whose_cover_ends}; most in {region}, {people} of {insured} insured.",
            whose_cover_ends=title,
            region=most["row"],
            people=words.number(most["value"]),
            insured=words.number(most["of"]),
        )
    return Exhibit(
        name="lapsing_by_region",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=sentence,
        subtitle=say(
            "Insured people whose unbroken cover ends after {day}, of all insured in the region; each person "
            "ends once, so the parts add up",
            day=words.day(selection.as_of),
        ),
        figures=("lapsing",),
        columns={
            "row": Column(say("Region")),
            "days": Column(say("Within days")),
            "value": Column(say("People"), "count"),
            "of": Column(say("Insured"), "count"),
        },
        chart=Chart(
            drawn.lapsing_by_region,
            ("row", "span", "more", "value", "label"),
            (tuple(ends["row"][:MOST_REGIONS]), spans),
        ),
        missing=say("Nobody is insured in this selection, so no cover can end."),
        height=BAR_HEIGHT * max(2, min(len(ends), MOST_REGIONS)) + 60,
    )


def _endings(soon: int, later: int) -> str:
    """Whose cover ends within 30 days, and within 90."""
    if not later:
        return say("No cover ends soon")
    if not soon:
        return plural(
            "No cover ends within 30 days; that of {number} person within 90",
            "No cover ends within 30 days; that of {number} people within 90",
            later,
        )
    if soon == later:
        return plural(
            "Cover of {number} person ends within 30 days",
            "Cover of {number} people ends within 30 days",
            soon,
        )
    return plural(
        "Cover of {number} person ends within 30 days, of {later} within 90",
        "Cover of {number} people ends within 30 days, of {later} within 90",
        soon,
        later=words.number(later),
    )
