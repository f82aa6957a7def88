"""How banks answer organisations that ask for an account or for credit, and why they refuse."""

from __future__ import annotations

import pandas as pd

from data_access.language import mark, plural, say
from data_access.names import names
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import words
from exhibits.asking import asked
from exhibits.drawn import conditions as drawn
from exhibits.exhibit import Chart, Column, Exhibit
from exhibits.formalisation import ROW_HEIGHT, Statuses, segments, status_chart

OUTCOMES: Statuses = {
    "granted": (mark("Granted"), "own"),
    "pending": (mark("Pending"), "own_soft"),
    "refused": (mark("Refused"), "target"),
}
# Which part of those that asked for something were refused: none, all, or a part.
REFUSED = {
    "account": (
        mark("None of the organisations that asked for an account were refused"),
        mark("All of the organisations that asked for an account were refused"),
        mark("{part} of the organisations that asked for an account were refused"),
    ),
    "credit": (
        mark("None of the organisations that asked for credit were refused"),
        mark("All of the organisations that asked for credit were refused"),
        mark("{part} of the organisations that asked for credit were refused"),
    ),
}


def access_to_finance(read: Reader, selection: Selection) -> Exhibit:
    """What organisations were answered that asked for an account or for credit."""
    frame = read.figure("finance_access", selection)
    everybody = int(frame["of"].max()) if len(frame) else 0
    organisations = words.count(everybody, "organisation", "organisations")
    requests = frame.groupby("finance")["value"].transform("sum")
    frame = frame.assign(all_organisations=frame["of"], of=requests)[requests > 0]
    frame = frame.assign(
        row=[
            say(
                "{finance}: {number} of {organisations} asked",
                finance=words.capitalised(words.code(row.finance)),
                number=words.number(row.of),
                organisations=organisations,
            )
            for row in frame.itertuples()
        ]
    )
    frame = segments(frame, OUTCOMES, ["credit", "account"], "finance")
    title, sentence = _answers_in_words(frame)
    return Exhibit(
        name="access_to_finance",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=sentence,
        subtitle=say(
            "What had come of each organisation's requests by {day}: granted if any was, else as the latest "
            "stands",
            day=words.day(selection.as_of),
        ),
        figures=("finance_access",),
        columns={
            "finance_name": Column(say("Asked for")),
            "group": Column(say("Answer")),
            "value": Column(say("Organisations"), "count"),
            "of": Column(say("Of those that asked"), "count"),
            "all_organisations": Column(say("Of all organisations"), "count"),
        },
        chart=status_chart(frame, OUTCOMES),
        missing=say("No organisation of this selection has asked for an account or credit."),
        height=ROW_HEIGHT * 2 + 60,
    )


def why_refused(read: Reader, selection: Selection) -> Exhibit:
    """Why organisations were refused an account or credit, as they were told."""
    frame = read.figure("finance_access", selection, ["reason"], only={"status": "refused"})
    frame = frame[frame["value"] > 0]
    frame = frame.sort_values(["value", "finance"], ascending=False, ignore_index=True)
    known = read.ask(names)["reason"]
    frame = frame.assign(
        reason=[
            say("No reason recorded") if pd.isna(reason) else known.get(reason, reason)
            for reason in frame["reason"]
        ],
        finance_name=[words.capitalised(words.code(kind)) for kind in frame["finance"]],
        label=[words.number(value) for value in frame["value"]],
        first=True,
    )
    frame = frame.assign(
        row=[f"{row.finance_name} · {row.reason}" for row in frame.itertuples()],
    )
    title = _refusals(frame)
    reasons = words.listed([f"{words.inside(row.row)} ({row.label})" for row in frame.itertuples()])
    return Exhibit(
        name="why_refused",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=say("{refusals}: {reasons}.", refusals=title, reasons=reasons) if reasons else f"{title}.",
        subtitle=say(
            "Organisations granted none by {day}, their latest request refused, by reason",
            day=words.day(selection.as_of),
        ),
        figures=("finance_access",),
        columns={
            "finance_name": Column(say("Asked for")),
            "reason": Column(say("Reason")),
            "value": Column(say("Organisations"), "count"),
        },
        chart=Chart(drawn.named_bars, ("row", "value", "label", "first"), (tuple(frame["row"]), "target")),
        missing=say("No organisation of this selection was refused an account or credit."),
        height=40 * max(2, len(frame)) + 10,
    )


def _answers_in_words(frame: pd.DataFrame) -> tuple[str, str]:
    """How requests were answered, those most often refused first."""
    if frame.empty:
        return (
            say("No organisation asked"),
            say("No organisation of this selection asked for an account or credit."),
        )
    counts = frame.pivot(index="finance", columns="status", values="value")
    asked_for = counts.sum(axis=1)
    kinds = (counts["refused"] / asked_for).sort_values(ascending=False).index
    said = [_answered(kind, int(asked_for[kind]), counts.loc[kind]) for kind in kinds]
    refused, everybody = counts["refused"][kinds[0]], asked_for[kinds[0]]
    none, everyone, part = REFUSED[kinds[0]]
    which = none if not refused else everyone if refused == everybody else part
    title = say(which, part=words.fraction(refused, everybody))
    return words.capitalised(title), f"{'; '.join(said)}."


def _answered(kind: str, requests: int, counts: pd.Series) -> str:
    """How those were answered that asked for one kind of finance."""
    said = {outcome: words.number(counts[outcome]) for outcome in OUTCOMES}
    if kind == "account":
        return plural(
            "{number} asked for an account: {refused} refused, {granted} granted, {pending} pending",
            "{number} asked for an account: {refused} refused, {granted} granted, {pending} pending",
            requests,
            **said,
        )
    return plural(
        "{number} asked for credit: {refused} refused, {granted} granted, {pending} pending",
        "{number} asked for credit: {refused} refused, {granted} granted, {pending} pending",
        requests,
        **said,
    )


def _refusals(frame: pd.DataFrame) -> str:
    """How many requests were refused, and why most often."""
    if frame.empty:
        return say("Nobody was refused")
    refused, reason = int(frame["value"].sum()), words.inside(frame["reason"].iloc[0])
    if len(frame) == 1:
        return plural(
            "{number} request refused: {reason}",
            "{number} requests refused: {reason}",
            refused,
            reason=reason,
        )
    if frame["value"].iloc[0] == frame["value"].iloc[1]:
        return plural(
            "{number} request refused, for {reasons} reasons",
            "{number} requests refused, for {reasons} reasons",
            refused,
            reasons=words.number(len(frame)),
        )
    return plural(
        "{number} request refused, most often: {reason}",
        "{number} requests refused, most often: {reason}",
        refused,
        reason=reason,
    )
