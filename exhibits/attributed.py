"""Sponsors' shares: whose money a programme is, and each one's part of what it reached."""

from __future__ import annotations

from collections import defaultdict

import pandas as pd

from data_access.attributed import can_be_split
from data_access.definition import Figure
from data_access.disclosure.rules import NotForOutsiders
from data_access.figures import figures, known_figure
from data_access.language import plural, say, say_in
from data_access.names import minor_digits, names
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import words
from exhibits.asking import asked
from exhibits.exhibit import Chart, Column, Exhibit
from exhibits.forms import BAR_HEIGHT, bars
from exhibits.sponsors import no_parts, parts_of, rates_in_words, records, shares_in_words
from exhibits.withheld import note

# What a programme reached, in the order in which its sponsors read it.
RESULTS = (
    *("production_units", "active_miners", "people_trained", "training_hours", "people_insured"),
    *("risk_assessed", "miners_risk_assessed", "assistance_visits", "deliveries", "expenditure"),
)
MOST_BARS = 16


def shares_of_funding(read: Reader, selection: Selection, programme: str) -> Exhibit:
    """What each sponsor agreed to pay for the programme, and its share of all that was agreed."""
    chosen = selection.narrowed(programmes=(programme,))
    frame = read.figure("attributed", chosen).sort_values("value", ascending=False, ignore_index=True)
    agreed = _agreed(read, chosen)
    frame = frame.assign(
        row=frame["sponsor"].map(read.ask(names)["sponsor"]),
        agreed=[agreed[sponsor] for sponsor in frame["sponsor"]],
        share_said=shares_in_words(frame["value"]),
    )
    frame = frame.assign(label=[f"{row['share_said']} · {row['agreed']}" for row in records(frame)])
    title = _who_pays(frame)
    known = frame["value"].notna().any()
    return Exhibit(
        name="shares_of_funding",
        title=title,
        sentence=f"{title}.",
        subtitle=say(
            "Share of all funding agreed for the programme by {day}", day=words.day(selection.as_of)
        ),
        figures=("attributed", "funding"),
        **asked(read, chosen),
        frame=frame,
        columns={
            "row": Column(say("Sponsor")),
            "agreed": Column(say("Agreed"), "number_text"),
            "share_said": Column(say("Share"), "number_text"),
        },
        chart=Chart(bars, ("row", "value", "label"), (tuple(frame["row"]),)) if known else None,
        suppressed=rates_in_words(read, chosen),
        missing=say(
            "No funding of this programme was agreed by then: choose a later period, or any sponsor."
        ),
        height=(BAR_HEIGHT + 14) * max(2, len(frame)),
    )


def shares_of_results(read: Reader, selection: Selection, programme: str) -> Exhibit:
    """What the programme reached, whole and by sponsor: a table that adds up line by line."""
    chosen = selection.narrowed(programmes=(programme,))
    told = [found for name in RESULTS if (found := _parts_told(read, chosen, name)) is not None]
    parts = pd.concat(told or [no_parts()], ignore_index=True)
    left_out = len(RESULTS) - len(told)
    sponsors = {f"part_{place}": name for place, name in enumerate(dict.fromkeys(parts["sponsor_name"]))}
    frame = parts.drop_duplicates(["figure", "group_name", "whole_said"])[["result", "whole_said"]]
    for column, sponsor in sponsors.items():
        # Every sponsor has a part of every result, in the same order.
        frame[column] = list(parts.loc[parts["sponsor_name"] == sponsor, "part_said"])
    title = _of_results(parts, selection)
    return Exhibit(
        name="shares_of_results",
        title=title,
        sentence=f"{title}.",
        subtitle=say(
            "{period}; each result × the sponsor's share on {day}. People are never rounded into persons",
            period=words.period(selection.first_day, selection.as_of),
            day=words.day(selection.as_of),
        ),
        figures=("attributed", *dict.fromkeys(parts["figure"])),
        **asked(read, chosen),
        frame=frame.reset_index(drop=True),
        columns={
            "result": Column(say("Result")),
            "whole_said": Column(say("Whole"), "number_text"),
            **{column: Column(sponsor, "number_text") for column, sponsor in sponsors.items()},
        },
        suppressed=" · ".join(
            filter(None, (rates_in_words(read, chosen), _not_told(left_out), _withheld(read, parts)))
        ),
        missing=say("The programme reached nothing in this period: choose its whole run."),
    )


def share_of_figure(read: Reader, selection: Selection, figure: str) -> Exhibit:
    """Each sponsor's part of one figure, programme by programme; programmes are not added.

    Empty for a figure that can't be split, and says so.
    """
    wanted = known_figure(figure)
    splittable = can_be_split(wanted)
    parts = parts_of(read, selection, figure) if splittable else no_parts()
    # Bars are as long as the share: results of two programmes have no scale in common.
    parts = parts.assign(
        row=[
            say("{sponsor}: {programme}", sponsor=row["sponsor_name"], programme=row["programme_name"])
            for row in records(parts)
        ],
        value=parts["share"],
    )
    one_group = not set(wanted.fixed) - {"currency"}
    rows = tuple(dict.fromkeys(parts["row"]))[:MOST_BARS]
    title = _of_one_figure(parts, wanted, selection)
    about = [
        say(
            "{period}; the figure × each sponsor's share of the programme's funding on {day}",
            period=words.period(selection.first_day, selection.as_of),
            day=words.day(selection.as_of),
        )
    ]
    if len(parts) > MOST_BARS and one_group:
        about.append(say("the first {number}, all in the table", number=words.number(MOST_BARS)))
    return Exhibit(
        name="share_of_figure",
        title=title,
        sentence=f"{title}.",
        subtitle="; ".join(about),
        figures=(figure, "attributed"),
        **asked(read, selection),
        frame=parts,
        columns={
            "programme_name": Column(say("Programme")),
            **({} if one_group else {"group_name": Column(say("Of what"))}),
            "sponsor_name": Column(say("Sponsor")),
            "share_said": Column(say("Share"), "number_text"),
            "part_said": Column(say_in("sponsor", "Part"), "number_text"),
            "whole_said": Column(say("Whole"), "number_text"),
        },
        chart=Chart(bars, ("row", "value", "label"), (rows, "own", 300)) if one_group else None,
        suppressed=" · ".join(filter(None, (rates_in_words(read, selection), _withheld(read, parts))))
        if len(parts)
        else "",
        missing=say("No programme of this selection has any of it to share out: choose a longer period.")
        if splittable
        else say("Shares, rates and lengths of time have no parts that could be shared out."),
        height=BAR_HEIGHT * max(2, len(rows)) + 20,
    )


