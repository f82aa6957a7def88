"""How many parts a snapshot is to have: they are pinned one after another."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("snapshot", sa.Column("parts", sa.Integer(), nullable=True))
