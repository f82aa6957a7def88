"""Permits, finance and cooperatives, against small cases computed by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine

from data_access.schema import Enrolment, FinanceAccess, Organisation, Permit, ProductionUnit
from data_access.selection import Selection
from tests.data_access.gold_world import YEAR_2024, fill, values_of, wholes_of, world

REGISTRY = "formalisation_registry"


def permit(key: str, status: str, first: date, last: date | None = None, **given: str) -> Permit:
    holder = {} if "unit_id" in given else {"organisation_id": "A1"}
    return Permit(
        id=key, status=status, first_day=first, last_day=last, **{"kind": REGISTRY, **holder, **given}
    )


def statuses(
    engine: Engine, selection: Selection, holder: str = "organisation", kind: str = REGISTRY
) -> dict[str, int]:
    """How many holders have each status of a permit, without the zeros."""
    found = values_of(engine, "formalisation", selection)
    return {
        status: count
        for (of, named, status), count in found.items()
        if (of, named) == (holder, kind) and count
    }


def test_no_row_is_not_recorded_which_is_not_none(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [
            permit("M1", "granted", date(2024, 1, 1)),
            permit("M2", "none", date(2024, 1, 1), organisation_id="A2"),
            permit("M3", "granted", date(2024, 1, 1), organisation_id="A3", kind="mining_title"),
        ],
    )
    assert statuses(engine, YEAR_2024) == {"granted": 1, "none": 1, "not_recorded": 2}
    assert statuses(engine, YEAR_2024, kind="mining_title") == {"granted": 1, "not_recorded": 3}
    assert statuses(engine, YEAR_2024, kind="contract") == {"not_recorded": 4}


def test_every_status_of_every_permit_has_a_row_and_they_add_up_to_all_holders(engine: Engine) -> None:
    fill(engine, world(), [permit("M1", "lapsed", date(2024, 1, 1))])
    counted = values_of(engine, "formalisation", YEAR_2024)
    wholes = wholes_of(engine, "formalisation", YEAR_2024)
    assert len(counted) == 2 * 4 * 5
    for holder, all_holders in (("organisation", 4), ("unit", 3)):
        for kind in (REGISTRY, "mining_title", "contract", "environmental_permit"):
            of_kind = [count for codes, count in counted.items() if codes[:2] == (holder, kind)]
            assert sum(of_kind) == all_holders
        assert {count for codes, count in wholes.items() if codes[0] == holder} == {all_holders}


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (date(2023, 12, 31), "not_recorded"),
        (date(2024, 1, 1), "applied"),
        (date(2024, 2, 29), "applied"),  # the last day counts
        (date(2024, 3, 1), "not_recorded"),
        (date(2024, 4, 1), "granted"),
        (date(2024, 6, 1), "lapsed"),  # of two rows, the later begun
        (date(2024, 6, 30), "lapsed"),
        (date(2024, 7, 1), "granted"),
    ],
)
def test_the_status_of_a_day(engine: Engine, day: date, status: str) -> None:
    fill(
        engine,
        world(),
        [
            permit("M1", "applied", date(2024, 1, 1), date(2024, 2, 29)),
            permit("M3", "granted", date(2024, 4, 1)),
            permit("M2", "lapsed", date(2024, 6, 1), date(2024, 6, 30)),
        ],
    )
    of_a1 = Selection(day, day, date(2025, 1, 1), organisations=("A1",))
    assert statuses(engine, of_a1) == {status: 1}


def test_of_two_rows_begun_on_one_day_the_last_key_holds(engine: Engine) -> None:
    fill(
        engine, world(), [permit("Ma", "granted", date(2024, 1, 1)), permit("MB", "lapsed", date(2024, 1, 1))]
    )
    assert statuses(engine, YEAR_2024.narrowed(organisations=("A1",))) == {"granted": 1}


def test_a_units_permit_is_not_its_organisations_even_under_the_same_code(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [
            ProductionUnit(id="A1", name="Like its organisation", organisation_id="A1", region_id="PE-ARE"),
            Enrolment(unit_id="A1", programme_id="P1", first_day=date(2024, 1, 1)),
            permit("M1", "granted", date(2024, 1, 1), unit_id="A1"),
            permit("M2", "lapsed", date(2024, 2, 1), organisation_id="A1"),
        ],
    )
    assert statuses(engine, YEAR_2024, "unit") == {"granted": 1, "not_recorded": 3}
    assert statuses(engine, YEAR_2024, "organisation") == {"lapsed": 1, "not_recorded": 3}


def test_permits_month_by_month_of_units_enrolled_then(engine: Engine) -> None:
    """U3 is enrolled from January 2024 on; U2, in two programmes, is one unit."""
    fill(
        engine,
        world(),
        [
            permit("M1", "applied", date(2023, 12, 10), date(2024, 1, 30), unit_id="U2"),
            permit("M2", "granted", date(2024, 1, 31), unit_id="U2"),
        ],
    )
    turn = Selection(date(2023, 12, 1), date(2024, 1, 31), date(2025, 1, 1))
    found = values_of(engine, "formalisation", turn, "month")
    filled = {codes[2:]: count for codes, count in found.items() if codes[:2] == ("unit", REGISTRY) and count}
    assert filled == {
        ("applied", "2023-12"): 1,
        ("not_recorded", "2023-12"): 1,
        ("granted", "2024-01"): 1,
        ("not_recorded", "2024-01"): 2,
    }
    by_programme = values_of(engine, "formalisation", turn, "programme")
    assert {
        codes[3]: count for codes, count in by_programme.items() if codes[:3] == ("unit", REGISTRY, "granted")
    } == {
        "P1": 1,
        "P2": 1,
    }


def test_permits_follow_the_selections_organisations_and_units(engine: Engine) -> None:
    rows = [
        permit(f"M{code}", "granted", date(2024, 1, 1), organisation_id=code) for code in ("A2", "A3", "A4")
    ]
    fill(engine, world(), rows)
    of_p2 = YEAR_2024.narrowed(programmes=("P2",))
    assert statuses(engine, of_p2) == {"granted": 2}
    assert statuses(engine, of_p2, "unit") == {"not_recorded": 2}
    assert statuses(engine, YEAR_2024.narrowed(regions=("CO-ANT",))) == {"granted": 2}
    assert statuses(engine, YEAR_2024.narrowed(regions=("CO-CAU",))) == {}
    by_unit = wholes_of(engine, "formalisation", of_p2, "unit")
    assert {(codes[0], codes[3]): count for codes, count in by_unit.items()} == {
        ("unit", "U2"): 1,
        ("unit", "U3"): 1,
        ("organisation", None): 2,
    }


def request(key: str, status: str, asked: date, decided: date | None = None, **given: Any) -> FinanceAccess:
    return FinanceAccess(
        id=key,
        status=status,
        asked_on=asked,
        decided_on=decided,
        **{"organisation_id": "A1", "kind": "credit", **given},
    )


def outcomes(engine: Engine, selection: Selection, kind: str = "credit") -> dict[str, int]:
    found = values_of(engine, "finance_access", selection)
    return {status: count for (of, status), count in found.items() if of == kind}


@pytest.mark.parametrize(
    ("day", "outcome"),
    [
        (date(2024, 1, 31), None),
        (date(2024, 2, 1), "pending"),
        (date(2024, 2, 28), "pending"),
        (date(2024, 2, 29), "refused"),  # decided on a leap day
        (date(2024, 5, 31), "refused"),
        (date(2024, 6, 1), "pending"),  # asked again: of what was not granted the latest request counts
        (date(2024, 8, 1), "granted"),
        (date(2024, 9, 1), "granted"),  # a second credit is asked for,
        (date(2024, 10, 1), "granted"),  # and refused: the first is still there
    ],
)
def test_what_has_come_of_the_requests(engine: Engine, day: date, outcome: str | None) -> None:
    fill(
        engine,
        world(),
        [
            request("R1", "refused", date(2024, 2, 1), date(2024, 2, 29), reason="No guarantee"),
            request("R2", "granted", date(2024, 6, 1), date(2024, 8, 1)),
            request("R3", "refused", date(2024, 9, 1), date(2024, 10, 1), reason="One is enough"),
        ],
    )
    expected = {"granted": 0, "pending": 0, "refused": 0} | ({outcome: 1} if outcome else {})
    assert outcomes(engine, Selection(day, day, date(2025, 1, 1))) == expected


def test_finance_is_of_all_organisations_and_refusals_have_their_reasons(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [
            request("R1", "refused", date(2024, 1, 1), date(2024, 2, 1), reason="No guarantee"),
            request("R2", "refused", date(2024, 1, 1), date(2024, 2, 1), organisation_id="A2", reason="Far"),
            request("R3", "refused", date(2024, 1, 1), date(2024, 2, 1), organisation_id="A3"),
            request("R4", "granted", date(2024, 1, 1), date(2024, 2, 1), organisation_id="A4"),
            request("R5", "granted", date(2024, 1, 1), None, kind="account"),  # no day of a decision
            request("R6", "pending", date(2024, 1, 1), None, kind="account", organisation_id="A2"),
        ],
    )
    assert outcomes(engine, YEAR_2024) == {"granted": 1, "pending": 0, "refused": 3}
    assert outcomes(engine, YEAR_2024, "account") == {"granted": 1, "pending": 1, "refused": 0}
    assert set(wholes_of(engine, "finance_access", YEAR_2024).values()) == {4}
    by_reason = values_of(engine, "finance_access", YEAR_2024, "reason")
    assert {codes[2]: count for codes, count in by_reason.items() if codes[:2] == ("credit", "refused")} == {
        "No guarantee": 1,
        "Far": 1,
        None: 1,
    }
    assert by_reason["credit", "granted", None] == 1
    assert set(wholes_of(engine, "finance_access", YEAR_2024, "reason").values()) == {4}


def test_a_credit_granted_late_on_an_early_request_counts_from_its_day_and_hides_the_refusal(
    engine: Engine,
) -> None:
    """The first request is decided after the second was refused; an account is another matter."""
    fill(
        engine,
        world(),
        [
            request("R1", "granted", date(2024, 1, 1), date(2024, 8, 1)),
            request("R2", "refused", date(2024, 2, 1), date(2024, 3, 1), reason="Far"),
            request("R3", "refused", date(2024, 1, 1), date(2024, 3, 1), kind="account", reason="Small"),
        ],
    )
    days = (date(2024, 7, 31), date(2024, 8, 1))
    before, after = (
        values_of(engine, "finance_access", Selection(date(2024, 1, 1), day, date(2025, 1, 1)), "reason")
        for day in days
    )
    account = ("account", "refused", "Small")
    assert {codes for codes, count in before.items() if count} == {account, ("credit", "refused", "Far")}
    assert {codes for codes, count in after.items() if count} == {account, ("credit", "granted", None)}


def test_the_reason_of_an_earlier_refusal_is_forgotten(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [
            request("R1", "refused", date(2024, 1, 1), date(2024, 2, 1), reason="No guarantee"),
            request("R2", "refused", date(2024, 3, 1), date(2024, 9, 1), reason="Far"),
        ],
    )
    until_june = Selection(date(2024, 1, 1), date(2024, 6, 30), date(2025, 1, 1))
    found = values_of(engine, "finance_access", until_june, "reason")
    assert {codes: count for codes, count in found.items() if count} == {("credit", "pending", None): 1}


def test_finance_month_by_month_and_by_place(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [
            request("R1", "granted", date(2024, 1, 1), date(2024, 2, 29)),
            request("R2", "granted", date(2023, 1, 1), date(2023, 2, 1), organisation_id="A4"),
        ],
    )
    spring = Selection(date(2024, 1, 1), date(2024, 3, 31), date(2025, 1, 1))
    by_month = values_of(engine, "finance_access", spring, "month")
    assert [by_month["credit", "granted", month] for month in ("2024-01", "2024-02", "2024-03")] == [1, 2, 2]
    by_region = wholes_of(engine, "finance_access", spring, "region")
    assert {codes[2]: count for codes, count in by_region.items()} == {"PE-ARE": 1, "PE-PUN": 1, "CO-ANT": 2}
    assert outcomes(engine, spring.narrowed(programmes=("P1",)))["granted"] == 1
    assert outcomes(engine, spring.narrowed(countries=("CO",)))["granted"] == 1


def test_cooperatives_by_form_of_all_organisations(engine: Engine) -> None:
    rows = world()
    forms = {"A1": "shared_licence", "A2": "member_body", "A3": "shared_licence"}
    for row in rows:
        if isinstance(row, Organisation):
            row.cooperative_form = forms.get(row.id)
    support = Organisation(
        id="X", name="X", kind="support_organisation", country_id="PE", cooperative_form="member_body"
    )
    fill(engine, rows, [support])
    assert values_of(engine, "cooperatives", YEAR_2024) == {"shared_licence": 2, "member_body": 1}
    assert wholes_of(engine, "cooperatives", YEAR_2024) == {"shared_licence": 4, "member_body": 4}
    assert values_of(engine, "cooperatives", YEAR_2024.narrowed(regions=("CO-ANT",))) == {
        "shared_licence": 1,
        "member_body": 0,
    }
    assert values_of(engine, "cooperatives", YEAR_2024, "programme") == {
        ("shared_licence", "P1"): 1,
        ("member_body", "P1"): 1,
        ("shared_licence", "P2"): 1,
        ("member_body", "P2"): 1,
    }
    two_months = Selection(date(2024, 2, 1), date(2024, 3, 31), date(2025, 1, 1))
    assert set(values_of(engine, "cooperatives", two_months, "month")) == {
        (form, month) for form in ("shared_licence", "member_body") for month in ("2024-02", "2024-03")
    }
