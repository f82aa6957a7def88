"""Claims in words: what was published and what is recorded of it, how it is meant, when, by whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from data_access.claims import claims
from data_access.figures import figures
from data_access.language import mark, say
from data_access.names import minor_digits
from data_access.questions import Question
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import words
from exhibits.asking import with_units

MEANT = {
    ">=": mark("at least {value}"),
    "<=": mark("at most {value}"),
    "about": mark("about {value}"),
}
GRADED = {
    "reported": mark("reported, unaudited, per {publisher}"),
    "estimated": mark("estimated, unaudited, per {publisher}"),
    "contested": mark("contested, unaudited, per {publisher}"),
}


def claims_in_words(read: Reader, selection: Selection) -> pd.DataFrame:
    """Every claim, or with programmes chosen those that name one of them; its numbers and days in words.

    Adds to the columns of ``claims``: ``amount`` (the value published, money in major units) and
    ``amount_said``, ``published_said`` (with how it is meant), ``recorded_said``, ``difference_said``,
    ``about`` (what it speaks of, by currency), ``said_on``, ``graded`` and ``covers`` (its selection);
    and says its ``reason``.
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
        published_said=[_meant(row, said) for row, said in zip(rows, amounts, strict=True)],
        recorded_said=[_amount(row, "recorded", digits) for row in rows],
        difference_said=[_difference(row, digits) for row in rows],
        about=[_about(row) for row in rows],
        reason=[str(reason) for reason in frame["reason"]],
        said_on=[say("no day given") if pd.isna(day) else words.day(day) for day in frame["published_on"]],
        graded=[_graded(row) for row in rows],
        covers=[_covers(asks, known) for asks in frame["question"]],
    )


def _names_one(asks: Question | None, programmes: Sequence[str]) -> bool:
    return asks is not None and bool(set(asks.selection.programmes) & set(programmes))


def _graded(row: Mapping[Any, Any]) -> str:
    """How well a value is known, and whose it is where nobody has counted it here."""
    grade = row["evidence"]
    return say(GRADED[grade], publisher=row["publisher"]) if grade in GRADED else words.code(grade)


def _meant(row: Mapping[Any, Any], said: str) -> str:
    """A published value with how it is meant."""
    return say(MEANT[row["comparison"]], value=said) if row["comparison"] in MEANT else said


def _amount(row: Mapping[Any, Any], column: str, digits: Mapping[str, int]) -> str:
    """A value in its unit; money in full, since what is compared is not shortened."""
    amount, currency = row[column], row["currency"]
    if pd.isna(amount):
        return say(row["not_told"]) if column == "recorded" and pd.notna(row["not_told"]) else "–"
    if pd.notna(currency):
        return words.money(int(amount), currency, digits[currency])
    return words.measured(amount, row["unit"] if pd.notna(row["unit"]) else "", None, digits)


def _difference(row: Mapping[Any, Any], digits: Mapping[str, int]) -> str:
    """Recorded less published, with its sign; that there is none where they are equal."""
    left = row["difference"]
    if pd.isna(left):
        return "–"
    if row["unit"] == "share" and left:
        return words.points(left)
    sign = "+" if left > 0 else "−"
    return sign + _amount({**row, "difference": abs(left)}, "difference", digits) if left else say("none")


def _about(row: Mapping[Any, Any]) -> str:
    """What a claim speaks of, as a key: values in two currencies are never set side by side."""
    subject = row["subject"] if pd.notna(row["subject"]) else row["claim"]
    return f"{subject}, in {row['currency']}" if pd.notna(row["currency"]) else str(subject)


def _covers(asks: Question | None, known: words.Names) -> str:
    """The selection that a claim covers, in words, with the codes that it names."""
    if asks is None:
        return say("no rows of this store")
    codes = {name: code for name, code in asks.only.items() if name != "figure"}
    said = [words.inside(words.name_of(known, name, code)) for name, code in codes.items()]
    aimed_at = figures().get(asks.only.get("figure") or "")
    return " · ".join(
        [
            words.selection(asks.selection, known),
            *said,
            *([words.inside(aimed_at.title)] if aimed_at else []),
            *([say("how many, by {dimension}", dimension=words.dimension(asks.count))] if asks.count else []),
        ]
    )
