"""Permits of organisations and units, and cooperatives."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from data_access.language import mark, plural, say
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import words
from exhibits.asking import asked
from exhibits.drawn import conditions as drawn
from exhibits.exhibit import Chart, Column, Exhibit

ROW_HEIGHT = 52
# Statuses in their order: what they are called, and their colour in the palette.
Statuses = dict[str, tuple[str, str]]
PERMIT_STATUSES: Statuses = {
    "granted": (mark("Granted"), "own"),
    "applied": (mark("Applied for"), "own_soft"),
    "lapsed": (mark("Lapsed"), "target"),
    "none": (mark("Has none"), "line"),
    "not_recorded": (mark("Not recorded"), "paper"),
}
# In a narrower segment its number would be cut.
NARROWEST_LABELLED = 0.055


class Holders(NamedTuple):
    """What is said of those who may hold permits."""

    name: str
    subtitle: str
    none: str
    none_said: str
    missing: str


HOLDERS = {
    "organisation": Holders(
        mark("Organisations"),
        mark("Organisations by the status of each permit on {day}; nobody knows of what is not recorded"),
        mark("No organisation in this selection"),
        mark("No organisation is in this selection."),
        mark("No organisation is in this selection: widen the region or the programme."),
    ),
    "unit": Holders(
        mark("Production units"),
        mark("Production units by the status of each permit on {day}; nobody knows of what is not recorded"),
        mark("No production unit in this selection"),
        mark("No production unit is in this selection."),
        mark("No production unit is in this selection: widen the region or the programme."),
    ),
}


def permits_of_organisations(read: Reader, selection: Selection) -> Exhibit:
    """Organisations by the status of each permit, those of which nothing is recorded among them."""
    return _permits(read, selection, "organisation")


def permits_of_units(read: Reader, selection: Selection) -> Exhibit:
    """Production units by the status of each permit, those of which nothing is recorded among them."""
    return _permits(read, selection, "unit")


def cooperatives_by_form(read: Reader, selection: Selection) -> Exhibit:
    """Cooperatives of each form, and what the form means."""
    frame = read.figure("cooperatives", selection).sort_values("value", ascending=False, ignore_index=True)
    frame = frame.assign(
        row=[words.capitalised(words.code(form)) for form in frame["form"]],
        label=[_of_all(row.value, row.of) for row in frame.itertuples()],
        first=True,
    )
    everybody = int(frame["of"].max()) if len(frame) else 0
    title = plural(
        "{number} cooperative among {organisations}",
        "{number} cooperatives among {organisations}",
        int(frame["value"].sum()),
        organisations=words.count(everybody, "organisation", "organisations"),
    )
    forms = words.listed(
        [
            say("in {number} {what_holds}", number=words.number(row.value), what_holds=words.inside(row.row))
            for row in frame.itertuples()
        ]
    )
    return Exhibit(
        name="cooperatives_by_form",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=say("{cooperatives}: {forms}.", cooperatives=title, forms=forms) if forms else f"{title}.",
        subtitle=say("Organisations that are cooperatives, by form, of all organisations of the selection"),
        figures=("cooperatives",),
        columns={
            "row": Column(say("Form")),
            "value": Column(say("Organisations"), "count"),
            "of": Column(say("Of all organisations"), "count"),
        },
        chart=Chart(drawn.named_bars, ("row", "value", "label", "first"), (tuple(frame["row"]), "own")),
        missing=say(HOLDERS["organisation"].missing),
        height=ROW_HEIGHT * 2 + 10,
    )


def _permits(read: Reader, selection: Selection, holder: str) -> Exhibit:
    frame = read.figure("formalisation", selection, only={"holder": holder})
    frame = frame.assign(row=[words.capitalised(words.code(kind)) for kind in frame["permit"]])
    held = frame[frame["status"] == "granted"].sort_values("value", ascending=False)
    frame = segments(frame, PERMIT_STATUSES, list(held["permit"]), "permit")
    of = HOLDERS[holder]
    title, sentence = say(of.none), say(of.none_said)
    if len(held):
        title, sentence = _granted(frame, held, holder)
        sentence = f"{sentence} {_then(read, selection, held.iloc[0])}"
    return Exhibit(
        name=f"permits_of_{holder}s",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=sentence,
        subtitle=say(of.subtitle, day=words.day(selection.as_of)),
        figures=("formalisation",),
        columns={
            "permit_name": Column(say("Permit")),
            "group": Column(say("Status")),
            "value": Column(say(of.name), "count"),
            "of": Column(say("Of all"), "count"),
        },
        chart=status_chart(frame, PERMIT_STATUSES),
        missing=say(of.missing),
        height=ROW_HEIGHT * max(1, len(held)) + 70,
    )


def _granted(frame: pd.DataFrame, held: pd.DataFrame, holder: str) -> tuple[str, str]:
    """The permit that most hold, as a title; and all of them, as a sentence."""
    best, everybody = held.iloc[0], int(held["of"].max())
    holders = words.count(everybody, "organisation", "organisations")
    if holder == "unit":
        holders = words.count(everybody, "production unit", "production units")
    gap = frame[(frame["permit"] == best["permit"]) & (frame["status"] == "not_recorded")]["value"].sum()
    said = {"permit": best["row"], "number": words.number(best["value"]), "holders": holders}
    if gap:
        title = say(
            "{permit}: granted to {number} of {holders}, nothing recorded of {unknown}",
            unknown=words.number(gap),
            **said,
        )
    else:
        title = say("{permit}: granted to {number} of {holders}", **said)
    permits = words.listed(
        [f"{words.inside(row.row)} {words.number(row.value)}" for row in held.itertuples()]
    )
    return title, say("Of {holders}, granted: {permits}.", holders=holders, permits=permits)


def _then(read: Reader, selection: Selection, best: pd.Series) -> str:
    """How many held the permit at the end of the period that the selection is compared with."""
    before = selection.compared()
    only = {name: best[name] for name in ("holder", "permit", "status")}
    then = read.figure("formalisation", before, only=only)
    return plural(
        "On {day}, {number} had the {permit}.",
        "On {day}, {number} had the {permit}.",
        int(then["value"].sum()),
        day=words.day(before.as_of),
        permit=words.inside(best["row"]),
    )


def segments(frame: pd.DataFrame, statuses: Statuses, order: list[str], of: str) -> pd.DataFrame:
    """The rows in their order, each status a segment of its row: ``start``, ``end``, ``group``, ``label``."""
    ranked = frame.assign(
        rank=frame["status"].map({status: rank for rank, status in enumerate(statuses)}),
        line=frame[of].map({code: line for line, code in enumerate(order)}),
        share=frame["value"].astype(float) / frame["of"].astype(float),
        group=[say(statuses[status][0]) for status in frame["status"]],
    ).sort_values(["line", "rank"], ignore_index=True)
    end = ranked.groupby(of)["share"].cumsum()
    return ranked.assign(
        **{f"{of}_name": [words.capitalised(words.code(code)) for code in ranked[of]]},
        start=(end - ranked["share"]).clip(lower=0),
        end=end.clip(upper=1),
        label=[
            words.number(row.value) if row.share >= NARROWEST_LABELLED else "" for row in ranked.itertuples()
        ],
        first=~ranked[of].duplicated(),
    )


def status_chart(frame: pd.DataFrame, statuses: Statuses) -> Chart:
    """The segments of ``segments`` as bars."""
    columns = ("row", "group", "value", "of", "label", "start", "end", "first")
    groups = tuple((say(name), colour) for name, colour in statuses.values())
    return Chart(drawn.statuses, columns, (tuple(frame["row"].unique()), groups))


def _of_all(part: float, whole: float) -> str:
    return f"{words.number(part)} · {words.share(part / whole)}" if whole else words.number(part)
