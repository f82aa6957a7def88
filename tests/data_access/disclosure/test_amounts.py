"""Money and gold as outsiders are told them: by one rule, and so that no organisation's amount shows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import product
from random import Random
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine

from data_access import schema as s
from data_access.disclosure.blocks import Group, groups_of
from data_access.disclosure.dominance import REST_PERCENT
from data_access.disclosure.rules import AMOUNTS
from data_access.figures import figure
from data_access.rights import Rights
from data_access.selection import Selection
from data_access.viewer import Role, Viewer
from tests.data_access.disclosure.gold_attacker import SLACK, Asked, Attacker, of_year, segments, store_of
from tests.data_access.gold_world import empty, fill
from tests.data_access.random_gold import DATA_DATE, RandomStore

YEARS = ("2022", "2023")
BOTH_YEARS = Selection(date(2022, 1, 1), date(2023, 12, 31), DATA_DATE)
SPONSOR = Viewer("sponsor@x.org", Role.sponsor, Rights(("P1", "P2")))
PRESENTER = Viewer("presenter@x.org", Role.presenter)
SHARES = ("gold_under_standard", "gold_traceable")
OF_GOLD = {name: attributes for name, attributes in AMOUNTS.items() if name.startswith(("gold", "premium"))}
ABOVE = 1 + REST_PERCENT / 100


def taken_in(seed: int) -> s.PackageImport:
    """What tells the data of one seed from those of another: answers are kept for as long as they stay."""
    return s.PackageImport(
        name="gold", title="Gold", version="1", data_date=DATA_DATE, sample=False, row_count=1,
        content_hash=f"gold {seed}", imported_at=datetime(2025, 1, 1),
    )  # fmt: skip


def filters_of(group: Group) -> dict[str, tuple[str, ...]]:
    chosen = (("programmes", group.programme), ("countries", group.country), ("regions", group.region))
    return {name: (code,) for name, code in chosen if code}


def cells(connection: Connection, store: RandomStore, viewer: Viewer) -> dict[Asked, dict[str, Any]]:
    """Every answer there is, each way of asking it: the same question has the same answer."""
    found: dict[Asked, dict[str, Any]] = {}
    for asked, row in _rows(connection, store, viewer):
        cell = {name: row[name] for name in ("value", "of", "suppressed")}
        assert str(found.setdefault(asked, cell)) == str(cell), asked
        assert not row["suppressed"] or (pd.isna(row["value"]) and pd.isna(row["of"]))
    return found


def _rows(
    connection: Connection, store: RandomStore, viewer: Viewer
) -> Iterator[tuple[Asked, dict[str, Any]]]:
    """By places, programmes and codes, for everything and for each programme, that is all there is to ask;
    and some of it once more, by filters and year by year."""
    chance, places = Random(len(store.enrolments)), ("programme", "country", "region")
    for year in YEARS:
        groups = groups_of(segments(store, viewer, year).values())
        by_programme = [group for group in groups if (group.country, group.region) == (None, None)]
        for group in {*by_programme, *chance.sample(groups, min(3, len(groups)))}:
            for name, attributes in OF_GOLD.items():
                for by in ((), *((one,) for one in (*places, *attributes)), *product(places, attributes)):
                    frame = figure(connection, viewer, name, of_year(year, **filters_of(group)), by)
                    yield from _asked(name, year, group, frame)
                longer = BOTH_YEARS.narrowed(**filters_of(group))
                every = figure(connection, viewer, name, longer, ("year", chance.choice(places)))
                yield from _asked(name, year, group, every[every["year"] == year])


def _asked(name: str, year: str, group: Group, frame: pd.DataFrame) -> Iterator[tuple[Asked, dict[str, Any]]]:
    """Each row, and the number that it is."""
    attribute = next((one for one in OF_GOLD[name] if one in frame), None)
    for row in frame.astype(object).where(frame.notna(), None).to_dict("records"):
        region = row.get("region") or group.region
        country = None if region else row.get("country") or group.country
        place = Group(row.get("programme") or group.programme, country, region)
        code = (row[attribute] or "") if attribute else None
        yield Asked(name, year, place, row.get("currency"), attribute, code), row


def told(found: dict[Asked, dict[str, Any]]) -> Iterator[tuple[Asked, float]]:
    """Every number that is told, in milligrams and minor units; a share tells two."""
    for asked, cell in found.items():
        if not cell["suppressed"]:
            if asked.figure in SHARES:
                sold = Asked("gold_sold", asked.year, asked.group, None, None, None)
                yield sold, cell["of"] * 1000
                yield asked, 0 if pd.isna(cell["value"]) else cell["value"] * cell["of"] * 1000
            else:
                yield asked, cell["value"] * (1000 if asked.figure == "gold_sold" else 1)


@pytest.mark.parametrize("viewer", [SPONSOR, PRESENTER], ids=["sponsor", "presenter"])
@settings(max_examples=1, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000))
def test_no_organisation_is_narrowed_by_all_answers_together(
    engine: Engine, viewer: Viewer, seed: int
) -> None:
    """Whoever asks everything, and reckons with it, and be it another organisation that knows its own
    amounts: of each amount of each organisation nothing stays possible, and a tenth more than it is."""
    empty(engine)
    store = store_of(seed)
    fill(engine, store.rows(), [taken_in(seed)])
    attacker = Attacker(store, viewer, YEARS)
    with engine.connect() as connection:
        for asked, number in told(cells(connection, store, viewer)):
            row = attacker.sum_of(asked)
            # Each lot's premium is rounded.
            assert abs(row @ attacker.true - number) < 0.5 * len(store.lots), asked
            attacker.rows.append(row)
    chance = Random(seed)
    for itself in (None, chance.choice(sorted(store.region))):
        for wanted in wanted_by(attacker, itself):
            lowest, highest = attacker.bounds(wanted, itself)
            assert lowest <= SLACK
            assert highest >= ABOVE * (wanted @ attacker.true) - SLACK


def wanted_by(attacker: Attacker, itself: str | None) -> Iterator[Any]:
    """What somebody would like to know of each other organisation: each figure of it, in all and by code."""
    for year, held in attacker.segments.items():
        for name in held:
            for figure_, attributes in OF_GOLD.items():
                if name == itself or figure_ == "premium_balance":
                    continue
                kinds = [kind for kind in attacker.kinds if kind.year == year]
                for attribute in (None, *attributes):
                    codes = sorted({getattr(kind, attribute) for kind in kinds}) if attribute else [None]
                    for code in codes:
                        asked = Asked(figure_, year, Group(), "USD", attribute, code)
                        own = attacker.row(lambda who, _, name=name: who == name)  # type: ignore[misc]
                        wanted = attacker.sum_of(asked) * own
                        if wanted @ attacker.true:
                            yield wanted
