"""Safety provision within reach against small cases computed by hand."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine

from data_access import schema as s
from data_access.safety import provision_of_units, units_lacking_first
from data_access.schema.protection import PROVISIONS
from data_access.selection import Selection
from data_access.viewer import UNRESTRICTED
from tests.data_access.gold_world import fill, values_of, wholes_of
from tests.data_access.people_world import LONG_AGO, YEAR_2024, as_of, enrolled, member, miner, world

FIRST, LAST = date(2024, 1, 1), date(2024, 12, 31)
NOTHING = dict.fromkeys(PROVISIONS, 0)
NOBODY = NOTHING | {"none": 0}


def provision(
    key: str,
    kind: str,
    unit: str | None = None,
    point: str | None = None,
    first: date = LONG_AGO,
    last: date | None = None,
    quantity: int = 1,
) -> s.Provision:
    return s.Provision(
        id=key, kind=kind, unit_id=unit, point_id=point, first_day=first, last_day=last, quantity=quantity
    )


def serves(point: str, unit: str, first: date = LONG_AGO, last: date | None = None) -> s.SharedPointUnit:
    return s.SharedPointUnit(point_id=point, unit_id=unit, first_day=first, last_day=last)


def point(code: str) -> s.SharedPoint:
    return s.SharedPoint(id=code, name=code, region_id="PE-ARE")


def crew(unit: str, *codes: str) -> list[s.Record]:
    return [row for code in codes for row in (miner(code), member(code, unit))]


def all_enrolled(*programmes: str) -> list[s.Record]:
    return [enrolled(unit, programme) for unit in ("U1", "U2", "U3") for programme in programmes]


def test_people_are_reached_by_what_their_unit_has_and_by_what_serves_it(engine: Engine) -> None:
    fill(
        engine,
        world(),
        all_enrolled("P1"),
        crew("U1", "a", "b"),
        crew("U2", "c"),
        crew("U3", "d", "e", "f"),
        [point("X"), serves("X", "U1"), serves("X", "U2")],
        [
            provision("chamber", "rescue_chamber", point="X"),
            provision("kit", "first_aid_kit", "U1", quantity=3),
            provision("other kit", "first_aid_kit", "U1"),
            provision("kit at the point", "first_aid_kit", point="X"),
        ],
    )
    people = NOBODY | {"rescue_chamber": 3, "first_aid_kit": 3, "none": 3}
    assert values_of(engine, "safety_reach", YEAR_2024) == people
    assert wholes_of(engine, "safety_reach", YEAR_2024) == dict.fromkeys(people, 6)
    units = NOBODY | {"rescue_chamber": 2, "first_aid_kit": 2, "none": 1}
    assert values_of(engine, "safety_reach_units", YEAR_2024) == units
    assert wholes_of(engine, "safety_reach_units", YEAR_2024) == dict.fromkeys(units, 3)
    in_service = NOTHING | {"rescue_chamber": 1, "first_aid_kit": 5}
    assert values_of(engine, "provision_in_service", YEAR_2024) == in_service


@pytest.mark.parametrize(
    ("first", "last", "served_from", "served_until", "within_reach"),
    [
        (LAST, None, LONG_AGO, None, True),
        (LONG_AGO, LAST, LONG_AGO, None, True),
        (LAST, LAST, LAST, LAST, True),
        (LONG_AGO, date(2024, 12, 30), LONG_AGO, None, False),
        (date(2025, 1, 1), None, LONG_AGO, None, False),
        (LONG_AGO, None, LONG_AGO, date(2024, 12, 30), False),
        (LONG_AGO, None, date(2025, 1, 1), None, False),
    ],
)
def test_it_must_be_in_service_and_serve_the_unit_on_that_very_day(
    first: date, last: date | None, served_from: date, served_until: date | None, within_reach: bool,
    engine: Engine,
) -> None:  # fmt: skip
    fill(
        engine,
        world(),
        [enrolled("U1", "P1"), point("X"), serves("X", "U1", served_from, served_until)],
        [provision("brigade", "rescue_brigade", point="X", first=first, last=last)],
        crew("U1", "a"),
    )
    for name in ("safety_reach", "safety_reach_units"):
        found = values_of(engine, name, YEAR_2024)
        assert found == NOBODY | {"rescue_brigade": int(within_reach), "none": int(not within_reach)}
    in_service = values_of(engine, "provision_in_service", YEAR_2024)
    assert in_service == NOTHING | {"rescue_brigade": int(within_reach)}


def test_who_left_or_rejoined_is_counted_where_they_are(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [enrolled("U1", "P1"), enrolled("U2", "P1")],
        [miner("gone"), member("gone", "U1", left=LAST)],
        [miner("back"), member("back", "U1", left=date(2024, 3, 1)), member("back", "U1", LAST)],
        [
            miner("moved"),
            member("moved", "U1", left=date(2024, 6, 1)),
            member("moved", "U2", date(2024, 6, 1)),
        ],
        [provision("signs", "signage", "U1")],
    )
    assert values_of(engine, "safety_reach", YEAR_2024) == NOBODY | {"signage": 1, "none": 1}
    assert values_of(engine, "safety_reach", as_of(date(2024, 5, 31))) == NOBODY | {"signage": 2}
    by_unit = values_of(engine, "safety_reach", YEAR_2024, "unit")
    assert (by_unit["signage", "U1"], by_unit["none", "U2"], by_unit["none", "U1"]) == (1, 1, 0)


def test_a_unit_in_two_programmes_counts_in_each_and_once_in_the_whole(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [enrolled("U1", "P1"), enrolled("U1", "Q"), enrolled("U2", "P2"), point("X")],
        [serves("X", "U1"), serves("X", "U2"), provision("kits", "rescue_kit", point="X", quantity=4)],
        [serves("X", "U1", date(2024, 1, 1))],
        crew("U1", "a"),
        crew("U2", "b"),
    )
    assert values_of(engine, "safety_reach", YEAR_2024) == NOBODY | {"rescue_kit": 2}
    assert values_of(engine, "provision_in_service", YEAR_2024) == NOTHING | {"rescue_kit": 4}
    for name, one, unreached in (("safety_reach", 1, NOBODY), ("provision_in_service", 4, NOTHING)):
        by_programme = values_of(engine, name, YEAR_2024, "programme")
        assert by_programme == {
            (kind, programme): one if kind == "rescue_kit" else 0
            for kind in unreached
            for programme in ("P1", "P2", "Q")
        }
        assert values_of(engine, name, YEAR_2024.narrowed(programmes=("Q",)))["rescue_kit"] == one
    by_sponsor = values_of(engine, "provision_in_service", YEAR_2024, "sponsor")
    assert (by_sponsor["rescue_kit", "S1"], by_sponsor["rescue_kit", "S2"]) == (4, 4)


def test_units_without_anything_come_first_and_of_these_the_fullest(engine: Engine) -> None:
    """U2 has more miners than U3, and both are without; U1 has the most, and a sign of its own."""
    fill(
        engine,
        world(),
        # Once for each unit, however many programmes it is in.
        all_enrolled("P1", "P2"),
        crew("U1", "a", "b", "c"),
        crew("U2", "d", "e"),
        crew("U3", "f"),
        [miner("gone"), member("gone", "U3", left=date(2024, 12, 30))],
        [miner("still there"), member("still there", "U3", left=LAST)],
        [point("X"), serves("X", "U1"), serves("X", "U2", last=date(2024, 12, 30))],
        [provision("signs", "signage", "U1"), provision("kit", "first_aid_kit", point="X")],
    )
    with engine.connect() as connection:
        asked = (connection, UNRESTRICTED, YEAR_2024)
        assert units_lacking_first(*asked, 5) == ("U2", "U3", "U1")
        assert units_lacking_first(*asked, 1) == ("U2",)
        assert units_lacking_first(connection, UNRESTRICTED, YEAR_2024.narrowed(countries=("CO",)), 5) == (
            "U3",
        )
        before = as_of(date(2024, 12, 30))
        assert units_lacking_first(connection, UNRESTRICTED, before, 5) == ("U3", "U1", "U2")
        kinds = provision_of_units(*asked)
        assert list(kinds.itertuples(index=False, name=None)) == [("U1", "first_aid_kit"), ("U1", "signage")]
        some = provision_of_units(connection, UNRESTRICTED, before, ("U2", "U3"))
        assert list(some.itertuples(index=False, name=None)) == [("U2", "first_aid_kit")]


def test_reach_by_month_follows_service_and_closing_units(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [enrolled("U1", "P1"), enrolled("U2", "P1", last=date(2024, 2, 28))],
        crew("U1", "a"),
        crew("U2", "b"),
        # In service from the leap day on, out of it before the end of March.
        [provision("bins", "waste_bins", "U1", first=date(2024, 2, 29), last=date(2024, 3, 30), quantity=2)],
    )
    quarter = Selection(date(2024, 1, 15), date(2024, 3, 31), date(2030, 1, 1))
    people = values_of(engine, "safety_reach", quarter, "month")
    months = ("2024-01", "2024-02", "2024-03")
    assert [people["waste_bins", month] for month in months] == [0, 1, 0]
    assert [people["none", month] for month in months] == [2, 0, 1]
    wholes = wholes_of(engine, "safety_reach", quarter, "month")
    assert [wholes["none", month] for month in months] == [2, 1, 1]
    items = values_of(engine, "provision_in_service", quarter, "month")
    assert [items["waste_bins", month] for month in months] == [0, 2, 0]
    assert values_of(engine, "safety_reach_units", quarter, "year")["none", "2024"] == 1


def test_groups_without_anything_are_listed_and_filters_narrow(engine: Engine) -> None:
    fill(
        engine,
        world(),
        all_enrolled("P1"),
        crew("U1", "a"),
        [miner("w", "female"), member("w", "U3", relation="selector")],
        [provision("helmets", "ppe", "U1", quantity=9)],
    )
    by_country = values_of(engine, "safety_reach", YEAR_2024, "country")
    assert len(by_country) == len(NOBODY) * 2
    assert (by_country["ppe", "PE"], by_country["none", "CO"]) == (1, 1)
    assert values_of(engine, "safety_reach", YEAR_2024, "sex", "relation")["none", "female", "selector"] == 1
    only = YEAR_2024.narrowed
    assert values_of(engine, "safety_reach", only(countries=("CO",))) == NOBODY | {"none": 1}
    assert values_of(engine, "safety_reach_units", only(regions=("PE-ARE",))) == NOBODY | {"ppe": 1}
    in_service = values_of(engine, "provision_in_service", only(organisations=("A1",)))
    assert in_service == NOTHING | {"ppe": 9}
    # U2 is enrolled and has nothing, and nobody works in it.
    assert values_of(engine, "safety_reach_units", only(regions=("PE-PUN",))) == NOBODY | {"none": 1}
    assert values_of(engine, "safety_reach", only(regions=("PE-PUN",))) == {}
    assert values_of(engine, "provision_in_service", only(sponsors=("S2",), countries=("CO",))) == NOTHING
