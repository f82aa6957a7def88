"""Claims beside what is recorded, against small cases computed by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from data_access import schema as s
from data_access.claims import claims
from data_access.figures import figures
from data_access.selection import EmptyStore
from data_access.viewer import UNRESTRICTED, Role, Viewer
from tests.data_access.gold_world import fill, world

KNOWN_UNTIL = date(2025, 6, 30)
NO_ROWS = "It names no rows of this store to compute it from."


def take_in(engine: Engine) -> None:
    """A package, so that there is a data date."""
    with Session(engine) as session, session.begin():
        session.add(
            s.PackageImport(
                name="p", title="P", version="1", data_date=KNOWN_UNTIL, sample=False, row_count=1,
                content_hash="0", imported_at=datetime(2025, 7, 1),
            )
        )  # fmt: skip


def claim(figure: str, value: float, selection: str | None, comparison: str = "=", **given: Any) -> s.Claim:
    words = {"publisher": "Somebody", "words": "So many", "source": "A page", "evidence": "counted"}
    return s.Claim(
        **({"id": "C1"} | words | given),
        figure=figure,
        value=value,
        selection=selection,
        comparison=comparison,
    )


def store(engine: Engine, *rows: Any) -> None:
    """The small world with a package taken in, and twenty miners in U1 of P1, eleven of them women."""
    people = [
        record
        for number in range(20)
        for record in (
            s.Miner(id=f"M{number}", sex="female" if number < 11 else "male"),
            s.Membership(id=f"J{number}", miner_id=f"M{number}", unit_id="U1", relation="internal",
                         joined_on=date(2023, 3, 1)),
        )
    ]  # fmt: skip
    fill(engine, world(), people, rows)
    take_in(engine)


def read(engine: Engine, viewer: Viewer = UNRESTRICTED) -> pd.DataFrame:
    """The claims beside what is recorded, with the reasons said."""
    with engine.connect() as connection:
        frame = claims(connection, viewer)
    return frame.assign(reason=frame["reason"].map(str))


def only(engine: Engine) -> dict[str, Any]:
    """The store's one claim, missing cells as None."""
    frame = read(engine)
    (row,) = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return {str(name): value for name, value in row.items()}


def test_published_beside_recorded(engine: Engine) -> None:
    store(
        engine,
        claim(
            "active_miners", 23, "programme=P1&to=2024-12-31", published_on=date(2025, 1, 15), subject="us"
        ),
    )
    row = only(engine)
    question = row.pop("question")
    assert row == {
        "id": "C1", "claim": "So many", "publisher": "Somebody", "published_on": date(2025, 1, 15),
        "subject": "us", "figure": "active_miners", "comparison": "=", "published": 23.0, "recorded": 20.0,
        "not_told": None, "difference": -3.0,
        "unit": "people", "currency": None, "evidence": "counted", "holds": False,
        "reason": "The rows of this store give another value.", "selection": "programme=P1&to=2024-12-31",
        "source": "A page",
    }  # fmt: skip
    asked = question.selection
    assert (asked.first_day, asked.last_day, asked.programmes) == (
        date(2024, 1, 1),
        date(2024, 12, 31),
        ("P1",),
    )


@pytest.mark.parametrize(
    ("comparison", "published", "holds"),
    [
        ("=", 20, True),
        ("=", 19, False),
        ("=", 20.4, False),
        (">=", 20, True),
        (">=", 21, False),
        ("<=", 20, True),
        ("<=", 19, False),
        ("about", 21, True),  # 1 away, 1.05 allowed
        ("about", 19, False),  # 1 away, 0.95 allowed
        ("about", 22, False),
    ],
)
def test_numbers_are_compared_as_they_are_meant(
    engine: Engine, comparison: str, published: float, holds: bool
) -> None:
    store(engine, claim("active_miners", published, "programme=P1&to=2024-12-31", comparison))
    row = only(engine)
    assert row["recorded"] == 20
    assert row["holds"] is holds
    assert bool(row["reason"]) is not holds


