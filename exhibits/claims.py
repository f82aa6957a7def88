"""Claims: what was published beside what is recorded, and what is only reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from data_access.claims import TOLERANCE, claims
from data_access.evidence import COUNTED
from data_access.figures import figures
from data_access.names import minor_digits, names
from data_access.questions import Question
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import words
from exhibits.asking import with_units
from exhibits.exhibit import Column, Exhibit

CONTESTED = "contested"
MEANT = {"=": "", ">=": "at least ", "<=": "at most ", "about": "about "}
NONE_OF_THESE = "No claim of this kind names a programme of the selection: lift the programme filter."
HOW_COMPARED = (
    "Each over its own places and days. Equal is equal after rounding to the digits published, "
    f"about is within {words.share(TOLERANCE)} of the value"
)


def what_holds(read: Reader, selection: Selection) -> Exhibit:
    """How many claims there are of each kind, and how many of the counted ones hold."""
    told = claims_in_words(read, selection)
    counted = told[told["evidence"] == COUNTED]
    compared = counted[counted["not_told"].isna()]
    held, not_told = int(compared["holds"].eq(True).sum()), len(counted) - len(compared)
    others = told.loc[told["evidence"] != COUNTED, "evidence"].value_counts(sort=False)
    rows = [("Hold", held), ("No longer hold", len(compared) - held)]
    rows += [("Recorded number not told", not_told)] if not_told else []
    rows += [(f"Only {grade}", int(number)) for grade, number in others.items()]
    sentence = (
        f"{words.number(held)} of {words.count(len(compared), 'counted claim holds', 'counted claims hold')}"
    )
    if not_told and not len(compared):
        of = words.count(not_told, "counted claim", "counted claims")
        sentence = f"What is recorded of {of} is not told here"
    elif not_told:
        sentence += f"; what is recorded of {words.number(not_told)} more is not told here"
    if len(others):
        besides = words.listed([f"{words.number(number)} {grade}" for grade, number in others.items()])
        stand = "value stands" if others.sum() == 1 else "values stand"
        sentence += f"; {besides} {stand} beside them as published, never added to what is counted"
    return Exhibit(
        name="what_holds",
        title="Claims that hold",
        subtitle="Claims by what the rows of this store say of them",
        sentence=f"{sentence}.",
        frame=pd.DataFrame(rows if len(told) else [], columns=["row", "value"]),
        columns={"row": Column("Claims"), "value": Column("Number", "count")},
        missing=NONE_OF_THESE,
        evidence=COUNTED,
        **about_claims(read, selection, told),
    )


def claims_that_differ(read: Reader, selection: Selection) -> Exhibit:
    """Counted claims that no longer hold, or can't be computed, with the reason."""
    frame = _counted(read, selection, held=False)
    title = words.count(len(frame), "counted claim no longer holds", "counted claims no longer hold")
    if frame.empty:
        all_told = claims_not_told(read, selection).empty
        title = "Every counted claim holds" if all_told else "No claim differs from a number that is told"
        return _listed(read, selection, frame, "claims_that_differ", title, "")
    first = frame.iloc[0]
    worst = f" “{first['claim']}”: published {first['published_said']}, recorded {first['recorded_said']}."
    return _listed(read, selection, frame, "claims_that_differ", title, worst)


def claims_that_hold(read: Reader, selection: Selection) -> Exhibit:
    """Counted claims that the rows of this store bear out."""
    frame = _counted(read, selection, held=True)
    title = words.count(len(frame), "counted claim holds", "counted claims hold")
    return _listed(
        read, selection, frame, "claims_that_hold", title if len(frame) else "No counted claim holds", ""
    )


def claims_not_told(read: Reader, selection: Selection) -> Exhibit:
    """Counted claims of which a viewer does not learn the recorded number, with the reason."""
    told = claims_in_words(read, selection)
    frame = told[(told["evidence"] == COUNTED) & told["not_told"].notna()].reset_index(drop=True)
    of = words.count(len(frame), "counted claim", "counted claims")
    title = (
        f"What is recorded of {of} is not told" if len(frame) else "What is recorded is told of every claim"
    )
    return _listed(read, selection, frame, "claims_not_told", title, "")


def uncounted(read: Reader, selection: Selection) -> Exhibit:
    """Values that are reported or estimated by others, as published."""
    told = claims_in_words(read, selection)
    frame = told[~told["evidence"].isin((COUNTED, CONTESTED))].reset_index(drop=True)
    grades = frame["evidence"].value_counts(sort=False)
    kinds = words.listed([f"{words.number(number)} {grade}" for grade, number in grades.items()])
    values = "value stands" if len(frame) == 1 else "values stand"
    title = f"{kinds} {values} here as published" if len(frame) else "No value is only reported"
    return Exhibit(
        name="reported_claims",
        title=title,
        subtitle="Unaudited, per the organisation named; nothing of it is counted here, nor added to what is",
        sentence=f"{title}.",
        frame=frame,
        columns={
            "claim": Column("What was said"),
            "published_said": Column("Published", "number_text"),
            "graded": Column("Evidence"),
            "said_on": Column("When"),
            "source": Column("Source"),
        },
        missing=NONE_OF_THESE,
        evidence=", ".join(map(str, grades.index)) or "reported",
        **about_claims(read, selection, frame),
    )


