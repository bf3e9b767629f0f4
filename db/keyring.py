"""Keys for encrypted columns: AES-256-GCM, the newest key first, older ones kept to read what they wrote."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_KEY_BYTES = 32
_ID_BYTES = 4
_NONCE_BYTES = 12


class KeyringError(ValueError):
    """The data keys are missing, malformed, or none of them opens a stored value."""


class Keyring:
    """Seals with the first key and opens with whichever key sealed: rotation is putting a new key in front."""

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys:
            raise KeyringError("no data key: make one with `wayin keys new`")
        ciphers = [_cipher(key) for key in keys]
        self._current_id, self._current = ciphers[0]
        self._by_id = dict(ciphers)

    def seal(self, plain: bytes) -> bytes:
        """Encrypt; the result is key id (4 bytes), nonce (12 bytes), cipher text with its tag."""
        nonce = os.urandom(_NONCE_BYTES)
        return self._current_id + nonce + self._current.encrypt(nonce, plain, None)

    def open(self, sealed: bytes) -> bytes:
        """Decrypt; raises KeyringError if no key of this ring sealed the value or it was altered."""
        cipher = self._by_id.get(sealed[:_ID_BYTES])
        if cipher is None:
            raise KeyringError("a stored value was sealed with a key that is not in WAYIN_DATA_KEYS")
        nonce, body = sealed[_ID_BYTES : _ID_BYTES + _NONCE_BYTES], sealed[_ID_BYTES + _NONCE_BYTES :]
        try:
            return cipher.decrypt(nonce, body, None)
        except InvalidTag:
            raise KeyringError("a stored value was altered or cut short") from None


def new_key() -> str:
    """A fresh random key in the form WAYIN_DATA_KEYS takes (URL-safe base64 of 32 bytes)."""
    return base64.urlsafe_b64encode(os.urandom(_KEY_BYTES)).decode()


def _cipher(key: str) -> tuple[bytes, AESGCM]:
    try:
        raw = base64.urlsafe_b64decode(key.strip().encode())
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) != _KEY_BYTES:
        raise KeyringError("a data key is not 32 bytes in URL-safe base64: make one with `wayin keys new`")
    return hashlib.sha256(raw).digest()[:_ID_BYTES], AESGCM(raw)
