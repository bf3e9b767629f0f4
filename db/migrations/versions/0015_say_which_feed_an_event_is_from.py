"""Say which feed an event is from, and keep what is known of feeds and links."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("events") as events:
        events.add_column(sa.Column("exceptions", sa.JSON(), nullable=True))
        events.add_column(sa.Column("source", sa.String(length=40), nullable=True))
        events.add_column(sa.Column("source_id", sa.String(length=200), nullable=True))
        events.add_column(sa.Column("fingerprint", sa.String(length=64), nullable=True))
        events.create_unique_constraint(op.f("uq_events_source_source_id"), ["source", "source_id"])

    op.create_table(
        "feed_states",
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("etag", sa.String(length=200), nullable=True),
        sa.Column("last_modified", sa.String(length=60), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(length=200), nullable=True),
        sa.Column("tally", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_feed_states")),
    )
    op.create_table(
        "link_checks",
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failures", sa.SmallInteger(), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=True),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_link_checks")),
    )
    op.create_index("ix_link_checks_checked_at", "link_checks", ["checked_at"])
    op.create_table(
        "uploads",
        sa.Column("id", _ID, nullable=False),
        sa.Column("staff_id", _ID, nullable=True),
        sa.Column("organisation", sa.String(length=120), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("format", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.Column("rehearsal", sa.JSON(), nullable=True),
        sa.Column("outcome", sa.JSON(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_uploads_staff_id_staff"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploads")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("uploads")
    op.drop_table("link_checks")
    op.drop_table("feed_states")
    with op.batch_alter_table("events") as events:
        events.drop_constraint(op.f("uq_events_source_source_id"), type_="unique")
        for name in ("fingerprint", "source_id", "source", "exceptions"):
            events.drop_column(name)
