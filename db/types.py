"""Column types: UTC times and encrypted values that read and write the same on SQLite and PostgreSQL."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, LargeBinary, types
from sqlalchemy.ext.asyncio import AsyncEngine

from db.keyring import Keyring, KeyringError

# SQLite only auto-numbers a column that is exactly INTEGER.
Id = BigInteger().with_variant(Integer, "sqlite")

_keyrings: WeakKeyDictionary[Dialect, Keyring] = WeakKeyDictionary()


def use_keyring(engine: AsyncEngine, keyring: Keyring) -> None:
    """Give every encrypted column that is read or written through this engine its keys."""
    _keyrings[engine.dialect] = keyring


def _keyring(dialect: Dialect) -> Keyring:
    try:
        return _keyrings[dialect]
    except KeyError:
        raise KeyringError("this engine was given no data keys") from None


class UtcDateTime(types.TypeDecorator[datetime]):
    """An instant: aware in, aware UTC out; a naive datetime is refused because its zone would be a guess."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite forgets the zone; what we stored was UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class EncryptedBytes(types.TypeDecorator[bytes]):
    """Bytes sealed with the engine's keyring; never searchable."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """Seal."""
        return None if value is None else _keyring(dialect).seal(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """Open."""
        return None if value is None else _keyring(dialect).open(value)


class EncryptedText(types.TypeDecorator[str]):
    """Text sealed with the engine's keyring; any character survives, lone surrogates and NUL included."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Seal."""
        return None if value is None else _keyring(dialect).seal(value.encode("utf-8", "surrogatepass"))

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        """Open."""
        return None if value is None else _keyring(dialect).open(value).decode("utf-8", "surrogatepass")


class EncryptedJson(types.TypeDecorator[Any]):
    """A JSON value sealed with the engine's keyring; assign a new value to change it, edits in place are not seen."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        """Seal compact JSON."""
        if value is None:
            return None
        return _keyring(dialect).seal(json.dumps(value, separators=(",", ":")).encode())

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:
        """Open and parse."""
        return None if value is None else json.loads(_keyring(dialect).open(value))
