"""Production units and active miners against small cases computed by hand."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine

from data_access import schema as s
from data_access.selection import Selection
from data_access.store import writing_engine
from data_access.units import last_enrolled_day, unit_places
from data_access.viewer import UNRESTRICTED, Role, Viewer
from tests.data_access.gold_world import fill, values_of
from tests.data_access.people_world import YEAR_2024, as_of, enrolled, member, miner, world

LAST = date(2024, 12, 31)


def two_programmes() -> list[s.Record]:
    """U1 in P1, U2 in P1 and P2, U3 in Q; a miner in each, two in U2."""
    return [
        *(enrolled(unit, programme) for unit, programme in
          (("U1", "P1"), ("U2", "P1"), ("U2", "P2"), ("U3", "Q"))),
        *(miner(code, sex) for code, sex in
          (("m1", "male"), ("m2", "female"), ("m3", "male"), ("m4", "not_stated"))),
        member("m1", "U1"),
        member("m2", "U2", relation="selector"),
        member("m3", "U2"),
        member("m4", "U3", relation="external"),
    ]  # fmt: skip


def test_first_and_last_day_of_an_enrolment_count(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [
            enrolled("U1", "P1", LAST),
            enrolled("U2", "P1", date(2024, 1, 1), LAST),
            enrolled("U3", "P1", date(2024, 1, 1), date(2024, 12, 30)),
        ],
    )
    assert values_of(engine, "production_units", YEAR_2024, "unit") == {"U1": 1, "U2": 1}
    assert values_of(engine, "production_units", as_of(date(2024, 12, 30))) == {(): 2}


def test_enrolments_of_another_time_stay_out_of_several_programmes(sample_store_url: str) -> None:
    """Some versions of SQLite overlook the days, on their way through the index of enrolments."""
    engine = writing_engine(sample_store_url)
    february = Selection(date(2024, 2, 1), date(2024, 2, 29), date(2026, 9, 30))
    ocim = february.narrowed(sponsors=("OCIM",), regions=("PE-ARE",))
    # Of three programmes that the sponsor pays for, one had begun.
    assert values_of(engine, "production_units", ocim, "programme") == {"HSE-1": 17}
    assert values_of(engine, "active_miners", ocim) == {(): 200}
    both = february.narrowed(sponsors=("LVMH", "OCIM"))
    assert {sponsor for _, sponsor in values_of(engine, "certified_organisations", both, "sponsor")} == {
        "OCIM"
    }
    engine.dispose()


def test_states_are_read_on_the_data_date_if_the_period_ends_later(engine: Engine) -> None:
    fill(engine, world(), [enrolled("U1", "P1", date(2024, 7, 1)), enrolled("U2", "P1", date(2024, 7, 2))])
    known_until_july = Selection(date(2024, 1, 1), LAST, date(2024, 7, 1))
    assert values_of(engine, "production_units", known_until_july) == {(): 1}


def test_a_unit_in_two_programmes_counts_in_each_and_once_in_the_whole(engine: Engine) -> None:
    fill(engine, world(), two_programmes())
    assert values_of(engine, "production_units", YEAR_2024) == {(): 3}
    assert values_of(engine, "production_units", YEAR_2024, "programme") == {"P1": 2, "P2": 1, "Q": 1}
    assert values_of(engine, "production_units", YEAR_2024, "ladder") == {"L": 2, "M": 1}
    assert values_of(engine, "active_miners", YEAR_2024) == {(): 4}
    assert values_of(engine, "active_miners", YEAR_2024, "programme") == {"P1": 3, "P2": 2, "Q": 1}


def test_by_sponsor_a_co_financed_unit_counts_with_each_sponsor(engine: Engine) -> None:
    fill(engine, world(), two_programmes())
    assert values_of(engine, "production_units", YEAR_2024, "sponsor") == {"S1": 3, "S2": 2}
    only_s2 = YEAR_2024.narrowed(sponsors=("S2",))
    assert values_of(engine, "production_units", only_s2, "sponsor") == {"S2": 2}
    assert values_of(engine, "active_miners", only_s2) == {(): 3}


@pytest.mark.parametrize(
    ("filters", "units", "miners"),
    [
        ({"programmes": ("P2",)}, 1, 2),
        ({"programmes": ("P2", "Q")}, 2, 3),
        ({"countries": ("PE",)}, 2, 3),
        ({"regions": ("PE-ARE", "CO-CAU")}, 2, 2),
        ({"organisations": ("A2",)}, 1, 1),
        ({"programmes": ("Q",), "countries": ("PE",)}, 0, 0),
        ({"sponsors": ("S1",), "regions": ("PE-PUN",)}, 1, 2),
    ],
)
def test_values_of_a_filter_are_alternatives_and_filters_narrow_each_other(
    engine: Engine, filters: dict[str, tuple[str, ...]], units: int, miners: int
) -> None:
    fill(engine, world(), two_programmes())
    selection = YEAR_2024.narrowed(**filters)
    assert values_of(engine, "production_units", selection) == {(): units}
    assert values_of(engine, "active_miners", selection) == {(): miners}


def test_a_miner_is_there_on_the_day_joined_and_gone_on_the_day_left(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [
            enrolled("U1", "P1"),
            *(miner(code) for code in ("joins", "tomorrow", "leaves", "stays")),
            member("joins", "U1", LAST),
            member("tomorrow", "U1", date(2025, 1, 1)),
            member("leaves", "U1", left=LAST),
            member("stays", "U1", left=date(2025, 1, 1)),
        ],
    )
    assert values_of(engine, "active_miners", YEAR_2024) == {(): 2}
    assert values_of(engine, "active_miners", as_of(date(2024, 12, 30))) == {(): 2}


def test_a_miner_who_moves_and_comes_back_counts_where_the_day_finds_them(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [
            enrolled("U1", "P1"),
            enrolled("U2", "P1"),
            miner("m"),
            member("m", "U1", date(2024, 1, 1), date(2024, 3, 15)),
            member("m", "U2", date(2024, 3, 15), date(2024, 5, 1), "external"),
            member("m", "U1", date(2024, 7, 1), relation="selector"),
        ],
    )
    found = values_of(engine, "active_miners", as_of(date(2024, 7, 31)), "month", "unit", "relation")
    assert found == {
        ("2024-01", "U1", "internal"): 1,
        ("2024-02", "U1", "internal"): 1,
        ("2024-03", "U2", "external"): 1,
        ("2024-04", "U2", "external"): 1,
        ("2024-07", "U1", "selector"): 1,
    }


def test_miners_of_units_that_are_not_enrolled_do_not_count(engine: Engine) -> None:
    ended = enrolled("U2", "P1", last=date(2024, 12, 30))
    rows = [enrolled("U1", "P1"), ended, miner("in"), miner("out"), member("in", "U1"), member("out", "U2")]
    fill(engine, world(), rows)
    assert values_of(engine, "active_miners", YEAR_2024, "unit") == {"U1": 1}


def test_active_miners_by_sex_and_relation(engine: Engine) -> None:
    fill(engine, world(), two_programmes())
    assert values_of(engine, "active_miners", YEAR_2024, "sex") == {"female": 1, "male": 2, "not_stated": 1}
    assert values_of(engine, "active_miners", YEAR_2024, "sex", "relation") == {
        ("female", "selector"): 1,
        ("male", "internal"): 2,
        ("not_stated", "external"): 1,
    }


def test_months_and_years_are_read_on_their_last_day_or_the_as_of_day(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [
            enrolled("U1", "P1", date(2023, 11, 30), date(2024, 1, 30)),
            enrolled("U2", "P1", date(2024, 2, 15)),
            enrolled("U3", "P1", date(2024, 2, 16)),
        ],
    )
    selection = Selection(date(2023, 11, 20), date(2024, 2, 15), date(2030, 1, 1))
    assert values_of(engine, "production_units", selection, "month") == {
        "2023-11": 1,
        "2023-12": 1,
        "2024-02": 1,
    }
    assert values_of(engine, "production_units", selection, "year") == {"2023": 1, "2024": 1}
    assert values_of(engine, "production_units", selection, "month", "unit", "year") == {
        ("2023-11", "U1", "2023"): 1,
        ("2023-12", "U1", "2023"): 1,
        ("2024-02", "U2", "2024"): 1,
    }


def test_a_period_after_the_data_date_has_no_months(engine: Engine) -> None:
    fill(engine, world(), two_programmes())
    later = Selection(date(2026, 1, 1), date(2026, 12, 31), date(2025, 6, 30))
    assert values_of(engine, "production_units", later, "month") == {}
    assert values_of(engine, "active_miners", later, "year") == {}


def test_unit_places_list_each_unit_once_with_its_miners(engine: Engine) -> None:
    fill(engine, world(), two_programmes(), [miner("gone"), member("gone", "U1", left=LAST)])
    with engine.connect() as connection:
        places = unit_places(connection, UNRESTRICTED, YEAR_2024.narrowed(countries=("PE",)))
    assert places[["unit", "region", "miners", "women"]].to_dict("records") == [
        {"unit": "U1", "region": "PE-ARE", "miners": 1, "women": 0},
        {"unit": "U2", "region": "PE-PUN", "miners": 2, "women": 1},
    ]


@pytest.mark.parametrize(
    ("enrolments", "day", "quarter"),
    [
        ([], None, None),
        ([(date(2022, 1, 1), None)], date(2024, 12, 31), date(2024, 12, 31)),
        ([(date(2022, 1, 1), date(2023, 6, 30))], date(2023, 6, 30), date(2023, 6, 30)),
        ([(date(2022, 1, 1), date(2023, 8, 9))], date(2023, 8, 9), date(2023, 6, 30)),
        # The one that lasted longest began and ended within a quarter.
        (
            [(date(2022, 1, 1), date(2023, 2, 3)), (date(2023, 7, 4), date(2023, 8, 9))],
            date(2023, 8, 9),
            date(2022, 12, 31),
        ),
        ([(date(2023, 7, 4), date(2023, 8, 9))], date(2023, 8, 9), None),
    ],
)
def test_the_last_day_with_units_is_for_outsiders_the_end_of_a_quarter(
    engine: Engine, enrolments: list[tuple[date, date | None]], day: date | None, quarter: date | None
) -> None:
    fill(engine, world(), [enrolled(f"U{n}", "P1", *days) for n, days in enumerate(enrolments, 1)])
    selection = Selection(date(2010, 1, 1), date(2010, 12, 31), LAST)
    with engine.connect() as connection:
        assert last_enrolled_day(connection, UNRESTRICTED, selection) == day
        presenter = Viewer("presenter@x.org", Role.presenter)
        assert last_enrolled_day(connection, presenter, selection) == quarter
