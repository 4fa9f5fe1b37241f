"""A file locked with a code that travels another way."""

from __future__ import annotations

import base64
import os
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from shuniu.attest._canonical import canonical
from shuniu.attest._faults import Locked, Malformed

LOCKED = b"shuniu-locked/1\n"
_SALT, _NONCE = 16, 12
_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is taken for another


def make_code() -> str:
    """A fresh code, four groups of four."""
    return "-".join("".join(secrets.choice(_SIGNS) for _sign in range(4)) for _group in range(4))


def lock(file: bytes, code: str) -> bytes:
    """The file, readable only with the code."""
    salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
    sealed = AESGCM(_key(code, salt)).encrypt(nonce, file, LOCKED)
    return LOCKED + base64.b64encode(salt + nonce + sealed) + b"\n"


def unlock(file: bytes, code: str) -> bytes:
    """The file inside.

    Raises:
        Malformed: it is no locked file.
        Locked: the code does not fit, or a byte was changed.
    """
    body = file[len(LOCKED) : -1]
    try:
        raw = base64.b64decode(body, validate=True)
    except ValueError as error:
        message = "not a locked file"
        raise Malformed(message) from error
    if file != LOCKED + base64.b64encode(raw) + b"\n" or len(raw) < _SALT + _NONCE:
        message = "not a locked file"
        raise Malformed(message)
    salt, nonce, sealed = raw[:_SALT], raw[_SALT : _SALT + _NONCE], raw[_SALT + _NONCE :]
    try:
        return AESGCM(_key(code, salt)).decrypt(nonce, sealed, LOCKED)
    except InvalidTag as error:
        message = "the code does not fit, or the file was changed"
        raise Locked(message) from error


def _key(code: str, salt: bytes) -> bytes:
    plain = canonical("".join(sign for sign in code.upper() if sign.isalnum()))
    return Scrypt(salt=salt, length=32, n=2**14, r=8, p=1).derive(plain)
