"""What sponsors have of a figure, in words: parts that add up, and the rates behind their shares."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from data_access.attributed import attributed_to, rates_used, split
from data_access.definition import Figure
from data_access.figures import known_figure
from data_access.language import mark, plural, say
from data_access.names import minor_digits, names
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import words
from exhibits.withheld import WITHHELD

# People, hours and grams are split into tenths on paper, so that what is printed adds up.
TENTHS = 1
WITHOUT_RATE = mark("no rate")
SAID = ("figure", "programme_name", "sponsor_name", "group_name", "result", "share_said", "part_said",
        "whole_said", "whole_in_unit", "label")  # fmt: skip
# Unit of a figure → an amount of it: the number, by which the noun goes, and how that is written.
IN_UNIT: dict[str, Callable[[float, str], str]] = {
    "units": lambda number, amount: plural("{amount} unit", "{amount} units", number, amount=amount),
    "people": lambda number, amount: plural("{amount} person", "{amount} people", number, amount=amount),
    "moves": lambda number, amount: plural("{amount} move", "{amount} moves", number, amount=amount),
    "hours": lambda number, amount: plural("{amount} hour", "{amount} hours", number, amount=amount),
    "items": lambda number, amount: plural("{amount} item", "{amount} items", number, amount=amount),
    "visits": lambda number, amount: plural("{amount} visit", "{amount} visits", number, amount=amount),
    "incidents": lambda number, amount: plural(
        "{amount} incident", "{amount} incidents", number, amount=amount
    ),
    "years": lambda number, amount: plural("{amount} year", "{amount} years", number, amount=amount),
    "actions": lambda number, amount: plural("{amount} action", "{amount} actions", number, amount=amount),
    "organisations": lambda number, amount: plural(
        "{amount} organisation", "{amount} organisations", number, amount=amount
    ),
    "findings": lambda number, amount: plural("{amount} finding", "{amount} findings", number, amount=amount),
    "holders": lambda number, amount: plural("{amount} holder", "{amount} holders", number, amount=amount),
    "grams": lambda number, amount: plural("{amount} gram", "{amount} grams", number, amount=amount),
    "kilograms": lambda number, amount: plural(
        "{amount} kilogram", "{amount} kilograms", number, amount=amount
    ),
}


def parts_of(read: Reader, selection: Selection, name: str) -> pd.DataFrame:
    """Sponsors' parts of a figure where it is not nothing, programme by programme, in words.

    Columns: those of ``attributed_to``, ``figure`` (its name), ``programme_name``, ``sponsor_name``,
    ``group_name`` (of the figure's fixed dimensions), ``result`` (what it is called),
    ``share_said``, ``part_said``, ``whole_said``, ``whole_in_unit`` (``154 people``) and ``label``. The
    largest shares come first. A part of a whole that is withheld is withheld: such a ``whole`` is missing.
    Raises NotForOutsiders.
    """
    figure, known = known_figure(name), read.ask(names)
    # What is printed adds up over all sponsors, whichever are looked at.
    parts = read.ask(attributed_to, name, selection.narrowed(sponsors=()))
    parts = parts[parts["whole"] != 0].reset_index(drop=True)
    codes = [code for code in figure.fixed if code != "currency"]
    group = [" · ".join(words.name_of(known, code, row[code]) for code in codes) for row in records(parts)]
    parts = parts.assign(
        figure=name,
        programme_name=parts["programme"].map(known["programme"]),
        sponsor_name=parts["sponsor"].map(known["sponsor"]),
        group_name=group,
        result=[_result(figure, each) for each in group],
        share_said=shares_in_words(parts["share"]),
    )
    parts = _with_amounts(parts, figure, codes, read.fact(minor_digits))
    parts = parts[parts["sponsor"].isin(selection.sponsors or set(parts["sponsor"]))]
    return parts.sort_values(
        ["programme", *codes, "share"], ascending=[True, *(True for _ in codes), False], ignore_index=True
    )


def no_parts() -> pd.DataFrame:
    """The frame of ``parts_of`` for a figure that can't be split."""
    return pd.DataFrame(columns=["programme", "sponsor", "share", *SAID])


def shares_in_words(values: pd.Series[float]) -> list[str]:
    """Shares as percentages; a missing one lacks an exchange rate."""
    return [say(WITHOUT_RATE) if pd.isna(share) else words.share(share) for share in values]


def rates_in_words(read: Reader, selection: Selection) -> str:
    """The rates at which the money of co-financed programmes was changed, and their days.

    ``1 EUR = 1.1612 USD on 1 Sep 2026 (by whom)``; empty where all paid in one currency.
    """
    said = []
    for row in records(read.ask(rates_used, selection)):
        from_, to, rate = row["from_currency"], row["to_currency"], row["rate"]
        if pd.isna(rate):
            said.append(say("No rate from {currency} into {other} is known", currency=from_, other=to))
            continue
        if row["inverted"]:
            from_, to, rate = to, from_, 1 / rate
        decimals = 2 if rate >= 10 else 4 if rate >= 0.1 else 6
        quoted = say(
            "{worth} on {day} ({source})",
            worth=f"1 {from_} = {words.number(rate, decimals)} {to}",
            day=words.day(row["quoted_on"]),
            source=words.inside(row["source"]),
        )
        said.append(quoted)
    return "; ".join(dict.fromkeys(said))


def exact(smallest: int, decimals: int) -> str:
    """A number of the smallest parts that are printed, such as tenths: 924 → ``92.4``, 920 → ``92``."""
    rest = smallest % 10**decimals
    return words.number(smallest / 10**decimals, decimals if rest else 0)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame by their columns' names, whatever these are."""
    rows: list[dict[str, Any]] = frame.to_dict("records")
    return rows


def _result(figure: Figure, group: str) -> str:
    """What sponsors have parts of: a figure, or a group of it."""
    return say("{figure}: {group}", figure=figure.title, group=words.inside(group)) if group else figure.title


def _with_amounts(
    parts: pd.DataFrame, figure: Figure, codes: list[str], digits: Mapping[str, int]
) -> pd.DataFrame:
    """The parts with ``part_said``, ``whole_said``, ``whole_in_unit`` and ``label``: printed parts add up to
    their whole."""
    money = figure.unit == "money"
    rows = records(parts)
    decimals = [digits[row["currency"]] if money else TENTHS for row in rows]
    before = [row["currency"] + words.SPACE if money else "" for row in rows]
    wholes = [
        0 if pd.isna(row["whole"]) else int(row["whole"]) if money else round(row["whole"] * 10**TENTHS)
        for row in rows
    ]
    whole_said = [
        say(WITHHELD) if pd.isna(row["whole"]) else sign + exact(whole, places)
        for row, sign, whole, places in zip(rows, before, wholes, decimals, strict=True)
    ]
    said = ["–" if pd.notna(row["whole"]) else say(WITHHELD) for row in rows]
    together = ["programme", *codes, *(["currency"] if money else [])]
    for _, group in parts.dropna(subset=["share", "whole"]).groupby(together, dropna=False):
        of = group.index[0]
        for place, part in zip(group.index, split(wholes[of], list(group["share"])), strict=True):
            said[place] = before[place] + exact(part, decimals[place])
    parts = parts.assign(
        part_said=said,
        whole_said=whole_said,
        whole_in_unit=[
            amount if money or pd.isna(row["whole"]) else IN_UNIT[figure.unit](whole / 10**TENTHS, amount)
            for row, whole, amount in zip(rows, wholes, whole_said, strict=True)
        ],
    )
    return parts.assign(label=[_label(row) for row in records(parts)])


def _label(row: dict[str, Any]) -> str:
    """``92.4 of 154 people · 60 %``; without a rate, or of a whole that is withheld, only what is known."""
    amount = row["whole_in_unit"]
    if pd.notna(row["whole"]) and pd.notna(row["share"]):
        amount = say("{part} of {whole}", part=row["part_said"], whole=amount)
    return f"{amount} · {row['share_said']}"
