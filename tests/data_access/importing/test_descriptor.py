"""The descriptor says what the schema says, and frictionless agrees with it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import frictionless
import pytest

from data_access.importing.descriptor import describe, record_tables
from data_access.schema import Base, Record
from tests.data_access.importing.packages import tiny, write


def described() -> dict[str, Any]:
    return describe("name", "Title", "2", date(2024, 6, 30), False, "Words")


def schema_of(table: str) -> dict[str, Any]:
    (found,) = (resource["schema"] for resource in described()["resources"] if resource["name"] == table)
    return dict(found)


def field(table: str, name: str) -> dict[str, Any]:
    (found,) = (field for field in schema_of(table)["fields"] if field["name"] == name)
    return dict(found)


def test_the_package_as_a_whole() -> None:
    package = described()
    del package["resources"]
    assert package == {
        "profile": "tabular-data-package",
        "name": "name",
        "title": "Title",
        "version": "2",
        "data_date": "2024-06-30",
        "sample": False,
        "description": "Words",
    }
    json.dumps(described())


def test_it_has_every_table_but_our_own_after_those_it_refers_to() -> None:
    delivered = {table.__table__ for table in Record.__subclasses__()}
    names = [resource["name"] for resource in described()["resources"]]
    assert set(names) == {table.name for table in Base.metadata.sorted_tables if table in delivered}
    for place, resource in enumerate(described()["resources"]):
        for key in resource["schema"].get("foreignKeys", []):
            assert key["reference"]["resource"] in ["", *names[:place]]


def test_every_table_and_column_is_described() -> None:
    for resource in described()["resources"]:
        assert resource["description"], resource["name"]
        for column in resource["schema"]["fields"]:
            assert column["description"], (resource["name"], column["name"])


@pytest.mark.parametrize(
    ("table", "name", "kind", "constraints"),
    [
        ("country", "id", "string", {"required": True, "maxLength": 64}),
        ("organisation", "description", "string", {}),
        ("miner", "sex", "string", {"required": True, "enum": ["female", "male", "other", "not_stated"]}),
        ("miner", "birth_year", "integer", {"minimum": 1900, "maximum": 2100}),
        ("topic", "required", "boolean", {"required": True}),
        ("cover", "last_day", "date", {"required": True}),
        ("assessment", "recorded_at", "datetime", {"required": True}),
        ("organisation", "latitude", "number", {"minimum": -90, "maximum": 90}),
        ("cover", "cost", "number", {"required": True, "minimum": 0}),
        ("gold_lot", "fine_grams", "number", {"required": True, "minimum": 0.001}),
        ("indicator_value", "value", "number", {"required": True}),
    ],
)
def test_fields(table: str, name: str, kind: str, constraints: dict[str, Any]) -> None:
    found = field(table, name)
    assert (found["type"], found.get("constraints", {})) == (kind, constraints)


def test_keys() -> None:
    stage, criterion, programme = (schema_of(table) for table in ("stage", "criterion", "programme"))
    assert stage["primaryKey"] == ["id"]
    assert stage["uniqueKeys"] == [["id", "ladder_id"], ["ladder_id", "position"]]
    assert {
        "fields": ["stage_id", "ladder_id"],
        "reference": {"resource": "stage", "fields": ["id", "ladder_id"]},
    } in criterion["foreignKeys"]
    assert {"fields": ["follows_id"], "reference": {"resource": "", "fields": ["id"]}} in programme[
        "foreignKeys"
    ]
    assert schema_of("attendance")["primaryKey"] == ["session_id", "miner_id"]


def test_frictionless_finds_the_tiny_package_valid(tmp_path: Path) -> None:
    """The descriptor names the tables without rows too: frictionless looks for their files."""
    folder = write(tmp_path / "tiny", {name: tiny().get(name, []) for name in record_tables()})
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.flatten(["resourceName", "rowNumber", "fieldName", "note"]) == []
    assert report.stats["tasks"] == len(record_tables())


def test_frictionless_finds_a_spoilt_package_invalid(tmp_path: Path) -> None:
    tables = {name: tiny().get(name, []) for name in record_tables()}
    tables["programme"][0]["follows_id"] = "HSE-0"
    tables["assessment"][0]["stage_id"] = "SMP-1"
    tables["miner"][0]["sex"] = "?"
    report = frictionless.validate(str(write(tmp_path / "spoilt", tables) / "datapackage.json"))
    assert sorted(report.flatten(["type", "rowNumber"])) == [
        ["constraint-error", 2],
        ["foreign-key", 2],
        ["foreign-key", 2],
    ]
