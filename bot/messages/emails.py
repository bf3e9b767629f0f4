"""What we send by e-mail, in our own type: plain text, a link, and nothing about anybody."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bot.errors import BadInput

_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[^\s@<>,;:\"()\[\]\\]{1,189}")
_MAX_SUBJECT = 150
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Email:
    """One e-mail to one address; its words never name a person, because a mailbox is not ours to protect."""

    to: str
    subject: str
    body: str

    def __post_init__(self) -> None:
        # A line break in a header would start a header of somebody else's.
        if not _ADDRESS.fullmatch(self.to):
            raise BadInput("to", "is no e-mail address")
        if not self.subject or len(self.subject) > _MAX_SUBJECT or _CONTROL.search(self.subject):
            raise BadInput("subject", "must be one short line")

    def __repr__(self) -> str:
        return "Email(…)"

    def to_json(self) -> dict[str, Any]:
        """The form an outbox row keeps."""
        return {"to": self.to, "subject": self.subject, "body": self.body}

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> Email:
        """Read back what `to_json` wrote."""
        return cls(content["to"], content["subject"], content["body"])


def is_address(value: str) -> bool:
    """Whether it can be written to, as far as its shape tells."""
    return _ADDRESS.fullmatch(value) is not None
