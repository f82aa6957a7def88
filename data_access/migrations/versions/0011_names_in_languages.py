"""Names of programmes, ladders, topics and the like in Spanish and in French, beside those there are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TRANSLATED = (
    *(("ladder", "name"), ("stage", "name"), ("criterion", "name"), ("topic", "name"), ("standard", "name")),
    *(("indicator", "name"), ("survey", "name"), ("programme", "name"), ("programme", "description")),
    *(("budget_line", "action"), ("budget_line", "lever"), ("finance_access", "reason")),
)


def upgrade() -> None:
    for table, field in TRANSLATED:
        for language in ("es", "fr"):
            op.add_column(table, sa.Column(f"{field}_{language}", sa.String(), nullable=True))
