"""Pinned numbers: read by those whose present rights cover them, and pruned by rule, on each database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, select, update

from data_access.audit import now
from data_access.meetings import Deck, make
from data_access.pruning import prune, snapshots
from data_access.rights import NOTHING, Rights
from data_access.schema import Snapshot, SnapshotPart, SnapshotProgramme, SnapshotRegion
from data_access.snapshots import Part, Pinned, last_with, parts, pin, pinned
from data_access.viewer import UNRESTRICTED, NotAdministrator, Role, Viewer
from tests.data_access.two_worlds import OWN, fill_both

OTHER = "OTHER"
DAY = date(2024, 12, 31)
KNOWN = Pinned("ABCD2345", Role.presenter, 5, "1", DAY, DAY, "{}")
ALL = Rights()
OF_ONE = Rights((f"{OWN}-programme",), None)
OF_BOTH = Rights((f"{OTHER}-programme", f"{OWN}-programme"), None)
THERE = Rights((f"{OWN}-programme",), (f"{OWN}-region",))
MAKER = Viewer("maker@x.org", Role.presenter)


@pytest.fixture
def filled(engine: Engine) -> Engine:
    fill_both(engine, OWN, OTHER)
    return engine


def part(position: int, rights: Rights, language: str = "en") -> Part:
    return Part(position, language, rights, 1, f"{position} {language}".encode())


def keep(engine: Engine, *kept: Part, known: Pinned = KNOWN, maker: Viewer = MAKER) -> None:
    with engine.begin() as connection:
        pin(connection, maker, known, kept)


def seen(engine: Engine, rights: Rights, role: Role = Role.presenter, least_people: int = 5) -> list[int]:
    viewer = Viewer("reader@x.org", role, rights, least_people)
    with engine.connect() as connection:
        found = parts(connection, viewer, KNOWN.id, "en")
        assert bool(found) == (pinned(connection, viewer, KNOWN.id) is not None)
    return [each.position for each in found]


def test_parts_come_back_as_they_were_written(filled: Engine) -> None:
    written = [part(0, ALL), part(1, THERE), part(0, ALL, "es")]
    keep(filled, *written)
    with filled.connect() as connection:
        assert parts(connection, UNRESTRICTED, KNOWN.id, "en") == (written[0], written[1])
        assert parts(connection, UNRESTRICTED, KNOWN.id, "es") == (written[2],)
        found = pinned(connection, UNRESTRICTED, KNOWN.id)
    assert found is not None
    assert replace(found, made_at=KNOWN.made_at) == replace(KNOWN, made_by=MAKER.name)


@pytest.mark.parametrize(
    ("rights", "positions"),
    [
        (ALL, [0, 1, 2, 3]),
        (OF_BOTH, [1, 2, 3]),
        (OF_ONE, [2, 3]),
        (THERE, [3]),
        (Rights((f"{OTHER}-programme",), None), []),
        (Rights(None, (f"{OWN}-region",)), [3]),
        (Rights((), ()), []),
    ],
    ids=["all", "both", "one", "one there", "another", "all there", "nothing"],
)
def test_a_part_is_for_those_whose_rights_reach_as_far(
    filled: Engine, rights: Rights, positions: list[int]
) -> None:
    keep(filled, part(0, ALL), part(1, OF_BOTH), part(2, OF_ONE), part(3, THERE))
    assert seen(filled, rights) == positions


def test_a_part_of_what_there_is_not_is_for_those_alone_who_see_all(filled: Engine) -> None:
    keep(filled, part(0, Rights((NOTHING,), None)))
    assert seen(filled, ALL) == [0]
    assert seen(filled, OF_ONE) == seen(filled, Rights((NOTHING,), None)) == []


def test_what_a_coordinator_saw_is_not_for_outsiders(filled: Engine) -> None:
    keep(filled, part(0, ALL), known=replace(KNOWN, role=Role.coordinator))
    assert seen(filled, ALL, Role.coordinator) == seen(filled, ALL, Role.administrator) == [0]
    assert seen(filled, ALL, Role.presenter) == seen(filled, ALL, Role.sponsor) == []


def test_outsiders_are_not_told_by_an_older_rule_what_a_stricter_one_withholds(filled: Engine) -> None:
    keep(filled, part(0, ALL))
    assert seen(filled, ALL, least_people=5) == seen(filled, ALL, least_people=4) == [0]
    assert seen(filled, ALL, least_people=6) == []
    assert seen(filled, ALL, Role.coordinator, least_people=6) == [0]


def test_the_last_one_with_a_sponsor_is_that_which_was_made_last(filled: Engine) -> None:
    sponsor = f"{OWN}-organisation"
    for number, (met, ago) in enumerate([(sponsor, 3), (sponsor, 1), (None, -1)]):
        known = replace(KNOWN, id=f"PIN{number}", sponsor=met)
        keep(filled, part(0, ALL), known=known)
        _age(filled, known.id, ago)
    with filled.connect() as connection:
        found = last_with(connection, MAKER, sponsor, "2")
        before = last_with(connection, MAKER, sponsor, "2", but="PIN1")
        other = last_with(connection, MAKER, None, "2")
        nobodys = last_with(connection, Viewer("x", Role.presenter, OF_ONE), sponsor, "2")
    last = [each and each.id for each in (found, before, other, nobodys)]
    assert last == ["PIN1", "PIN0", "PIN2", None]


def test_what_was_pinned_today_of_the_same_data_was_no_meeting_before_this_one(filled: Engine) -> None:
    sponsor = f"{OWN}-organisation"

    def last(version: str, role: Role = Role.presenter) -> str | None:
        with filled.connect() as connection:
            found = last_with(connection, replace(MAKER, role=role), sponsor, version)
        return None if found is None else found.id

    keep(filled, part(0, ALL), known=replace(KNOWN, id="TODAY", sponsor=sponsor))
    assert (last("1"), last("2")) == (None, "TODAY")
    keep(filled, part(0, ALL), known=replace(KNOWN, id="EARLIER", sponsor=sponsor))
    _age(filled, "EARLIER", 2)
    assert (last("1"), last("2")) == ("EARLIER", "EARLIER")
    assert last("1", Role.coordinator) is None


def test_an_old_snapshot_is_pruned_unless_a_meeting_goes_by_it_or_it_is_the_last(filled: Engine) -> None:
    """Four of one maker, all but the last older than 30 days; a meeting goes by the second."""
    for number, ago in enumerate([90, 80, 70, 5]):
        keep(filled, part(0, THERE), known=replace(KNOWN, id=f"PIN{number}"))
        _age(filled, f"PIN{number}", ago)
    keep(filled, part(0, THERE), known=replace(KNOWN, id="LONE"), maker=replace(MAKER, name="other@x.org"))
    _age(filled, "LONE", 400)
    with filled.begin() as connection:
        make(connection, MAKER, Deck("", "Ours", "public", "{}", snapshot="PIN1"))
        assert prune(connection, MAKER) == 2
        assert prune(connection) == 0
        assert set(connection.scalars(select(Snapshot.id))) >= {"PIN1", "PIN3", "LONE"}
        for table in (SnapshotPart, SnapshotProgramme, SnapshotRegion):
            left = set(connection.scalars(select(table.snapshot_id)))
            assert not left & {"PIN0", "PIN2"}


def test_what_snapshots_take_is_told_to_administrators(filled: Engine) -> None:
    keep(filled, part(0, ALL), part(0, ALL, "fr"), part(1, THERE))
    with filled.connect() as connection:
        found = snapshots(connection, UNRESTRICTED).set_index("snapshot").loc[KNOWN.id]
        assert (found["parts"], found["exhibits"], found["bytes"], found["meetings"]) == (3, 3, 12, 0)
        with pytest.raises(NotAdministrator):
            snapshots(connection, MAKER)


def _age(engine: Engine, snapshot: str, days: int) -> None:
    with engine.begin() as connection:
        made_at = now() - timedelta(days=days)
        connection.execute(update(Snapshot).where(Snapshot.id == snapshot).values(made_at=made_at))
