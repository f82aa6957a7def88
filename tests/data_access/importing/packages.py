"""A tiny package in which every kind of cell occurs, and how it is written and spoilt."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

from sqlalchemy import Engine, func, literal, select, union_all

from data_access.importing import PackageRefused, Problem, import_package
from data_access.importing.descriptor import delivered_columns, describe, field_name, record_tables
from data_access.schema import Base

Tables = dict[str, list[dict[str, str]]]


def tiny() -> Tables:
    """Two units and three miners of one organisation; each call gives rows of its own to spoil."""
    return {
        "country": [{"id": "PE", "name": "Peru"}],
        "region": [{"id": "PE-ARE", "country_id": "PE", "name": "Arequipa"}],
        "currency": [
            {"id": "USD", "name": "US dollar", "minor_digits": "2"},
            {"id": "CLP", "name": "Chilean peso", "minor_digits": "0"},
            {"id": "TND", "name": "Tunisian dinar", "minor_digits": "3"},
        ],
        "ladder": [
            {"id": "SBG", "name": "Escalator", "owner": "Swiss Better Gold"},
            {"id": "SMP", "name": "Sustainable Mines", "owner": "ARM"},
        ],
        "stage": [
            {"id": "SBG-1", "ladder_id": "SBG", "position": "1", "name": "Step 1"},
            {"id": "SMP-1", "ladder_id": "SMP", "position": "1", "name": "Wake up"},
        ],
        "standard": [{"id": "FM", "name": "Fairmined", "owner": "ARM"}],
        "organisation": [
            {
                "id": "ORG",
                "name": "Asociación Ñandú, “La Única”",
                "kind": "mining_organisation",
                "country_id": "PE",
                "latitude": "-15.5",
            }
        ],
        "programme": [
            # The second phase stands before the first, which it follows.
            {
                "id": "HSE-2",
                "name": "HSE plan, second phase",
                "lead_organisation_id": "ORG",
                "ladder_id": "SBG",
                "follows_id": "HSE-1",
                "first_day": "2024-01-01",
            },
            {
                "id": "HSE-1",
                "name": "HSE plan",
                "lead_organisation_id": "ORG",
                "ladder_id": "SBG",
                "first_day": "2023-01-01",
                "last_day": "2023-12-31",
            },
        ],
        "production_unit": [
            {"id": "U1", "name": "Unit 1", "organisation_id": "ORG", "region_id": "PE-ARE"},
            {"id": "U2", "name": "Unit 2", "organisation_id": "ORG", "region_id": "PE-ARE"},
        ],
        "miner": [
            {"id": "M1", "sex": "female", "birth_year": "1980"},
            {"id": "M2", "sex": "male"},
            {"id": "M3", "sex": "not_stated"},
        ],
        "membership": [
            {
                "id": "MS1",
                "miner_id": "M1",
                "unit_id": "U1",
                "relation": "internal",
                "joined_on": "2023-01-01",
                "left_on": "2023-06-01",
            },
            # Gone from U1 on the day left, and in U2 on the same.
            {
                "id": "MS2",
                "miner_id": "M1",
                "unit_id": "U2",
                "relation": "internal",
                "joined_on": "2023-06-01",
            },
            {
                "id": "MS3",
                "miner_id": "M2",
                "unit_id": "U1",
                "relation": "selector",
                "joined_on": "2023-01-01",
            },
        ],
        "topic": [
            {"id": "EXPLOSIVES", "name": "Explosives", "validity_months": "12", "required": "true"},
            {"id": "RIGHTS", "name": "Rights", "required": "false"},
        ],
        "training_session": [
            {
                "id": "T1",
                "programme_id": "HSE-1",
                "topic_id": "EXPLOSIVES",
                "held_on": "2023-03-01",
                "minutes": "90",
            }
        ],
        "attendance": [{"session_id": "T1", "miner_id": "M1"}, {"session_id": "T1", "miner_id": "M2"}],
        "assessment": [
            {
                "id": "A1",
                "unit_id": "U1",
                "ladder_id": "SBG",
                "stage_id": "SBG-1",
                "assessed_on": "2023-02-01",
                "recorded_at": "2023-02-02T10:30:00",
            }
        ],
        "cover": [
            {
                "id": f"C{number}",
                "miner_id": "M1",
                "product": "accident",
                "first_day": "2023-01-01",
                "last_day": "2023-12-31",
                "cost": cost,
                "currency_id": currency,
                "payer": "miner",
            }
            for number, (cost, currency) in enumerate(
                [("12.5", "USD"), ("90071992547409.93", "USD"), ("15000", "CLP"), ("0.125", "TND")], start=1
            )
        ],
        "gold_lot": [
            {
                "id": "L1",
                "organisation_id": "ORG",
                "buyer_id": "ORG",
                "sold_on": "2023-05-01",
                "fine_grams": "1234.567",
                "destination_id": "PE",
            }
        ],
        "exchange_rate": [
            {
                "from_currency_id": "CLP",
                "to_currency_id": "USD",
                "quoted_on": "2023-05-01",
                "rate": "0.001234",
                "source": "Central bank",
            }
        ],
        "delivery": [
            {
                "id": "D1",
                "programme_id": "HSE-1",
                "kind": "ppe",
                "unit_id": "U1",
                "delivered_on": "2023-04-01",
                "quantity": "10",
                "value": "99.90",
                "currency_id": "USD",
            }
        ],
        "story": [
            {"id": "S1", "language": "en", "title": "First", "body": "One line,\nand “another”."},
            {"id": "S1", "language": "es", "title": "Primera", "body": 'Con "comillas"'},
        ],
    }


def planned_and_measured() -> Tables:
    """Plans, and values of indicators with all that they rest on, to stand beside the tiny package."""
    shares = [
        {"id": f"V{number}", "indicator_id": "contract", "survey_id": survey, "value": value, "asked": asked,
         "unit_id": "U3", "first_day": "2023-10-01", "last_day": "2023-10-31"}
        for number, (survey, value, asked) in enumerate(
            [("S1", "0.5", "10"), ("S1", "0", "4"), ("S2", "0.25", "0")], start=1
        )
    ]  # fmt: skip
    return {
        "indicator": [
            {"id": "contract", "name": "With a contract", "unit": "share"},
            {"id": "mercury_used", "name": "Mercury used", "unit": "kg"},
            {"id": "money_mobilised", "name": "Money mobilised", "unit": "CLP"},
            {"id": "miners_formalised", "name": "Miners formalised", "unit": "people"},
        ],
        "survey": [
            {"id": "S1", "name": "First round", "programme_id": "HSE-1", "moment": "before",
             "first_day": "2023-10-01", "last_day": "2023-10-31"},
            {"id": "S2", "name": "Second round", "first_day": "2023-11-01", "last_day": "2023-11-30"},
        ],
        "indicator_value": [
            *shares,
            *(
                {"id": f"W{number}", "indicator_id": indicator, "value": value, "first_day": "2023-09-01",
                 "last_day": last_day} | holder
                for number, (indicator, value, last_day, holder) in enumerate(
                    [
                        ("mercury_used", "1.5", "2023-09-30", {"unit_id": "U3"}),
                        ("mercury_used", "2", "2023-11-30", {"organisation_id": "ORG"}),
                        ("mercury_used", "-1.5", "2023-09-30", {"unit_id": "U1"}),
                        ("money_mobilised", "1000.625", "2023-09-30", {"region_id": "PE-ARE"}),
                        ("money_mobilised", "-3.5", "2023-09-30", {"unit_id": "U3"}),
                        ("miners_formalised", "12", "2023-09-30", {"organisation_id": "ORG"}),
                    ],
                    start=1,
                )
            ),
        ],
        "indicator_baseline": [
            {"id": f"B{number}", "indicator_id": "mercury_used", "value": "24",
             "first_day": "2022-01-01", "last_day": "2022-12-31"} | holder
            for number, holder in enumerate(
                [{"unit_id": "U3"}, {"organisation_id": "ORG"}, {"unit_id": "U1"}], start=1
            )
        ],
        "improvement_plan": [
            {"id": "I1", "unit_id": "U3", "programme_id": "HSE-1", "year": "2023", "agreed_on": "2023-02-01"},
            {"id": "I2", "organisation_id": "ORG", "year": "2024", "agreed_on": "2023-12-15"},
        ],
        "plan_action": [
            {"id": f"P{number}", "plan_id": plan, "field": "social", "description": "Water",
             "due_on": "2023-06-30"} | ended
            for number, (plan, ended) in enumerate(
                [("I1", {"done_on": "2023-08-01"}), ("I1", {"cancelled_on": "2023-09-01"}), ("I2", {})],
                start=1,
            )
        ],
    }  # fmt: skip


def write(folder: Path, tables: Tables, **described: object) -> Path:
    """Writes a package; ``described`` changes the descriptor, a None takes a field out."""
    folder.mkdir(exist_ok=True)
    descriptor = describe(
        name="tiny",
        title="A tiny package",
        version="1",
        data_date=date(2024, 6, 30),
        sample=True,
        description="For tests",
    )
    descriptor = {field: value for field, value in (descriptor | described).items() if value is not None}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
    for name, rows in tables.items():
        header = [field_name(column) for column in delivered_columns(record_tables()[name])]
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header, lineterminator="\n")
            writer.writeheader()
            writer.writerows({"illustrative": "true"} | row for row in rows)
    return folder


def without_column(folder: Path, table: str, column: str) -> None:
    """Takes a column out of a table's file."""
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    at = lines[0].index(column)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(line[:at] + line[at + 1 :] for line in lines)


def rewrite(path: Path, old: str, new: str) -> None:
    """Changes a file's text, which has to hold the old one once."""
    text = path.read_text("utf-8")
    assert text.count(old) == 1, (old, text)
    path.write_text(text.replace(old, new), "utf-8")


def refusal(engine: Engine, folder: Path) -> list[Problem]:
    """Why a package is refused; the store is then as it was before."""
    before = row_counts(engine)
    try:
        import_package(engine, folder)
    except PackageRefused as refused:
        assert row_counts(engine) == before
        return list(refused.problems)
    raise AssertionError("the package was taken in")


def row_counts(engine: Engine) -> dict[str, int]:
    """How many rows each table has that comes with packages, and how many packages there are."""
    filled = [*record_tables().values(), Base.metadata.tables["package_import"]]
    counts = (select(literal(table.name), func.count()).select_from(table) for table in filled)
    with engine.connect() as connection:
        return dict(connection.execute(union_all(*counts)).all())
