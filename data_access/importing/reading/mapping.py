"""Reads a mapping: a TOML file that says what the columns of a form or a partner's own sheet are here.

    [package]                       # all of it optional
    name = "visits-2024"
    data_date = 2024-06-30
    dates = "day-first"
    decimals = "comma"

    [tables.assistance_visit]
    source = "Visits"               # a sheet, or a file without its ending; none if there is only one
    [tables.assistance_visit.columns]
    id = "_uuid"
    visited_on = ["Fecha de la visita", "visit_date"]           # the first that is there
    minutes = { from = "Horas", times = 60 }
    topic = { from = "Tema", codes = { "Explosivos" = "explosives" } }
    programme_id = { always = "HSE-1" }

    [tables.attendance]
    source = "participants"         # a repeated group, and the sheet that it belongs to
    parent = "Visits"
    [tables.attendance.columns]
    session_id = { parent = "_uuid" }
    miner_id = "code"

    [tables.risk_assessment_danger.columns]
    danger = { choices = "peligros" }                           # of several answers, a row for each

    [sources.Visits]
    skip = ["Observaciones"]        # not taken; "*" is the whole sheet
    never_taken = ["Nombre"]        # people's data, which stay unread

``[codes.NAME]`` is a table of codes that several columns name, as ``codes = "NAME"``.
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Table

from data_access.importing.descriptor import delivered_columns, field_name, record_tables
from data_access.importing.problems import PackageRefused, Problem
from data_access.importing.reading.files import refused
from data_access.importing.reading.mapping_rules import ColumnRule, SourceRule, TableRule
from data_access.importing.reading.sheets import Cell
from data_access.importing.reading.told import Told
from data_access.importing.vocabulary import plain

_PACKAGE = ("name", "title", "version", "data_date", "sample", "dates", "decimals")
_ANSWERS = {"dates": ("day-first", "month-first"), "decimals": ("comma", "point")}
# What a column is given by, and what may stand beside it.
_GIVEN_BY = ("from", "always", "parent", "choices")
_BESIDE = ("times", "codes")


@dataclass(frozen=True)
class Mapping:
    """What a mapping says: of the package, and by table and by source (compared as plain words)."""

    file: str
    package: dict[str, Any]
    tables: list[TableRule]
    sources: dict[str, SourceRule]
    content: bytes = field(repr=False)

    def completed(self, told: Told) -> Told:
        """What was told, with the mapping's answers where there are none."""
        return replace(
            told,
            dates=told.dates or self.package.get("dates"),
            decimals=told.decimals or self.package.get("decimals"),
        )

    def hashed(self, digest: str) -> str:
        """SHA-256 over the hash of the files and the mapping: read otherwise, the same files are others."""
        return hashlib.sha256(digest.encode() + hashlib.sha256(self.content).digest()).hexdigest()


def mapping_of(path: Path) -> Mapping:
    """Reads a mapping; raises PackageRefused with all that is wrong with it."""
    try:
        content = path.read_bytes()
        written = tomllib.loads(content.decode("utf-8-sig"), parse_float=Decimal)
    except OSError as error:
        raise refused(path.name, f"The mapping can't be read: {error.strerror}.") from error
    except ValueError as error:
        raise refused(path.name, f"The mapping is not TOML ({error}). Correct it.") from error
    wrong: list[Problem] = []
    reader = _Reader(path.name, written, wrong)
    mapping = Mapping(path.name, reader.package(), reader.tables(), reader.sources(), content)
    if wrong:
        raise PackageRefused(wrong)
    return mapping


