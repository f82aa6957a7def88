"""A store's tables held against the contract: what is missing, of another type, or in the way."""

from __future__ import annotations

from collections.abc import Iterator

from data_access.contract import NeededTable, contract, needed_table
from data_access.doctor.diagnosis import Finding, Problem
from data_access.schema import Base
from data_access.views.relations import Relation


def all_needed() -> dict[str, NeededTable]:
    """The contract, and the tables that the dashboard keeps for itself."""
    others = (table for table in Base.metadata.sorted_tables if table.name not in contract())
    return contract() | {table.name: needed_table(table) for table in others}


def shape_findings(found: dict[str, Relation]) -> Iterator[Finding]:
    """What the relations lack. Columns that the program does not know are none of its business, unless it
    could write no row for them."""
    for name, table in all_needed().items():
        if name not in found:
            yield Finding(Problem.missing_table, f"There is no table or view {name}.", name)
            continue
        for column in table.columns:
            there, whole = found[name].columns.get(column.name), f"{name}.{column.name}"
            if there is None:
                said = f"The column {whole} is missing: {column.family} ({column.postgres})."
                yield Finding(Problem.missing_column, said, name, column.name)
            elif column.family not in there.families:
                said = f"{whole} is {there.type}, and has to be {column.family} ({column.postgres})."
                yield Finding(Problem.other_type, said, name, column.name)
        yield from _in_the_way(name, found[name])


def _in_the_way(name: str, relation: Relation) -> Iterator[Finding]:
    known = Base.metadata.tables[name].columns
    for column, there in relation.columns.items():
        if column not in known and there.required and not there.filled and not relation.is_view:
            said = (
                f"{name}.{column} has to be filled, and the program does not know it: it could write no row. "
                "Give it a default."
            )
            yield Finding(Problem.unknown_required, said, name, column)
