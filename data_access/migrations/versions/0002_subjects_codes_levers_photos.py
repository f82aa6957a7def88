"""Subjects of claims, codes of targets, levers of actions, and photos of stories."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "photo",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("story_id", sa.String(), nullable=False),
        sa.Column("caption", sa.String(), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=True),
        sa.Column("consent_on", sa.Date(), nullable=True),
        sa.Column("image", sa.String(), nullable=False),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo")),
    )
    op.add_column("budget_line", sa.Column("lever", sa.String(), nullable=True))
    op.add_column("claim", sa.Column("subject", sa.String(), nullable=True))
    op.add_column("target", sa.Column("codes", sa.String(), nullable=True))