class _Reader:
    """Reads the parts of a mapping, and notes what is wrong with them."""

    def __init__(self, file: str, written: dict[str, Any], wrong: list[Problem]) -> None:
        self._file = file
        self._written = written
        self._wrong = wrong
        self._known("", written, ("package", "tables", "sources", "codes"))

    def package(self) -> dict[str, Any]:
        said = self._part("package", self._written)
        self._known("package", said, _PACKAGE)
        for key, answers in _ANSWERS.items():
            if said.get(key, answers[0]) not in answers:
                self._refuse(f"package.{key}", f"Write {' or '.join(answers)} here.")
        day = said.get("data_date")
        if isinstance(day, date) and not isinstance(day, datetime):
            said = said | {"data_date": day.isoformat()}
        return said

    def tables(self) -> list[TableRule]:
        tables = self._part("tables", self._written)
        if not tables:
            self._refuse("tables", "The mapping maps no table. Write at least one, as [tables.miner].")
        for name in tables:
            if name not in record_tables():
                self._refuse(f"tables.{name}", "The store has no table of this name.")
        return [
            self._table(record_tables()[name], self._part(name, tables, "tables."))
            for name in record_tables()
            if name in tables
        ]

    def sources(self) -> dict[str, SourceRule]:
        sources = self._part("sources", self._written)
        return {plain(name): self._source(name, self._part(name, sources, "sources.")) for name in sources}

    def _source(self, name: str, said: dict[str, Any]) -> SourceRule:
        self._known(f"sources.{name}", said, ("skip", "never_taken"))
        return SourceRule(
            *(self._labels(f"sources.{name}.{key}", said.get(key, [])) for key in ("skip", "never_taken"))
        )

    def _table(self, table: Table, said: dict[str, Any]) -> TableRule:
        place = f"tables.{table.name}"
        self._known(place, said, ("source", "parent", "columns"))
        for key in ("source", "parent"):
            if not isinstance(said.get(key, ""), str):
                self._refuse(
                    f"{place}.{key}", "A table comes from one sheet. Put the rows of several into one first."
                )
                said = said | {key: ""}
        rules = {}
        known = {field_name(column) for column in delivered_columns(table)}
        columns = self._part("columns", said, f"{place}.")
        for column, rule in columns.items():
            if column in known:
                rules[column] = self._column(f"{place}.columns.{column}", rule)
            else:
                self._refuse(f"{place}.columns.{column}", "The table has no column of this name.")
        if sum(rule.choices for rule in rules.values()) > 1:
            self._refuse(place, "Only one column of a table can come from the ticked answers of a question.")
        if any(rule.in_parent for rule in rules.values()) and not said.get("parent"):
            self._refuse(
                place, "A column comes from the parent's sheet, which is not named. Write parent = …"
            )
        return TableRule(table, said.get("source") or None, said.get("parent") or None, rules)

    def _column(self, place: str, rule: Any) -> ColumnRule:
        if isinstance(rule, str | list):
            return ColumnRule(self._labels(place, rule))
        if not isinstance(rule, dict):
            self._refuse(place, "Write the column's header here, or how it comes about, in braces.")
            return ColumnRule()
        self._known(place, rule, (*_GIVEN_BY, *_BESIDE))
        given = [key for key in _GIVEN_BY if key in rule]
        if len(given) != 1:
            self._refuse(place, f"Write exactly one of {', '.join(_GIVEN_BY)}.")
            return ColumnRule()
        times = rule.get("times")
        if times is not None and (
            isinstance(times, bool) or not isinstance(times, int | Decimal) or times <= 0
        ):
            self._refuse(f"{place}.times", "Write a number above 0.")
            times = None
        return ColumnRule(
            () if given == ["always"] else self._labels(place, rule[given[0]]),
            in_parent=given == ["parent"],
            choices=given == ["choices"],
            always=self._constant(place, rule["always"]) if given == ["always"] else None,
            times=None if times is None else Decimal(times),
            codes=self._codes(place, rule["codes"]) if "codes" in rule else None,
        )

    def _constant(self, place: str, value: Any) -> Cell:
        if isinstance(value, Decimal):
            return float(value)
        if isinstance(value, str | int | bool | date):
            return value
        self._refuse(place, "Write a text, a number, a day, true or false here.")
        return ""

    def _codes(self, place: str, codes: Any) -> dict[str, str]:
        if isinstance(codes, str):
            codes = self._part("codes", self._written).get(codes)
        if not isinstance(codes, dict) or not all(isinstance(code, str) for code in codes.values()):
            self._refuse(
                f"{place}.codes", 'Write what is answered and its code, as { "Explosivos" = "explosives" }.'
            )
            return {}
        return {plain(answer): code for answer, code in codes.items()}

    def _labels(self, place: str, labels: Any) -> tuple[str, ...]:
        listed = [labels] if isinstance(labels, str) else labels
        if not isinstance(listed, list) or not all(isinstance(label, str) and label for label in listed):
            self._refuse(place, "Write a header here, or several in brackets.")
            return ()
        return tuple(listed)

    def _part(self, key: str, whole: dict[str, Any], place: str = "") -> dict[str, Any]:
        part = whole.get(key, {})
        if isinstance(part, dict):
            return part
        self._refuse(f"{place}{key}", f"This has to be a table of its own, as [{place}{key}].")
        return {}

    def _known(self, place: str, said: dict[str, Any], known: tuple[str, ...]) -> None:
        for key in said:
            if key not in known:
                self._refuse(
                    f"{place}.{key}".lstrip("."),
                    f"A mapping has nothing of this name here, but {', '.join(known)}.",
                )

    def _refuse(self, place: str, reason: str) -> None:
        self._wrong.append(Problem(self._file, None, place, None, reason))
