"""Meetings with their slides, and the numbers that are pinned for them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

LANGUAGES = "('en', 'es', 'fr')"
ROLES = "('administrator', 'coordinator', 'sponsor', 'presenter')"


def upgrade() -> None:
    op.create_table(
        "snapshot",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("made_by", sa.String(length=254), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("least_people", sa.Integer(), nullable=False),
        sa.Column("data_version", sa.String(), nullable=False),
        sa.Column("data_date", sa.Date(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("selection", sa.String(), nullable=False),
        sa.Column("sponsor_id", sa.String(length=64), nullable=True),
        sa.CheckConstraint(f"role IN {ROLES}", name=op.f("ck_snapshot_role_known")),
        sa.CheckConstraint("least_people >= 0", name=op.f("ck_snapshot_least_people_least")),
        sa.ForeignKeyConstraint(["sponsor_id"], ["organisation.id"], name=op.f("fk_snapshot_sponsor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
    )
    op.create_index(op.f("ix_snapshot_made_by"), "snapshot", ["made_by"])
    op.create_index(op.f("ix_snapshot_sponsor_id"), "snapshot", ["sponsor_id"])
    op.create_table(
        "snapshot_part",
        sa.Column("snapshot_id", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("programmes", sa.Integer(), nullable=True),
        sa.Column("regions", sa.Integer(), nullable=True),
        sa.Column("exhibits", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(f"language IN {LANGUAGES}", name=op.f("ck_snapshot_part_language_known")),
        sa.CheckConstraint("programmes >= 0", name=op.f("ck_snapshot_part_programmes_least")),
        sa.CheckConstraint("regions >= 0", name=op.f("ck_snapshot_part_regions_least")),
        sa.CheckConstraint("exhibits >= 0", name=op.f("ck_snapshot_part_exhibits_least")),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=op.f("fk_snapshot_part_snapshot_id")),
        sa.PrimaryKeyConstraint("snapshot_id", "position", "language", name=op.f("pk_snapshot_part")),
    )
    for kind in ("programme", "region"):
        table = f"snapshot_{kind}"
        op.create_table(
            table,
            sa.Column("snapshot_id", sa.String(length=16), nullable=False),
            sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
            sa.Column(f"{kind}_id", sa.String(length=64), nullable=False),
            sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=op.f(f"fk_{table}_snapshot_id")),
            sa.ForeignKeyConstraint([f"{kind}_id"], [f"{kind}.id"], name=op.f(f"fk_{table}_{kind}_id")),
            sa.PrimaryKeyConstraint("snapshot_id", "position", f"{kind}_id", name=op.f(f"pk_{table}")),
        )
    op.create_table(
        "meeting",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("template", sa.String(length=40), nullable=False),
        sa.Column("made_by", sa.String(length=254), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("selection", sa.String(), nullable=False),
        sa.Column("sponsor_id", sa.String(length=64), nullable=True),
        sa.Column("snapshot_id", sa.String(length=16), nullable=True),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.Column("shown_since", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "template IN ('sponsor', 'coordination', 'public')", name=op.f("ck_meeting_template_known")
        ),
        sa.CheckConstraint("revision >= 0", name=op.f("ck_meeting_revision_least")),
        sa.CheckConstraint("shown >= 0", name=op.f("ck_meeting_shown_least")),
        sa.ForeignKeyConstraint(["sponsor_id"], ["organisation.id"], name=op.f("fk_meeting_sponsor_id")),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=op.f("fk_meeting_snapshot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    for column in ("made_by", "sponsor_id", "snapshot_id"):
        op.create_index(op.f(f"ix_meeting_{column}"), "meeting", [column])
    op.create_table(
        "meeting_slide",
        sa.Column("meeting_id", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("exhibit", sa.String(), nullable=False),
        sa.Column("arguments", sa.String(), nullable=False),
        sa.Column("sentence", sa.String(), nullable=True),
        sa.Column("notes", sa.String(), nullable=True),
        sa.CheckConstraint("exhibit <> ''", name=op.f("ck_meeting_slide_names_an_exhibit")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_slide_meeting_id")),
        sa.PrimaryKeyConstraint("meeting_id", "position", name=op.f("pk_meeting_slide")),
    )
