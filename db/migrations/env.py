"""Alembic's entry: migrate the connection that `db.migrate` hands over."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

from db import types
from db.models import Base

# Migrations name plain column types: what a class of ours does to a value may change, what was made may not.
_PLAIN = {
    types.UtcDateTime: "sa.DateTime(timezone=True)",
    types.EncryptedBytes: "sa.LargeBinary()",
    types.EncryptedText: "sa.LargeBinary()",
    types.EncryptedJson: "sa.LargeBinary()",
}


def _render(kind: str, item: Any, _autogenerate: Any) -> str | Literal[False]:
    return _PLAIN.get(type(item), False) if kind == "type" else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=_render,
    transaction_per_migration=False,
    # The caller owns the transaction, so that checking and committing are one step on both databases.
    transactional_ddl=False,
)
context.run_migrations()
