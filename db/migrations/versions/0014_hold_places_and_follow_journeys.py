"""Hold places for people, and follow what becomes of a yes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "referral_links",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("contact", sa.String(length=254), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("session", sa.String(length=64), nullable=True),
        sa.Column("session_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_referral_links")),
        sa.UniqueConstraint("session", name=op.f("uq_referral_links_session")),
    )
    with op.batch_alter_table("referral_links") as batch_op:
        batch_op.create_index(batch_op.f("ix_referral_links_contact"), ["contact"], unique=False)

    op.create_table(
        "holds",
        sa.Column("id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("opportunity_id", _ID, nullable=False),
        sa.Column("organisation", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("lot", _ID, nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("warned", sa.SmallInteger(), nullable=False),
        sa.Column("staff_id", _ID, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["opportunity_id"],
            ["opportunities.id"],
            name=op.f("fk_holds_opportunity_id_opportunities"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_holds_person_id_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_holds_staff_id_staff"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holds")),
        sa.UniqueConstraint("person_id", "opportunity_id", name=op.f("uq_holds_person_id_opportunity_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("holds") as batch_op:
        batch_op.create_index(
            "ix_holds_lined_up",
            ["opportunity_id", "lot", "id"],
            unique=False,
            sqlite_where=sa.text("state IN ('asked', 'reserve', 'to_confirm')"),
            postgresql_where=sa.text("state IN ('asked', 'reserve', 'to_confirm')"),
        )
        batch_op.create_index(
            "ix_holds_next_at",
            ["next_at"],
            unique=False,
            sqlite_where=sa.text("state = 'held'"),
            postgresql_where=sa.text("state = 'held'"),
        )
        batch_op.create_index("ix_holds_opportunity_id_state", ["opportunity_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_holds_organisation"), ["organisation"], unique=False)

    op.create_table(
        "journeys",
        sa.Column("id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("opportunity_id", _ID, nullable=True),
        sa.Column("organisation", sa.String(length=40), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("said_by", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=True),
        sa.Column("reason", sa.String(length=24), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("weeks", sa.SmallInteger(), nullable=False),
        sa.Column("asks_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked", sa.SmallInteger(), nullable=False),
        sa.Column("is_quiet", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["opportunity_id"],
            ["opportunities.id"],
            name=op.f("fk_journeys_opportunity_id_opportunities"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_journeys_person_id_people"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journeys")),
        sa.UniqueConstraint("person_id", "opportunity_id", name=op.f("uq_journeys_person_id_opportunity_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("journeys") as batch_op:
        batch_op.create_index(
            "ix_journeys_asks_at",
            ["asks_at"],
            unique=False,
            sqlite_where=sa.text("asks_at IS NOT NULL"),
            postgresql_where=sa.text("asks_at IS NOT NULL"),
        )
        batch_op.create_index("ix_journeys_organisation_stage", ["organisation", "stage"], unique=False)

    op.create_table(
        "journey_steps",
        sa.Column("id", _ID, nullable=False),
        sa.Column("journey_id", _ID, nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("said_by", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=24), nullable=True),
        sa.Column("staff_id", _ID, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["journey_id"], ["journeys.id"], name=op.f("fk_journey_steps_journey_id_journeys"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_journey_steps_staff_id_staff"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journey_steps")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("journey_steps") as batch_op:
        batch_op.create_index(batch_op.f("ix_journey_steps_journey_id"), ["journey_id"], unique=False)

    op.create_table(
        "referrals",
        sa.Column("id", _ID, nullable=False),
        sa.Column("journey_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("contact", sa.String(length=254), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("packet", sa.LargeBinary(), nullable=False),
        sa.Column("agreed_version", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("return_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["journey_id"], ["journeys.id"], name=op.f("fk_referrals_journey_id_journeys"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_referrals_person_id_people"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referrals")),
        sa.UniqueConstraint("journey_id", name=op.f("uq_referrals_journey_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("referrals") as batch_op:
        batch_op.create_index("ix_referrals_contact", ["contact"], unique=False)
        batch_op.create_index(batch_op.f("ix_referrals_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "ix_referrals_return_at",
            ["return_at"],
            unique=False,
            sqlite_where=sa.text("state = 'sent'"),
            postgresql_where=sa.text("state = 'sent'"),
        )

    with op.batch_alter_table("opportunities") as batch_op:
        batch_op.add_column(sa.Column("holding", sa.JSON(), nullable=True))
