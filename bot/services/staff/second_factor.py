"""The second factor: six digits from an app (TOTP, RFC 6238), each of them good once."""

from __future__ import annotations

import hmac
from datetime import datetime

import pyotp

_SECONDS = 30
# A phone's clock may be a step off, and typing takes a while.
_STEPS_AROUND = (0, -1, 1)
_ISSUER = "Way In"


def new_secret() -> str:
    """A fresh secret, as apps take it."""
    return pyotp.random_base32()


def is_secret(text: str) -> bool:
    """Whether this is a secret as we make them."""
    return len(text) == 32 and set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")


def address(secret: str, email: str) -> str:
    """What the square picture holds."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=_ISSUER)


def code_at(secret: str, now: datetime) -> str:
    """The code of this moment."""
    return pyotp.TOTP(secret).generate_otp(_step(now))


def matching_step(secret: str, code: str, last_step: int | None, now: datetime) -> int | None:
    """The time step a code belongs to; None when it is wrong, too old, or was used before."""
    digits = "".join(code.split())
    if not (len(digits) == 6 and digits.isascii() and digits.isdigit()):
        return None
    totp = pyotp.TOTP(secret)
    for offset in _STEPS_AROUND:
        step = _step(now) + offset
        if hmac.compare_digest(totp.generate_otp(step), digits):
            return step if last_step is None or step > last_step else None
    return None


def _step(now: datetime) -> int:
    return int(now.timestamp()) // _SECONDS
