"""Sponsors' shares of programmes and of what they reached, against small cases computed by hand."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from data_access import schema as s
from data_access.attributed import CannotBeSplit, attributed_to, can_be_split, rates_used, split
from data_access.disclosure.rules import NotForOutsiders
from data_access.figures import UnknownFigure, figures
from data_access.selection import Selection
from data_access.viewer import UNRESTRICTED, Role, Viewer
from tests.data_access.gold_world import YEAR_2024, fill, values_of, world

DATA_DATE = date(2025, 6, 30)
KEYS = count()
# What the small world's sponsors have agreed to by the end of 2024.
P1, P2 = {("P1", "S1"): 2 / 3, ("P1", "S2"): 1 / 3}, {("P2", "S2"): 1.0}


def until(day: date, **filters: tuple[str, ...]) -> Selection:
    return Selection(date(2024, 1, 1), day, DATA_DATE).narrowed(**filters)


def agreed(sponsor: str, day: date, minor: int, currency: str = "USD", programme: str = "P1") -> s.Funding:
    return s.Funding(id=f"G{next(KEYS)}", programme_id=programme, organisation_id=sponsor, agreed_on=day,
                     amount_minor=minor, currency_id=currency)  # fmt: skip


def rate(from_: str, to: str, day: date, units: float) -> s.ExchangeRate:
    return s.ExchangeRate(from_currency_id=from_, to_currency_id=to, quoted_on=day,
                          rate_micro=round(units * 1_000_000), source="Somebody")  # fmt: skip


def shares(engine: Engine, selection: Selection, *by: str) -> dict[Any, Any]:
    found = values_of(engine, "attributed", selection, *by)
    return {codes: None if share is None else pytest.approx(share) for codes, share in found.items()}


def parts(engine: Engine, name: str, selection: Selection, *columns: str, **only: Any) -> list[list[Any]]:
    with engine.connect() as connection:
        frame = attributed_to(connection, UNRESTRICTED, name, selection, only or None)
    cells = frame[list(columns or ("programme", "sponsor", "whole", "value"))].astype(object)
    rows: list[list[Any]] = cells.where(cells.notna(), None).to_numpy().tolist()
    return rows


def test_a_share_is_funding_by_the_as_of_day_over_all_funding_of_the_programme(engine: Engine) -> None:
    """The second sponsor of P1 agreed on 31 March 2024 to half as much as the first."""
    fill(engine, world())
    assert shares(engine, until(date(2024, 3, 30))) == {("P1", "S1"): 1.0} | P2
    assert shares(engine, until(date(2024, 3, 31))) == P1 | P2
    one_day = Selection(date(2024, 3, 31), date(2024, 3, 31), DATA_DATE)
    assert shares(engine, one_day) == P1 | P2
    assert shares(engine, Selection(date(2022, 1, 1), date(2022, 11, 30), DATA_DATE)) == {}


def test_by_month_a_share_is_that_of_the_months_end(engine: Engine) -> None:
    fill(engine, world())
    spring = Selection(date(2024, 2, 10), date(2024, 4, 10), DATA_DATE, programmes=("P1",))
    assert shares(engine, spring, "month") == {
        ("P1", "S1", "2024-02"): 1.0,
        ("P1", "S1", "2024-03"): 2 / 3,
        ("P1", "S2", "2024-03"): 1 / 3,
        ("P1", "S1", "2024-04"): 2 / 3,
        ("P1", "S2", "2024-04"): 1 / 3,
    }
    assert shares(engine, Selection(date(2023, 1, 1), date(2024, 12, 31), DATA_DATE), "year") == {
        ("P1", "S1", "2023"): 1.0,
        ("P2", "S2", "2023"): 1.0,
        ("P1", "S1", "2024"): 2 / 3,
        ("P1", "S2", "2024"): 1 / 3,
        ("P2", "S2", "2024"): 1.0,
    }


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"programmes": ("P1",)}, P1),
        ({"sponsors": ("S1",)}, {("P1", "S1"): 2 / 3}),
        ({"sponsors": ("S2",)}, {("P1", "S2"): 1 / 3} | P2),
        ({"sponsors": ("S1", "S2"), "programmes": ("P2",)}, P2),
        ({"regions": ("PE-ARE",)}, P1),
        ({"countries": ("CO",)}, P2),
        ({"organisations": ("A2",)}, P1 | P2),
        ({"organisations": ("A4",)}, {}),
    ],
)
def test_filters_narrow_the_rows_and_never_what_a_share_is_part_of(
    engine: Engine, filters: dict[str, Any], expected: dict[Any, float]
) -> None:
    fill(engine, world())
    assert shares(engine, YEAR_2024.narrowed(**filters)) == expected


# P1 has 150.00 USD; S2 adds 100.00 PEN to it.
IN_SOLES = date(2024, 5, 1)


@pytest.mark.parametrize(
    ("rates", "day", "soles_in_dollars"),
    [
        ([("PEN", "USD", IN_SOLES, 0.25)], IN_SOLES, 25),
        ([("PEN", "USD", date(2024, 5, 2), 0.25)], IN_SOLES, None),  # quoted a day too late
        ([("PEN", "USD", date(2024, 2, 29), 0.5)], IN_SOLES, 50),  # however old it is
        ([("PEN", "USD", date(2024, 2, 29), 0.5), ("PEN", "USD", IN_SOLES, 0.25)], IN_SOLES, 25),
        ([("PEN", "USD", IN_SOLES, 0.25), ("PEN", "USD", date(2024, 6, 1), 0.5)], date(2024, 5, 31), 25),
        ([("PEN", "USD", IN_SOLES, 0.25), ("PEN", "USD", date(2024, 6, 1), 0.5)], date(2024, 6, 1), 50),
        ([("USD", "PEN", IN_SOLES, 4.0)], IN_SOLES, 25),  # the inverse of the opposite
        ([("USD", "PEN", IN_SOLES, 4.0), ("PEN", "USD", date(2024, 2, 29), 0.5)], IN_SOLES, 50),
        ([("USD", "EUR", IN_SOLES, 4.0), ("EUR", "PEN", IN_SOLES, 4.0)], IN_SOLES, None),
        ([], IN_SOLES, None),
    ],
)
def test_money_is_changed_at_the_latest_rate_quoted_by_the_day(
    engine: Engine, rates: list[tuple[str, str, date, float]], day: date, soles_in_dollars: float | None
) -> None:
    euro = s.Currency(id="EUR", name="Euro", minor_digits=2)
    fill(engine, world(), [euro, agreed("S2", IN_SOLES, 100_00, "PEN")], [rate(*each) for each in rates])
    found = shares(engine, until(day, programmes=("P1",)))
    if soles_in_dollars is None:
        assert found == {("P1", "S1"): None, ("P1", "S2"): None}
    else:
        all_ = 150 + soles_in_dollars
        assert found == {("P1", "S1"): 100 / all_, ("P1", "S2"): (50 + soles_in_dollars) / all_}


def test_a_missing_rate_leaves_other_programmes_their_shares(engine: Engine) -> None:
    fill(engine, world(), [agreed("S2", IN_SOLES, 100_00, "PEN")])
    assert shares(engine, YEAR_2024) == {("P1", "S1"): None, ("P1", "S2"): None} | P2
    assert shares(engine, YEAR_2024.narrowed(sponsors=("S1",))) == {("P1", "S1"): None}
    assert shares(engine, until(date(2024, 4, 30))) == P1 | P2


def test_money_is_changed_into_that_of_the_first_agreement(engine: Engine) -> None:
    """Of two on one day, the one whose key comes first; here it changes which rate is used."""
    first, later = date(2023, 6, 1), date(2024, 1, 1)
    rates = [rate("PEN", "USD", first, 0.25), rate("USD", "PEN", first, 5.0)]
    on_that_day = agreed("S1", first, 100_00, programme="P2")
    assert on_that_day.id > "F3"  # the key of the 70.00 PEN of that day
    fill(engine, world(), rates, [on_that_day])
    into_soles = {("P2", "S1"): 500 / 570, ("P2", "S2"): 70 / 570}
    assert shares(engine, until(later, programmes=("P2",))) == into_soles


def test_minor_units_of_currencies_differ(engine: Engine) -> None:
    """100 yen without a minor unit, and 1.000 dinar with a thousand."""
    currencies = [
        s.Currency(id="JPY", name="Yen", minor_digits=0),
        s.Currency(id="KWD", name="Dinar", minor_digits=3),
    ]
    funding = [agreed("S2", IN_SOLES, 100, "JPY"), agreed("S2", IN_SOLES, 1_000, "KWD")]
    rates = [rate("JPY", "USD", IN_SOLES, 0.01), rate("KWD", "USD", IN_SOLES, 3.0)]
    fill(engine, world(), currencies, funding, rates)
    assert shares(engine, until(IN_SOLES, programmes=("P1",))) == {
        ("P1", "S1"): 100 / 154,
        ("P1", "S2"): 54 / 154,
    }


def test_funding_of_zero_has_no_shares(engine: Engine) -> None:
    rows = [row for row in world() if not isinstance(row, s.Funding)]
    fill(engine, rows, [agreed("S1", IN_SOLES, 0), agreed("S2", IN_SOLES, 0)])
    assert shares(engine, YEAR_2024) == {("P1", "S1"): None, ("P1", "S2"): None}


def test_the_rates_used_are_told_with_their_days(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [agreed("S2", IN_SOLES, 100_00, "PEN"), agreed("S1", IN_SOLES, 5_00, programme="P2")],
        [rate("USD", "PEN", date(2024, 2, 29), 4.0), rate("USD", "PEN", date(2024, 8, 1), 5.0)],
    )
    with engine.connect() as connection:
        used = rates_used(connection, UNRESTRICTED, until(date(2024, 7, 31)))
        unknown = rates_used(connection, UNRESTRICTED, until(date(2024, 2, 28)).narrowed(programmes=("P2",)))
    leap_day = date(2024, 2, 29)
    assert used.to_dict("split")["data"] == [
        ["P1", "PEN", "USD", 0.25, leap_day, True, "Somebody"],
        ["P2", "USD", "PEN", 4.0, leap_day, False, "Somebody"],
    ]
    assert unknown.empty  # the dollars of P2 were not yet agreed


def test_people_are_split_into_fractions_for_each_programme_alone(engine: Engine) -> None:
    """The unit of A2 is in both programmes: it counts in each, and nobody adds the two."""
    fill(engine, world())
    june = until(date(2024, 6, 30))
    assert parts(engine, "production_units", june, "programme", "sponsor", "whole", "share", "value") == [
        ["P1", "S1", 2, pytest.approx(2 / 3), pytest.approx(4 / 3)],
        ["P1", "S2", 2, pytest.approx(1 / 3), pytest.approx(2 / 3)],
        ["P2", "S2", 2, 1.0, 2.0],
    ]
    assert values_of(engine, "production_units", june) == {(): 3}
    assert parts(engine, "production_units", june.narrowed(sponsors=("S2",)), "programme", "value") == [
        ["P1", pytest.approx(2 / 3)],
        ["P2", 2.0],
    ]


def test_a_programme_that_reached_nothing_has_parts_of_nothing(engine: Engine) -> None:
    fill(engine, world())
    assert parts(engine, "people_trained", YEAR_2024) == [
        ["P1", "S1", 0, 0], ["P1", "S2", 0, 0], ["P2", "S2", 0, 0],
    ]  # fmt: skip
    assert parts(engine, "deliveries", YEAR_2024) == []
    delivered = parts(engine, "deliveries", YEAR_2024, "provision", "whole", provision="ppe")
    assert delivered == [["ppe", 0]] * 3


def received(key: str, minor: int, currency: str) -> s.PremiumReceipt:
    return s.PremiumReceipt(id=key, organisation_id="A1", received_on=date(2024, 5, 1), amount_minor=minor,
                            currency_id=currency)  # fmt: skip


def test_money_is_split_to_the_minor_unit_each_currency_by_itself(engine: Engine) -> None:
    fill(engine, world(), [received("R1", 100_01, "USD"), received("R2", 100_00, "PEN")])
    columns = ("programme", "sponsor", "currency", "whole", "value")
    # 66.67⅓ and 33.33⅔: the minor unit left over goes to the larger remainder.
    assert parts(engine, "premium_received", YEAR_2024, *columns) == [
        ["P1", "S1", "PEN", 100_00, 66_67],
        ["P1", "S2", "PEN", 100_00, 33_33],
        ["P1", "S1", "USD", 100_01, 66_67],
        ["P1", "S2", "USD", 100_01, 33_34],
    ]
    alone = parts(engine, "premium_received", YEAR_2024.narrowed(sponsors=("S2",)), *columns)
    assert alone == [["P1", "S2", "PEN", 100_00, 33_33], ["P1", "S2", "USD", 100_01, 33_34]]


def test_without_a_rate_the_whole_stands_without_parts(engine: Engine) -> None:
    fill(engine, world(), [agreed("S2", IN_SOLES, 100_00, "PEN"), received("R1", 100_01, "USD")])
    columns = ("sponsor", "whole", "share", "value")
    without = [["S1", 100_01, None, None], ["S2", 100_01, None, None]]
    assert parts(engine, "premium_received", YEAR_2024, *columns) == without


@pytest.mark.parametrize("name", sorted(figures()))
def test_what_is_counted_or_added_up_can_be_split_and_nothing_else(engine: Engine, name: str) -> None:
    known = figures()[name]
    fill(engine, world())
    if can_be_split(known):
        with engine.connect() as connection:
            frame = attributed_to(connection, UNRESTRICTED, name, YEAR_2024)
        named = ["programme", "sponsor", *known.fixed, "share", "whole", "value", "evidence"]
        assert list(frame) == list(dict.fromkeys(named))
        return
    assert known.unit in ("share", "rate", "days") or "programme" not in known.dimensions or name in (
        "funding", "target",
    )  # fmt: skip
    with engine.connect() as connection, pytest.raises(CannotBeSplit, match=f"{name} can't be split"):
        attributed_to(connection, UNRESTRICTED, name, YEAR_2024)


def test_an_unknown_figure_is_refused(engine: Engine) -> None:
    with engine.connect() as connection, pytest.raises(UnknownFigure):
        attributed_to(connection, UNRESTRICTED, "people_traned", YEAR_2024)


@given(
    whole=st.integers(-(10**15), 10**15),
    weights=st.lists(st.integers(0, 10**9), min_size=1, max_size=6).filter(any),
)
def test_parts_add_up_and_none_is_off_by_a_whole_unit(whole: int, weights: list[int]) -> None:
    exact = [weight / sum(weights) for weight in weights]
    found = split(whole, exact)
    assert sum(found) == whole
    assert all(abs(part - whole * share) < 1 + 1e-3 for part, share in zip(found, exact, strict=True))


@pytest.mark.parametrize(
    ("whole", "exact", "expected"),
    [
        (154, [0.6, 0.4], [92, 62]),
        (1540, [0.6, 0.4], [924, 616]),
        (1, [0.5, 0.5], [1, 0]),
        (100, [1 / 3, 1 / 3, 1 / 3], [34, 33, 33]),
        (-1, [0.5, 0.5], [0, -1]),
        (0, [0.5, 0.5], [0, 0]),
        (7, [1.0], [7]),
    ],
)
def test_what_is_left_over_goes_to_the_largest_remainders(
    whole: int, exact: list[float], expected: list[int]
) -> None:
    assert split(whole, exact) == expected


def test_people_of_no_programme_are_nobodys_part(engine: Engine) -> None:
    """Cover that no programme provided counts in the whole store, and in no sponsor's part."""
    rows = [
        s.Miner(id="m", sex="female"),
        s.Membership(id="j", miner_id="m", unit_id="U1", relation="internal", joined_on=date(2020, 1, 1)),
        s.Cover(id="c", miner_id="m", product="accident", first_day=date(2024, 1, 1),
                last_day=date(2024, 2, 1), cost_minor=0, currency_id="USD", payer="miner"),
    ]  # fmt: skip
    fill(engine, world(), rows)
    assert values_of(engine, "people_insured", YEAR_2024) == {(): 1}
    assert {tuple(row[2:]) for row in parts(engine, "people_insured", YEAR_2024)} == {(0, 0)}


