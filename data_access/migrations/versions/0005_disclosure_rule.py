"""Of how few people outsiders learn no number, and that it was changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "disclosure_rule",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("least_people", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_disclosure_rule_only_one")),
        sa.CheckConstraint("least_people >= 3", name=op.f("ck_disclosure_rule_least_people_least")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_rule")),
    )
    with op.batch_alter_table("audit_entry", table_kwargs={"sqlite_autoincrement": True}) as audit_entry:
        audit_entry.drop_constraint(op.f("ck_audit_entry_action_known"), type_="check")
        audit_entry.create_check_constraint(
            op.f("ck_audit_entry_action_known"),
            "action IN ('grant', 'revoke', 'download', 'sign_in', 'sign_out', 'disclosure')",
        )
