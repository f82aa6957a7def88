"""The revisions lead to the schema that the classes describe, on each database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, create_engine, inspect, text

from data_access import migrations
from data_access.schema import Base
from data_access.store import writing_engine
from tests.conftest import PostgresDatabases


def looked_up(engine: Engine) -> dict[str, Any]:
    """All that the database tells of its tables, without the order of the constraints."""
    look = inspect(engine)

    def told(name: str) -> dict[str, Any]:
        return {
            # A column that a later revision adds stands last.
            "columns": sorted(
                (c["name"], str(c["type"]), c["nullable"], c["default"]) for c in look.get_columns(name)
            ),
            "primary key": look.get_pk_constraint(name),
            "checks": sorted((str(c["name"]), c["sqltext"]) for c in look.get_check_constraints(name)),
            "unique": sorted((str(c["name"]), c["column_names"]) for c in look.get_unique_constraints(name)),
            "indexes": sorted(
                (str(i["name"]), i["unique"], i["column_names"],
                 sorted(f"{key} {option}" for key, option in i.get("dialect_options", {}).items()))
                for i in look.get_indexes(name)
            ),
            "references": sorted(str(key) for key in look.get_foreign_keys(name)),
            "options": look.get_table_options(name),
        }  # fmt: skip

    return {name: told(name) for name in look.get_table_names() if name != "alembic_version"}


def test_the_revisions_make_the_schema_of_the_classes_on_sqlite(sqlite_store_url: str) -> None:
    of_classes = create_engine("sqlite://")
    Base.metadata.create_all(of_classes)
    migrated = writing_engine(sqlite_store_url)
    assert looked_up(migrated) == looked_up(of_classes)
    for engine in (migrated, of_classes):
        engine.dispose()


def test_the_revisions_make_the_schema_of_the_classes_on_postgres(
    postgres_store_url: str, postgres_databases: PostgresDatabases
) -> None:
    url = postgres_databases.create()
    of_classes, migrated = create_engine(url), create_engine(postgres_store_url)
    Base.metadata.create_all(of_classes)
    assert looked_up(migrated) == looked_up(of_classes)
    for engine in (migrated, of_classes):
        engine.dispose()
    postgres_databases.drop(url)


def test_alembic_finds_nothing_left_to_do(engine: Engine) -> None:
    with engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata) == []


def test_a_new_store_is_brought_to_the_head(unmade_store_url: str) -> None:
    engine = writing_engine(unmade_store_url)
    with engine.connect() as connection:
        assert migrations.current_revision(connection) is None
    migrations.migrate(engine)
    with engine.connect() as connection:
        assert migrations.current_revision(connection) == migrations.head_revision()
    engine.dispose()


def test_a_file_writes_ahead_also_if_an_older_version_made_it(tmp_path: Path) -> None:
    engine = writing_engine(f"sqlite:///{tmp_path / 'store.sqlite'}")
    migrations.migrate(engine)
    for before in ("WAL", "DELETE"):
        with engine.connect() as connection:
            connection.exec_driver_sql(f"PRAGMA journal_mode = {before}")
        migrations.migrate(engine)
        with engine.connect() as connection:
            assert connection.scalar(text("PRAGMA journal_mode")) == "wal"


def test_a_store_in_memory_is_made_as_well() -> None:
    engine = create_engine("sqlite://")
    migrations.migrate(engine)
    with engine.connect() as connection:
        assert migrations.current_revision(connection) == migrations.head_revision()
        assert connection.scalar(text("PRAGMA journal_mode")) == "memory"
    engine.dispose()


def test_migrating_again_keeps_the_rows(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO country (id, name) VALUES ('PE', 'Peru')"))
    migrations.migrate(engine)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT name FROM country")) == "Peru"


def test_a_migration_that_breaks_off_leaves_nothing(
    unmade_store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A table of a later name is in the way; those made before it are taken back."""
    engine = writing_engine(unmade_store_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE target (id integer)"))
    with pytest.raises(Exception, match="target"):
        migrations.migrate(engine)
    assert inspect(engine).get_table_names() == ["target"]
    engine.dispose()


def test_the_head_is_one_of_the_known_revisions() -> None:
    assert migrations.head_revision() in migrations.known_revisions()
