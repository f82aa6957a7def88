"""Permits of organisations and units, cooperatives, and how banks answer when they are asked."""

from __future__ import annotations

import pandas as pd

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
    "granted": ("Granted", "own"),
    "applied": ("Applied for", "own_soft"),
    "lapsed": ("Lapsed", "target"),
    "none": ("Has none", "line"),
    "not_recorded": ("Not recorded", "paper"),
}
OUTCOMES: Statuses = {
    "granted": ("Granted", "own"),
    "pending": ("Pending", "own_soft"),
    "refused": ("Refused", "target"),
}
HOLDERS = {
    "organisation": ("organisation", "organisations"),
    "unit": ("production unit", "production units"),
}
FINANCE = {"account": "an account", "credit": "credit"}
# In a narrower segment its number would be cut.
NARROWEST_LABELLED = 0.055


def permits_of_organisations(read: Reader, selection: Selection) -> Exhibit:
    """Organisations by the status of each permit, those of which nothing is recorded among them."""
    return _permits(read, selection, "organisation")


def permits_of_units(read: Reader, selection: Selection) -> Exhibit:
    """Production units by the status of each permit, those of which nothing is recorded among them."""
    return _permits(read, selection, "unit")


def access_to_finance(read: Reader, selection: Selection) -> Exhibit:
    """What organisations were answered that asked for an account or for credit."""
    frame = read.figure("finance_access", selection)
    everybody = int(frame["of"].max()) if len(frame) else 0
    requests = frame.groupby("finance")["value"].transform("sum")
    frame = frame.assign(all_organisations=frame["of"], of=requests)[requests > 0]
    frame = frame.assign(
        row=[
            f"{words.capitalised(words.code(row.finance))}: {words.number(row.of)} of "
            f"{words.count(everybody, 'organisation', 'organisations')} asked"
            for row in frame.itertuples()
        ]
    )
    frame = _segments(frame, OUTCOMES, ["credit", "account"], "finance")
    title, sentence = _answers_in_words(frame)
    return Exhibit(
        name="access_to_finance",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=sentence,
        subtitle=f"What had come of each organisation's requests by {words.day(selection.as_of)}: "
        "granted if any was, else as the latest stands",
        figures=("finance_access",),
        columns={
            "finance_name": Column("Asked for"),
            "group": Column("Answer"),
            "value": Column("Organisations", "count"),
            "of": Column("Of those that asked", "count"),
            "all_organisations": Column("Of all organisations", "count"),
        },
        chart=_status_chart(frame, OUTCOMES),
        missing="No organisation of this selection has asked for an account or credit.",
        height=ROW_HEIGHT * 2 + 60,
    )


def why_refused(read: Reader, selection: Selection) -> Exhibit:
    """Why organisations were refused an account or credit, as they were told."""
    frame = read.figure("finance_access", selection, ["reason"], only={"status": "refused"})
    frame = frame[frame["value"] > 0]
    frame = frame.sort_values(["value", "finance"], ascending=False, ignore_index=True)
    frame = frame.assign(
        reason=frame["reason"].fillna("No reason recorded"),
        finance_name=[words.capitalised(words.code(kind)) for kind in frame["finance"]],
        label=[words.number(value) for value in frame["value"]],
        first=True,
    )
    frame = frame.assign(
        row=[f"{row.finance_name} · {row.reason}" for row in frame.itertuples()],
    )
    title = "Nobody was refused"
    if len(frame):
        refusals = words.count(int(frame["value"].sum()), "request", "requests")
        reason = words.inside(frame["reason"].iloc[0])
        tied = len(frame) > 1 and frame["value"].iloc[0] == frame["value"].iloc[1]
        often = f", most often: {reason}" if len(frame) > 1 else f": {reason}"
        title = f"{refusals} refused{f', for {words.number(len(frame))} reasons' if tied else often}"
    reasons = words.listed([f"{words.inside(row.row)} ({row.label})" for row in frame.itertuples()])
    return Exhibit(
        name="why_refused",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=f"{title}: {reasons}." if reasons else f"{title}.",
        subtitle=f"Organisations granted none by {words.day(selection.as_of)}, their latest request refused, "
        "by reason",
        figures=("finance_access",),
        columns={
            "finance_name": Column("Asked for"),
            "reason": Column("Reason"),
            "value": Column("Organisations", "count"),
        },
        chart=Chart(drawn.named_bars, ("row", "value", "label", "first"), (tuple(frame["row"]), "target")),
        missing="No organisation of this selection was refused an account or credit.",
        height=40 * max(2, len(frame)) + 10,
    )


