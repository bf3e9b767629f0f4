"""Count bursts in the updates that are kept anyway, so that a message need not change its conversation."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.drop_column("burst_started_at")
        batch_op.drop_column("burst_count")
