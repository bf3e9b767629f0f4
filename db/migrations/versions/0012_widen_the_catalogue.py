"""Say all of an opportunity in columns, and keep where each is found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "finds",
        sa.Column("opportunity_id", _ID, nullable=False),
        sa.Column("audience", sa.String(length=50), nullable=False),
        sa.Column("near", sa.SmallInteger(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("sector", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("hours", _ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["opportunity_id"],
            ["opportunities.id"],
            name=op.f("fk_finds_opportunity_id_opportunities"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("opportunity_id", "audience", name=op.f("pk_finds")),
    )
    with op.batch_alter_table("finds", schema=None) as batch_op:
        batch_op.create_index(
            "ix_finds_all",
            ["audience", "near", "last_day", "opportunity_id", "kind", "hours", "role", "sector"],
            unique=False,
        )
        batch_op.create_index(
            "ix_finds_sector",
            ["audience", "sector", "near", "last_day", "opportunity_id", "kind", "hours", "role"],
            unique=False,
        )

    op.create_table(
        "opportunity_changes",
        sa.Column("id", _ID, nullable=False),
        sa.Column("opportunity_id", _ID, nullable=False),
        sa.Column("staff_id", _ID, nullable=True),
        sa.Column("source", sa.String(length=40), nullable=True),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["opportunity_id"],
            ["opportunities.id"],
            name=op.f("fk_opportunity_changes_opportunity_id_opportunities"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_opportunity_changes_staff_id_staff"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opportunity_changes")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("opportunity_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opportunity_changes_opportunity_id"), ["opportunity_id"], unique=False)

    op.create_table(
        "opportunity_checks",
        sa.Column("id", _ID, nullable=False),
        sa.Column("opportunity_id", _ID, nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("times", _ID, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("staff_id", _ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["opportunity_id"],
            ["opportunities.id"],
            name=op.f("fk_opportunity_checks_opportunity_id_opportunities"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_opportunity_checks_staff_id_staff"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opportunity_checks")),
        sa.UniqueConstraint("opportunity_id", "reason", name=op.f("uq_opportunity_checks_opportunity_id_reason")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("opportunity_checks", schema=None) as batch_op:
        batch_op.create_index(
            "ix_opportunity_checks_open",
            ["id"],
            unique=False,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )

    op.create_table(
        "sightings",
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("opportunity_id", _ID, nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("refused", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["opportunity_id"],
            ["opportunities.id"],
            name=op.f("fk_sightings_opportunity_id_opportunities"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_sightings_person_id_people"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "opportunity_id", name=op.f("pk_sightings")),
    )
    with op.batch_alter_table("opportunities", schema=None) as batch_op:
        batch_op.add_column(sa.Column("organiser", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("employers", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("role", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("needs", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("hours", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("pay", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("contract", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("has_training", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("disability_confident", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("apply", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("prepares_for", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("guarantees_interview", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("ends_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("check_by", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("source", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("source_id", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("fingerprint", sa.String(length=64), nullable=True))
        batch_op.create_index(batch_op.f("ix_opportunities_organiser"), ["organiser"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_opportunities_source_source_id"), ["source", "source_id"])

    _move_details()


def _move_details() -> None:
    """What stood among the details of an opportunity has columns now; where each is found is worked out by a tick."""
    connection = op.get_bind()
    table = sa.table("opportunities", sa.column("id"), sa.column("role"))
    for name in ("details", "pay", "hours"):
        table.append_column(sa.column(name, sa.JSON()))
    for row_id, details in connection.execute(sa.select(table.c.id, table.c.details)).all():
        values = dict[str, object]()
        values["role"] = details.get("role")
        if weekly := details.get("hours_per_week"):
            values["hours"] = {"low": weekly, "high": weekly}
        if pay := details.get("pay"):
            values["pay"] = {"low": pay["amount"], "high": pay["amount"], "per": pay["per"]}
        moved = {name: value for name, value in values.items() if value is not None}
        if moved:
            connection.execute(sa.update(table).where(table.c.id == row_id).values(**moved))
