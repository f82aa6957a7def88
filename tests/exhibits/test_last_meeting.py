"""What changed since the last meeting: what was only corrected is no progress, and progress stays so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import Engine, text

from data_access.claims import claims
from data_access.meetings import Deck, make
from data_access.reader import Reader
from data_access.selection import Selection, data_date
from data_access.store import Store, open_store, writing_engine
from data_access.summaries.keeping import rebuild
from data_access.viewer import NotShared, Role, Viewer
from exhibits.changes import events_since, money_since, states_since
from exhibits.exhibit import Exhibit
from exhibits.export.deck import unheard
from exhibits.last_meeting import claims_since, lapsed_since, moved_since
from exhibits.meeting import draft, offered_live
from exhibits.starting import start
from exhibits.templates import SINCE

COORDINATOR = Viewer("coordinator@x.org", Role.coordinator)
SPONSOR = Viewer("sponsor@x.org", Role.sponsor)
THEN = date(2025, 9, 30)
# What is found out after the meeting of the time before it.
RECEIVED_MINOR = 123_456


@dataclass(frozen=True)
class Met:
    """A store with a meeting, and data corrected after it; figures and claims as they were before."""

    read: Reader
    then: Selection
    now: Selection
    snapshots: dict[Role, str]
    before: dict[str, float]
    held: set[str]
    misprinted: str


@pytest.fixture(scope="module")
def met(copied_sample: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Met]:
    copy = copied_sample(tmp_path_factory.mktemp("met"))
    store = open_store(f"sqlite:///{copy}")
    read = Reader(store, COORDINATOR)
    until = read.fact(data_date)
    then = Selection(THEN.replace(year=2024) + timedelta(days=1), THEN, until)
    now = Selection(THEN + timedelta(days=1), until, until)
    snapshots = {
        viewer.role: _meet(store, viewer, kind, then)
        for viewer, kind in ((COORDINATOR, "coordination"), (SPONSOR, "sponsor"))
    }
    before = {
        "miners_then": _value(read, "active_miners", then),
        "miners_now": _value(read, "active_miners", now),
        "received_then": _value(read, "premium_received", then, currency="USD"),
        "received_since": _value(read, "premium_received", now, currency="USD"),
        "trained_since": _value(read, "people_trained", now),
    }
    held = _held(read)
    misprinted = min(held)
    engine = writing_engine(str(store.engine.url))
    _correct(engine, until, misprinted)
    engine.dispose()
    yield Met(read, then, now, snapshots, before, held, misprinted)
    store.close()


def _meet(store: Store, viewer: Viewer, kind: str, selection: Selection) -> str:
    deck = Deck("", "Then", kind, draft(store, viewer, kind, selection, "Then").selection)
    with store.writing(viewer) as connection:
        deck = make(connection, viewer, deck)
    started = start(store, viewer, deck, unheard)
    assert started.snapshot is not None
    with store.writing(viewer) as connection:
        long_ago = {"id": started.snapshot, "then": "2025-10-05 10:00:00.000000"}
        connection.execute(text("UPDATE snapshot SET made_at = :then WHERE id = :id"), long_ago)
    return started.snapshot


def _correct(engine: Engine, until: date, claim: str) -> None:
    """Somebody at work on both days never was; an older payment is found; a claim is misprinted."""
    with engine.begin() as connection:
        miner = connection.scalar(
            text(
                "SELECT miner_id FROM membership JOIN enrolment ON enrolment.unit_id = membership.unit_id "
                "WHERE joined_on <= :then AND (left_on IS NULL OR left_on > :until) "
                "AND enrolment.first_day <= :then AND enrolment.last_day IS NULL "
                "ORDER BY miner_id LIMIT 1"
            ),
            {"then": str(THEN), "until": str(until)},
        )
        connection.execute(text("DELETE FROM membership WHERE miner_id = :miner"), {"miner": miner})
        columns = [row.name for row in connection.execute(text("PRAGMA table_info(premium_receipt)"))]
        given = {"id": "'FOUND-LATER'", "received_on": "'2025-06-15'", "amount_minor": str(RECEIVED_MINOR)}
        chosen = ", ".join(given.get(column, column) for column in columns)
        connection.execute(
            text(
                f"INSERT INTO premium_receipt ({', '.join(columns)}) SELECT {chosen} FROM premium_receipt "
                "WHERE currency_id = 'USD' ORDER BY id LIMIT 1"
            )
        )
        connection.execute(text("UPDATE claim SET value = value * 3 + 7 WHERE id = :id"), {"id": claim})
        rebuild(connection)


def _held(read: Reader) -> set[str]:
    found = read.ask(claims)
    return set(found.loc[found["holds"].eq(True), "id"])


def _value(read: Reader, name: str, selection: Selection, **only: str) -> float:
    return float(read.figure(name, selection, only=only or None)["value"].sum())


def row(exhibit: Exhibit, figure: str, named: str = "") -> pd.Series:
    found = exhibit.frame[(exhibit.frame["figure"] == figure)]
    return found[found["then_said"].str.contains(named)].iloc[0]


def test_a_correction_is_told_apart_from_what_changed(met: Met) -> None:
    states = states_since(met.read, met.now, met.snapshots[Role.coordinator])
    miners = row(states, "active_miners")
    assert miners["then_said"] == f"{met.before['miners_then']:,.0f}"
    assert (miners["corrected"], miners["corrected_said"]) == (-1, "−1")
    assert miners["since"] == met.before["miners_now"] - met.before["miners_then"] != 0
    assert miners["now_said"] == f"{met.before['miners_now'] - 1:,.0f}"
    units = row(states, "production_units")
    assert (units["corrected"], units["corrected_said"]) == (0, "none")
    assert "Active miners: −1" in states.sentence.split("no progress:")[1]
    assert "Production units" not in states.sentence.split("no progress:")[1]


def test_money_found_later_is_no_money_of_this_time(met: Met) -> None:
    money = money_since(met.read, met.now, met.snapshots[Role.coordinator])
    received = row(money, "premium_received", "USD")
    assert received["corrected"] == RECEIVED_MINOR
    assert received["corrected_said"] == "+USD 1,235"
    assert received["since"] == met.before["received_since"] > 0
    assert set(money.frame["figure"]) == {"premium_received", "premium_spent", "expenditure"}


def test_what_happened_is_what_happened_after_the_day_of_the_meeting(met: Met) -> None:
    events = events_since(met.read, met.now, met.snapshots[Role.coordinator])
    assert row(events, "people_trained")["since"] == pytest.approx(met.before["trained_since"], abs=1)
    moves = events.frame[events.frame["figure"] == "stage_moves"]
    listed = moved_since(met.read, met.now, met.snapshots[Role.coordinator])
    assert moves["since"].sum() == len(listed.frame) > 50
    assert listed.frame["moved_on"].min() > THEN


def test_a_claim_that_held_and_holds_no_more_is_named(met: Met) -> None:
    found = claims_since(met.read, met.now, met.snapshots[Role.coordinator])
    assert set(found.frame["id"]) == met.held - _held(met.read)
    assert met.misprinted in set(found.frame["id"])
    assert found.title == f"{len(found.frame)} claims that held at the last meeting no longer hold"


def test_cover_has_lapsed_of_those_who_were_insured_then_and_are_not_now(met: Met) -> None:
    """Person by person, in plain Python, from the records."""
    found = lapsed_since(met.read, met.now, met.snapshots[Role.coordinator]).frame
    with met.read.store.reading(COORDINATOR) as connection:
        members = connection.execute(
            text("SELECT unit_id, miner_id, joined_on, left_on FROM membership ORDER BY miner_id")
        ).all()
        covers = connection.execute(text("SELECT miner_id, first_day, last_day FROM cover")).all()
        enrolled = connection.execute(text("SELECT unit_id, first_day, last_day FROM enrolment")).all()
    then, now = str(THEN), str(met.now.as_of)

    def insured_on(day: str) -> set[str]:
        return {each.miner_id for each in covers if each.first_day <= day <= each.last_day}

    no_more = insured_on(then) - insured_on(now)
    here = {each.unit_id for each in enrolled if each.first_day <= now and (each.last_day or "9999") >= now}
    expected: dict[str, int] = {}
    for each in members:
        at_work = each.joined_on <= now < (each.left_on or "9999")
        if at_work and each.unit_id in here and each.miner_id in no_more:
            expected[each.unit_id] = expected.get(each.unit_id, 0) + 1
    assert dict(zip(found["unit"], found["value"], strict=True)) == expected
    assert len(expected) > 10


def test_sponsors_are_told_by_quarters_and_years_and_no_names(met: Met) -> None:
    read, snapshot = Reader(met.read.store, SPONSOR), met.snapshots[Role.sponsor]
    events = events_since(read, met.now, snapshot)
    gold = row(events, "gold_sold")
    assert (gold["then_said"][-8:], gold["since_said"][-8:]) == (" in 2024", " in 2025")
    assert row(states_since(read, met.now, snapshot), "production_units")["corrected"] == 0
    for build in (moved_since, lapsed_since):
        with pytest.raises(NotShared):
            build(read, met.now, snapshot)


def test_what_was_told_to_others_is_not_compared(met: Met) -> None:
    sponsor = Reader(met.read.store, SPONSOR)
    for read, role in ((met.read, Role.sponsor), (sponsor, Role.coordinator)):
        exhibit = states_since(read, met.now, met.snapshots[role])
        assert exhibit.empty
        assert exhibit.sentence == exhibit.missing != ""
    assert states_since(met.read, met.now, "NO-SUCH-SNAPSHOT").empty


def test_the_next_meeting_is_offered_what_changed(met: Met) -> None:
    deck = draft(met.read.store, SPONSOR, "sponsor", met.now, "Now")
    builders = [slide.exhibit for slide in deck.slides]
    assert [name for name in builders if name.startswith("changes.")] == [
        "changes.states_since",
        "changes.events_since",
        "changes.money_since",
    ]
    offered = offered_live(Reader(met.read.store, COORDINATOR), "coordination", None, deck.selection, SINCE)
    opening = builders[: builders.index("changes.states_since")]
    assert "told.told_now" in opening
    assert set(opening) <= {"incidents.fatal_incidents_told", "told.told_now"}
    assert "told.told_now" not in builders[len(opening) :]
    assert len(offered) == 6
    public = draft(met.read.store, SPONSOR, "public", met.now, "Now")
    assert not any(slide.exhibit.startswith("changes.") for slide in public.slides)