@pytest.mark.parametrize(
    ("comparison", "published", "holds"),
    [
        ("=", 0.67, True),
        ("=", 0.667, True),
        ("=", 0.66, False),
        ("=", 0.7, False),  # 70 % is not 67 %
        ("=", 0.6667, True),
        ("=", 0.6666, False),
        (">=", 0.66, True),
        (">=", 0.667, False),
        ("<=", 0.667, True),
        ("about", 0.7, True),
        ("about", 0.71, False),  # two thirds lie 6.1 % below it
    ],
)
def test_a_share_is_compared_in_the_digits_published(
    engine: Engine, comparison: str, published: float, holds: bool
) -> None:
    """Two of three actions are done."""
    plan = {"plan_id": "I1", "field": "social", "description": "", "due_on": date(2024, 6, 30)}
    store(
        engine,
        s.ImprovementPlan(id="I1", unit_id="U1", programme_id="P1", year=2024, agreed_on=date(2024, 2, 1)),
        s.PlanAction(id="A1", done_on=date(2024, 3, 1), **plan),
        s.PlanAction(id="A2", done_on=date(2024, 3, 1), **plan),
        s.PlanAction(id="A3", **plan),
        claim("plan_progress", published, "programme=P1&from=2024-01-01&to=2024-12-31", comparison),
    )
    row = only(engine)
    assert (row["recorded"], row["unit"]) == (pytest.approx(2 / 3), "share")
    assert row["holds"] is holds


@pytest.mark.parametrize(
    ("published", "holds", "difference"),
    [(100.1, True, 0), (100.104, True, 0), (100.11, False, -1), (7, False, 9310)],
)
def test_money_is_compared_to_the_minor_unit_in_its_own_currency(
    engine: Engine, published: float, holds: bool, difference: int
) -> None:
    trees = {"organisation_id": "A1", "category": "environment", "description": "Trees"}
    day = date(2024, 2, 29)
    store(
        engine,
        s.PremiumExpenditure(id="X1", spent_on=day, amount_minor=100_10, currency_id="USD", **trees),
        s.PremiumExpenditure(id="X2", spent_on=day, amount_minor=7_00, currency_id="PEN", **trees),
        claim("premium_spent", published, "from=2024-02-29&to=2024-02-29", currency_id="USD"),
    )
    row = only(engine)
    assert (row["recorded"], row["currency"], row["unit"]) == (100_10.0, "USD", "money")
    assert (row["holds"], row["difference"]) == (holds, difference)


@pytest.mark.parametrize(
    ("selection", "recorded"),
    [
        ("programme=P1&sex=female&to=2024-12-31", 11),
        ("programme=P1&sex=male&relation=internal&to=2024-12-31", 9),
        ("programme=P2&to=2024-12-31", 0),
        ("programme=P1&programme=P2&to=2024-12-31", 20),
        ("to=2023-02-28", 0),  # the day before all joined
        ("from=2023-03-01&to=2023-03-01", 20),
        ("sponsor=S1&country=PE&region=PE-ARE&organisation=A1", 20),
        ("region=PE-PUN", 0),
        ("sex=other&to=2024-12-31", 0),  # a code that rows may hold, and none does
        ("programme=P1&count=sex&to=2024-12-31", 2),
        ("programme=P1&count=region&to=2024-12-31", 1),
        ("region=&to=2024-12-31", 0),  # those whose region is not recorded
    ],
)
def test_filters_days_codes_and_counts_of_codes(engine: Engine, selection: str, recorded: int) -> None:
    store(engine, claim("active_miners", recorded, selection))
    row = only(engine)
    assert (row["recorded"], row["holds"], row["reason"]) == (recorded, True, "")


def test_two_sponsors_are_counted_and_not_what_they_pay(engine: Engine) -> None:
    store(engine, claim("funding", 2, "programme=P1&to=2024-12-31&count=sponsor"))
    row = only(engine)
    assert (row["recorded"], row["unit"], row["holds"]) == (2, "sponsor", True)


@pytest.mark.parametrize("asked", ["PEN", ""])
def test_a_claim_does_not_hold_in_a_currency_that_its_selection_does_not_ask_for(
    engine: Engine, asked: str
) -> None:
    written = f"programme=P1&to=2024-12-31&currency={asked}"
    store(
        engine,
        claim("funding", 50, written, id="C1", currency_id="USD"),
        claim("funding", 50, "programme=P1&to=2024-12-31&currency=USD", id="C2", currency_id="USD"),
        claim("funding", 2, f"{written}&count=sponsor", id="C3", currency_id="USD"),
    )
    found = read(engine).set_index("id")
    assert not found.loc["C1", "holds"] and pd.isna(found.loc["C1", "recorded"])
    other = asked or "no currency"
    assert found.loc["C1", "reason"] == f"It is published in USD, and its selection asks for {other}."
    assert found.loc["C3", "reason"] == found.loc["C1", "reason"]
    assert found.loc["C2", "recorded"] == 150_00


