"""Keep that somebody agreed to be written to first."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("handoffs", sa.Column("contact_agreed_at", sa.DateTime(timezone=True), nullable=True))
