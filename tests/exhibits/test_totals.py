"""Distinct people are never added up on a screen: in a store where all parts overlap, sums would show."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert

from data_access import schema as s
from data_access.reader import Reader
from data_access.schema.protection import PRODUCTS
from data_access.selection import Selection
from data_access.store import open_store, writing_engine
from data_access.viewer import UNRESTRICTED
from exhibits.exhibit import Exhibit
from tests.data_access.gold_world import fill
from tests.data_access.people_world import enrolled, world
from tests.exhibits.gallery import BUILDERS, variants

# A prime that nothing else here is a multiple of, hours and amounts included: where one of its
# multiples stands, people were added.
PEOPLE = 379
DATA_DATE = date(2024, 12, 31)
YEAR = Selection(date(2024, 1, 1), DATA_DATE, DATA_DATE)
OVERLAPPING_PARTS = (
    *(("people_trained", by) for by in ("topic", "month", "programme", "region")),
    *(("people_insured", by) for by in ("product", "programme", "payer")),
    ("insured", "product"),
    ("active_miners", "programme"),
)
NUMBER = re.compile(r"\d[\d,]*")


def overlapping() -> list[s.Record]:
    """Everybody worked in two regions, in two programmes, was trained in two topics by both and in two
    months, and is covered by every product."""
    rows: list[s.Record] = [*world(), enrolled("U1", "P1"), enrolled("U1", "P2"), enrolled("U2", "P1")]
    for topic in ("gas", "rescue"):
        rows.append(s.Topic(id=topic, name=topic, validity_months=24, required=True))
        rows += [
            s.TrainingSession(id=f"{topic}{month}", programme_id=programme, topic_id=topic,
                              held_on=date(2024, month, 3), minutes=61)
            for month, programme in ((2, "P1"), (9, "P2"))
        ]  # fmt: skip
    for number in range(PEOPLE):
        code = f"m{number}"
        rows += [
            s.Miner(id=code, sex="female"),
            s.Membership(id=f"{code}a", miner_id=code, unit_id="U2", relation="external",
                         joined_on=date(2023, 1, 1), left_on=date(2024, 7, 1)),
            s.Membership(id=f"{code}b", miner_id=code, unit_id="U1", relation="internal",
                         joined_on=date(2024, 7, 1)),
            *(s.Attendance(session_id=f"{topic}{month}", miner_id=code)
              for topic in ("gas", "rescue") for month in (2, 9)),
            *(s.Cover(id=f"{code}{product}{half}", miner_id=code, programme_id=programme, product=product,
                      first_day=date(2024, half, 1), last_day=date(2025, 1, 15), cost_minor=101,
                      currency_id="USD", payer=payer)
              for product in PRODUCTS
              for half, programme, payer in ((1, "P1", "miner"), (6, "P2", "programme"))),
        ]  # fmt: skip
    return rows


@pytest.fixture(scope="module")
def read(migrated_sqlite_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    path = shutil.copyfile(migrated_sqlite_file, tmp_path_factory.mktemp("overlapping") / "store.sqlite")
    engine = writing_engine(f"sqlite:///{path}")
    fill(engine, overlapping())
    with engine.begin() as connection:
        connection.execute(insert(s.PackageImport).values(
            name="overlapping", title="Overlapping", version="1", data_date=DATA_DATE, sample=False,
            row_count=0, content_hash="", imported_at=datetime(2025, 1, 1),
        ))  # fmt: skip
    engine.dispose()
    store = open_store(f"sqlite:///{path}")
    yield Reader(store, UNRESTRICTED)
    store.close()


def sums(shown: Exhibit) -> list[str]:
    """Numbers in the exhibit's words that only adding people up can have made."""
    number = shown.headline
    said = [shown.title, shown.sentence, shown.subtitle, shown.suppressed]
    said += [number.value, number.note] if number else []
    found = [int(digits.replace(",", "")) for text in said for digits in NUMBER.findall(text)]
    return [f"{shown.name}: {value}" for value in found if value > PEOPLE and value % PEOPLE == 0]


@pytest.mark.parametrize("builder", BUILDERS)
def test_no_screen_adds_people_up(builder: str, read: Reader) -> None:
    build = BUILDERS[builder]
    shown = [build(read, YEAR, *others) for others in variants(read, build, YEAR)]
    assert shown and not [found for exhibit in shown for found in sums(exhibit)]


def test_people_of_the_overlapping_store_show(read: Reader) -> None:
    """The trap is set: its parts hold everybody, and so does the whole."""
    for name, by in OVERLAPPING_PARTS:
        parts = read.figure(name, YEAR, [by])["value"]
        assert parts.sum() >= 2 * PEOPLE and set(parts) <= {0, PEOPLE}
        assert read.figure(name, YEAR)["value"].tolist() == [PEOPLE]
