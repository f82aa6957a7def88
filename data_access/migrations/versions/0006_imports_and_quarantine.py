"""Where each row comes from, what it was before, what was set aside, and who was erased."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

RECORDS = (
    "accreditation",
    "assessment",
    "assistance_visit",
    "attendance",
    "budget_line",
    "certification",
    "claim",
    "country",
    "cover",
    "craft_assessment",
    "craft_finding",
    "criterion",
    "criterion_result",
    "currency",
    "delivery",
    "enrolment",
    "exchange_rate",
    "expenditure",
    "finance_access",
    "funding",
    "gold_lot",
    "gold_lot_unit",
    "improvement_plan",
    "incident",
    "indicator",
    "indicator_baseline",
    "indicator_value",
    "ladder",
    "membership",
    "miner",
    "organisation",
    "permit",
    "photo",
    "plan_action",
    "practice_note",
    "premium_expenditure",
    "premium_plan",
    "premium_plan_line",
    "premium_rate",
    "premium_receipt",
    "production_unit",
    "programme",
    "provision",
    "region",
    "risk_assessment",
    "risk_assessment_danger",
    "shared_point",
    "shared_point_unit",
    "stage",
    "standard",
    "story",
    "support_service",
    "survey",
    "target",
    "topic",
    "training_session",
)


def upgrade() -> None:
    for table in RECORDS:
        op.add_column(table, sa.Column("import_id", sa.Integer(), nullable=True))
    with op.batch_alter_table(
        "package_import", table_kwargs={"sqlite_autoincrement": True}
    ) as package_import:
        package_import.add_column(
            sa.Column("kind", sa.String(length=40), server_default="package", nullable=False)
        )
        package_import.add_column(sa.Column("imported_by", sa.String(), nullable=True))
        package_import.add_column(sa.Column("undone_by", sa.Integer(), nullable=True))
        package_import.create_check_constraint(
            op.f("ck_package_import_kind_known"), "kind IN ('package', 'retry', 'undo', 'erasure')"
        )
    _add_history()
    _add_quarantine()


def _add_history() -> None:
    op.create_table(
        "imported_table",
        sa.Column("import_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("table_name", sa.String(length=63), nullable=False),
        sa.Column("read_count", sa.Integer(), nullable=False),
        sa.Column("new_count", sa.Integer(), nullable=False),
        sa.Column("changed_count", sa.Integer(), nullable=False),
        sa.Column("unchanged_count", sa.Integer(), nullable=False),
        sa.Column("quarantined_count", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "new_count + changed_count + unchanged_count + quarantined_count = read_count",
            name=op.f("ck_imported_table_every_row_counted"),
        ),
        *(
            sa.CheckConstraint(f"{column} >= 0", name=op.f(f"ck_imported_table_{column}_least"))
            for column in ("read_count", "new_count", "changed_count", "unchanged_count", "quarantined_count")
        ),
        sa.PrimaryKeyConstraint("import_id", "table_name", name=op.f("pk_imported_table")),
    )
    op.create_table(
        "row_version",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(length=63), nullable=False),
        sa.Column("row_key", sa.String(), nullable=False),
        sa.Column("cells", sa.String(), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_row_version")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_row_version_import_id"), "row_version", ["import_id"])
    op.create_index(op.f("ix_row_version_table_name_row_key"), "row_version", ["table_name", "row_key"])
    op.create_table(
        "kept_upload",
        sa.Column("import_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("import_id", name=op.f("pk_kept_upload")),
    )


def _add_quarantine() -> None:
    op.create_table(
        "quarantined_row",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(length=63), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("row_key", sa.String(), nullable=True),
        sa.Column("cells", sa.String(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantined_row")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_quarantined_row_import_id"), "quarantined_row", ["import_id"])
    op.create_index(
        op.f("ix_quarantined_row_table_name_row_key"), "quarantined_row", ["table_name", "row_key"]
    )
    op.create_table(
        "erased_miner",
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("erased_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_erased_miner")),
    )