def test_a_code_without_a_value_is_not_counted(engine: Engine) -> None:
    """Each standard has its row of certified organisations; one of them has nobody."""
    held = {"organisation_id": "A1", "standard_id": "FM", "status": "certified"}
    store(
        engine,
        s.Certification(id="K1", first_day=date(2020, 1, 1), **held),
        claim("certified_organisations", 1, "count=standard"),
    )
    assert only(engine)["recorded"] == 1


def test_a_target_is_claimed_in_the_unit_of_its_figure(engine: Engine) -> None:
    aims = {"programme_id": "P1", "due_on": date(2024, 12, 31)}
    store(
        engine,
        s.Target(id="T1", figure="production_units", value=75, **aims),
        s.Target(id="T2", figure="premium_spent", value=10.5, currency_id="USD", **aims),
        s.Target(id="T3", figure="training_coverage", value=0.6, **aims),
        s.Target(id="T4", figure="training_coverage", value=0.4, region_id="PE-ARE", **aims),
        s.Target(id="T5", figure="deliveries", value=3, codes="provision=ppe", **aims),
        claim("target", 75, "programme=P1&figure=production_units&to=2024-06-30", id="C1"),
        claim("target", 10.5, "programme=P1&figure=premium_spent&to=2024-06-30", id="C2", currency_id="USD"),
        claim("target", 0.6, "programme=P1&figure=training_coverage&region=&to=2024-06-30", id="C3"),
        claim("target", 0.4, "figure=training_coverage&region=PE-ARE&to=2024-06-30", id="C4"),
        claim("target", 3, "figure=deliveries&codes=provision%3Dppe&to=2024-06-30", id="C5"),
        claim("target", 0.6, "programme=P1&figure=training_coverage&to=2024-06-30", id="C6"),
        claim("target", 0, "programme=P2&figure=production_units&to=2024-06-30", id="C7"),
    )
    frame = read(engine).set_index("id").sort_index()
    assert frame["unit"].to_list() == ["units", "money", "share", "share", "items", "share", "units"]
    assert frame["recorded"].to_list()[:5] == [75, 10_50, 0.6, 0.4, 3]
    assert frame["holds"].to_list() == [True] * 5 + [False] * 2
    assert frame.loc["C6", "reason"] == "There are 2 values of it: name the region."
    assert frame.loc["C7", "reason"] == "There is nothing in this selection to compute it from."


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (("active_miner", 20, "programme=P1"), "There is no figure 'active_miner'. Nearest: active_miners"),
        (("active_miners", 20, "colour=red"), "active_miners has no dimension 'colour'."),
        (("active_miners", 20, "programme=P9"), "There is no programme 'P9' in the store. Nearest: P"),
        (("deliveries", 0, "provision=pppe"), "There is no provision “pppe” in this store."),
        (("training_coverage", 0, "topic=T9"), "There is no topic “T9” in this store."),
        (("active_miners", 20, "programme"), "“programme” is no query string such as"),
        (("active_miners", 20, "from=2025-01-01&to=2024-01-01"), "names no period that can be read."),
        (("active_miners", 0, "from=2025-07-01"), "begins on 2025-07-01, after the data end on 2025-06-30."),
        (("active_miners", 0, "from=2025-07-01&to=2025-12-31"), "after the data end on 2025-06-30."),
        (("active_miners", 20, "to=2024-02-30"), "names no period that can be read."),
        (("active_miners", 20, "to="), "names no period that can be read."),
        (("active_miners", 20, "sex=male&sex=female"), "names sex twice."),
        (("active_miners", 20, "to=2024-01-01&to=2024-02-01"), "names to twice."),
        (("funding", 150, "programme=P1"), "It names no currency."),
        (("certified_organisations", 0, "programme=P1"), "There are 2 values of it: name the standard."),
        (("plan_progress", 0.5, "programme=P1"), "There is nothing in this selection to compute it from."),
        (("active_miners", 20, None), NO_ROWS),
    ],
)
def test_a_counted_claim_that_cannot_be_computed_does_not_hold(
    engine: Engine, given: tuple[str, float, str | None], reason: str
) -> None:
    store(engine, claim(*given))
    row = only(engine)
    assert (row["holds"], row["recorded"], row["difference"]) == (False, None, None)
    assert reason in row["reason"]
    assert row["reason"].endswith(".")