def test_frames_keep_their_types(engine: Engine) -> None:
    fill(engine, world(), [received("R1", 100_01, "USD")])
    with engine.connect() as connection:
        money = attributed_to(connection, UNRESTRICTED, "premium_received", YEAR_2024)
        units = attributed_to(connection, UNRESTRICTED, "production_units", YEAR_2024)
    assert pd.api.types.is_integer_dtype(money["value"]) and pd.api.types.is_integer_dtype(money["whole"])
    assert pd.api.types.is_float_dtype(units["value"])


@pytest.mark.parametrize(("least", "whole", "part"), [(5, 20, 20 * 2 / 3), (50, None, None)])
def test_of_a_whole_that_is_withheld_nobody_is_told_a_part(
    engine: Engine, least: int, whole: float | None, part: float | None
) -> None:
    people = [
        row
        for unit in ("U1", "U2", "U3")
        for key in (f"{unit}-{number}" for number in range(20))
        for row in (
            s.Miner(id=key, sex="female"),
            s.Membership(id=key, miner_id=key, unit_id=unit, relation="internal",
                         joined_on=date(2024, 12, 1)),
        )
    ]  # fmt: skip
    fill(engine, world(), people)
    presenter = Viewer("presenter@x.org", Role.presenter, least_people=least)
    chosen = until(date(2024, 12, 31), programmes=("P1",))
    with engine.connect() as connection:
        frame = attributed_to(connection, presenter, "active_miners", chosen)
        with pytest.raises(NotForOutsiders, match="no sponsor"):
            attributed_to(connection, presenter, "active_miners", chosen.narrowed(sponsors=("S1",)))
    cells = frame.astype(object).where(frame.notna(), None)
    first = cells[cells["sponsor"] == "S1"].iloc[0]
    assert first["share"] == pytest.approx(2 / 3)
    assert (first["whole"], first["suppressed"]) == (whole, whole is None)
    assert first["value"] == (None if part is None else pytest.approx(part))
