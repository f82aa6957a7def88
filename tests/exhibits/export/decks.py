"""Decks to export: of what the gallery holds, and of what a store should not hold but may."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pandas as pd
from PIL import Image

from exhibits.exhibit import Chart, Column, Exhibit, Headline
from exhibits.export.deck import Brand, Deck, Slide
from exhibits.forms import bars

DAY = date(2026, 9, 30)
LINK = "https://dashboard.example.org/?country=PE"
HOSTILE = (
    '#panic("run")',
    "#set text(size: 99pt)",
    "*bold* _italic_ $x^2$ @reference <label> \\ // /* */ ```",
    '=HYPERLINK("http://evil.example","click")',
    "+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "-2+3",
    "<r>rich</r>",
    "<script>alert(1)</script> & &amp; ]]> <a:t>",
    "{0} {name} %s %(x)s",
    "bell \x07 tab\tvertical \x0b end",
    "no character \ufffe",
    "منجم الذهب",
    "金矿",
    "Ñandú · Île d’Âmbre · −5 → 6\u202f000",
    "http://evil.example/a?b=c",
    "Very long " * 60,
    "Unbroken" * 70,
)


def brand(logo: bool = True, kind: str = "PNG") -> Brand:
    """A house, with a logo if it is to have one."""
    drawn = BytesIO()
    Image.new("RGB", (240, 80), "#5B2A12").save(drawn, kind)
    return Brand("Fundación Oro Claro", drawn.getvalue() if logo else None, "#5B2A12", "#C58B1B")


def deck_of(exhibits: Iterable[Exhibit], **other: Any) -> Deck:
    """A deck of these exhibits, with notes, and under a snapshot."""
    deck = Deck(
        title="What the programmes reached",
        subtitle="For the yearly meeting",
        slides=tuple(Slide(exhibit, notes=f"Say this of {exhibit.name}.") for exhibit in exhibits),
        as_of=DAY,
        data_date=DAY,
        brand=brand(),
        snapshot="S-7F3A",
        link=LINK,
    )
    return replace(deck, **other)


def exhibit_of(frame: pd.DataFrame, columns: dict[str, Column], **other: Any) -> Exhibit:
    """An exhibit of a frame."""
    shown = Exhibit(
        name="made_for_a_test",
        title="A title",
        subtitle="A subtitle",
        sentence="A sentence.",
        figures=("insured",),
        selection="All programmes",
        data_date=DAY,
        frame=frame,
        columns=columns,
        missing="Widen it.",
    )
    return replace(shown, **other)


def bars_of(rows: Sequence[str], values: Sequence[float | None], **other: Any) -> Exhibit:
    """An exhibit whose chart is bars of these rows."""
    frame = pd.DataFrame({"row": rows, "value": values, "label": [f"{value} of us" for value in values]})
    columns = {"row": Column("Group"), "value": Column("People", "count")}
    return exhibit_of(frame, columns, chart=Chart(bars, ("row", "value", "label"), (tuple(rows),)), **other)


def typed() -> Exhibit:
    """An exhibit whose table has a column of every format."""
    frame = pd.DataFrame(
        {
            "name": ["A", None],
            "said": ["USD 1.2K", "–"],
            "count": [1234, None],
            "share": [0.4321, 0.004],
            "amount": [Decimal("1234567890123.45"), Decimal("-0.07")],
            "yen": [Decimal(5_000), Decimal("12345678901234567.89")],
            "day": [date(2026, 2, 28), None],
            "weight": [0.0123, 7.5],
        }
    )
    columns = {
        "name": Column("Name"),
        "said": Column("Said", "number_text"),
        "count": Column("Count", "count"),
        "share": Column("Share", "share"),
        "amount": Column("Amount", "money"),
        "yen": Column("Exact", "money"),
        "day": Column("Day", "day"),
        "weight": Column("Weight", "decimal"),
    }
    return exhibit_of(frame, columns)


def hostile() -> list[Exhibit]:
    """Exhibits all of whose words were typed in by somebody who means harm, or was careless."""
    count = len(HOSTILE)
    frame = pd.DataFrame({"row": HOSTILE, "value": range(1, count + 1), "label": HOSTILE})
    columns = {"row": Column(HOSTILE[0]), "value": Column(HOSTILE[3], "count")}
    drawn = Chart(bars, ("row", "value", "label"), (HOSTILE,))
    listed = exhibit_of(frame, columns)
    return [
        listed,
        replace(listed, chart=drawn),
        *(
            replace(listed, title=text, subtitle=text, sentence=f"{text}.", selection=text, suppressed=text)
            for text in HOSTILE
        ),
        replace(listed, headline=Headline(HOSTILE[0], HOSTILE[3], 1, True, HOSTILE[2], HOSTILE[8])),
        replace(listed, frame=frame.iloc[:0], missing=HOSTILE[1]),
    ]
