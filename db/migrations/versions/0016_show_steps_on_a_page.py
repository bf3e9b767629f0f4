"""Show the steps somebody chose on a page that runs out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "step_pages",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("locale", sa.String(length=12), nullable=False),
        sa.Column("lines", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_step_pages_person_id_people"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_step_pages")),
        sa.UniqueConstraint("person_id", name=op.f("uq_step_pages_person_id")),
    )
    op.create_index("ix_step_pages_expires_at", "step_pages", ["expires_at"])


def downgrade() -> None:
    op.drop_table("step_pages")
