"""Money and gold as outsiders are told them: by one rule, and so that no organisation's amount shows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import product
from random import Random
from typing import Any
from uuid import uuid4

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine

from data_access import schema as s
from data_access.disclosure.dominance import REST_PERCENT
from data_access.disclosure.groups import Group, groups_of
from data_access.disclosure.rules import AMOUNTS, NotForOutsiders
from data_access.figures import figure
from data_access.rights import Rights
from data_access.selection import Selection
from data_access.viewer import Role, Viewer
from tests.data_access.disclosure.gold_attacker import SLACK, Asked, Attacker, of_year, segments, store_of
from tests.data_access.gold_rows import lot, rate, rates, received, spent
from tests.data_access.gold_world import YEAR_2024, empty, fill, world
from tests.data_access.random_gold import DATA_DATE, RandomStore
from tests.data_access.test_command_line import CommandLine

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
        everything = list(wanted_by(attacker, itself))
        for wanted in chance.sample(everything, min(40, len(everything))):
            lowest, highest = attacker.bounds(wanted, itself)
            assert lowest <= SLACK
            assert highest >= ABOVE * (wanted @ attacker.true) - SLACK


class Given:
    """A small world with two programmes, whose organisations a test gives amounts."""

    def __init__(self, engine: Engine, *rows: s.Record) -> None:
        self.engine = engine
        more = [
            s.Organisation(id=f"A{number}", name="", kind="mining_organisation", country_id="CO",
                           region_id="CO-ANT")
            for number in (5, 6)
        ]  # fmt: skip
        package = s.PackageImport(
            name="gold", title="Gold", version="1", data_date=YEAR_2024.data_date, sample=False, row_count=1,
            content_hash=str(uuid4()), imported_at=datetime(2025, 1, 1),
        )  # fmt: skip
        fill(engine, world(), more, rows, [package])

    def answer(self, name: str, *by: str, viewer: Viewer = PRESENTER, **filters: Any) -> dict[Any, Any]:
        """Codes → value; ``WITHHELD`` where it is."""
        selection = filters.pop("selection", YEAR_2024).narrowed(**filters)
        with self.engine.connect() as connection:
            frame = figure(connection, viewer, name, selection, by).astype(object)
        frame = frame.where(frame.notna(), None)
        codes = [name for name in ("currency", *by) if name in frame]
        return {
            tuple(row[code] for code in codes): WITHHELD if row["suppressed"] else row["value"]
            for row in frame.to_dict("records")
        }


WITHHELD = "withheld"
IN_2024 = date(2024, 5, 5)


def test_money_stays_exact_and_says_what_is_withheld(engine: Engine) -> None:
    large = 2**53 + 1
    given = Given(engine, *(received(f"E{n}", f"A{n}", IN_2024, large) for n in (2, 3, 4, 5)))
    with engine.connect() as connection:
        frame = figure(connection, PRESENTER, "premium_received", YEAR_2024, ["country"])
        assert list(frame.columns) == [
            *("currency", "country", "value", "of", "suppressed"),
            *("last_value", "last_of", "last_on", "evidence"),
        ]
        assert str(frame["value"].dtype) == "Int64"
    assert given.answer("premium_received") == {("USD",): 4 * large}
    # Peru is one organisation's; Colombia would tell of it.
    assert given.answer("premium_received", "country") == {("USD", "CO"): WITHHELD, ("USD", "PE"): WITHHELD}


def test_where_one_dominates_nothing_is_told_of_its_place(engine: Engine) -> None:
    given = Given(
        engine,
        *(received(f"E{n}", f"A{n}", IN_2024, 1_00) for n in (1, 3, 4, 5)),
        received("E2", "A2", IN_2024, 90_00),
    )
    assert given.answer("premium_received") == {("USD",): WITHHELD}
    regions = given.answer("premium_received", "region")
    assert regions["USD", "PE-PUN"] == WITHHELD
    assert given.answer("premium_received", countries=("CO",)) == {("USD",): WITHHELD}


def test_two_organisations_are_not_told_and_none_is(engine: Engine) -> None:
    given = Given(engine, *(received(f"E{n}", f"A{n}", IN_2024, 1_00) for n in (3, 4)))
    assert given.answer("premium_received", "country") == {("USD", "CO"): WITHHELD, ("USD", "PE"): 0}
    assert given.answer("premium_spent", "country") == {}


def test_without_one_programme_nobody_stands_alone(engine: Engine) -> None:
    # P1 has A1 and A2, P2 has A2 and A3: of P1 and P2 together, less P1, A3 would be left.
    given = Given(engine, *(received(f"E{n}", f"A{n}", IN_2024, 1_00) for n in (1, 2, 3)))
    both = Viewer("both@x.org", Role.sponsor, Rights(("P1", "P2")))
    assert given.answer("premium_received", viewer=both) == {("USD",): 3_00}
    by_programme = given.answer("premium_received", "programme", viewer=both)
    assert by_programme == {("USD", "P1"): WITHHELD, ("USD", "P2"): WITHHELD}
    one = Viewer("one@x.org", Role.sponsor, Rights(("P1",)))
    assert given.answer("premium_received", viewer=one) == {("USD",): WITHHELD}


def test_a_year_is_told_as_if_it_were_asked_for_alone(engine: Engine) -> None:
    # A3 is in P2 from 2024 on: who selects both years at once would see its 2023, and by taking off
    # what 2023 is alone, have it.
    given = Given(
        engine,
        *(received(f"E{n}", f"A{n}", date(2023, 8, 1), 1_00) for n in (1, 2, 3)),
        *(received(f"F{n}", f"A{n}", IN_2024, 1_00) for n in (1, 2, 3)),
    )
    both = Viewer("both@x.org", Role.sponsor, Rights(("P1", "P2")))
    years = Selection(date(2023, 1, 1), date(2024, 12, 31), YEAR_2024.data_date)
    by_year = given.answer("premium_received", "year", viewer=both, selection=years)
    assert by_year == {("USD", "2023"): WITHHELD, ("USD", "2024"): 3_00}


def test_a_balance_is_told_where_it_follows_from_what_is_told(engine: Engine) -> None:
    rows = [
        *(received(f"E{n}", f"A{n}", date(2023, 8, 1), 5_00) for n in (1, 2, 3)),
        *(spent(f"X{n}", f"A{n}", IN_2024, 1_00) for n in (1, 2, 3)),
    ]
    given = Given(engine, *rows)
    assert given.answer("premium_balance") == {("USD",): 12_00}
    # A3 came in 2024: what it had before would show.
    both = Viewer("both@x.org", Role.sponsor, Rights(("P1", "P2")))
    assert given.answer("premium_balance", viewer=both) == {("USD",): WITHHELD}


def test_a_balance_does_not_tell_of_a_year_of_two(engine: Engine) -> None:
    rows = [
        *(received(f"E{n}", f"A{n}", date(2023, 8, 1), 5_00) for n in (1, 2)),
        *(spent(f"X{n}", f"A{n}", IN_2024, 1_00) for n in (1, 2, 3)),
    ]
    given = Given(engine, *rows)
    assert given.answer("premium_spent") == {("USD",): 3_00}
    assert given.answer("premium_balance") == {("USD",): WITHHELD}


def test_a_category_of_one_is_withheld_with_another(engine: Engine) -> None:
    given = Given(
        engine,
        *(spent(f"X{n}", f"A{n}", IN_2024, 5_00) for n in (1, 2, 3, 4)),
        *(spent(f"Y{n}", f"A{n}", IN_2024, 2_00, category="local_suppliers") for n in (1, 2, 3)),
        spent("Z1", "A1", IN_2024, 1_00, category="production_and_equipment"),
    )
    assert given.answer("premium_spent", "category") == {
        ("USD", "local_suppliers"): WITHHELD,
        ("USD", "environment"): 20_00,
        ("USD", "production_and_equipment"): WITHHELD,
    }


def lots() -> list[s.GoldLot]:
    """Ten grams that each of four sells."""
    return [lot(f"L{n}", f"A{n}", IN_2024, 10_000) for n in (1, 2, 3, 4)]


def test_premium_due_is_told_like_the_gold_it_is_due_for(engine: Engine) -> None:
    given = Given(engine, *lots(), rate("R", "FM", 4000_00, date(2020, 1, 1)))
    assert given.answer("gold_sold", "standard") == {("FM",): 40.0}
    assert given.answer("premium_due") == {("USD",): 160_00}
    assert given.answer("premium_due", "standard") == {("USD", "FM"): 160_00}
    assert given.answer("gold_under_standard") == {(): 1.0}


def test_in_a_year_with_a_new_rate_grams_and_premium_do_not_tell_those_before_and_after(
    engine: Engine,
) -> None:
    given = Given(engine, *lots(), *rates())
    assert given.answer("gold_sold", "standard") == {("FM",): 40.0}
    assert given.answer("premium_due") == {("USD",): WITHHELD}
    assert given.answer("premium_due", "standard") == {("USD", "FM"): WITHHELD}


def test_premium_due_does_not_tell_apart_what_is_joined(engine: Engine) -> None:
    # Under Fairtrade one organisation sells: with the gold under no standard it is one, of which
    # the premium would tell the part under Fairtrade.
    more = [lot(f"N{n}", f"A{n}", IN_2024, 10_000, standard_id=None) for n in (1, 2, 3, 4)]
    given = Given(
        engine, *lots(), *more, lot("T1", "A1", IN_2024, 3_000, standard_id="FT"),
        rate("R", "FM", 4000_00, date(2020, 1, 1)), rate("Q", "FT", 2000_00, date(2020, 1, 1)),
    )  # fmt: skip
    told = given.answer("gold_sold", "standard")
    assert (told["FT",], told["FM",], told[None,]) == (WITHHELD, WITHHELD, 40.0)
    assert given.answer("gold_under_standard") == {(): pytest.approx(43 / 83)}
    assert given.answer("premium_due") == {("USD",): WITHHELD}


def test_gold_that_one_sells_under_no_standard_does_not_show_as_the_rest(engine: Engine) -> None:
    given = Given(engine, *lots(), lot("N1", "A1", IN_2024, 10_000, standard_id=None))
    assert given.answer("gold_sold") == {(): 50.0}
    assert given.answer("gold_under_standard") == {(): WITHHELD}


def test_gold_of_which_one_names_its_units_is_not_told_by_that(engine: Engine) -> None:
    given = Given(engine, *lots(), s.GoldLotUnit(lot_id="L1", unit_id="U1"))
    assert given.answer("gold_traceable") == {(): WITHHELD}


def measured(indicator: str, key: str, unit: str, value: int) -> s.IndicatorValue:
    return s.IndicatorValue(
        id=key, indicator_id=indicator, programme_id="P1", unit_id=unit, first_day=date(2024, 3, 1),
        last_day=date(2024, 3, 31), value_milli=value * 1000,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("used", "avoided", "share"),
    [((1, 1, 1), 12.0, pytest.approx(0.8)), ((0, 0, 3), WITHHELD, WITHHELD)],
)
def test_mercury_is_told_where_what_was_used_and_the_baseline_are_safe(
    engine: Engine, used: tuple[int, ...], avoided: Any, share: Any
) -> None:
    rows: list[s.Record] = [s.Indicator(id="mercury_used", name="Mercury", unit="kg")]
    for number, kilograms in enumerate(used, start=1):
        unit = f"V{number}"
        rows += [
            s.ProductionUnit(id=unit, name="", organisation_id=f"A{number}", region_id="PE-ARE"),
            s.IndicatorBaseline(id=f"B{number}", indicator_id="mercury_used", unit_id=unit,
                                first_day=date(2022, 1, 1), last_day=date(2022, 1, 31), value_milli=5_000),
            s.IndicatorValue(id=f"M{number}", indicator_id="mercury_used", programme_id="P1", unit_id=unit,
                             first_day=date(2024, 3, 1), last_day=date(2024, 3, 31),
                             value_milli=kilograms * 1000),
        ]  # fmt: skip
    given = Given(engine, *rows)
    assert given.answer("mercury_avoided") == {(): avoided}
    assert given.answer("mercury_reduction", "region") == {("PE-ARE",): share}


@pytest.mark.parametrize(
    ("name", "selection", "by", "why"),
    [
        ("gold_sold", YEAR_2024, ("quarter",), "not told gold_sold by quarter"),
        ("gold_sold", YEAR_2024, ("buyer",), "not told gold_sold by buyer"),
        ("gold_sold", YEAR_2024, ("sponsor",), "not told gold_sold by sponsor"),
        ("gold_sold", YEAR_2024, ("organisation",), "nothing by organisations"),
        ("mercury_avoided", YEAR_2024, ("unit",), "nothing by units"),
        ("premium_due", YEAR_2024, ("destination",), "not told premium_due by destination"),
        ("gold_sold", YEAR_2024, ("standard", "region", "programme"), "2 dimensions"),
        ("gold_sold", YEAR_2024, ("standard", "destination"), "standard or destination"),
        ("premium_spent", Selection(date(2024, 1, 1), date(2024, 6, 30), DATA_DATE), (), "whole calendar"),
        ("premium_spent", Selection(date(2024, 1, 1), date(2024, 6, 30), DATA_DATE), ("year",), "calendar"),
        ("premium_spent", Selection(date(2023, 1, 1), date(2024, 6, 30), DATA_DATE), (), "whole calendar"),
        ("premium_spent", Selection(date(2022, 1, 1), date(2023, 12, 31), DATA_DATE), (), "whole calendar"),
    ],
)
def test_what_amounts_are_not_told_by_is_refused_in_words(
    engine: Engine, name: str, selection: Selection, by: tuple[str, ...], why: str
) -> None:
    with engine.connect() as connection, pytest.raises(NotForOutsiders, match=why):
        figure(connection, PRESENTER, name, selection, by)


def test_the_command_line_tells_a_presenter_by_the_same_rule(
    sample_store_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    commands = CommandLine(sample_store_url, capsys)
    asked = ("premium_received", "--from", "2025-01-01", "--to", "2025-12-31")
    told = commands.json("figure", *asked, "--as", "presenter@example.org")["rows"]
    read = commands.json("figure", *asked)["rows"]
    # One organisation alone receives euros.
    assert {row["currency"]: row["suppressed"] for row in told} == {"EUR": True, "USD": False}
    values = {row["currency"]: row["value"] for row in told}
    assert values == {row["currency"]: row["value"] for row in read} | {"EUR": None}
    refused = commands.run("figure", *asked, "--as", "presenter@example.org", "--by", "organisation")
    assert (refused.code, "nothing by organisations" in refused.refusal) == (2, True)


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
