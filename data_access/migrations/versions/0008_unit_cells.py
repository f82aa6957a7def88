"""Where units lie on the grid of maps, and near where outsiders are shown them.

The rows follow from the units and the key of places: ``create`` fills them in.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unit_place",
        sa.Column("unit_id", sa.String(length=64), nullable=False),
        sa.Column("region_id", sa.String(length=64), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=False),
        sa.Column("longitude", sa.Float(), nullable=False),
        sa.Column("cell", sa.BigInteger(), nullable=False),
        sa.Column("moved_latitude", sa.Float(), nullable=False),
        sa.Column("moved_longitude", sa.Float(), nullable=False),
        sa.Column("moved_cell", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["production_unit.id"], name=op.f("fk_unit_place_unit_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("unit_id", name=op.f("pk_unit_place")),
    )
    op.create_index(op.f("ix_unit_place_cell"), "unit_place", ["cell"])
    op.create_index(op.f("ix_unit_place_moved_cell"), "unit_place", ["moved_cell"])