def cooperatives_by_form(read: Reader, selection: Selection) -> Exhibit:
    """Cooperatives of each form, and what the form means."""
    frame = read.figure("cooperatives", selection).sort_values("value", ascending=False, ignore_index=True)
    frame = frame.assign(
        row=[words.capitalised(words.code(form)) for form in frame["form"]],
        label=[_of_all(row.value, row.of) for row in frame.itertuples()],
        first=True,
    )
    total = int(frame["value"].sum())
    everybody = words.count(int(frame["of"].max()) if len(frame) else 0, "organisation", "organisations")
    title = f"{words.count(total, 'cooperative', 'cooperatives')} among {everybody}"
    forms = words.listed(
        [f"in {words.number(row.value)} {words.inside(row.row)}" for row in frame.itertuples()]
    )
    return Exhibit(
        name="cooperatives_by_form",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=f"{title}: {forms}." if forms else f"{title}.",
        subtitle="Organisations that are cooperatives, by form, of all organisations of the selection",
        figures=("cooperatives",),
        columns={
            "row": Column("Form"),
            "value": Column("Organisations", "count"),
            "of": Column("Of all organisations", "count"),
        },
        chart=Chart(drawn.named_bars, ("row", "value", "label", "first"), (tuple(frame["row"]), "own")),
        missing="No organisation is in this selection: widen the region or the programme.",
        height=ROW_HEIGHT * 2 + 10,
    )


def _permits(read: Reader, selection: Selection, holder: str) -> Exhibit:
    only = {"holder": holder}
    frame = read.figure("formalisation", selection, only=only)
    frame = frame.assign(row=[words.capitalised(words.code(kind)) for kind in frame["permit"]])
    held = frame[frame["status"] == "granted"].sort_values("value", ascending=False)
    frame = _segments(frame, PERMIT_STATUSES, list(held["permit"]), "permit")
    one, many = HOLDERS[holder]
    title, sentence = f"No {one} in this selection", f"No {one} is in this selection."
    if len(held):
        best, everybody = held.iloc[0], int(held["of"].max())
        gap = frame[(frame["permit"] == best["permit"]) & (frame["status"] == "not_recorded")]["value"].sum()
        title = (
            f"{best['row']}: granted to {words.number(best['value'])} of {words.count(everybody, one, many)}"
        )
        if gap:
            title += f", nothing recorded of {words.number(gap)}"
        granted = words.listed(
            [f"{words.inside(row.row)} {words.number(row.value)}" for row in held.itertuples()]
        )
        sentence = (
            f"Of {words.count(everybody, one, many)}, granted: {granted}. {_then(read, selection, best)}"
        )
    return Exhibit(
        name=f"permits_of_{holder}s",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=sentence,
        subtitle=f"{words.capitalised(many)} by the status of each permit on {words.day(selection.as_of)}; "
        "nobody knows of what is not recorded",
        figures=("formalisation",),
        columns={
            "permit_name": Column("Permit"),
            "group": Column("Status"),
            "value": Column(words.capitalised(many), "count"),
            "of": Column("Of all", "count"),
        },
        chart=_status_chart(frame, PERMIT_STATUSES),
        missing=f"No {one} is in this selection: widen the region or the programme.",
        height=ROW_HEIGHT * max(1, len(held)) + 70,
    )


def _then(read: Reader, selection: Selection, best: pd.Series) -> str:
    """How many held the permit at the end of the period that the selection is compared with."""
    before = selection.compared()
    only = {name: best[name] for name in ("holder", "permit", "status")}
    then = read.figure("formalisation", before, only=only)
    held = int(then["value"].sum())
    return f"On {words.day(before.as_of)}, {words.number(held)} had the {words.inside(best['row'])}."


def _segments(frame: pd.DataFrame, statuses: Statuses, order: list[str], of: str) -> pd.DataFrame:
    """The rows in their order, each status a segment of its row: ``start``, ``end``, ``group``, ``label``."""
    ranked = frame.assign(
        rank=frame["status"].map({status: rank for rank, status in enumerate(statuses)}),
        line=frame[of].map({code: line for line, code in enumerate(order)}),
        share=frame["value"].astype(float) / frame["of"].astype(float),
        group=[statuses[status][0] for status in frame["status"]],
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


def _status_chart(frame: pd.DataFrame, statuses: Statuses) -> Chart:
    columns = ("row", "group", "value", "of", "label", "start", "end", "first")
    return Chart(drawn.statuses, columns, (tuple(frame["row"].unique()), tuple(statuses.values())))


def _answers_in_words(frame: pd.DataFrame) -> tuple[str, str]:
    """How requests were answered, those most often refused first."""
    if frame.empty:
        return "No organisation asked", "No organisation of this selection asked for an account or credit."
    counts = frame.pivot(index="finance", columns="status", values="value")
    asked_for = counts.sum(axis=1)
    kinds = (counts["refused"] / asked_for).sort_values(ascending=False).index
    said = [
        f"{words.number(asked_for[kind])} asked for {FINANCE[kind]}: {words.number(counts['refused'][kind])} "
        f"refused, {words.number(counts['granted'][kind])} granted, "
        f"{words.number(counts['pending'][kind])} pending"
        for kind in kinds
    ]
    part = words.fraction(counts["refused"][kinds[0]], asked_for[kinds[0]])
    title = f"{part} of the organisations that asked for {FINANCE[kinds[0]]} were refused"
    return title, f"{'; '.join(said)}."


def _of_all(part: float, whole: float) -> str:
    return f"{words.number(part)} · {words.share(part / whole)}" if whole else words.number(part)
