"""What sponsors have of a figure, in words: parts that add up, and the rates behind their shares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from data_access.attributed import attributed_to, rates_used, split
from data_access.definition import Figure
from data_access.figures import known_figure
from data_access.names import minor_digits, names
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import words
from exhibits.withheld import WITHHELD

# People, hours and grams are split into tenths on paper, so that what is printed adds up.
TENTHS = 1
WITHOUT_RATE = "no rate"
SAID = ("figure", "programme_name", "sponsor_name", "group_name", "result", "share_said", "part_said",
        "whole_said", "label")  # fmt: skip


def parts_of(read: Reader, selection: Selection, name: str) -> pd.DataFrame:
    """Sponsors' parts of a figure where it is not nothing, programme by programme, in words.

    Columns: those of ``attributed_to``, ``figure`` (its name), ``programme_name``, ``sponsor_name``,
    ``group_name`` (of the figure's fixed dimensions), ``result`` (what it is called),
    ``share_said``, ``part_said``, ``whole_said`` and ``label``. The largest shares come first. A part of
    a whole that is withheld is withheld. Raises NotForOutsiders.
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
        result=[f"{figure.title}: {words.inside(each)}" if each else figure.title for each in group],
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
    return [WITHOUT_RATE if pd.isna(share) else words.share(share) for share in values]


def rates_in_words(read: Reader, selection: Selection) -> str:
    """The rates at which the money of co-financed programmes was changed, and their days.

    ``1 EUR = 1.1612 USD on 1 Sep 2026 (by whom)``; empty where all paid in one currency.
    """
    said = []
    for row in records(read.ask(rates_used, selection)):
        from_, to, rate = row["from_currency"], row["to_currency"], row["rate"]
        if pd.isna(rate):
            said.append(f"No rate from {from_} into {to} is known")
            continue
        if row["inverted"]:
            from_, to, rate = to, from_, 1 / rate
        decimals = 2 if rate >= 10 else 4 if rate >= 0.1 else 6
        worth = f"1 {from_} = {words.number(rate, decimals)} {to}"
        said.append(f"{worth} on {words.day(row['quoted_on'])} ({words.inside(row['source'])})")
    return "; ".join(dict.fromkeys(said))


def exact(smallest: int, decimals: int) -> str:
    """A number of the smallest parts that are printed, such as tenths: 924 → ``92.4``, 920 → ``92``."""
    rest = smallest % 10**decimals
    return words.number(smallest / 10**decimals, decimals if rest else 0)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame by their columns' names, whatever these are."""
    rows: list[dict[str, Any]] = frame.to_dict("records")
    return rows


def _with_amounts(
    parts: pd.DataFrame, figure: Figure, codes: list[str], digits: Mapping[str, int]
) -> pd.DataFrame:
    """The parts with ``part_said``, ``whole_said`` and ``label``: printed parts add up to their whole."""
    money = figure.unit == "money"
    rows = records(parts)
    decimals = [digits[row["currency"]] if money else TENTHS for row in rows]
    before = [row["currency"] + words.SPACE if money else "" for row in rows]
    unit = "" if money else f" {figure.unit}"
    wholes = [
        0 if pd.isna(row["whole"]) else int(row["whole"]) if money else round(row["whole"] * 10**TENTHS)
        for row in rows
    ]
    whole_said = [
        WITHHELD if pd.isna(row["whole"]) else sign + exact(whole, places)
        for row, sign, whole, places in zip(rows, before, wholes, decimals, strict=True)
    ]
    said = ["–" if pd.notna(row["whole"]) else WITHHELD for row in rows]
    together = ["programme", *codes, *(["currency"] if money else [])]
    for _, group in parts.dropna(subset=["share", "whole"]).groupby(together, dropna=False):
        of = group.index[0]
        for place, part in zip(group.index, split(wholes[of], list(group["share"])), strict=True):
            said[place] = before[place] + exact(part, decimals[place])
    return parts.assign(
        part_said=said,
        whole_said=whole_said,
        label=[
            _label(part, whole, share, unit)
            for part, whole, share in zip(said, whole_said, parts["share_said"], strict=True)
        ],
    )


def _label(part: str, whole: str, share: str, unit: str) -> str:
    """``92.4 of 154 people · 60 %``; without a rate, or of a whole that is withheld, only what is known."""
    if whole == WITHHELD:
        return f"{WITHHELD} · {share}"
    return f"{whole}{unit} · {share}" if share == WITHOUT_RATE else f"{part} of {whole}{unit} · {share}"
