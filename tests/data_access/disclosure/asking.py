"""Outsiders who ask everything that they can ask of the people at work, and what is really so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import product
from typing import Any

import pandas as pd
from sqlalchemy import Connection

from data_access import schema as s
from data_access.disclosure.groups import Group, Segment, groups_of
from data_access.disclosure.rules import STATES
from data_access.figures import figure
from data_access.rights import Rights
from data_access.selection import Selection
from data_access.viewer import Role, Viewer
from tests.data_access.random_stores import BEGINNING, END

LEAST = 3
SPONSOR = Viewer("sponsor@x.org", Role.sponsor, Rights(("P1", "P2", "Q")), LEAST)
PRESENTER = Viewer("presenter@x.org", Role.presenter, least_people=LEAST)
WHOLE = Selection(BEGINNING, END, END)


@dataclass(frozen=True)
class Asked:
    """A number that can be asked for: of a figure, in a group, with a code of an attribute or without."""

    name: str
    attribute: str | None
    group: Group
    code: str | None = None


def taken_in(seed: int) -> s.PackageImport:
    """What tells the data of one seed from those of another: answers are kept for as long as they stay."""
    return s.PackageImport(
        name="random", title="Random", version="1", data_date=END, sample=False, row_count=1,
        content_hash=str(seed), imported_at=datetime(2025, 1, 1),
    )  # fmt: skip


def upto(day: date, **filters: tuple[str, ...]) -> Selection:
    """The quarter that a day ends."""
    return Selection(date(day.year, day.month - 2, 1), day, END).narrowed(**filters)


def insider(viewer: Viewer) -> Viewer:
    """Somebody who is told everything, of the same programmes."""
    return Viewer(viewer.name, Role.coordinator, viewer.rights)


def filters_of(group: Group) -> dict[str, tuple[str, ...]]:
    """A group as the filters of a selection."""
    chosen = {"programmes": group.programme, "countries": group.country, "regions": group.region}
    return {name: (code,) for name, code in chosen.items() if code}


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as plain values; missing is None."""
    found: list[dict[str, Any]] = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return found


def segments(connection: Connection, viewer: Viewer) -> dict[str, list[Segment]]:
    """Where units are enrolled at each quarter's end: everybody may know that."""
    by = ("quarter", "programme", "country", "region", "unit")
    found: dict[tuple[str, str, str, str], list[str]] = {}
    for row in records(figure(connection, insider(viewer), "production_units", WHOLE, by)):
        found.setdefault((row["quarter"], row["unit"], row["country"], row["region"]), []).append(
            row["programme"]
        )
    quarters: dict[str, set[Segment]] = {}
    for (quarter, _, country, region), programmes in found.items():
        quarters.setdefault(quarter, set()).add(Segment.at(programmes, country, region))
    return {quarter: sorted(held) for quarter, held in quarters.items()}


def questions() -> Iterator[tuple[str, str | None]]:
    """Every figure of people at work, in all and by each attribute."""
    for name, attributes in STATES.items():
        yield from product((name,), (None, *attributes))


def answers(
    connection: Connection, viewer: Viewer, groups: list[Group]
) -> Iterator[tuple[str, Asked, Mapping[str, Any]]]:
    """All that can be asked of some groups: the quarter, the number asked for, and the row of the answer."""
    for (name, attribute), group in product(questions(), groups):
        by = ("quarter", attribute) if attribute else ("quarter",)
        frame = figure(connection, viewer, name, WHOLE.narrowed(**filters_of(group)), by)
        for row in records(frame):
            yield row["quarter"], Asked(name, attribute, group, row[attribute] if attribute else None), row


def number_of(asked: Asked, row: Mapping[str, Any]) -> tuple[float, float | None]:
    """How many people an answer is about, and out of how many."""
    value = row["value"] or 0
    return (round(value * row["of"]) if asked.name == "training_coverage" else value), row["of"]


def all_groups(of_quarters: Mapping[str, list[Segment]]) -> list[Group]:
    """Every group with a unit at the end of any quarter."""
    return groups_of({segment for held in of_quarters.values() for segment in held})