@pytest.mark.parametrize("evidence", ["reported", "estimated", "contested"])
@pytest.mark.parametrize("selection", [None, "programme=P1&to=2024-12-31"])
def test_the_uncounted_is_never_compared_with_the_counted(
    engine: Engine, evidence: str, selection: str | None
) -> None:
    store(engine, claim("active_miners", 20, selection, evidence=evidence))
    row = only(engine)
    assert (row["holds"], row["recorded"], row["difference"]) == (None, None, None)
    mixed = f"What is {evidence} and what is counted can't be added up or compared"
    assert row["reason"] == NO_ROWS if selection is None else row["reason"].startswith(mixed)


def test_an_estimated_figure_proves_no_counted_claim(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    store(engine, claim("active_miners", 20, "programme=P1&to=2024-12-31"))
    assert only(engine)["holds"] is True
    estimated = replace(figures()["active_miners"], evidence="estimated")
    monkeypatch.setattr("data_access.claims.known_figure", lambda name: estimated)
    row = only(engine)
    assert (row["holds"], row["recorded"]) == (False, None)
    assert row["reason"].startswith("What is counted and what is estimated can't be added up or compared")


def test_a_claim_of_a_day_after_the_data_is_read_on_the_last_day_known(engine: Engine) -> None:
    store(engine, claim("active_miners", 20, "programme=P1&to=2026-12-31"))
    row = only(engine)
    assert (row["recorded"], row["question"].selection.as_of) == (20, KNOWN_UNTIL)


def test_claims_that_no_longer_hold_come_first(engine: Engine) -> None:
    asked = "programme=P1&to=2024-12-31"
    store(
        engine,
        claim("active_miners", 20, asked, id="C1"),
        claim("active_miners", 500, None, id="C2", evidence="contested"),
        claim("active_miners", 21, asked, id="C3"),
        claim("active_miners", 20, asked, id="C4"),
        claim("active_miners", 19, asked, id="C5"),
    )
    assert read(engine)["id"].to_list() == ["C3", "C5", "C1", "C2", "C4"]


def test_an_unknown_figure_keeps_its_published_value(engine: Engine) -> None:
    store(
        engine,
        claim("dependants", 1_000_000, None, "about", evidence="contested"),
        claim("sales", 12.5, None, id="C2", evidence="reported", currency_id="USD"),
    )
    frame = read(engine)
    assert frame["published"].to_list() == [1_000_000, 12_50]
    assert frame["unit"].fillna("").to_list() == ["", "money"]


def test_no_claims_are_an_empty_frame(engine: Engine) -> None:
    store(engine)
    assert read(engine).empty


def test_a_store_without_a_package_has_no_data_date(engine: Engine) -> None:
    fill(engine, world(), [claim("active_miners", 20, "programme=P1")])
    with pytest.raises(EmptyStore):
        read(engine)


@pytest.mark.parametrize(
    ("least", "selection", "recorded", "not_told", "holds", "why"),
    [
        (5, "to=2023-03-31", 20, None, False, "another value"),
        (2, "to=2023-03-31&sex=female", 11, None, False, "another value"),
        (5, "to=2023-03-31&sex=female", None, "withheld", None, "fewer than 5 people"),
        (50, "to=2023-03-31", None, "withheld", None, "fewer than 50 people"),
        (50, "to=2024-12-31&count=region", None, "withheld", None, "fewer than 50 people"),
        (5, "programme=P1&to=2024-11-30", None, "not told", None, "whole quarters"),
        (5, "to=2024-12-31&organisation=A1", None, "not told", None, "no organisation"),
        (5, "to=2024-12-31&count=unit", None, "not told", None, "nothing by units"),
    ],
)
def test_of_a_claim_an_outsider_is_told_what_is_recorded_or_why_not(
    engine: Engine,
    least: int,
    selection: str,
    recorded: int | None,
    not_told: str | None,
    holds: bool | None,
    why: str,
) -> None:
    store(engine, claim("active_miners", 21, selection))
    frame = read(engine, Viewer("presenter@x.org", Role.presenter, least_people=least))
    (row,) = frame.astype(object).where(frame.notna(), None).to_dict("records")
    assert (row["published"], row["recorded"], row["not_told"]) == (21, recorded, not_told)
    assert row["holds"] is holds
    assert (row["difference"] is None) == (recorded is None)
    assert why in row["reason"]
