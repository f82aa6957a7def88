"""More codes by which measures are told apart: those of findings, permits, plans, requests and surveys.

``create`` then counts the summaries anew, which were made by other rules.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

CODES = (
    *("programme", "module", "level", "permit", "finance", "status"),
    *("field", "plan_year", "indicator", "survey", "moment"),
)


def upgrade() -> None:
    for code in CODES:
        op.add_column("measure", sa.Column(code, sa.String(length=64), nullable=True))
    op.add_column("measure", sa.Column("reason", sa.String(), nullable=True))
