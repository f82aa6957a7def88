"""What the figures are made of, counted once: segments, tallies, sets of people, costs, where units stand."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

DAYS = (
    *(("cover", "first_day"), ("cover", "last_day")),
    *(("membership", "joined_on"), ("membership", "left_on")),
)
CODES = (
    *("ladder", "stage", "direction", "topic", "product", "payer", "provision"),
    *("severity", "kind", "cause", "days"),
    *("standard", "buyer", "destination", "traceable", "category", "currency"),
)


def upgrade() -> None:
    _add_numbers()
    _add_counts()
    # People in parts of months are read from the records.
    for table, day in DAYS:
        op.create_index(op.f(f"ix_{table}_{day}"), table, [day])
    op.drop_index(op.f("ix_membership_unit_id_joined_on"), "membership")
    op.create_index(
        op.f("ix_membership_unit_id_joined_on_left_on"), "membership", ["unit_id", "joined_on", "left_on"]
    )
    op.create_table(
        "cover_cost",
        sa.Column("measure_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("segment_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("cost_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            *("measure_id", "last_day", "first_day", "segment_id", "cost_minor"), name=op.f("pk_cover_cost")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "unit_standing",
        sa.Column("unit_id", sa.String(length=64), nullable=False),
        sa.Column("ladder_id", sa.String(length=64), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("stage", sa.String(length=64), nullable=False),
        sa.Column("segment_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("unit_id", "ladder_id", "first_day", name=op.f("pk_unit_standing")),
    )
    op.create_table(
        "summary_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("rules", sa.Integer(), nullable=False),
        sa.Column("last_month", sa.String(length=7), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_summary_state_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summary_state")),
    )


def _add_numbers() -> None:
    op.create_table(
        "segment",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("country_id", sa.String(length=64), nullable=True),
        sa.Column("region_id", sa.String(length=64), nullable=True),
        sa.Column("organisation_id", sa.String(length=64), nullable=True),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_segment")),
    )
    op.create_table(
        "segment_programme",
        sa.Column("segment_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("programme_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("segment_id", "programme_id", name=op.f("pk_segment_programme")),
    )
    op.create_table(
        "measure",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("state", sa.Boolean(), nullable=False),
        *(sa.Column(code, sa.String(length=64), nullable=True) for code in CODES),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
    )
    op.create_index(op.f("ix_measure_name"), "measure", ["name"])
    op.create_table(
        "kind_of_person",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sex", sa.String(length=64), nullable=True),
        sa.Column("relation", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kind_of_person")),
    )
    op.create_table(
        "miner_number",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("miner_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_miner_number")),
    )
    op.create_index(op.f("ix_miner_number_miner_id"), "miner_number", ["miner_id"], unique=True)


def _add_counts() -> None:
    counts: dict[str, tuple[str, sa.types.TypeEngine[Any], sa.Column[Any]]] = {
        "tally": ("span", sa.String(length=7), sa.Column("n", sa.BigInteger(), nullable=False)),
        "tally_of_day": ("day", sa.Date(), sa.Column("n", sa.BigInteger(), nullable=False)),
        "people_set": ("span", sa.String(length=10), sa.Column("people", sa.LargeBinary(), nullable=False)),
    }
    for table, (time, kind, value) in counts.items():
        op.create_table(
            table,
            sa.Column("measure_id", sa.Integer(), autoincrement=False, nullable=False),
            sa.Column(time, kind, nullable=False),
            sa.Column("segment_id", sa.Integer(), autoincrement=False, nullable=False),
            sa.Column("kind_id", sa.Integer(), autoincrement=False, nullable=False),
            value,
            sa.PrimaryKeyConstraint("measure_id", time, "segment_id", "kind_id", name=op.f(f"pk_{table}")),
            sqlite_with_rowid=False,
        )
