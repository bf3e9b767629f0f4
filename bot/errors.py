"""Every error Way In raises on purpose. Each carries data; the words people read are made elsewhere.

WayInError
 ├── BadInput            a field somebody gave us cannot be read
 ├── ContentError        files under bot/content are wrong; carries every fault at once
 ├── UnknownLocale       a language we have no files for
 ├── MissingText         a key no locale file answers
 ├── MissingValue        a text needs a value the caller did not give
 ├── NotFound            a thing asked for by id is not there
 ├── NotPossible         a case stands otherwise than whoever acts on it saw
 ├── FileGone            Telegram does not give a file
 ├── Outage              the database or a needed service cannot be reached; nothing was kept
 ├── NotMigrated         the database is at another revision than this code
 ├── PortTaken           the web server cannot listen where the settings say
 ├── TokenRefused        Telegram does not know the bot's token (any more)
 └── SettingsError       the environment does not say how to run; carries every fault at once
"""

from __future__ import annotations

from collections.abc import Sequence


class WayInError(Exception):
    """The root: catching it never catches a bug."""


class BadInput(WayInError):
    """A field that cannot be read; the value itself is never kept, it may be personal."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field
        self.problem = problem


class ContentError(WayInError):
    """Content that must not be served; `faults` are printable, one line each, with file and line."""

    def __init__(self, faults: Sequence[object]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


class UnknownLocale(WayInError):
    """A language we have no files for."""

    def __init__(self, locale: str) -> None:
        super().__init__(locale)
        self.locale = locale


class MissingText(WayInError):
    """A key that neither the locale nor its fallback answers."""

    def __init__(self, key: str, locale: str) -> None:
        super().__init__(f"{key} ({locale})")
        self.key = key
        self.locale = locale


class MissingValue(WayInError):
    """A placeholder the caller gave no value for."""

    def __init__(self, key: str, name: str) -> None:
        super().__init__(f"{key} needs {{{name}}}")
        self.key = key
        self.name = name


class DraftRefused(WayInError):
    """A draft that must not be kept; every fault names its field, and none of them what was written."""

    def __init__(self, faults: Sequence[object]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = tuple(faults)


class NotFound(WayInError):
    """A thing asked for by id is not there."""

    def __init__(self, kind: str, wanted: object) -> None:
        super().__init__(f"{kind} {wanted}")
        self.kind = kind
        self.wanted = wanted


class NotPossible(WayInError):
    """A case stands otherwise than whoever acts on it saw: `state` is how, `by` the name of who has it, if anybody."""

    def __init__(self, act: str, state: str, by: str | None = None) -> None:
        super().__init__(f"{act} of a case that is {state}")
        self.act = act
        self.state = state
        self.by = by


class FileGone(WayInError):
    """A file somebody sent cannot be fetched: `why` is `large`, `gone` (deleted) or `later` (no answer now)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Outage(WayInError):
    """Nothing could be kept, so nothing may be acknowledged: whoever sent it must send it again."""


class SettingsError(WayInError):
    """The environment is wrong; `faults` are printable, one line each, without values."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


class NotMigrated(WayInError):
    """The database is not at the revision of this code; None means it is empty."""

    def __init__(self, found: str | None) -> None:
        super().__init__(f"The database is {'empty' if found is None else f'at revision {found}'}.")
        self.found = found


class PortTaken(WayInError):
    """Something else listens there, or the address is not this machine's."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(f"{host}:{port}")
        self.host = host
        self.port = port


class TokenRefused(WayInError):
    """Telegram refuses the bot's token; nothing can go on."""
