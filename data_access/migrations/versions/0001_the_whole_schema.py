"""The whole schema, as the first release has it; written from the classes by Alembic."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "country",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_country")),
    )
    op.create_table(
        "currency",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("minor_digits", sa.Integer(), nullable=False),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint("minor_digits >= 0", name=op.f("ck_currency_minor_digits_least")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_currency")),
    )
    op.create_table(
        "indicator",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator")),
    )
    op.create_table(
        "ladder",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ladder")),
    )
    op.create_table(
        "miner",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("sex", sa.String(length=40), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint(
            "sex IN ('female', 'male', 'other', 'not_stated')", name=op.f("ck_miner_sex_known")
        ),
        sa.CheckConstraint("birth_year BETWEEN 1900 AND 2100", name=op.f("ck_miner_birth_year_range")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_miner")),
    )
    op.create_table(
        "package_import",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("data_date", sa.Date(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("imported_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package_import")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "practice_note",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint("language IN ('en', 'es', 'fr')", name=op.f("ck_practice_note_language_known")),
        sa.CheckConstraint(
            "subject IN ('environment', 'cooperation', 'finance', 'safety')",
            name=op.f("ck_practice_note_subject_known"),
        ),
        sa.PrimaryKeyConstraint("id", "language", name=op.f("pk_practice_note")),
    )
    op.create_table(
        "standard",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standard")),
    )
    op.create_table(
        "topic",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("validity_months", sa.Integer(), nullable=True),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint("validity_months >= 1", name=op.f("ck_topic_validity_months_least")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic")),
    )
    op.create_table(
        "claim",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("figure", sa.String(), nullable=False),
        sa.Column("publisher", sa.String(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("comparison", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("currency_id", sa.String(length=64), nullable=True),
        sa.Column("evidence", sa.String(length=40), nullable=False),
        sa.Column("selection", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint(
            "comparison IN ('=', '>=', '<=', 'about')", name=op.f("ck_claim_comparison_known")
        ),
        sa.CheckConstraint(
            "evidence IN ('counted', 'reported', 'estimated', 'contested')",
            name=op.f("ck_claim_evidence_known"),
        ),
        sa.ForeignKeyConstraint(["currency_id"], ["currency.id"], name=op.f("fk_claim_currency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
    )
    op.create_table(
        "exchange_rate",
        sa.Column("from_currency_id", sa.String(length=64), nullable=False),
        sa.Column("to_currency_id", sa.String(length=64), nullable=False),
        sa.Column("quoted_on", sa.Date(), nullable=False),
        sa.Column("rate_micro", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint("rate_micro >= 1", name=op.f("ck_exchange_rate_rate_micro_least")),
        sa.ForeignKeyConstraint(
            ["from_currency_id"], ["currency.id"], name=op.f("fk_exchange_rate_from_currency_id")
        ),
        sa.ForeignKeyConstraint(
            ["to_currency_id"], ["currency.id"], name=op.f("fk_exchange_rate_to_currency_id")
        ),
        sa.PrimaryKeyConstraint(
            "from_currency_id", "to_currency_id", "quoted_on", name=op.f("pk_exchange_rate")
        ),
    )
    op.create_table(
        "premium_rate",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("standard_id", sa.String(length=64), nullable=False),
        sa.Column("rate_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency_id", sa.String(length=64), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_premium_rate_last_day_after_first_day")),
        sa.CheckConstraint("rate_minor >= 0", name=op.f("ck_premium_rate_rate_minor_least")),
        sa.ForeignKeyConstraint(["currency_id"], ["currency.id"], name=op.f("fk_premium_rate_currency_id")),
        sa.ForeignKeyConstraint(["standard_id"], ["standard.id"], name=op.f("fk_premium_rate_standard_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_premium_rate")),
        sa.UniqueConstraint("standard_id", "first_day", name=op.f("uq_premium_rate_standard_id_first_day")),
    )
    with op.batch_alter_table("premium_rate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_premium_rate_standard_id"), ["standard_id"], unique=False)

    op.create_table(
        "region",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("country_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["country_id"], ["country.id"], name=op.f("fk_region_country_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region")),
    )
    with op.batch_alter_table("region", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_region_country_id"), ["country_id"], unique=False)

    op.create_table(
        "stage",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("ladder_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint("position >= 1", name=op.f("ck_stage_position_least")),
        sa.ForeignKeyConstraint(["ladder_id"], ["ladder.id"], name=op.f("fk_stage_ladder_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage")),
        sa.UniqueConstraint("id", "ladder_id", name=op.f("uq_stage_id_ladder_id")),
        sa.UniqueConstraint("ladder_id", "position", name=op.f("uq_stage_ladder_id_position")),
    )
    with op.batch_alter_table("stage", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stage_ladder_id"), ["ladder_id"], unique=False)

    op.create_table(
        "criterion",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("ladder_id", sa.String(length=64), nullable=False),
        sa.Column("stage_id", sa.String(length=64), nullable=True),
        sa.Column("area", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint(
            "area IN ('governance', 'social', 'environmental')", name=op.f("ck_criterion_area_known")
        ),
        sa.ForeignKeyConstraint(["ladder_id"], ["ladder.id"], name=op.f("fk_criterion_ladder_id")),
        sa.ForeignKeyConstraint(
            ["stage_id", "ladder_id"],
            ["stage.id", "stage.ladder_id"],
            name=op.f("fk_criterion_stage_id_ladder_id"),
        ),
        sa.ForeignKeyConstraint(["stage_id"], ["stage.id"], name=op.f("fk_criterion_stage_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion")),
    )
    with op.batch_alter_table("criterion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_criterion_ladder_id"), ["ladder_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_criterion_stage_id"), ["stage_id"], unique=False)

    op.create_table(
        "organisation",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("country_id", sa.String(length=64), nullable=False),
        sa.Column("region_id", sa.String(length=64), nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("cooperative_form", sa.String(length=40), nullable=True),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint(
            "cooperative_form IN ('shared_licence', 'member_body')",
            name=op.f("ck_organisation_cooperative_form_known"),
        ),
        sa.CheckConstraint(
            "cooperative_form IS NULL OR kind IN ('mining_organisation', 'support_organisation')",
            name=op.f("ck_organisation_cooperative_kind"),
        ),
        sa.CheckConstraint(
            "kind IN ('mining_organisation', 'mining_operator', 'company', 'foundation', 'support_organisation', 'public_body')",
            name=op.f("ck_organisation_kind_known"),
        ),
        sa.CheckConstraint("latitude BETWEEN -90 AND 90", name=op.f("ck_organisation_latitude_range")),
        sa.CheckConstraint("longitude BETWEEN -180 AND 180", name=op.f("ck_organisation_longitude_range")),
        sa.ForeignKeyConstraint(["country_id"], ["country.id"], name=op.f("fk_organisation_country_id")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_organisation_region_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
    )
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_country_id"), ["country_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisation_region_id"), ["region_id"], unique=False)

    op.create_table(
        "shared_point",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("region_id", sa.String(length=64), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint("latitude BETWEEN -90 AND 90", name=op.f("ck_shared_point_latitude_range")),
        sa.CheckConstraint("longitude BETWEEN -180 AND 180", name=op.f("ck_shared_point_longitude_range")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_shared_point_region_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_point")),
    )
    with op.batch_alter_table("shared_point", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shared_point_region_id"), ["region_id"], unique=False)

    op.create_table(
        "accreditation",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("scheme", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_accreditation_last_day_after_first_day")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_accreditation_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accreditation")),
    )
    with op.batch_alter_table("accreditation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_accreditation_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "certification",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("standard_id", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint(
            "status IN ('in_process', 'certified', 'suspended', 'withdrawn', 'expired')",
            name=op.f("ck_certification_status_known"),
        ),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_certification_last_day_after_first_day")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_certification_organisation_id")
        ),
        sa.ForeignKeyConstraint(["standard_id"], ["standard.id"], name=op.f("fk_certification_standard_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certification")),
    )
    with op.batch_alter_table("certification", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_certification_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_certification_standard_id"), ["standard_id"], unique=False)

    op.create_table(
        "gold_lot",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("buyer_id", sa.String(length=64), nullable=False),
        sa.Column("standard_id", sa.String(length=64), nullable=True),
        sa.Column("sold_on", sa.Date(), nullable=False),
        sa.Column("fine_milligrams", sa.BigInteger(), nullable=False),
        sa.Column("destination_id", sa.String(length=64), nullable=False),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint("fine_milligrams >= 1", name=op.f("ck_gold_lot_fine_milligrams_least")),
        sa.ForeignKeyConstraint(["buyer_id"], ["organisation.id"], name=op.f("fk_gold_lot_buyer_id")),
        sa.ForeignKeyConstraint(["destination_id"], ["country.id"], name=op.f("fk_gold_lot_destination_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_gold_lot_organisation_id")
        ),
        sa.ForeignKeyConstraint(["standard_id"], ["standard.id"], name=op.f("fk_gold_lot_standard_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gold_lot")),
    )
    with op.batch_alter_table("gold_lot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gold_lot_buyer_id"), ["buyer_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_gold_lot_organisation_id_sold_on"), ["organisation_id", "sold_on"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_gold_lot_standard_id"), ["standard_id"], unique=False)

    op.create_table(
        "premium_plan",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint("year >= 1900", name=op.f("ck_premium_plan_year_least")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_premium_plan_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_premium_plan")),
    )
    with op.batch_alter_table("premium_plan", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_premium_plan_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "production_unit",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("operator_id", sa.String(length=64), nullable=True),
        sa.Column("region_id", sa.String(length=64), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("district_code", sa.String(), nullable=True),
        sa.Column("district_scheme", sa.String(length=40), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint(
            "district_scheme IN ('INEI', 'RENIEC', 'DANE', 'other')",
            name=op.f("ck_production_unit_district_scheme_known"),
        ),
        sa.CheckConstraint("latitude BETWEEN -90 AND 90", name=op.f("ck_production_unit_latitude_range")),
        sa.CheckConstraint("longitude BETWEEN -180 AND 180", name=op.f("ck_production_unit_longitude_range")),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["organisation.id"], name=op.f("fk_production_unit_operator_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_production_unit_organisation_id")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_production_unit_region_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_production_unit")),
    )
    with op.batch_alter_table("production_unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_production_unit_operator_id"), ["operator_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_production_unit_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_production_unit_region_id"), ["region_id"], unique=False)

    op.create_table(
        "programme",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("lead_organisation_id", sa.String(length=64), nullable=False),
        sa.Column("ladder_id", sa.String(length=64), nullable=False),
        sa.Column("follows_id", sa.String(length=64), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_programme_last_day_after_first_day")),
        sa.ForeignKeyConstraint(["follows_id"], ["programme.id"], name=op.f("fk_programme_follows_id")),
        sa.ForeignKeyConstraint(["ladder_id"], ["ladder.id"], name=op.f("fk_programme_ladder_id")),
        sa.ForeignKeyConstraint(
            ["lead_organisation_id"], ["organisation.id"], name=op.f("fk_programme_lead_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
    )
    with op.batch_alter_table("programme", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_programme_follows_id"), ["follows_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_programme_ladder_id"), ["ladder_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_programme_lead_organisation_id"), ["lead_organisation_id"], unique=False
        )

    op.create_table(
        "story",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint("language IN ('en', 'es', 'fr')", name=op.f("ck_story_language_known")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_story_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", "language", name=op.f("pk_story")),
    )
    with op.batch_alter_table("story", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_story_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "support_service",
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("country_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('regional_centre', 'advocacy', 'consultancy', 'finance', 'certification')",
            name=op.f("ck_support_service_kind_known"),
        ),
        sa.ForeignKeyConstraint(["country_id"], ["country.id"], name=op.f("fk_support_service_country_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_support_service_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "country_id", "kind", name=op.f("pk_support_service")),
    )
    op.create_table(
        "assessment",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("unit_id", sa.String(length=64), nullable=False),
        sa.Column("ladder_id", sa.String(length=64), nullable=False),
        sa.Column("stage_id", sa.String(length=64), nullable=False),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("assessor", sa.String(), nullable=True),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["ladder_id"], ["ladder.id"], name=op.f("fk_assessment_ladder_id")),
        sa.ForeignKeyConstraint(
            ["stage_id", "ladder_id"],
            ["stage.id", "stage.ladder_id"],
            name=op.f("fk_assessment_stage_id_ladder_id"),
        ),
        sa.ForeignKeyConstraint(["stage_id"], ["stage.id"], name=op.f("fk_assessment_stage_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["production_unit.id"], name=op.f("fk_assessment_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
    )
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assessment_ladder_id"), ["ladder_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assessment_stage_id"), ["stage_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_assessment_unit_id_ladder_id_assessed_on"),
            ["unit_id", "ladder_id", "assessed_on"],
            unique=False,
        )

    op.create_table(
        "assistance_visit",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("programme_id", sa.String(length=64), nullable=False),
        sa.Column("unit_id", sa.String(length=64), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("findings", sa.String(), nullable=True),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint(
            "topic IN ('preparation', 'exploitation', 'extraction', 'ventilation', 'explosives', 'drills_and_emergency_protocols')",
            name=op.f("ck_assistance_visit_topic_known"),
        ),
        sa.CheckConstraint("minutes >= 1", name=op.f("ck_assistance_visit_minutes_least")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_assistance_visit_programme_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["production_unit.id"], name=op.f("fk_assistance_visit_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assistance_visit")),
    )
    with op.batch_alter_table("assistance_visit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assistance_visit_programme_id"), ["programme_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assistance_visit_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "budget_line",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("programme_id", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency_id", sa.String(length=64), nullable=False),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint("amount_minor >= 0", name=op.f("ck_budget_line_amount_minor_least")),
        sa.ForeignKeyConstraint(["currency_id"], ["currency.id"], name=op.f("fk_budget_line_currency_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_budget_line_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_line")),
    )
    with op.batch_alter_table("budget_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_budget_line_currency_id"), ["currency_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_budget_line_programme_id"), ["programme_id"], unique=False)

    op.create_table(
        "cover",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("miner_id", sa.String(length=64), nullable=False),
        sa.Column("programme_id", sa.String(length=64), nullable=True),
        sa.Column("product", sa.String(length=40), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("cost_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency_id", sa.String(length=64), nullable=False),
        sa.Column("payer", sa.String(length=40), nullable=False),
        sa.Column("insurer", sa.String(), nullable=True),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint(
            "payer IN ('programme', 'miner', 'organisation')", name=op.f("ck_cover_payer_known")
        ),
        sa.CheckConstraint(
            "product IN ('accident', 'occupational_illness', 'funeral')", name=op.f("ck_cover_product_known")
        ),
        sa.CheckConstraint("cost_minor >= 0", name=op.f("ck_cover_cost_minor_least")),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_cover_last_day_after_first_day")),
        sa.ForeignKeyConstraint(["currency_id"], ["currency.id"], name=op.f("fk_cover_currency_id")),
        sa.ForeignKeyConstraint(["miner_id"], ["miner.id"], name=op.f("fk_cover_miner_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_cover_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cover")),
    )
    with op.batch_alter_table("cover", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_cover_miner_id_last_day"), ["miner_id", "last_day"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_cover_programme_id"), ["programme_id"], unique=False)

    op.create_table(
        "craft_assessment",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("programme_id", sa.String(length=64), nullable=True),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        sa.Column("report", sa.String(length=40), nullable=False),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint("report IN ('full', 'summary')", name=op.f("ck_craft_assessment_report_known")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_craft_assessment_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_craft_assessment_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_craft_assessment")),
    )
    with op.batch_alter_table("craft_assessment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_craft_assessment_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_craft_assessment_programme_id"), ["programme_id"], unique=False)

    op.create_table(
        "delivery",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("programme_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("unit_id", sa.String(length=64), nullable=True),
        sa.Column("organisation_id", sa.String(length=64), nullable=True),
        sa.Column("delivered_on", sa.Date(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("value_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency_id", sa.String(length=64), nullable=True),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('rescue_chamber', 'rescue_brigade', 'first_aid_kit', 'rescue_kit', 'signage', 'waste_bins', 'ppe', 'food_basket', 'tools')",
            name=op.f("ck_delivery_kind_known"),
        ),
        sa.CheckConstraint(
            "(CASE WHEN unit_id IS NULL THEN 0 ELSE 1 END + CASE WHEN organisation_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_delivery_one_of_unit_id_organisation_id"),
        ),
        sa.CheckConstraint(
            "(value_minor IS NULL) = (currency_id IS NULL)", name=op.f("ck_delivery_value_has_currency")
        ),
        sa.CheckConstraint("quantity >= 1", name=op.f("ck_delivery_quantity_least")),
        sa.CheckConstraint("value_minor >= 0", name=op.f("ck_delivery_value_minor_least")),
        sa.ForeignKeyConstraint(["currency_id"], ["currency.id"], name=op.f("fk_delivery_currency_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_delivery_organisation_id")
        ),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_delivery_programme_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["production_unit.id"], name=op.f("fk_delivery_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
    )
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delivery_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_delivery_programme_id"), ["programme_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_delivery_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "enrolment",
        sa.Column("unit_id", sa.String(length=64), nullable=False),
        sa.Column("programme_id", sa.String(length=64), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_enrolment_last_day_after_first_day")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_enrolment_programme_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["production_unit.id"], name=op.f("fk_enrolment_unit_id")),
        sa.PrimaryKeyConstraint("unit_id", "programme_id", "first_day", name=op.f("pk_enrolment")),
    )
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_enrolment_programme_id_first_day"), ["programme_id", "first_day"], unique=False
        )

    op.create_table(
        "finance_access",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("programme_id", sa.String(length=64), nullable=True),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency_id", sa.String(length=64), nullable=True),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint("kind IN ('account', 'credit')", name=op.f("ck_finance_access_kind_known")),
        sa.CheckConstraint(
            "status IN ('pending', 'granted', 'refused')", name=op.f("ck_finance_access_status_known")
        ),
        sa.CheckConstraint(
            "(amount_minor IS NULL) = (currency_id IS NULL)",
            name=op.f("ck_finance_access_amount_has_currency"),
        ),
        sa.CheckConstraint("amount_minor >= 0", name=op.f("ck_finance_access_amount_minor_least")),
        sa.ForeignKeyConstraint(["currency_id"], ["currency.id"], name=op.f("fk_finance_access_currency_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_finance_access_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_finance_access_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finance_access")),
        sa.UniqueConstraint(
            "organisation_id",
            "kind",
            "asked_on",
            name=op.f("uq_finance_access_organisation_id_kind_asked_on"),
        ),
    )
    with op.batch_alter_table("finance_access", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_finance_access_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_finance_access_programme_id"), ["programme_id"], unique=False)

    op.create_table(
        "funding",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("programme_id", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency_id", sa.String(length=64), nullable=False),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint("amount_minor >= 0", name=op.f("ck_funding_amount_minor_least")),
        sa.ForeignKeyConstraint(["currency_id"], ["currency.id"], name=op.f("fk_funding_currency_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_funding_organisation_id")
        ),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_funding_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funding")),
    )
    with op.batch_alter_table("funding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_funding_currency_id"), ["currency_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_funding_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_funding_programme_id"), ["programme_id"], unique=False)

    op.create_table(
        "gold_lot_unit",
        sa.Column("lot_id", sa.String(length=64), nullable=False),
        sa.Column("unit_id", sa.String(length=64), nullable=False),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["lot_id"], ["gold_lot.id"], name=op.f("fk_gold_lot_unit_lot_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["production_unit.id"], name=op.f("fk_gold_lot_unit_unit_id")),
        sa.PrimaryKeyConstraint("lot_id", "unit_id", name=op.f("pk_gold_lot_unit")),
    )
    op.create_table(
        "improvement_plan",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("programme_id", sa.String(length=64), nullable=True),
        sa.Column("unit_id", sa.String(length=64), nullable=True),
        sa.Column("organisation_id", sa.String(length=64), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint(
            "(CASE WHEN unit_id IS NULL THEN 0 ELSE 1 END + CASE WHEN organisation_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_improvement_plan_one_of_unit_id_organisation_id"),
        ),
        sa.CheckConstraint("year >= 1900", name=op.f("ck_improvement_plan_year_least")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_improvement_plan_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_improvement_plan_programme_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["production_unit.id"], name=op.f("fk_improvement_plan_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_improvement_plan")),
    )
    with op.batch_alter_table("improvement_plan", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_improvement_plan_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_improvement_plan_programme_id"), ["programme_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_improvement_plan_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "incident",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("unit_id", sa.String(length=64), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("severity", sa.String(length=40), nullable=False),
        sa.Column("cause", sa.String(length=40), nullable=False),
        sa.Column("people_hurt", sa.Integer(), nullable=False),
        sa.Column("benefit_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency_id", sa.String(length=64), nullable=True),
        sa.Column("statement", sa.String(), nullable=True),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint(
            "cause IN ('rockfall', 'collapse', 'dust', 'mercury_vapour', 'gas', 'explosives', 'fall', 'electricity', 'other', 'silica', 'mercury')",
            name=op.f("ck_incident_cause_known"),
        ),
        sa.CheckConstraint(
            "kind IN ('accident', 'occupational_illness', 'near_miss')", name=op.f("ck_incident_kind_known")
        ),
        sa.CheckConstraint(
            "severity IN ('near_miss', 'first_aid', 'lost_time', 'permanent_disability', 'fatal')",
            name=op.f("ck_incident_severity_known"),
        ),
        sa.CheckConstraint(
            "(benefit_minor IS NULL) = (currency_id IS NULL)", name=op.f("ck_incident_benefit_has_currency")
        ),
        sa.CheckConstraint("benefit_minor >= 0", name=op.f("ck_incident_benefit_minor_least")),
        sa.CheckConstraint("people_hurt >= 0", name=op.f("ck_incident_people_hurt_least")),
        sa.ForeignKeyConstraint(["currency_id"], ["currency.id"], name=op.f("fk_incident_currency_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["production_unit.id"], name=op.f("fk_incident_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_incident_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "indicator_baseline",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("indicator_id", sa.String(length=64), nullable=False),
        sa.Column("unit_id", sa.String(length=64), nullable=True),
        sa.Column("organisation_id", sa.String(length=64), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("value_milli", sa.BigInteger(), nullable=False),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint(
            "(CASE WHEN unit_id IS NULL THEN 0 ELSE 1 END + CASE WHEN organisation_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_indicator_baseline_one_of_unit_id_organisation_id"),
        ),
        sa.CheckConstraint(
            "last_day >= first_day", name=op.f("ck_indicator_baseline_last_day_after_first_day")
        ),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicator.id"], name=op.f("fk_indicator_baseline_indicator_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_indicator_baseline_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["production_unit.id"], name=op.f("fk_indicator_baseline_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_baseline")),
    )
    with op.batch_alter_table("indicator_baseline", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_indicator_baseline_indicator_id"), ["indicator_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_indicator_baseline_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_indicator_baseline_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "membership",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("miner_id", sa.String(length=64), nullable=False),
        sa.Column("unit_id", sa.String(length=64), nullable=False),
        sa.Column("relation", sa.String(length=40), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint(
            "relation IN ('internal', 'external', 'selector')", name=op.f("ck_membership_relation_known")
        ),
        sa.CheckConstraint("left_on > joined_on", name=op.f("ck_membership_left_after_joined")),
        sa.ForeignKeyConstraint(["miner_id"], ["miner.id"], name=op.f("fk_membership_miner_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["production_unit.id"], name=op.f("fk_membership_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("miner_id", "joined_on", name=op.f("uq_membership_miner_id_joined_on")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_membership_unit_id_joined_on"), ["unit_id", "joined_on"], unique=False
        )
        batch_op.create_index(
            "uq_membership_open",
            ["miner_id"],
            unique=True,
            sqlite_where=sa.text("left_on IS NULL"),
            postgresql_where=sa.text("left_on IS NULL"),
        )

    op.create_table(
        "permit",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("unit_id", sa.String(length=64), nullable=True),
        sa.Column("organisation_id", sa.String(length=64), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('formalisation_registry', 'mining_title', 'contract', 'environmental_permit')",
            name=op.f("ck_permit_kind_known"),
        ),
        sa.CheckConstraint(
            "status IN ('none', 'applied', 'granted', 'lapsed')", name=op.f("ck_permit_status_known")
        ),
        sa.CheckConstraint(
            "(CASE WHEN unit_id IS NULL THEN 0 ELSE 1 END + CASE WHEN organisation_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_permit_one_of_unit_id_organisation_id"),
        ),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_permit_last_day_after_first_day")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_permit_organisation_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["production_unit.id"], name=op.f("fk_permit_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_permit")),
    )
    with op.batch_alter_table("permit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_permit_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_permit_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "premium_plan_line",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("plan_id", sa.String(length=64), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency_id", sa.String(length=64), nullable=False),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint(
            "category IN ('community_and_social', 'environment', 'health_and_safety', 'production_and_equipment', 'organisation_and_management', 'local_suppliers', 'women_and_vulnerable_groups')",
            name=op.f("ck_premium_plan_line_category_known"),
        ),
        sa.CheckConstraint("amount_minor >= 0", name=op.f("ck_premium_plan_line_amount_minor_least")),
        sa.ForeignKeyConstraint(
            ["currency_id"], ["currency.id"], name=op.f("fk_premium_plan_line_currency_id")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["premium_plan.id"], name=op.f("fk_premium_plan_line_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_premium_plan_line")),
    )
    with op.batch_alter_table("premium_plan_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_premium_plan_line_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "premium_receipt",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("lot_id", sa.String(length=64), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency_id", sa.String(length=64), nullable=False),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint("amount_minor >= 0", name=op.f("ck_premium_receipt_amount_minor_least")),
        sa.ForeignKeyConstraint(
            ["currency_id"], ["currency.id"], name=op.f("fk_premium_receipt_currency_id")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["gold_lot.id"], name=op.f("fk_premium_receipt_lot_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_premium_receipt_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_premium_receipt")),
    )
    with op.batch_alter_table("premium_receipt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_premium_receipt_lot_id"), ["lot_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_premium_receipt_organisation_id_received_on"),
            ["organisation_id", "received_on"],
            unique=False,
        )

    op.create_table(
        "provision",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("programme_id", sa.String(length=64), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("waste", sa.String(), nullable=True),
        sa.Column("unit_id", sa.String(length=64), nullable=True),
        sa.Column("point_id", sa.String(length=64), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('rescue_chamber', 'rescue_brigade', 'first_aid_kit', 'rescue_kit', 'signage', 'waste_bins', 'ppe')",
            name=op.f("ck_provision_kind_known"),
        ),
        sa.CheckConstraint("waste IS NULL OR kind = 'waste_bins'", name=op.f("ck_provision_waste_of_bins")),
        sa.CheckConstraint(
            "(CASE WHEN unit_id IS NULL THEN 0 ELSE 1 END + CASE WHEN point_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_provision_one_of_unit_id_point_id"),
        ),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_provision_last_day_after_first_day")),
        sa.CheckConstraint("quantity >= 1", name=op.f("ck_provision_quantity_least")),
        sa.ForeignKeyConstraint(["point_id"], ["shared_point.id"], name=op.f("fk_provision_point_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_provision_programme_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["production_unit.id"], name=op.f("fk_provision_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provision")),
    )
    with op.batch_alter_table("provision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_provision_point_id"), ["point_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_provision_programme_id"), ["programme_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_provision_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "risk_assessment",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("programme_id", sa.String(length=64), nullable=False),
        sa.Column("unit_id", sa.String(length=64), nullable=False),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        sa.Column("miners_covered", sa.Integer(), nullable=False),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint("miners_covered >= 0", name=op.f("ck_risk_assessment_miners_covered_least")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_risk_assessment_programme_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["production_unit.id"], name=op.f("fk_risk_assessment_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_assessment")),
    )
    with op.batch_alter_table("risk_assessment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_risk_assessment_programme_id"), ["programme_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_risk_assessment_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "shared_point_unit",
        sa.Column("point_id", sa.String(length=64), nullable=False),
        sa.Column("unit_id", sa.String(length=64), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint(
            "last_day >= first_day", name=op.f("ck_shared_point_unit_last_day_after_first_day")
        ),
        sa.ForeignKeyConstraint(
            ["point_id"], ["shared_point.id"], name=op.f("fk_shared_point_unit_point_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["production_unit.id"], name=op.f("fk_shared_point_unit_unit_id")
        ),
        sa.PrimaryKeyConstraint("point_id", "unit_id", "first_day", name=op.f("pk_shared_point_unit")),
    )
    op.create_table(
        "survey",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("programme_id", sa.String(length=64), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("moment", sa.String(length=40), nullable=True),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint("moment IN ('before', 'after')", name=op.f("ck_survey_moment_known")),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_survey_last_day_after_first_day")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_survey_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
    )
    with op.batch_alter_table("survey", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_survey_programme_id"), ["programme_id"], unique=False)

    op.create_table(
        "target",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("programme_id", sa.String(length=64), nullable=False),
        sa.Column("figure", sa.String(), nullable=False),
        sa.Column("region_id", sa.String(length=64), nullable=True),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("currency_id", sa.String(length=64), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("cause", sa.String(), nullable=True),
        sa.Column("next_action", sa.String(), nullable=True),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["currency_id"], ["currency.id"], name=op.f("fk_target_currency_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_target_programme_id")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_target_region_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
    )
    with op.batch_alter_table("target", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_target_programme_id"), ["programme_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_target_region_id"), ["region_id"], unique=False)

    op.create_table(
        "training_session",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("programme_id", sa.String(length=64), nullable=False),
        sa.Column("topic_id", sa.String(length=64), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("trainer", sa.String(), nullable=True),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint("minutes >= 1", name=op.f("ck_training_session_minutes_least")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_training_session_programme_id")
        ),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_training_session_topic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_session")),
    )
    with op.batch_alter_table("training_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_session_held_on"), ["held_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_training_session_programme_id"), ["programme_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_training_session_topic_id"), ["topic_id"], unique=False)

    op.create_table(
        "attendance",
        sa.Column("session_id", sa.String(length=64), nullable=False),
        sa.Column("miner_id", sa.String(length=64), nullable=False),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["miner_id"], ["miner.id"], name=op.f("fk_attendance_miner_id")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["training_session.id"], name=op.f("fk_attendance_session_id")
        ),
        sa.PrimaryKeyConstraint("session_id", "miner_id", name=op.f("pk_attendance")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendance_miner_id"), ["miner_id"], unique=False)

    op.create_table(
        "craft_finding",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("craft_assessment_id", sa.String(length=64), nullable=False),
        sa.Column("module", sa.String(length=40), nullable=False),
        sa.Column("requirement", sa.String(), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("mitigating_on", sa.Date(), nullable=True),
        sa.Column("mitigated_on", sa.Date(), nullable=True),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint("level IN ('high', 'medium', 'low')", name=op.f("ck_craft_finding_level_known")),
        sa.CheckConstraint(
            "module IN ('module_1', 'module_2', 'module_3', 'module_4', 'module_5')",
            name=op.f("ck_craft_finding_module_known"),
        ),
        sa.CheckConstraint(
            "mitigated_on >= mitigating_on", name=op.f("ck_craft_finding_mitigated_on_after_mitigating_on")
        ),
        sa.ForeignKeyConstraint(
            ["craft_assessment_id"],
            ["craft_assessment.id"],
            name=op.f("fk_craft_finding_craft_assessment_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_craft_finding")),
    )
    with op.batch_alter_table("craft_finding", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_craft_finding_craft_assessment_id"), ["craft_assessment_id"], unique=False
        )

    op.create_table(
        "criterion_result",
        sa.Column("assessment_id", sa.String(length=64), nullable=False),
        sa.Column("criterion_id", sa.String(length=64), nullable=False),
        sa.Column("met", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("verified_by", sa.String(), nullable=True),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_criterion_result_assessment_id")
        ),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["criterion.id"], name=op.f("fk_criterion_result_criterion_id")
        ),
        sa.PrimaryKeyConstraint("assessment_id", "criterion_id", name=op.f("pk_criterion_result")),
    )
    op.create_table(
        "expenditure",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("budget_line_id", sa.String(length=64), nullable=False),
        sa.Column("spent_on", sa.Date(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency_id", sa.String(length=64), nullable=False),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint("amount_minor >= 0", name=op.f("ck_expenditure_amount_minor_least")),
        sa.ForeignKeyConstraint(
            ["budget_line_id"], ["budget_line.id"], name=op.f("fk_expenditure_budget_line_id")
        ),
        sa.ForeignKeyConstraint(["currency_id"], ["currency.id"], name=op.f("fk_expenditure_currency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expenditure")),
    )
    with op.batch_alter_table("expenditure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_expenditure_budget_line_id"), ["budget_line_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_expenditure_currency_id"), ["currency_id"], unique=False)

    op.create_table(
        "indicator_value",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("indicator_id", sa.String(length=64), nullable=False),
        sa.Column("programme_id", sa.String(length=64), nullable=True),
        sa.Column("survey_id", sa.String(length=64), nullable=True),
        sa.Column("unit_id", sa.String(length=64), nullable=True),
        sa.Column("organisation_id", sa.String(length=64), nullable=True),
        sa.Column("region_id", sa.String(length=64), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("value_milli", sa.BigInteger(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=True),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint(
            "(CASE WHEN unit_id IS NULL THEN 0 ELSE 1 END + CASE WHEN organisation_id IS NULL THEN 0 ELSE 1 END + CASE WHEN region_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_indicator_value_one_of_unit_id_organisation_id_region_id"),
        ),
        sa.CheckConstraint("asked >= 0", name=op.f("ck_indicator_value_asked_least")),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_indicator_value_last_day_after_first_day")),
        sa.CheckConstraint(
            "survey_id IS NULL OR asked IS NOT NULL", name=op.f("ck_indicator_value_survey_says_asked")
        ),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicator.id"], name=op.f("fk_indicator_value_indicator_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_indicator_value_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_indicator_value_programme_id")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_indicator_value_region_id")),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_indicator_value_survey_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["production_unit.id"], name=op.f("fk_indicator_value_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_value")),
    )
    with op.batch_alter_table("indicator_value", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_indicator_value_indicator_id"), ["indicator_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_indicator_value_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_indicator_value_programme_id"), ["programme_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_indicator_value_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_indicator_value_survey_id"), ["survey_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_indicator_value_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "plan_action",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("plan_id", sa.String(length=64), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint(
            "field IN ('organisational', 'technical', 'environmental', 'social', 'trading')",
            name=op.f("ck_plan_action_field_known"),
        ),
        sa.CheckConstraint(
            "done_on IS NULL OR cancelled_on IS NULL", name=op.f("ck_plan_action_done_or_cancelled")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["improvement_plan.id"], name=op.f("fk_plan_action_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_action")),
    )
    with op.batch_alter_table("plan_action", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_action_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "premium_expenditure",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("plan_line_id", sa.String(length=64), nullable=True),
        sa.Column("spent_on", sa.Date(), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency_id", sa.String(length=64), nullable=False),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint(
            "category IN ('community_and_social', 'environment', 'health_and_safety', 'production_and_equipment', 'organisation_and_management', 'local_suppliers', 'women_and_vulnerable_groups')",
            name=op.f("ck_premium_expenditure_category_known"),
        ),
        sa.CheckConstraint("amount_minor >= 0", name=op.f("ck_premium_expenditure_amount_minor_least")),
        sa.ForeignKeyConstraint(
            ["currency_id"], ["currency.id"], name=op.f("fk_premium_expenditure_currency_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_premium_expenditure_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["plan_line_id"], ["premium_plan_line.id"], name=op.f("fk_premium_expenditure_plan_line_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_premium_expenditure")),
    )
    with op.batch_alter_table("premium_expenditure", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_premium_expenditure_organisation_id_spent_on"),
            ["organisation_id", "spent_on"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_premium_expenditure_plan_line_id"), ["plan_line_id"], unique=False
        )

    op.create_table(
        "risk_assessment_danger",
        sa.Column("risk_assessment_id", sa.String(length=64), nullable=False),
        sa.Column("danger", sa.String(length=40), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("measure", sa.String(), nullable=True),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint(
            "danger IN ('rockfall', 'collapse', 'dust', 'mercury_vapour', 'gas', 'explosives', 'fall', 'electricity', 'other')",
            name=op.f("ck_risk_assessment_danger_danger_known"),
        ),
        sa.CheckConstraint(
            "level IN ('high', 'medium', 'low')", name=op.f("ck_risk_assessment_danger_level_known")
        ),
        sa.ForeignKeyConstraint(
            ["risk_assessment_id"],
            ["risk_assessment.id"],
            name=op.f("fk_risk_assessment_danger_risk_assessment_id"),
        ),
        sa.PrimaryKeyConstraint("risk_assessment_id", "danger", name=op.f("pk_risk_assessment_danger")),
    )
