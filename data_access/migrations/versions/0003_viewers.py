"""Viewers: what is granted to whom, who did what, and sign-ins that were ended."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "viewer_grant",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("viewer", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("funder_id", sa.String(length=64), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("granted_by", sa.String(), nullable=False),
        sa.Column("granted_at", sa.DateTime(), nullable=False),
        sa.Column("revoked_by", sa.String(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "role IN ('administrator', 'coordinator', 'sponsor', 'presenter')",
            name=op.f("ck_viewer_grant_role_known"),
        ),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_viewer_grant_last_day_after_first_day")),
        sa.ForeignKeyConstraint(["funder_id"], ["organisation.id"], name=op.f("fk_viewer_grant_funder_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_viewer_grant")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_viewer_grant_viewer"), "viewer_grant", ["viewer"])
    op.create_table(
        "granted_programme",
        sa.Column("grant_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["grant_id"], ["viewer_grant.id"], name=op.f("fk_granted_programme_grant_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_granted_programme_programme_id")
        ),
        sa.PrimaryKeyConstraint("grant_id", "programme_id", name=op.f("pk_granted_programme")),
    )
    op.create_table(
        "granted_region",
        sa.Column("grant_id", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["grant_id"], ["viewer_grant.id"], name=op.f("fk_granted_region_grant_id")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_granted_region_region_id")),
        sa.PrimaryKeyConstraint("grant_id", "region_id", name=op.f("pk_granted_region")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("viewer", sa.String(length=254), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("exhibit", sa.String(), nullable=True),
        sa.Column("selection", sa.String(), nullable=True),
        sa.Column("row_count", sa.Integer(), nullable=True),
        sa.Column("detail", sa.String(), nullable=True),
        sa.CheckConstraint(
            "action IN ('grant', 'revoke', 'download', 'sign_in', 'sign_out')",
            name=op.f("ck_audit_entry_action_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_audit_entry_at"), "audit_entry", ["at"])
    op.create_table(
        "ended_sign_in",
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("viewer", sa.String(length=254), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_ended_sign_in")),
    )
