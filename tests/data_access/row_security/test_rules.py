"""The rules: every table is placed, be it by the schema or in words, and guarded in the database."""

from __future__ import annotations

import pytest
from sqlalchemy import Column, Engine, ForeignKey, MetaData, String, Table, text

from data_access import schema as s
from data_access.row_security.policies import policies
from data_access.row_security.rules import COMMON, Unplaced, guarded, rule_of
from data_access.schema import Base


def made(name: str, **columns: Column[str]) -> Table:
    """A table that the schema may get one day."""
    for key, column in columns.items():
        column.name = key
    return Table(name, MetaData(), Column("id", String, primary_key=True), *columns.values())


def to(table: type[Base], *, nullable: bool = False) -> Column[str]:
    return Column(None, ForeignKey(table.__table__.c.id), nullable=nullable)


def test_every_table_is_guarded_or_common_knowledge() -> None:
    assert {table.name for table in guarded()} | set(COMMON) == set(Base.metadata.tables)
    for table in guarded():
        assert any(policy.command == "SELECT" for policy in policies(table)), table.name


def test_the_database_guards_them_all_even_from_their_owner(unguarded: Engine) -> None:
    state = text("""
        SELECT relname, relrowsecurity AND relforcerowsecurity AS guarded FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
    """)
    with unguarded.connect() as connection:
        found = {row.relname: row.guarded for row in connection.execute(state)}
    open_to_all = {name for name, is_guarded in found.items() if not is_guarded}
    assert open_to_all == {*COMMON, "alembic_version"}
    assert set(found) == {*Base.metadata.tables, "alembic_version"}


def test_what_is_common_refers_to_nothing_that_is_not() -> None:
    for name in COMMON:
        for key in Base.metadata.tables[name].foreign_keys:
            assert key.column.table.name in COMMON, name


def test_a_table_that_says_not_whose_its_rows_are_is_refused() -> None:
    with pytest.raises(Unplaced, match="Who may see a row of figure_of_month"):
        rule_of(made("figure_of_month", currency_id=to(s.Currency)))


def test_a_table_that_may_say_one_or_other_is_refused() -> None:
    with pytest.raises(Unplaced, match="figure_of_month"):
        rule_of(
            made(
                "figure_of_month",
                programme_id=to(s.Programme, nullable=True),
                unit_id=to(s.ProductionUnit, nullable=True),
            )
        )


def test_a_new_table_is_guarded_by_what_it_refers_to() -> None:
    summary = made("figure_of_month", programme_id=to(s.Programme), region_id=to(s.Region))
    assert "seen_programmes" in str(rule_of(summary))
    assert "seen_regions" in str(rule_of(summary))
    history = made("assessment_before", assessment_id=to(s.Assessment))
    assert "assessment_before.assessment_id IN (SELECT assessment.id" in str(rule_of(history))
