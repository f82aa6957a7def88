"""What protects people: who is insured, of how many planned, who came and went, whose cover ends next."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from data_access.names import names
from data_access.reader import Reader
from data_access.scope import LAPSE_DAYS
from data_access.selection import Selection
from data_access.targets import headline_target
from exhibits import words
from exhibits.asking import asked, of_every_number
from exhibits.cover_financing import in_words, own_shares
from exhibits.drawn import protection as drawn
from exhibits.exhibit import Chart, Column, Exhibit
from exhibits.forms import BAR_HEIGHT
from exhibits.overview import insured_by_month
from exhibits.targets import SHORT, UNKNOWN, targets_of

# Targets of cover, and how their numbers are read.
PLANNED = {"people_insured": "people planned were insured", "insured": "miners planned are insured"}
COVER_TARGETS = tuple(PLANNED)
FACTS = {"fact": Column("Fact"), "value": Column("Value")}
SPANS = ("in 30 days", "31 to 60", "61 to 90")
MOST_REGIONS = 10


def who_is_protected(read: Reader, selection: Selection) -> Exhibit:
    """The page's opening sentence: who is insured, how far that is from what was planned, who pays."""
    of_every_number(read)
    insured, at_work = (int(people) for people in read.figure("insured", selection).iloc[0][["value", "of"]])
    covered = int(read.figure("people_insured", selection)["value"].iloc[0])
    frame = pd.DataFrame(
        [("Insured", insured), ("Miners at work", at_work), ("Insured in the period", covered)],
        columns=["row", "value"],
    )
    part = f" ({words.share(insured / at_work)})" if at_work else ""
    said = [
        f"On {words.day(selection.as_of)} **{words.number(insured)} of "
        f"{words.count(at_work, 'miner', 'miners')}** at work were insured{part}, and "
        f"**{words.count(covered, 'person', 'people')}** had cover on some day of "
        f"{words.period(selection.first_day, selection.last_day)}",
        _planned(read, selection),
        _paid_by_themselves(read, selection),
    ]
    return Exhibit(
        name="who_is_protected",
        frame=frame if at_work or covered else frame.iloc[:0],
        **asked(read, selection),
        title="Who is insured",
        sentence=f"{'. '.join(sentence for sentence in said if sentence)}.",
        subtitle=f"Insured on {words.day(selection.as_of)}, and in the period",
        figures=("insured", "people_insured", "cover_financing"),
        columns={"row": Column("Who"), "value": Column("People", "count")},
        missing="Nobody is at work in this selection, and nobody was insured.",
    )


def _planned(read: Reader, selection: Selection) -> str:
    """How far the people insured are from what was planned for exactly this selection."""
    target = read.ask(headline_target, selection, "people_insured")
    if target is None:
        return ""
    aim, reached, gap = (words.number(target[name]) for name in ("target", "actual", "gap"))
    short = f": **{gap} short**" if target["gap"] > 0 else ""
    return f"Of **{aim} planned** by {words.day(target['due_on'])}, {reached} were insured{short}"


def _paid_by_themselves(read: Reader, selection: Selection) -> str:
    """Which part of the cost of cover the insured and theirs paid, currency by currency."""
    parts = {currency: in_words(share) for currency, share in own_shares(read, selection).items()}
    said = [part if len(parts) == 1 else f"{part} in {currency}" for currency, part in parts.items()]
    return f"Of what it cost, miners and their organisations paid {words.listed(said)}" if said else ""


def planned_and_reached(read: Reader, selection: Selection) -> Exhibit:
    """The target of cover furthest behind: planned, reached, the gap, its stated cause, what comes next."""
    of_cover = targets_of(read, selection, COVER_TARGETS)
    told = of_cover.frame[of_cover.frame["met"] != UNKNOWN]
    title, facts, read_on = of_cover.title, {}, selection.as_of
    if len(told):
        worst = told.iloc[0]
        short, read_on = worst["met"] == SHORT, worst["read_on"]
        title = f"{worst['actual_said']} of the {worst['target_said']} {PLANNED[worst['figure']]}"
        title += f": {worst['gap_said']} short" if short else ": the target is met"
        facts = {
            "Target": worst["row"],
            "Planned": f"{worst['target_said']} by {words.day(worst['due_on'])}",
            "Reached": f"{worst['actual_said']}, {words.share(worst['reached'])} of it",
            "Gap": worst["gap_said"] if short else "none",
            "Stated cause": worst["cause"] or "none stated",
            "Next action": worst["next_action"] or "none stated",
        }
    return replace(
        of_cover,
        name="planned_and_reached",
        title=title,
        sentence=f"{title}.",
        subtitle=f"Of the targets for cover the one furthest behind, on {words.day(read_on)}",
        frame=pd.DataFrame(list(facts.items()), columns=list(FACTS)),
        columns=FACTS,
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
    moves = f"{words.number(people['joined'])} joined and {words.number(people['left'])} left"
    title = f"{cover.title}; {moves}" if months else cover.title
    return replace(
        cover,
        name="cover_and_turnover",
        frame=frame.rename_axis("month").reset_index(),
        title=title,
        sentence=f"{title}.",
        subtitle=f"{cover.subtitle}; below, miners who joined and left their units in each month",
        figures=("insured", "turnover"),
        columns=cover.columns | {"joined": Column("Joined", "count"), "left": Column("Left", "count")},
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
    frame = frame.assign(
        row=frame["region"].map(known["region"]),
        span=frame["days"].map(dict(zip(map(str, LAPSE_DAYS), SPANS, strict=True))),
        more=more.astype(int),
        label=[f"{words.number(row.value)} of {words.number(row.of)}" for row in frame.itertuples()],
    )
    ends = frame[frame["days"] == "90"].sort_values(["value", "of"], ascending=False)
    soon, later = int(people.get("30", 0)), int(people.get("90", 0))
    title = _endings(soon, later)
    most = f"; most in {ends['row'].iloc[0]}, {ends['label'].iloc[0]} insured" if later else ""
    return Exhibit(
        name="lapsing_by_region",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=f"{title}{most}.",
        subtitle=f"Insured people whose unbroken cover ends after {words.day(selection.as_of)}, "
        "of all insured in the region; each person ends once, so the parts add up",
        figures=("lapsing",),
        columns={
            "row": Column("Region"),
            "days": Column("Within days"),
            "value": Column("People", "count"),
            "of": Column("Insured", "count"),
        },
        chart=Chart(
            drawn.lapsing_by_region,
            ("row", "span", "more", "value", "label"),
            (tuple(ends["row"][:MOST_REGIONS]), SPANS),
        ),
        missing="Nobody is insured in this selection, so no cover can end.",
        height=BAR_HEIGHT * max(2, min(len(ends), MOST_REGIONS)) + 60,
    )


def _endings(soon: int, later: int) -> str:
    """Whose cover ends within 30 days, and within 90."""
    if not soon:
        those = words.count(later, "person", "people")
        return f"No cover ends within 30 days; that of {those} within 90" if later else "No cover ends soon"
    title = f"Cover of {words.count(soon, 'person', 'people')} ends within 30 days"
    return title if soon == later else f"{title}, of {words.number(later)} within 90"