def _parts_told(read: Reader, chosen: Selection, name: str) -> pd.DataFrame | None:
    """Sponsors' parts of a figure; None where a viewer is not told of it in these days."""
    try:
        return parts_of(read, chosen, name)
    except NotForOutsiders:
        return None


def _not_told(results: int) -> str:
    if not results:
        return ""
    return plural(
        "{number} result is not told to sponsors and presenters for these days",
        "{number} results are not told to sponsors and presenters for these days",
        results,
    )


def _withheld(read: Reader, parts: pd.DataFrame) -> str:
    """Why parts are withheld, figure by figure; empty where none is."""
    if "suppressed" not in parts:
        return ""
    said = (note(read, str(name), rows) for name, rows in parts.groupby("figure"))
    return "; ".join(dict.fromkeys(filter(None, said)))


def _agreed(read: Reader, selection: Selection) -> dict[str, str]:
    """What each sponsor agreed to pay, each currency by itself."""
    digits, amounts = read.fact(minor_digits), defaultdict(list)
    for row in records(read.figure("funding", selection, ["sponsor"])):
        currency = row["currency"]
        amounts[row["sponsor"]].append(words.money(row["value"], currency, digits[currency]))
    return {sponsor: words.listed(said) for sponsor, said in amounts.items()}


def _who_pays(frame: pd.DataFrame) -> str:
    if frame.empty:
        return say("No funding was agreed")
    if frame["value"].isna().any():
        return say("The shares can't be told: an exchange rate is missing")
    if frame["value"].iloc[0] == 1:
        return say("{sponsor} pays for all of it", sponsor=frame["row"].iloc[0])
    (first, share), *others = zip(frame["row"], frame["share_said"], strict=True)
    return words.listed(
        [
            say("{sponsor} pays {share}", sponsor=first, share=share),
            *(say("{sponsor} {share}", sponsor=name, share=share) for name, share in others),
        ]
    )


def _of_results(parts: pd.DataFrame, selection: Selection) -> str:
    """The first result that counts people, or else the first of all, and whose it is."""
    if parts.empty:
        return say("Nothing was reached that could be shared out")
    said = parts[parts["whole"].notna()]
    people = said[[figures()[name].unit == "people" for name in said["figure"]]]
    chosen = next(found for found in (people, said, parts) if len(found))
    first = chosen.iloc[0]
    same = (chosen["figure"] == first["figure"]) & (chosen["group_name"] == first["group_name"])
    return _whose(chosen[same], selection)


def _of_one_figure(parts: pd.DataFrame, figure: Figure, selection: Selection) -> str:
    if parts.empty:
        return say("{figure}: nothing to share out", figure=figure.title)
    if len(parts[["programme", "result", "whole_said"]].drop_duplicates()) == 1:
        return _whose(parts, selection)
    programmes = words.count(parts["programme"].nunique(), "programme", "programmes")
    if len(selection.sponsors) == 1:
        return say("{figure}: your shares in {programmes}", figure=figure.title, programmes=programmes)
    return say(
        "{figure}: the shares of {sponsors} in {programmes}",
        figure=figure.title,
        sponsors=words.count(parts["sponsor"].nunique(), "sponsor", "sponsors"),
        programmes=programmes,
    )


def _whose(parts: pd.DataFrame, selection: Selection) -> str:
    """``People trained · your share of 154 people: 92.4``, or how many count for which sponsor."""
    return f"{parts['result'].iloc[0]} · {_for_whom(parts, selection)}"


def _for_whom(parts: pd.DataFrame, selection: Selection) -> str:
    first = parts.iloc[0]
    if pd.isna(first["whole"]):
        return say("withheld, whole and parts")
    unit = figures()[first["figure"]].unit
    whole = first["whole_said"] if unit == "money" else f"{first['whole_said']} {words.code(unit)}"
    if parts["share"].isna().any():
        return say("{whole}, not shared out: an exchange rate is missing", whole=whole)
    if len(selection.sponsors) == 1:
        return say("your share of {whole}: {part}", whole=whole, part=first["part_said"])
    if first["share"] == 1:
        return say("all {whole} for {sponsor}", whole=whole, sponsor=first["sponsor_name"])
    each = [
        say("{part} for {sponsor}", part=row["part_said"], sponsor=row["sponsor_name"])
        for row in records(parts)
    ]
    return say("of {whole}, {parts}", whole=whole, parts=words.listed(each))
