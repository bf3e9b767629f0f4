"""Alembic's entry: migrate the connection that `db.migrate` hands over."""

from __future__ import annotations

from alembic import context

from db.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transaction_per_migration=False,
    # The caller owns the transaction, so that checking and committing are one step on both databases.
    transactional_ddl=False,
)
context.run_migrations()
