"""What a database error means for the work that met it: try again at once, an outage, or a bug."""

from __future__ import annotations

from enum import Enum

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout


class Fault(Enum):
    """RETRY: a lock or a lost race. OUTAGE: no connection, so nothing can be said or kept. BUG: everything else."""

    RETRY = "retry"
    OUTAGE = "outage"
    BUG = "bug"


# PostgreSQL SQLSTATE: serialization failure, deadlock, lock not available, unique violation (a lost race to insert).
_RETRY_STATES = {"40001", "40P01", "55P03", "23505"}
# Class 08 is connection exceptions, class 28 a user or password it does not take; 3D000 is a database that is not
# there, 57P0x a server that stops or starts, 53300 one with no connection left.
_OUTAGE_CLASSES = ("08", "28")
_OUTAGE_STATES = {"3D000", "57P01", "57P02", "57P03", "53300"}
# PostgreSQL: undefined table, undefined column.
_MISSING_STATES = {"42P01", "42703"}
_SQLITE_MISSING = ("no such table", "no such column")
_SQLITE_RETRY = ("database is locked", "database table is locked", "unique constraint failed")
_SQLITE_OUTAGE = ("unable to open database file", "disk i/o error", "database or disk is full", "readonly database")


def fault_of(error: BaseException) -> Fault:
    """Judge an error that came out of a transaction."""
    if isinstance(error, PoolTimeout):
        return Fault.OUTAGE
    if isinstance(error, DBAPIError):
        return _dbapi_fault(error)
    if isinstance(error, ConnectionError | TimeoutError):
        return Fault.OUTAGE
    return Fault.BUG


def lacks_tables(error: BaseException) -> bool:
    """Whether a statement names a table or column that is not there: a database without its migrations."""
    if not isinstance(error, DBAPIError):
        return False
    state = getattr(error.orig, "sqlstate", None) or ""
    return state in _MISSING_STATES or any(mark in str(error.orig).lower() for mark in _SQLITE_MISSING)


def _dbapi_fault(error: DBAPIError) -> Fault:
    state = getattr(error.orig, "sqlstate", None) or ""
    said = str(error.orig).lower()
    if state in _RETRY_STATES or any(mark in said for mark in _SQLITE_RETRY):
        return Fault.RETRY
    if error.connection_invalidated or state.startswith(_OUTAGE_CLASSES) or state in _OUTAGE_STATES:
        return Fault.OUTAGE
    if isinstance(error, OperationalError) and any(mark in said for mark in _SQLITE_OUTAGE):
        return Fault.OUTAGE
    # asyncpg reports a connection that went away under it as an InterfaceError without any SQLSTATE.
    if isinstance(error, InterfaceError) and not state and "connection" in said:
        return Fault.OUTAGE
    return Fault.BUG