def claims_in_words(read: Reader, selection: Selection) -> pd.DataFrame:
    """Every claim, or with programmes chosen those that name one of them; its numbers and days in words.

    Adds to the columns of ``claims``: ``amount`` (the value published, money in major units) and
    ``amount_said``, ``published_said`` (with how it is meant), ``recorded_said``, ``difference_said``,
    ``about`` (what it speaks of, by currency), ``said_on``, ``graded`` and ``covers`` (its selection).
    """
    frame, digits = read.ask(claims), read.fact(minor_digits)
    if selection.programmes:
        frame = frame[[_names_one(asks, selection.programmes) for asks in frame["question"]]]
    frame = frame.reset_index(drop=True)
    rows = frame.to_dict("records")
    amounts = [_amount(row, "published", digits) for row in rows]
    known = with_units(read, [asks.only.get("unit") for asks in frame["question"] if asks is not None])
    return frame.assign(
        amount=[row["published"] / 10 ** digits.get(row["currency"], 0) for row in rows],
        amount_said=amounts,
        published_said=[MEANT[row["comparison"]] + said for row, said in zip(rows, amounts, strict=True)],
        recorded_said=[_amount(row, "recorded", digits) for row in rows],
        difference_said=[_difference(row, digits) for row in rows],
        about=[_about(row) for row in rows],
        reason=[str(reason) for reason in frame["reason"]],
        said_on=["no day given" if pd.isna(day) else words.day(day) for day in frame["published_on"]],
        graded=[f"{row['evidence']}, unaudited, per {row['publisher']}" for row in rows],
        covers=[_covers(asks, known) for asks in frame["question"]],
    )


def about_claims(read: Reader, selection: Selection, told: pd.DataFrame) -> dict[str, Any]:
    """What an exhibit of claims says of itself: their figures, and which of them are shown."""
    shown = "All claims"
    if selection.programmes:
        known = read.ask(names)["programme"]
        shown = f"Claims that name {words.listed([known[code] for code in selection.programmes])}"
    return {
        "figures": tuple(name for name in dict.fromkeys(told["figure"]) if name in figures()),
        "selection": f"{shown}, each over its own places and days",
        "data_date": selection.data_date,
    }


def _counted(read: Reader, selection: Selection, held: bool) -> pd.DataFrame:
    told = claims_in_words(read, selection)
    return told[(told["evidence"] == COUNTED) & told["holds"].eq(held)].reset_index(drop=True)


def _listed(
    read: Reader, selection: Selection, frame: pd.DataFrame, name: str, title: str, more: str
) -> Exhibit:
    return Exhibit(
        name=name,
        title=title,
        subtitle=HOW_COMPARED,
        sentence=f"{title}.{more}",
        frame=frame,
        columns={
            "claim": Column("Claim"),
            "published_said": Column("Published", "number_text"),
            "recorded_said": Column("Recorded", "number_text"),
            "difference_said": Column("Difference", "number_text"),
            "reason": Column("Reason"),
            "publisher": Column("Published by"),
            "said_on": Column("When"),
            "covers": Column("Selection"),
            "source": Column("Source"),
        },
        missing=NONE_OF_THESE,
        evidence=COUNTED,
        **about_claims(read, selection, frame),
    )


def _names_one(asks: Question | None, programmes: Sequence[str]) -> bool:
    return asks is not None and bool(set(asks.selection.programmes) & set(programmes))


def _amount(row: Mapping[Any, Any], column: str, digits: Mapping[str, int]) -> str:
    """A value in its unit; money in full, since what is compared is not shortened."""
    amount, currency = row[column], row["currency"]
    if pd.isna(amount):
        return row["not_told"] if column == "recorded" and pd.notna(row["not_told"]) else "–"
    if pd.notna(currency):
        return words.money(int(amount), currency, digits[currency])
    return words.measured(amount, row["unit"] if pd.notna(row["unit"]) else "", None, digits)


def _difference(row: Mapping[Any, Any], digits: Mapping[str, int]) -> str:
    """Recorded less published, with its sign; ``none`` where they are equal."""
    left = row["difference"]
    if pd.isna(left):
        return "–"
    if row["unit"] == "share" and left:
        return words.points(left)
    sign = "+" if left > 0 else "−"
    return sign + _amount({**row, "difference": abs(left)}, "difference", digits) if left else "none"


def _about(row: Mapping[Any, Any]) -> str:
    """What a claim speaks of; values in two currencies are never set side by side."""
    subject = row["subject"] if pd.notna(row["subject"]) else row["claim"]
    return f"{subject}, in {row['currency']}" if pd.notna(row["currency"]) else str(subject)


def _covers(asks: Question | None, known: words.Names) -> str:
    """The selection that a claim covers, in words, with the codes that it names."""
    if asks is None:
        return "no rows of this store"
    codes = {name: code for name, code in asks.only.items() if name != "figure"}
    said = [words.inside(words.name_of(known, name, code)) for name, code in codes.items()]
    aimed_at = figures().get(asks.only.get("figure") or "")
    return " · ".join(
        [
            words.selection(asks.selection, known),
            *said,
            *([words.inside(aimed_at.title)] if aimed_at else []),
            *([f"how many {words.dimension(asks.count)}s"] if asks.count else []),
        ]
    )
