"""Find an organisation's newest cases."""

from __future__ import annotations

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_handoffs_organisation_created_at", "handoffs", ["organisation", "created_at"])


def downgrade() -> None:
    op.drop_index("ix_handoffs_organisation_created_at", table_name="handoffs")
